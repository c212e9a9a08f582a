//! How each kind of database is opened.

use std::fmt::Display;
use std::hash::{BuildHasher, RandomState};
use std::path::Path;
use std::time::Duration;

use log::LevelFilter;
use sea_orm::sqlx::ConnectOptions as _;
use sea_orm::sqlx::postgres::PgConnectOptions;
use sea_orm::sqlx::sqlite::SqliteConnectOptions;
use sea_orm::{ConnectOptions, DatabaseConnection};

use super::readers::{PostgresReader, Readers, SqliteReader};
use super::state::State;
use super::{Database, Dialect};
use crate::error::Stop;

/// How many connections read at the same time: SQLite's are threads, PostgreSQL's are processes.
const SQLITE_READERS: usize = 4;
const POSTGRES_READERS: usize = 10;
const POSTGRES_WRITERS: u32 = 2;
/// Compiling a statement to machine code, or starting workers for it, costs more than any of ours takes.
const SERVER: [(&str, &str); 2] = [("jit", "off"), ("max_parallel_workers_per_gather", "0")];
/// How long a server is waited for.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// Opens the database behind an address; `create` says whether a SQLite file may be made, and
/// `statement_timeout` how long a read may take.
pub async fn connect(url: &str, create: bool, statement_timeout: Duration) -> Result<Database, Stop> {
    if url.contains(":memory:") || url.contains("mode=memory") {
        return Err(Stop::new(format!(
            "--database is `{url}`; a database in memory cannot be shared by several connections, so name a file"
        )));
    }
    if let Some(file) = url.strip_prefix("sqlite:") {
        let file = file.trim_start_matches("//").split('?').next().unwrap_or_default();
        if !create && !Path::new(file).exists() {
            return Err(Stop::new(format!("--database is `{url}`, and there is no such file")));
        }
        let writer = sqlite(url, create).await?;
        let mut readers = Vec::with_capacity(SQLITE_READERS);
        for _ in 0..SQLITE_READERS {
            readers.push(sqlite_reader(url)?.into());
        }
        Ok(Database {
            dialect: Dialect::Sqlite,
            readers: Readers::new(readers, statement_timeout),
            writer,
            state: State::default(),
        })
    } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
        let writer = open(url, postgres(url, POSTGRES_WRITERS)).await?;
        let mut readers = Vec::with_capacity(POSTGRES_READERS);
        // Other servers on the same database have readers too.
        let server = RandomState::new().hash_one("server");
        for number in 1..=POSTGRES_READERS {
            let name = format!("cluster-directory {server:016x} reader {number}");
            readers.push(Box::new(postgres_reader(url, name, statement_timeout, &writer)?).into());
        }
        Ok(Database {
            dialect: Dialect::Postgres,
            readers: Readers::new(readers, statement_timeout),
            writer,
            state: State::default(),
        })
    } else {
        Err(Stop::new(format!(
            "--database is `{}`; it takes an address such as sqlite://directory.db or postgres://user@host/name",
            hide_password(url)
        )))
    }
}

/// The connection that writes, and may create the file.
async fn sqlite(url: &str, create: bool) -> Result<DatabaseConnection, Stop> {
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).min_connections(1).test_before_acquire(false);
    options.map_sqlx_sqlite_opts(move |options| {
        options
            .create_if_missing(create)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(5))
            // Readers go on while somebody writes; what was acknowledged is on the disk.
            .pragma("journal_mode", "WAL")
            .pragma("synchronous", "FULL")
    });
    open(url, options).await
}

/// A connection that reads what the writer has opened.
fn sqlite_reader(url: &str) -> Result<SqliteReader, Stop> {
    let options: SqliteConnectOptions = url.parse().map_err(|error| unopened(url, &error))?;
    SqliteReader::open(options.get_filename()).map_err(|error| unopened(url, &error))
}

fn postgres(url: &str, connections: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options.max_connections(connections).acquire_timeout(CONNECT_TIMEOUT).test_before_acquire(false);
    options.map_sqlx_postgres_opts(|options| options.options(SERVER));
    options
}

/// A connection that reads, made when it is first needed.
fn postgres_reader(
    url: &str,
    name: String,
    timeout: Duration,
    over: &DatabaseConnection,
) -> Result<PostgresReader, Stop> {
    let options: PgConnectOptions = url.parse().map_err(|error| unopened(url, &error))?;
    let timeout = format!("{}ms", timeout.as_millis());
    let options = options.options(SERVER).options([("statement_timeout", timeout)]).log_statements(LevelFilter::Debug);
    Ok(PostgresReader::new(options, name, over.clone()))
}

async fn open(url: &str, mut options: ConnectOptions) -> Result<DatabaseConnection, Stop> {
    // For those who look for them: --log warn,sqlx=debug.
    options.sqlx_logging_level(LevelFilter::Debug);
    sea_orm::Database::connect(options).await.map_err(|error| unopened(url, &error))
}

fn unopened(url: &str, error: &dyn Display) -> Stop {
    Stop::new(format!("the database `{}` does not open: {error}", hide_password(url)))
}

/// The address without what is secret in it.
fn hide_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    match rest.rsplit_once('@') {
        Some((user, host)) => {
            let user = user.split(':').next().unwrap_or_default();
            format!("{scheme}://{user}@{host}")
        }
        None => url.to_owned(),
    }
}
