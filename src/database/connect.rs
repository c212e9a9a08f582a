//! How each kind of database is opened.

use std::fmt::Display;
use std::hash::{BuildHasher, RandomState};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use log::LevelFilter;
use sea_orm::sqlx::ConnectOptions as _;
use sea_orm::sqlx::postgres::PgConnectOptions;
use sea_orm::sqlx::sqlite::SqliteConnectOptions;
use sea_orm::{ConnectOptions, DatabaseConnection};

use super::readers::{PostgresReader, Readers, Replica, Source, SqliteReader};
use super::state::State;
use super::{Database, Dialect};
use crate::error::Stop;
use crate::metrics::DatabaseCounters;
use crate::threads::Threads;

/// How many connections read at the same time: SQLite's are threads, PostgreSQL's are processes.
const SQLITE_READERS: usize = 4;
const POSTGRES_READERS: usize = 10;
const POSTGRES_WRITERS: u32 = 2;
/// Compiling a statement to machine code, or starting workers for it, costs more than any of ours takes.
const SERVER: [(&str, &str); 2] = [("jit", "off"), ("max_parallel_workers_per_gather", "0")];
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
        let writer = sqlite(url, create).await?;
        let mut readers = Vec::with_capacity(SQLITE_READERS);
        let threads = Arc::new(Threads::blocking("reading", SQLITE_READERS)?);
        for _ in 0..SQLITE_READERS {
            readers.push(Box::new(sqlite_reader(url, &threads)?).into());
        }
        let readers = Readers::new(Source::of(readers), Vec::new(), state.clone(), statement_timeout, counters.clone());
        Ok(Database { dialect: Dialect::Sqlite, readers, writer, ear: None, state, counters })
    } else if is_postgres(url) {
        // What is written for the first time after the server was started anew must not fail over an old connection.
        let mut options = postgres(url, POSTGRES_WRITERS, WRITER_PATIENCE);
        options.test_before_acquire(true);
        let writer = open(url, options).await?;
        let primary = source(url, statement_timeout, READER_PATIENCE, &writer)?;
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
fn sqlite_reader(url: &str, threads: &Arc<Threads>) -> Result<SqliteReader, Stop> {
    let options: SqliteConnectOptions = url.parse().map_err(|error| unopened(url, &error))?;
    SqliteReader::open(options.get_filename(), threads).map_err(|error| unopened(url, &error))
}

fn is_postgres(url: &str) -> bool {
    url.starts_with("postgres:") || url.starts_with("postgresql:")
}

fn postgres(url: &str, connections: u32, patience: Duration) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options.max_connections(connections).acquire_timeout(patience).test_before_acquire(false);
    options.map_sqlx_postgres_opts(|options| options.options(SERVER));
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
        let source = source(url, timeout, REPLICA_PATIENCE, &control)?;
        copies.push(Replica::new(source, name, control));
    }
    Ok(copies)
}

/// Connections to one server, each made when it is first needed, under a name by which its statement can be found.
fn source(url: &str, timeout: Duration, patience: Duration, over: &DatabaseConnection) -> Result<Source, Stop> {
    let options: PgConnectOptions = url.parse().map_err(|error| unopened(url, &error))?;
    let timeout = format!("{}ms", timeout.as_millis());
    let options = options.options(SERVER).options([("statement_timeout", timeout)]).log_statements(LevelFilter::Debug);
    // Other servers on the same database have readers too.
    let server = RandomState::new().hash_one("server");
    let readers = (1..=POSTGRES_READERS).map(|number| {
        let name = format!("cluster-directory {server:016x} reader {number}");
        Box::new(PostgresReader::new(options.clone(), name, patience, over.clone())).into()
    });
    Ok(Source::of(readers.collect()))
}

/// A connection that is made when it is first needed.
async fn lazily(url: &str, mut options: ConnectOptions) -> Result<DatabaseConnection, Stop> {
    options.connect_lazy(true);
    open(url, options).await
}

async fn open(url: &str, mut options: ConnectOptions) -> Result<DatabaseConnection, Stop> {
    // For those who look for them: --log warn,sqlx=debug,sqlite=debug.
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
