//! SQLite or PostgreSQL: connect, migrate, read. The one door that statements go through.

use std::time::Duration;

use migrations::Migrator;
use sea_orm::{ConnectOptions, ConnectionTrait, DatabaseConnection, DbErr, Statement, Value};
use sea_orm_migration::MigratorTrait;

use crate::error::Stop;
use crate::query::Dialect;
use crate::resource::Resource;

/// How many connections read at the same time: SQLite's are threads, PostgreSQL's are processes.
const SQLITE_READERS: u32 = 4;
const POSTGRES_CONNECTIONS: u32 = 10;
/// How long a server is waited for.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// How long a statement may take before PostgreSQL ends it.
const STATEMENT_TIMEOUT: Duration = Duration::from_secs(3);

/// An open database.
#[derive(Clone, Debug)]
pub struct Database {
    pub dialect: Dialect,
    reader: DatabaseConnection,
    /// The only connection that writes, where only one can (SQLite).
    writer: DatabaseConnection,
}

impl Database {
    /// Opens the database behind `sqlite://file.db` or `postgres://user@host/name`.
    ///
    /// # Errors
    ///
    /// When the address is of neither kind, or nothing answers there.
    pub async fn connect(url: &str) -> Result<Self, Stop> {
        if url.starts_with("sqlite:") {
            let writer = sqlite(url, 1, false).await?;
            let reader = sqlite(url, SQLITE_READERS, true).await?;
            Ok(Self { dialect: Dialect::Sqlite, reader, writer })
        } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            let mut options = ConnectOptions::new(url);
            options
                .max_connections(POSTGRES_CONNECTIONS)
                .acquire_timeout(CONNECT_TIMEOUT)
                .statement_timeout(STATEMENT_TIMEOUT)
                .test_before_acquire(false);
            let reader = open(url, options).await?;
            Ok(Self { dialect: Dialect::Postgres, writer: reader.clone(), reader })
        } else {
            Err(Stop::new(format!(
                "--database is `{url}`; it takes an address such as sqlite://directory.db or postgres://user@host/name"
            )))
        }
    }

    /// As [`Self::connect`], but a SQLite file must be there already.
    ///
    /// # Errors
    ///
    /// When nothing is there.
    pub async fn connect_existing(url: &str) -> Result<Self, Stop> {
        let file = url.strip_prefix("sqlite://").map(|rest| rest.split('?').next().unwrap_or(rest));
        match file {
            Some(file) if !std::path::Path::new(file).exists() => {
                Err(Stop::new(format!("--database is `{url}`, and there is no such file")))
            }
            _ => Self::connect(url).await,
        }
    }

    /// Whether the table of a resource has all that its description names.
    ///
    /// # Errors
    ///
    /// When it has not, or the database does not answer.
    pub async fn fits(&self, resource: &Resource) -> Result<(), Stop> {
        // SQLite takes a quoted name that it does not know for a text, but not behind a table's.
        let columns = resource.columns().into_iter().map(|name| format!("t.\"{name}\""));
        let columns: Vec<String> = columns.collect();
        let backend = self.reader.get_database_backend();
        let sql = format!("SELECT {} FROM \"{}\" t LIMIT 0", columns.join(", "), resource.table);
        let read = self.reader.query_all_raw(Statement::from_string(backend, sql)).await;
        read.map(drop).map_err(|error| {
            Stop::new(format!(
                "the table `{}` does not fit the description of {}: {error}",
                resource.table, resource.name
            ))
        })
    }

    /// Brings the tables to the newest form.
    ///
    /// # Errors
    ///
    /// When a migration fails; it is then as if it had not begun.
    pub async fn migrate(&self) -> Result<(), Stop> {
        Migrator::up(&self.writer, None)
            .await
            .map_err(|error| Stop::new(format!("the database could not be migrated: {error}")))
    }

    /// How many migrations are still to be done.
    ///
    /// # Errors
    ///
    /// When the database does not answer.
    pub async fn pending_migrations(&self) -> Result<usize, DbErr> {
        Ok(Migrator::get_pending_migrations_read_only(&self.reader).await?.len())
    }

    /// Runs a compiled read: one statement, one row, one text.
    ///
    /// # Errors
    ///
    /// When the database fails or refuses the statement.
    pub async fn read(&self, sql: &str, values: Vec<Value>) -> Result<String, DbErr> {
        let backend = self.reader.get_database_backend();
        let statement = Statement::from_sql_and_values(backend, sql, values);
        let row = self.reader.query_one_raw(statement).await?;
        let row = row.ok_or_else(|| DbErr::RecordNotFound("a read gave no row".to_owned()))?;
        row.try_get_by_index(0)
    }

    /// The connection for writing.
    pub fn writer(&self) -> &DatabaseConnection {
        &self.writer
    }

    /// Ends all connections.
    ///
    /// # Errors
    ///
    /// When a connection cannot be ended in order.
    pub async fn close(self) -> Result<(), DbErr> {
        self.reader.close().await?;
        if self.dialect == Dialect::Sqlite { self.writer.close().await } else { Ok(()) }
    }
}

async fn sqlite(url: &str, connections: u32, read_only: bool) -> Result<DatabaseConnection, Stop> {
    let mut options = ConnectOptions::new(url);
    options.max_connections(connections).min_connections(connections).test_before_acquire(false);
    options.map_sqlx_sqlite_opts(move |options| {
        options
            .create_if_missing(!read_only)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(5))
            // Readers go on while somebody writes; a crash of the machine loses at most the last writes.
            .pragma("journal_mode", "WAL")
            .pragma("synchronous", "NORMAL")
            .pragma("query_only", if read_only { "ON" } else { "OFF" })
    });
    open(url, options).await
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
    match rest.split_once('@') {
        Some((user, host)) => {
            let user = user.split(':').next().unwrap_or_default();
            format!("{scheme}://{user}@{host}")
        }
        None => url.to_owned(),
    }
}
