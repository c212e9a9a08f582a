//! How each kind of database is opened.

use std::hash::{BuildHasher, RandomState};
use std::path::Path;
use std::time::Duration;

use sea_orm::{ConnectOptions, DatabaseConnection};

use super::readers::{Brake, Deadline, Reader, Readers, Replica, Source};
use super::state::State;
use super::{Database, Dialect};
use crate::error::Stop;
use crate::metrics::DatabaseCounters;

/// How many connections read at the same time: SQLite's are threads, PostgreSQL's are processes.
const SQLITE_READERS: usize = 4;
const POSTGRES_READERS: usize = 10;
const POSTGRES_WRITERS: u32 = 2;
/// How long a server is waited for: by whoever writes, by whoever reads, and where there are others to ask.
const WRITER_PATIENCE: Duration = Duration::from_secs(5);
const READER_PATIENCE: Duration = Duration::from_secs(2);
const REPLICA_PATIENCE: Duration = Duration::from_millis(500);
/// How the counters call replicas; there can be no more of them.
const REPLICAS: [&str; 8] =
    ["replica 1", "replica 2", "replica 3", "replica 4", "replica 5", "replica 6", "replica 7", "replica 8"];

/// Opens the database behind an address; `create` says whether a SQLite file may be made, and
/// `statement_timeout` how long a read may take.
pub async fn connect(
    url: &str,
    replicas: &[String],
    create: bool,
    statement_timeout: Duration,
) -> Result<Database, Stop> {
    let (state, counters) = (State::default(), DatabaseCounters::default());
    if url.contains(":memory:") || url.contains("mode=memory") {
        return Err(Stop::new(format!(
            "--database is `{url}`; a database in memory cannot be shared by several connections, so name a file"
        )));
    }
    if let Some(file) = url.strip_prefix("sqlite:") {
        if !replicas.is_empty() {
            return Err(Stop::new("--read-replicas is given, and --database is SQLite, which has none"));
        }
        let file = file.trim_start_matches("//").split('?').next().unwrap_or_default();
        if !create && !Path::new(file).exists() {
            return Err(Stop::new(format!("--database is `{url}`, and there is no such file")));
        }
        let writer = sqlite(url, Some(create), None).await?;
        let mut readers = Vec::with_capacity(SQLITE_READERS);
        for _ in 0..SQLITE_READERS {
            let deadline = Deadline::default();
            let connection = sqlite(url, None, Some(deadline.clone())).await?;
            readers.push(Reader { connection, brake: Brake::Deadline(deadline) });
        }
        let readers = Readers::new(Source::of(readers), Vec::new(), state.clone(), statement_timeout, counters.clone());
        Ok(Database { dialect: Dialect::Sqlite, readers, writer, ear: None, state, counters })
    } else if is_postgres(url) {
        // What is written for the first time after the server was started anew must not fail over an old connection.
        let mut options = postgres(url, POSTGRES_WRITERS, WRITER_PATIENCE);
        options.test_before_acquire(true);
        let writer = open(url, options).await?;
        let primary = source(url, statement_timeout, READER_PATIENCE, &writer).await?;
        let replicas = copies(replicas, statement_timeout).await?;
        let readers = Readers::new(primary, replicas, state.clone(), statement_timeout, counters.clone());
        let ear = Some(lazily(url, postgres(url, 1, WRITER_PATIENCE)).await?);
        Ok(Database { dialect: Dialect::Postgres, readers, writer, ear, state, counters })
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
            // Readers go on while somebody writes; what was acknowledged is on the disk.
            .pragma("journal_mode", "WAL")
            .pragma("synchronous", "FULL")
            .pragma("query_only", if writes.is_some() { "OFF" } else { "ON" })
    });
    if let Some(deadline) = deadline {
        options.map_sqlx_sqlite_pool_opts(move |pool| deadline.clone().keep(pool));
    }
    open(url, options).await
}

fn is_postgres(url: &str) -> bool {
    url.starts_with("postgres:") || url.starts_with("postgresql:")
}

fn postgres(url: &str, connections: u32, patience: Duration) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options.max_connections(connections).acquire_timeout(patience).test_before_acquire(false);
    // Compiling a statement to machine code, or starting workers for it, costs more than any of ours takes.
    options
        .map_sqlx_postgres_opts(|options| options.options([("jit", "off"), ("max_parallel_workers_per_gather", "0")]));
    options
}

/// The replicas behind these addresses; whether they are there is seen when they are asked.
async fn copies(urls: &[String], timeout: Duration) -> Result<Vec<Replica>, Stop> {
    let most = REPLICAS.len();
    if urls.len() > most {
        return Err(Stop::new(format!("--read-replicas has {} addresses, and {most} can be used", urls.len())));
    }
    let mut copies = Vec::with_capacity(urls.len());
    for (url, name) in urls.iter().zip(REPLICAS) {
        if !is_postgres(url) {
            let url = hide_password(url);
            return Err(Stop::new(format!("--read-replicas has `{url}`; it takes addresses of PostgreSQL")));
        }
        let control = lazily(url, postgres(url, 1, REPLICA_PATIENCE)).await?;
        let source = source(url, timeout, REPLICA_PATIENCE, &control).await?;
        copies.push(Replica::new(source, name, control));
    }
    Ok(copies)
}

/// Connections to one server, each made when it is first needed, under a name by which its statement can be found.
async fn source(url: &str, timeout: Duration, patience: Duration, over: &DatabaseConnection) -> Result<Source, Stop> {
    let mut readers = Vec::with_capacity(POSTGRES_READERS);
    // Other servers on the same database have readers too.
    let server = RandomState::new().hash_one("server");
    for number in 1..=POSTGRES_READERS {
        let name = format!("cluster-directory {server:016x} reader {number}");
        let mut options = postgres(url, 1, patience);
        options.statement_timeout(timeout).set_application_name(name.clone());
        let connection = lazily(url, options).await?;
        readers.push(Reader { connection, brake: Brake::Cancel { name, over: over.clone() } });
    }
    Ok(Source::of(readers))
}

/// A connection that is made when it is first needed.
async fn lazily(url: &str, mut options: ConnectOptions) -> Result<DatabaseConnection, Stop> {
    options.connect_lazy(true);
    open(url, options).await
}

async fn open(url: &str, mut options: ConnectOptions) -> Result<DatabaseConnection, Stop> {
    // For those who look for them: --log warn,sqlx=debug.
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
