//! Connections to one server of the database.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use sea_orm::{ConnAcquireErr, ConnectionTrait, DatabaseConnection, DbErr, QueryResult, Statement, Value};
use tokio::runtime::Handle;
use tokio::sync::Semaphore;
use tokio::time::timeout;

use super::brake::Brake;
use super::error::ReadError;

/// A connection and what stops its statement.
#[derive(Debug)]
pub struct Reader {
    pub connection: DatabaseConnection,
    pub brake: Brake,
}

/// The connections: each is used for one statement at a time, and is not given to the next before its
/// statement has ended, whether or not its answer was waited for.
#[derive(Clone, Debug)]
pub struct Source(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    free: Mutex<Vec<Reader>>,
    /// As many permits as there are free connections.
    permits: Semaphore,
}

/// How often a read is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tries {
    Once,
    /// Once more over a new connection, if the old one turns out to be broken: the server was started anew since.
    Twice,
}

impl Source {
    pub fn of(readers: Vec<Reader>) -> Self {
        let permits = Semaphore::new(readers.len());
        Self(Arc::new(Inner { free: Mutex::new(readers), permits }))
    }

    /// Runs a statement that gives one row.
    pub async fn read(
        &self,
        sql: &str,
        values: Vec<Value>,
        time: Duration,
        tries: Tries,
    ) -> Result<QueryResult, ReadError> {
        let permit = self.0.permits.acquire().await.map_err(|_| closed())?;
        let Some(reader) = self.0.free().pop() else { return Err(closed().into()) };
        // It comes back with the connection.
        permit.forget();
        let mut lease = Lease { source: &self.0, reader: Some(reader) };
        // PostgreSQL's connection knows one time for all. What takes longer than this one may is stopped like anything
        // else that nobody waits for any more.
        let answer = timeout(time, lease.read(sql, values, time, tries)).await.map_err(|_| ReadError::TooSlow)?;
        lease.end();
        answer
    }

    /// How many connections are not in use.
    pub fn free(&self) -> usize {
        self.0.permits.available_permits()
    }

    /// Ends the connections that are not in use.
    pub async fn close(&self) -> Result<(), DbErr> {
        self.0.permits.close();
        let free = std::mem::take(&mut *self.0.free());
        for reader in free {
            reader.connection.close().await?;
        }
        Ok(())
    }
}

impl Inner {
    fn free(&self) -> MutexGuard<'_, Vec<Reader>> {
        self.free.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn give_back(&self, reader: Reader) {
        self.free().push(reader);
        self.permits.add_permits(1);
    }
}

/// A connection that is in use.
struct Lease<'s> {
    source: &'s Arc<Inner>,
    reader: Option<Reader>,
}

impl Lease<'_> {
    async fn read(
        &self,
        sql: &str,
        values: Vec<Value>,
        time: Duration,
        tries: Tries,
    ) -> Result<QueryResult, ReadError> {
        let Some(Reader { connection, brake }) = &self.reader else { return Err(closed().into()) };
        if let Brake::Deadline(deadline) = brake {
            deadline.set(time);
        }
        let again = (tries == Tries::Twice).then(|| values.clone());
        match (row(connection, sql, values).await, again) {
            // Whoever was waited for in vain is not waited for twice.
            (Err(ReadError::Away(DbErr::Query(_))), Some(values)) => row(connection, sql, values).await,
            (answer, _) => answer,
        }
    }

    /// Gives the connection back: its statement has ended.
    fn end(&mut self) {
        if let Some(reader) = self.reader.take() {
            self.source.give_back(reader);
        }
    }
}

impl Drop for Lease<'_> {
    /// What is still running runs for nobody: it is stopped, and the connection given back after that.
    fn drop(&mut self) {
        let Some(reader) = self.reader.take() else { return };
        let source = Arc::clone(self.source);
        if let Ok(runtime) = Handle::try_current() {
            runtime.spawn(async move {
                reader.brake.stop().await;
                // It is answered when the statement has ended. A connection that is broken is made anew.
                let _ = reader.connection.ping().await;
                source.give_back(reader);
            });
        }
    }
}

fn closed() -> DbErr {
    DbErr::ConnectionAcquire(ConnAcquireErr::ConnectionClosed)
}

/// The one row that a statement gives.
pub async fn row(connection: &DatabaseConnection, sql: &str, values: Vec<Value>) -> Result<QueryResult, ReadError> {
    let statement = Statement::from_sql_and_values(connection.get_database_backend(), sql, values);
    let row = connection.query_one_raw(statement).await?;
    Ok(row.ok_or_else(|| DbErr::RecordNotFound("a read gave no row".to_owned()))?)
}
