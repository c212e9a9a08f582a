//! Connections to one server of the database.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use sea_orm::{ConnAcquireErr, DbErr, Value};
use tokio::sync::Semaphore;

use super::error::ReadError;
use super::pace::Pace;
use super::postgres::{self, PostgresReader};
use super::sqlite::{self, SqliteReader};

/// A connection, as its driver has it: a pool would do more around a small statement than the statement does.
#[derive(Debug)]
pub enum Reader {
    Sqlite(Box<SqliteReader>),
    Postgres(Box<PostgresReader>),
}

/// The connections: each is used for one statement at a time, and is not given to the next before its
/// statement has ended, whether or not its answer was waited for.
#[derive(Clone, Debug)]
pub struct Source(pub(super) Arc<Inner>);

#[derive(Debug)]
pub(super) struct Inner {
    free: Mutex<Vec<Reader>>,
    /// As many permits as there are free connections.
    permits: Semaphore,
}

/// The one row that a statement gives: a text, and a second one if it has two columns.
#[derive(Debug)]
pub struct Row {
    pub text: String,
    pub second: Option<String>,
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
        pace: Option<&Pace>,
    ) -> Result<Row, ReadError> {
        let permit = self.0.permits.acquire().await.map_err(|_| closed())?;
        let Some(reader) = self.0.free().pop() else { return Err(closed().into()) };
        // It comes back with the connection.
        permit.forget();
        match reader {
            Reader::Sqlite(reader) => sqlite::read(self.lease(reader), sql, values, time, pace).await,
            Reader::Postgres(reader) => postgres::read(self.lease(reader), sql, values, time, tries).await,
        }
    }

    /// How many connections are not in use.
    pub fn free(&self) -> usize {
        self.0.permits.available_permits()
    }

    /// Ends the connections that are not in use.
    pub async fn close(&self) {
        self.0.permits.close();
        let free = std::mem::take(&mut *self.0.free());
        for reader in free {
            if let Reader::Postgres(reader) = reader {
                reader.close().await;
            }
        }
    }

    fn lease<R: Into<Reader>>(&self, reader: R) -> Lease<R> {
        Lease { source: Arc::clone(&self.0), reader: Some(reader) }
    }
}

impl Inner {
    fn free(&self) -> MutexGuard<'_, Vec<Reader>> {
        self.free.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn give_back(&self, reader: Reader) {
        self.free().push(reader);
        self.permits.add_permits(1);
    }
}

/// A connection that is in use, and is given back when this is dropped.
pub(super) struct Lease<R: Into<Reader>> {
    pub source: Arc<Inner>,
    pub reader: Option<R>,
}

impl<R: Into<Reader>> Drop for Lease<R> {
    fn drop(&mut self) {
        if let Some(reader) = self.reader.take() {
            self.source.give_back(reader.into());
        }
    }
}

pub(super) fn closed() -> DbErr {
    DbErr::ConnectionAcquire(ConnAcquireErr::ConnectionClosed)
}
