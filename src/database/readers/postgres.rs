//! A connection to PostgreSQL. It is made when it is first needed, and again when it has broken.

use std::fmt;
use std::time::Duration;

use sea_orm::sqlx::postgres::{PgConnectOptions, PgConnection};
use sea_orm::sqlx::{self, AssertSqlSafe, ConnectOptions, Connection, Error as SqlxError, Row};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr, RuntimeErr, Value, Values};
use sea_query_sqlx::SqlxValues;
use tokio::runtime::Handle;
use tokio::time::timeout;

use super::{Lease, ReadError, Reader};

/// A connection, and what stops its statement.
pub struct PostgresReader {
    options: PgConnectOptions,
    /// By which its statement can be found.
    name: String,
    /// Over which PostgreSQL is told to cancel it.
    over: DatabaseConnection,
    connection: Option<PgConnection>,
    /// Whether a statement may be running of which the answer was not heard.
    busy: bool,
}

impl PostgresReader {
    pub fn new(options: PgConnectOptions, name: String, over: DatabaseConnection) -> Self {
        Self { options: options.application_name(&name), name, over, connection: None, busy: false }
    }

    pub async fn close(self) {
        if let Some(connection) = self.connection {
            // Nothing is left to be said to a server that is gone.
            let _ = connection.close().await;
        }
    }

    /// Runs a statement; once more where it fails because the connection had broken before.
    async fn text(&mut self, sql: &str, values: Vec<Value>) -> Result<String, SqlxError> {
        let kept = self.connection.is_some();
        match self.once(sql, values.clone()).await {
            Err(error) if kept && is_broken(&error) => self.once(sql, values).await,
            answer => answer,
        }
    }

    async fn once(&mut self, sql: &str, values: Vec<Value>) -> Result<String, SqlxError> {
        let connection = match &mut self.connection {
            Some(connection) => connection,
            none => none.insert(self.options.connect().await?),
        };
        self.busy = true;
        let row = sqlx::query_with(AssertSqlSafe(sql), SqlxValues(Values(values))).fetch_one(connection).await;
        self.busy = false;
        if row.as_ref().is_err_and(is_broken) {
            self.connection = None;
        }
        row?.try_get(0)
    }

    /// Has PostgreSQL end the statement, and waits until it has.
    async fn stop(&mut self) {
        let cancel =
            format!("SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE application_name = '{}'", self.name);
        if let Err(error) = self.over.execute_unprepared(&cancel).await {
            tracing::warn!(%error, "a statement could not be cancelled; it goes on until its time is over");
        }
        // What is left of its answer is read, and then this is answered.
        let heard = match &mut self.connection {
            Some(connection) => connection.ping().await,
            None => Ok(()),
        };
        self.busy = false;
        if heard.is_err_and(|error| is_broken(&error)) {
            self.connection = None;
        }
    }
}

/// Whether the connection cannot be used again.
fn is_broken(error: &SqlxError) -> bool {
    match error {
        SqlxError::Io(_) | SqlxError::Protocol(_) | SqlxError::Tls(_) => true,
        // The server is shutting down, or was told to end this connection (class 57P).
        SqlxError::Database(cause) => cause.code().is_some_and(|code| code.starts_with("57P")),
        _ => false,
    }
}

/// Runs a statement and gives the connection back when it has ended.
pub(super) async fn read(
    lease: Lease<Box<PostgresReader>>,
    sql: &str,
    values: Vec<Value>,
    limit: Duration,
) -> Result<String, ReadError> {
    let mut stopping = Stopping(lease);
    let Some(reader) = &mut stopping.0.reader else { return Err(super::closed().into()) };
    // PostgreSQL's connection knows one time for all. What takes longer than this one may is stopped like anything
    // else that nobody waits for any more.
    let answer = timeout(limit, reader.text(sql, values)).await.map_err(|_| ReadError::TooSlow)?;
    answer.map_err(|error| {
        let code = error.as_database_error().and_then(|cause| cause.code().map(std::borrow::Cow::into_owned));
        match code.as_deref() {
            // `query_canceled`
            Some("57014") => ReadError::TooSlow,
            _ => ReadError::Failed(DbErr::Query(RuntimeErr::Internal(error.to_string()))),
        }
    })
}

/// A connection that is given back after its statement has ended, even if nobody waits for that.
struct Stopping(Lease<Box<PostgresReader>>);

impl Drop for Stopping {
    fn drop(&mut self) {
        let Some(mut reader) = self.0.reader.take_if(|reader| reader.busy) else { return };
        let readers = self.0.readers.clone();
        if let Ok(runtime) = Handle::try_current() {
            runtime.spawn(async move {
                reader.stop().await;
                readers.give_back(reader.into());
            });
        }
    }
}

impl From<Box<PostgresReader>> for Reader {
    fn from(reader: Box<PostgresReader>) -> Self {
        Self::Postgres(reader)
    }
}

impl fmt::Debug for PostgresReader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostgresReader").field("name", &self.name).finish_non_exhaustive()
    }
}
