//! Connections for reading, each statement with a deadline.
//!
//! All that is read comes through here as one row with one text, so a connection is used as its driver has it, without
//! what a pool does around every statement.
//!
//! | file | what it is |
//! | --- | --- |
//! | `sqlite` | a statement runs on the thread that asks for it, and asks now and then whether to go on |
//! | `postgres` | PostgreSQL ends a statement by itself, or is told to over another connection |
//! | `waiting` | whether anybody still waits for what is read |
//!
//! An answer that nobody waits for any more, because its client has gone or its request took too long, is not worked
//! out to its end.

mod postgres;
mod sqlite;
mod waiting;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use sea_orm::{ConnAcquireErr, DbErr, Value};
use tokio::sync::Semaphore;

use crate::error::{Code, Error};
pub use postgres::PostgresReader;
pub use sqlite::SqliteReader;
pub use waiting::Waiting;

/// How long a statement may take, unless a setting says otherwise.
pub const STATEMENT_TIMEOUT: Duration = Duration::from_secs(3);

/// Why a read gave nothing.
#[derive(Debug)]
pub enum ReadError {
    /// It took longer than a statement may.
    TooSlow,
    Failed(DbErr),
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooSlow => f.write_str("a statement took too long"),
            Self::Failed(cause) => cause.fmt(f),
        }
    }
}

impl From<ReadError> for Error {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::TooSlow => Self::new(Code::TooLarge, "The database took too long; ask for less at once."),
            ReadError::Failed(cause) => Self::internal(cause),
        }
    }
}

impl From<DbErr> for ReadError {
    fn from(error: DbErr) -> Self {
        Self::Failed(error)
    }
}

/// The connections: each is used for one statement at a time, and is not given to the next before its
/// statement has ended, whether or not its answer was waited for.
#[derive(Clone, Debug)]
pub struct Readers {
    all: Arc<Inner>,
    /// How long a statement may take.
    timeout: Duration,
}

#[derive(Debug)]
struct Inner {
    free: Mutex<Vec<Reader>>,
    /// As many permits as there are free connections.
    permits: Semaphore,
}

/// A connection.
#[derive(Debug)]
pub enum Reader {
    Sqlite(SqliteReader),
    Postgres(Box<PostgresReader>),
}

impl Readers {
    pub fn new(readers: Vec<Reader>, timeout: Duration) -> Self {
        let permits = Semaphore::new(readers.len());
        Self { all: Arc::new(Inner { free: Mutex::new(readers), permits }), timeout }
    }

    /// The same connections, for statements that may take so long.
    pub fn within(&self, timeout: Duration) -> Self {
        Self { all: Arc::clone(&self.all), timeout }
    }

    /// Runs a statement that gives one row with one text.
    pub async fn read(&self, sql: &str, values: Vec<Value>) -> Result<String, ReadError> {
        let permit = self.all.permits.acquire().await.map_err(|_| closed())?;
        let Some(reader) = self.all.free().pop() else { return Err(closed().into()) };
        // It comes back with the connection.
        permit.forget();
        match reader {
            Reader::Sqlite(reader) => sqlite::read(self.lease(reader), sql, values, self.timeout).await,
            Reader::Postgres(reader) => postgres::read(self.lease(reader), sql, values, self.timeout).await,
        }
    }

    /// How many connections are not in use.
    pub fn free(&self) -> usize {
        self.all.permits.available_permits()
    }

    /// Ends the connections that are not in use.
    pub async fn close(self) {
        self.all.permits.close();
        let free = std::mem::take(&mut *self.all.free());
        for reader in free {
            if let Reader::Postgres(reader) = reader {
                reader.close().await;
            }
        }
    }

    fn lease<R: Into<Reader>>(&self, reader: R) -> Lease<R> {
        Lease { readers: Arc::clone(&self.all), reader: Some(reader) }
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

/// A connection that is in use, and is given back when this is dropped.
struct Lease<R: Into<Reader>> {
    readers: Arc<Inner>,
    reader: Option<R>,
}

impl<R: Into<Reader>> Drop for Lease<R> {
    fn drop(&mut self) {
        if let Some(reader) = self.reader.take() {
            self.readers.give_back(reader.into());
        }
    }
}

fn closed() -> DbErr {
    DbErr::ConnectionAcquire(ConnAcquireErr::ConnectionClosed)
}
