//! The commands.

mod token;
mod transfer;

use std::io::Write;
use std::net::SocketAddr;
use std::time::Duration;

use clap::{Parser, Subcommand};
use tokio::net::TcpListener;
use tokio::time::timeout;

use crate::bounds::ByViewer;
use crate::clock::Clock;
use crate::config::{DatabaseSettings, LogSettings, ServerSettings};
use crate::database::Database;
use crate::error::Stop;
use crate::graphql::{self, Api};
use crate::http::App;
use crate::query::Setting;
use crate::transfer::{bundled, load};
use crate::webhooks::Worker;
use crate::{directory, http};
use token::TokenCommand;

/// How long the database may take to say goodbye.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(1);

/// A GraphQL directory of ICT clusters, partnerships, projects and events.
#[derive(Debug, Parser)]
#[command(version, about, args_conflicts_with_subcommands = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    database: DatabaseSettings,
    #[command(flatten)]
    server: ServerSettings,
    #[command(flatten)]
    log: LogSettings,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Start the server (the default); an empty database is filled with the bundled directory
    Serve {
        #[command(flatten)]
        database: DatabaseSettings,
        #[command(flatten)]
        server: Box<ServerSettings>,
    },
    /// Bring the tables to the newest form, and leave
    Migrate {
        #[command(flatten)]
        database: DatabaseSettings,
    },
    /// Bring records in, from a bundle, a table or a calendar
    Import(Box<transfer::Import>),
    /// Write all records into a bundle, or those of one resource into a table
    Export(transfer::Export),
    /// Print the GraphQL schema
    Schema,
    /// Make, list and revoke tokens: who may do more than read
    #[command(subcommand)]
    Token(TokenCommand),
    /// Say whether the settings are right and the database fits this program
    Check {
        #[command(flatten)]
        database: DatabaseSettings,
    },
}

impl Cli {
    /// What is written to the terminal on the way.
    pub fn log(&self) -> &LogSettings {
        &self.log
    }

    /// Does what was asked.
    ///
    /// # Errors
    ///
    /// When it cannot go on, with the sentence for the terminal.
    pub async fn run(self) -> Result<(), Stop> {
        match self.command {
            None => serve(&self.database, self.server).await,
            Some(Command::Serve { database, server }) => serve(&database, *server).await,
            Some(Command::Migrate { database }) => migrate(&database).await,
            Some(Command::Import(import)) => transfer::import(*import).await,
            Some(Command::Export(export)) => transfer::export(export).await,
            Some(Command::Schema) => print(&graphql::sdl(directory::catalog())),
            Some(Command::Token(command)) => command.run().await,
            Some(Command::Check { database }) => check(&database).await,
        }
    }
}

/// Opens the database, fills it if it is new, and serves until the process is told to stop.
async fn serve(database: &DatabaseSettings, server: ServerSettings) -> Result<(), Stop> {
    let listener = listen("--listen", server.listen).await?;
    let operator = match server.operator_listen {
        Some(address) => Some(listen("--operator-listen", address).await?),
        None => None,
    };
    let address = listener.local_addr().map_err(|error| Stop::new(format!("the server has no address: {error}")))?;
    let base_url = server.base_url.unwrap_or_else(|| format!("http://{address}"));
    let catalog = directory::catalog();
    let bounds = ByViewer::new(&server.query_limits, &server.limits);
    let longest = bounds.token.statement_timeout;
    let database = Database::connect_for(&database.database, &server.read_replicas, longest).await?;
    database.migrate().await?;
    if !server.empty {
        let bundle = bundled();
        if let Some(count) = load(&database, catalog, &bundle, Clock::Machine.now()).await? {
            print(&format!("Loaded the directory that comes with the server: {count} records and claims.\n"))?;
        }
    }
    let keeping_up = database.keep_up().await;
    let setting = Setting { catalog, dialect: database.dialect, base_url, bounds };
    let api = Api::new(&database, setting.clone(), Clock::Machine, server.answer_cache);
    api.tell_by(server.webhooks.clone());
    if let Some(folder) = &server.only_documents {
        api.answer_only(folder).await?;
    }
    let counters = api.metrics().webhooks.clone();
    let worker = Worker::start(&database, setting, Clock::Machine, server.webhooks, counters)?;
    let told = http::told().map_err(|error| Stop::new(format!("the server cannot be told to stop: {error}")))?;
    print(&format!(
        "Cluster Directory is ready.\n  GraphiQL  http://{address}/graphiql\n  API       http://{address}/graphql\n"
    ))?;
    let app = App::new(api, server.limits, operator.is_some())?;
    if let Some(operator) = operator {
        tokio::spawn(http::serve_operator(operator, app.clone()));
    }
    // Connections to the database that were made anew belong to the threads on which answers are worked out: they last
    // until the connections are closed.
    http::serve(listener, app.clone(), told).await;
    worker.stop(CLOSE_TIMEOUT).await;
    drop(keeping_up);
    // Nothing is left to be said to anybody if this fails, or if a statement does not end.
    let _ = timeout(CLOSE_TIMEOUT, database.close()).await;
    drop(app);
    Ok(())
}

async fn listen(setting: &str, address: SocketAddr) -> Result<TcpListener, Stop> {
    let listener = TcpListener::bind(address).await;
    listener.map_err(|error| Stop::new(format!("{setting} is {address}, and that cannot be opened: {error}")))
}

async fn migrate(database: &DatabaseSettings) -> Result<(), Stop> {
    let database = Database::connect(&database.database).await?;
    database.migrate().await?;
    print("The tables are in their newest form.\n")
}

/// The database, which must be there with its tables in their newest form.
async fn existing(settings: &DatabaseSettings) -> Result<Database, Stop> {
    let database = Database::connect_existing(&settings.database).await?;
    let pending = database
        .pending_migrations()
        .await
        .map_err(|error| Stop::new(format!("the database does not answer: {error}")))?;
    if pending > 0 {
        return Err(Stop::new(format!("{pending} migrations are still to be done; run `migrate`")));
    }
    Ok(database)
}

async fn check(settings: &DatabaseSettings) -> Result<(), Stop> {
    let database = existing(settings).await?;
    let catalog = directory::catalog();
    for resource in catalog.nodes() {
        database.fits(resource).await?;
    }
    let count = database
        .read("SELECT CAST(count(*) AS text) FROM record", Vec::new())
        .await
        .map_err(|error| Stop::new(format!("the database does not answer: {error:?}")))?;
    print(&format!("All is well: {} resources, {count} records.\n", catalog.nodes().count()))
}

/// Writes to the terminal; a reader that has gone is an error like any other.
fn print(text: &str) -> Result<(), Stop> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())
        .and_then(|()| out.flush())
        .map_err(|error| Stop::new(format!("the terminal cannot be written to: {error}")))
}
