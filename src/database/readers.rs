//! Connections for reading, each statement with a deadline.
//!
//! PostgreSQL ends a statement by itself. SQLite asks now and then whether to go on, and a reader's
//! deadline answers; an answer that nobody waits for any more is not worked out to its end.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::time::{Duration, Instant};

use sea_orm::sqlx::Sqlite;
use sea_orm::sqlx::pool::PoolOptions;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr, RuntimeErr, Statement, Value};
use tokio::sync::Semaphore;

use crate::error::{Code, Error};

/// How long a statement may take.
pub const STATEMENT_TIMEOUT: Duration = Duration::from_secs(3);
/// After how many steps of its machine SQLite asks whether to go on: a fraction of a millisecond.
const STEPS: i32 = 20_000;

/// Why a read gave nothing.
#[derive(Debug)]
pub enum ReadError {
    /// It took longer than [`STATEMENT_TIMEOUT`].
    TooSlow,
    Failed(DbErr),
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
        let code = match &error {
            DbErr::Query(RuntimeErr::SqlxError(cause)) | DbErr::Exec(RuntimeErr::SqlxError(cause)) => {
                cause.as_database_error().and_then(|cause| cause.code().map(std::borrow::Cow::into_owned))
            }
            _ => None,
        };
        match code.as_deref() {
            // PostgreSQL's `query_canceled`; SQLite's `SQLITE_INTERRUPT`.
            Some("57014" | "9") => Self::TooSlow,
            _ => Self::Failed(error),
        }
    }
}

/// The connections.
#[derive(Clone, Debug)]
pub enum Readers {
    Postgres(DatabaseConnection),
    Sqlite(Arc<SqliteReaders>),
}

#[derive(Debug)]
pub struct SqliteReaders {
    free: Mutex<Vec<(DatabaseConnection, Deadline)>>,
    /// As many permits as there are free connections.
    permits: Semaphore,
}

impl Readers {
    pub fn postgres(pool: DatabaseConnection) -> Self {
        Self::Postgres(pool)
    }

    pub fn sqlite(readers: Vec<(DatabaseConnection, Deadline)>) -> Self {
        let permits = Semaphore::new(readers.len());
        Self::Sqlite(Arc::new(SqliteReaders { free: Mutex::new(readers), permits }))
    }

    /// Runs a statement that gives one row with one text.
    pub async fn read(&self, sql: &str, values: Vec<Value>) -> Result<String, ReadError> {
        match self {
            Self::Postgres(pool) => read(pool, sql, values).await,
            Self::Sqlite(readers) => {
                let _permit = readers.permits.acquire().await.map_err(|_| closed())?;
                let lease = Lease::of(readers);
                let Some((connection, deadline)) = &lease.reader else {
                    return Err(closed().into());
                };
                deadline.set(STATEMENT_TIMEOUT);
                read(connection, sql, values).await
            }
        }
    }

    /// Ends the connections, once none is in use.
    pub async fn close(self) -> Result<(), DbErr> {
        match self {
            Self::Postgres(pool) => pool.close().await,
            Self::Sqlite(readers) => {
                readers.permits.close();
                let free = std::mem::take(&mut *readers.free.lock().unwrap_or_else(PoisonError::into_inner));
                for (connection, _) in free {
                    connection.close().await?;
                }
                Ok(())
            }
        }
    }
}

fn closed() -> DbErr {
    DbErr::ConnectionAcquire(sea_orm::ConnAcquireErr::ConnectionClosed)
}

async fn read(connection: &DatabaseConnection, sql: &str, values: Vec<Value>) -> Result<String, ReadError> {
    let statement = Statement::from_sql_and_values(connection.get_database_backend(), sql, values);
    let row = connection.query_one_raw(statement).await?;
    let row = row.ok_or_else(|| DbErr::RecordNotFound("a read gave no row".to_owned()))?;
    Ok(row.try_get_by_index(0)?)
}

/// A connection that is in use; it is given back even if the answer is no longer waited for.
struct Lease<'r> {
    readers: &'r SqliteReaders,
    reader: Option<(DatabaseConnection, Deadline)>,
}

impl<'r> Lease<'r> {
    fn of(readers: &'r SqliteReaders) -> Self {
        let reader = readers.free.lock().unwrap_or_else(PoisonError::into_inner).pop();
        Self { readers, reader }
    }
}

impl Drop for Lease<'_> {
    fn drop(&mut self) {
        if let Some(reader) = self.reader.take() {
            // What is still running runs for nobody.
            reader.1.pass();
            self.readers.free.lock().unwrap_or_else(PoisonError::into_inner).push(reader);
        }
    }
}

/// The moment until which a connection's statement may run, in milliseconds of this process.
#[derive(Clone, Debug)]
pub struct Deadline(Arc<AtomicU64>);

impl Default for Deadline {
    /// None yet: what opens the connection is not bounded.
    fn default() -> Self {
        Self(Arc::new(AtomicU64::new(u64::MAX)))
    }
}

static START: LazyLock<Instant> = LazyLock::new(Instant::now);

fn millis() -> u64 {
    u64::try_from(START.elapsed().as_millis()).unwrap_or(u64::MAX)
}

impl Deadline {
    fn set(&self, from_now: Duration) {
        let wait = u64::try_from(from_now.as_millis()).unwrap_or(u64::MAX);
        self.0.store(millis().saturating_add(wait), Ordering::Relaxed);
    }

    fn pass(&self) {
        self.0.store(0, Ordering::Relaxed);
    }

    /// Has every connection of a pool ask this deadline whether to go on.
    pub fn keep(self, pool: PoolOptions<Sqlite>) -> PoolOptions<Sqlite> {
        pool.after_connect(move |connection, _| {
            let deadline = Arc::clone(&self.0);
            Box::pin(async move {
                let mut handle = connection.lock_handle().await?;
                handle.set_progress_handler(STEPS, move || millis() <= deadline.load(Ordering::Relaxed));
                Ok(())
            })
        })
    }
}
