//! Connections for reading, each statement with a deadline.
//!
//! PostgreSQL ends a statement by itself, or is told to. SQLite asks now and then whether to go on, and a reader's
//! deadline answers. An answer that nobody waits for any more, because its client has gone or its request
//! took too long, is not worked out to its end.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use sea_orm::sqlx::Sqlite;
use sea_orm::sqlx::pool::PoolOptions;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr, RuntimeErr, Statement, Value};
use tokio::runtime::Handle;
use tokio::sync::Semaphore;
use tokio::time::timeout;

use crate::error::{Code, Error};

/// How long a statement may take, unless a setting says otherwise.
pub const STATEMENT_TIMEOUT: Duration = Duration::from_secs(3);
/// After how many steps of its machine SQLite asks whether to go on: a fraction of a millisecond.
const STEPS: i32 = 20_000;

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

/// A connection and what stops its statement.
#[derive(Debug)]
pub struct Reader {
    pub connection: DatabaseConnection,
    pub brake: Brake,
}

/// How a statement is stopped whose answer nobody waits for any more.
#[derive(Clone, Debug)]
pub enum Brake {
    /// SQLite asks the deadline.
    Deadline(Deadline),
    /// PostgreSQL is told over another connection whose statement to cancel.
    Cancel { name: String, over: DatabaseConnection },
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
        let mut lease = Lease { readers: &self.all, reader: Some(reader) };
        // PostgreSQL's connection knows one time for all. What takes longer than this one may is stopped like anything
        // else that nobody waits for any more.
        let read = timeout(self.timeout, lease.read(sql, values, self.timeout));
        let answer = read.await.map_err(|_| ReadError::TooSlow)?;
        lease.end();
        answer
    }

    /// How many connections are not in use.
    pub fn free(&self) -> usize {
        self.all.permits.available_permits()
    }

    /// Ends the connections that are not in use.
    pub async fn close(self) -> Result<(), DbErr> {
        self.all.permits.close();
        let free = std::mem::take(&mut *self.all.free());
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
struct Lease<'r> {
    readers: &'r Arc<Inner>,
    reader: Option<Reader>,
}

impl Lease<'_> {
    async fn read(&self, sql: &str, values: Vec<Value>, timeout: Duration) -> Result<String, ReadError> {
        let Some(Reader { connection, brake }) = &self.reader else { return Err(closed().into()) };
        if let Brake::Deadline(deadline) = brake {
            deadline.set(timeout);
        }
        read(connection, sql, values).await
    }

    /// Gives the connection back: its statement has ended.
    fn end(&mut self) {
        if let Some(reader) = self.reader.take() {
            self.readers.give_back(reader);
        }
    }
}

impl Drop for Lease<'_> {
    /// What is still running runs for nobody: it is stopped, and the connection given back after that.
    fn drop(&mut self) {
        let Some(reader) = self.reader.take() else { return };
        let readers = Arc::clone(self.readers);
        if let Ok(runtime) = Handle::try_current() {
            runtime.spawn(async move {
                reader.brake.stop().await;
                // It is answered when the statement has ended. A connection that is broken is made anew.
                let _ = reader.connection.ping().await;
                readers.give_back(reader);
            });
        }
    }
}

impl Brake {
    async fn stop(&self) {
        match self {
            Self::Deadline(deadline) => deadline.pass(),
            Self::Cancel { name, over } => {
                let cancel =
                    format!("SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE application_name = '{name}'");
                if let Err(error) = over.execute_unprepared(&cancel).await {
                    tracing::warn!(%error, "a statement could not be cancelled; it goes on until its time is over");
                }
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
