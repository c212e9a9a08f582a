//! A connection to PostgreSQL. It is made when it is first needed, and again when it has broken.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use sea_orm::sqlx::postgres::{PgConnectOptions, PgConnection};
use sea_orm::sqlx::{self, AssertSqlSafe, ConnectOptions, Connection, Error as SqlxError, Row as _};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr, RuntimeErr, Value, Values};
use sea_query_sqlx::SqlxValues;
use tokio::runtime::Handle;
use tokio::time::timeout;

use super::error::ReadError;
use super::source::{Lease, Reader, Row, Tries, closed};

/// A connection, and what stops its statement.
pub struct PostgresReader {
    options: PgConnectOptions,
    /// By which its statement can be found.
    name: String,
    /// Over which PostgreSQL is told to cancel it.
    over: DatabaseConnection,
    /// How long the server is waited for.
    patience: Duration,
    connection: Option<PgConnection>,
    /// Whether a statement may be running of which the answer was not heard.
    busy: bool,
}

impl PostgresReader {
    pub fn new(options: PgConnectOptions, name: String, patience: Duration, over: DatabaseConnection) -> Self {
        Self { options: options.application_name(&name), name, over, patience, connection: None, busy: false }
    }

    pub async fn close(self) {
        if let Some(connection) = self.connection {
            // Nothing is left to be said to a server that is gone.
            let _ = connection.close().await;
        }
    }

    /// Runs a statement; once more where it fails because the connection had broken before.
    async fn row(&mut self, sql: &str, values: Vec<Value>, tries: Tries) -> Result<Row, ReadError> {
        let kept = tries == Tries::Twice && self.connection.is_some();
        match self.once(sql, values.clone()).await {
            Err(ReadError::Away(_)) if kept => self.once(sql, values).await,
            answer => answer,
        }
    }

    async fn once(&mut self, sql: &str, values: Vec<Value>) -> Result<Row, ReadError> {
        let connection = match &mut self.connection {
            Some(connection) => connection,
            none => {
                let connected = timeout(self.patience, self.options.connect()).await;
                none.insert(connected.unwrap_or(Err(SqlxError::PoolTimedOut)).map_err(failed)?)
            }
        };
        self.busy = true;
        let row = sqlx::query_with(AssertSqlSafe(sql), SqlxValues(Values(values))).fetch_one(connection).await;
        self.busy = false;
        let row = row.map_err(failed);
        if matches!(row, Err(ReadError::Away(_))) {
            self.connection = None;
        }
        let row = row?;
        let second = if row.len() > 1 { Some(row.try_get(1).map_err(failed)?) } else { None };
        Ok(Row { text: row.try_get(0).map_err(failed)?, second })
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
        if heard.is_err() {
            self.connection = None;
        }
    }
}

fn failed(error: SqlxError) -> ReadError {
    DbErr::Query(RuntimeErr::SqlxError(Arc::new(error))).into()
}

/// Runs a statement and gives the connection back when it has ended.
pub(super) async fn read(
    lease: Lease<Box<PostgresReader>>,
    sql: &str,
    values: Vec<Value>,
    limit: Duration,
    tries: Tries,
) -> Result<Row, ReadError> {
    let mut stopping = Stopping(lease);
    let Some(reader) = &mut stopping.0.reader else { return Err(closed().into()) };
    // PostgreSQL's connection knows one time for all. What takes longer than this one may is stopped like anything
    // else that nobody waits for any more.
    timeout(limit, reader.row(sql, values, tries)).await.unwrap_or(Err(ReadError::TooSlow))
}

/// A connection that is given back after its statement has ended, even if nobody waits for that.
struct Stopping(Lease<Box<PostgresReader>>);

impl Drop for Stopping {
    fn drop(&mut self) {
        let Some(mut reader) = self.0.reader.take_if(|reader| reader.busy) else { return };
        let source = Arc::clone(&self.0.source);
        if let Ok(runtime) = Handle::try_current() {
            runtime.spawn(async move {
                reader.stop().await;
                source.give_back(reader.into());
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
