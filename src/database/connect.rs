//! How each kind of database is opened.

use std::path::Path;
use std::time::Duration;

use sea_orm::{ConnectOptions, DatabaseConnection};

use super::readers::{Deadline, Readers, STATEMENT_TIMEOUT};
use super::{Database, Dialect};
use crate::error::Stop;

/// How many connections read at the same time: SQLite's are threads, PostgreSQL's are processes.
const SQLITE_READERS: usize = 4;
const POSTGRES_READERS: u32 = 10;
const POSTGRES_WRITERS: u32 = 2;
/// How long a server is waited for.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// Opens the database behind an address; `create` says whether a SQLite file may be made.
pub async fn connect(url: &str, create: bool) -> Result<Database, Stop> {
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
        let writer = sqlite(url, Some(create), None).await?;
        let mut readers = Vec::with_capacity(SQLITE_READERS);
        for _ in 0..SQLITE_READERS {
            let deadline = Deadline::default();
            readers.push((sqlite(url, None, Some(deadline.clone())).await?, deadline));
        }
        Ok(Database { dialect: Dialect::Sqlite, readers: Readers::sqlite(readers), writer })
    } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
        let mut options = postgres(url, POSTGRES_READERS);
        options.statement_timeout(STATEMENT_TIMEOUT);
        let readers = Readers::postgres(open(url, options).await?);
        let writer = open(url, postgres(url, POSTGRES_WRITERS)).await?;
        Ok(Database { dialect: Dialect::Postgres, readers, writer })
    } else {
        Err(Stop::new(format!(
            "--database is `{}`; it takes an address such as sqlite://directory.db or postgres://user@host/name",
            hide_password(url)
        )))
    }
}

/// One connection: the writer, which may create the file, or a reader, which has a deadline.
async fn sqlite(url: &str, writes: Option<bool>, deadline: Option<Deadline>) -> Result<DatabaseConnection, Stop> {
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).min_connections(1).test_before_acquire(false);
    options.map_sqlx_sqlite_opts(move |options| {
        options
            .create_if_missing(writes == Some(true))
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(5))
            // Readers go on while somebody writes; a crash of the machine loses at most the last writes.
            .pragma("journal_mode", "WAL")
            .pragma("synchronous", "NORMAL")
            .pragma("query_only", if writes.is_some() { "OFF" } else { "ON" })
    });
    if let Some(deadline) = deadline {
        options.map_sqlx_sqlite_pool_opts(move |pool| deadline.clone().keep(pool));
    }
    open(url, options).await
}

fn postgres(url: &str, connections: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options.max_connections(connections).acquire_timeout(CONNECT_TIMEOUT).test_before_acquire(false);
    // Compiling a statement to machine code costs more than any of ours takes.
    options.map_sqlx_postgres_opts(|options| options.options([("jit", "off")]));
    options
}

async fn open(url: &str, mut options: ConnectOptions) -> Result<DatabaseConnection, Stop> {
    // For those who look for them: RUST_LOG=sqlx=debug.
    options.sqlx_logging_level(log::LevelFilter::Debug);
    sea_orm::Database::connect(options)
        .await
        .map_err(|error| Stop::new(format!("the database `{}` does not open: {error}", hide_password(url))))
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
