//! A connection to SQLite. A statement of it keeps its thread, so it runs on the threads that work answers out, which
//! wait for nothing else, or on threads of the readers: as many as there are readers, since each has memory of its own. To
//! hand a statement to a thread and its row back would cost more than a small statement does, so that one runs where it is
//! asked for.

use std::fmt;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

use rusqlite::types::Null;
use rusqlite::{CachedStatement, Connection, ErrorCode, OpenFlags};
use sea_orm::{DbErr, RuntimeErr, Value};

use super::error::ReadError;
use super::pace::Pace;
use super::remembered::Remembered;
use super::source::{Lease, Reader, Row, closed};
use super::waiting::{Waiting, is_left, is_work};
use crate::threads::Threads;

/// After how many steps of its machine SQLite asks whether to go on: a fraction of a millisecond.
const STEPS: i32 = 20_000;
/// How many bytes of the file are read where they lie in the system's memory, without a copy: all that SQLite takes.
const MAPPED: i64 = 0x7fff_0000;
/// How many statements are kept prepared.
const PREPARED: usize = 200;

/// A connection, and the moment until which its statement may run.
pub struct SqliteReader {
    connection: Connection,
    deadline: Arc<AtomicU64>,
    remembered: Remembered,
    threads: Arc<Threads>,
}

impl SqliteReader {
    /// Opens a file that is there and is in the journal mode of the writer; `threads` are those of all its readers.
    ///
    /// # Errors
    ///
    /// When it is no database.
    pub fn open(file: &Path, threads: &Arc<Threads>) -> rusqlite::Result<Self> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(file, flags)?;
        connection.busy_timeout(Duration::from_secs(5))?;
        connection.pragma_update(None, "query_only", "ON")?;
        connection.pragma_update(None, "mmap_size", MAPPED)?;
        connection.set_prepared_statement_cache_capacity(PREPARED);
        let deadline = Arc::new(AtomicU64::new(u64::MAX));
        let until = Arc::clone(&deadline);
        connection
            .progress_handler(STEPS, Some(move || is_left() || milliseconds() > until.load(Ordering::Relaxed)))?;
        let remembered = Remembered::of(&connection)?;
        Ok(Self { connection, deadline, remembered, threads: Arc::clone(threads) })
    }

    /// Runs a statement now.
    fn run(&self, sql: &str, values: &[Value], timeout: Duration) -> Result<Row, ReadError> {
        let wait = u64::try_from(timeout.as_millis()).unwrap_or(u64::MAX);
        self.deadline.store(milliseconds().saturating_add(wait), Ordering::Relaxed);
        tracing::debug!(target: "sqlite", sql);
        self.row(sql, values).map_err(|error| match error.sqlite_error_code() {
            Some(ErrorCode::OperationInterrupted) => ReadError::TooSlow,
            _ => ReadError::Failed(DbErr::Query(RuntimeErr::Internal(error.to_string()))),
        })
    }

    fn row(&self, sql: &str, values: &[Value]) -> rusqlite::Result<Row> {
        let mut statement = self.connection.prepare_cached(sql)?;
        for place in 1..=statement.parameter_count() {
            // `$2` stands for the second value, wherever it stands.
            let number = statement.parameter_name(place).and_then(|name| name[1..].parse().ok()).unwrap_or(place);
            let value = values.get(number - 1).ok_or(rusqlite::Error::InvalidParameterCount(number, values.len()))?;
            bind(&mut statement, place, value)?;
        }
        let mut rows = statement.raw_query();
        let row = rows.next();
        self.remembered.forget();
        let row = row?.ok_or(rusqlite::Error::QueryReturnedNoRows)?;
        Ok(Row { text: row.get_ref(0)?.as_str()?.to_owned(), second: None })
    }
}

/// Binds a value of one of the kinds that statements have.
fn bind(statement: &mut CachedStatement<'_>, place: usize, value: &Value) -> rusqlite::Result<()> {
    match value {
        Value::Bool(truth) => statement.raw_bind_parameter(place, truth),
        Value::Int(number) => statement.raw_bind_parameter(place, number),
        Value::BigInt(number) => statement.raw_bind_parameter(place, number),
        Value::Double(number) => statement.raw_bind_parameter(place, number),
        Value::String(Some(text)) => statement.raw_bind_parameter(place, text.as_str()),
        // As the columns have it, ISO 8601.
        Value::ChronoDate(Some(day)) => statement.raw_bind_parameter(place, day.to_string()),
        Value::String(None) | Value::ChronoDate(None) => statement.raw_bind_parameter(place, Null),
        other => Err(rusqlite::Error::ToSqlConversionFailure(format!("no statement binds {other:?}").into())),
    }
}

/// Runs a statement: here, if this is a thread for such work or it will be over in no time, or else on a thread of the
/// readers.
pub(super) async fn read(
    lease: Lease<Box<SqliteReader>>,
    sql: &str,
    values: Vec<Value>,
    timeout: Duration,
    pace: Option<&Pace>,
) -> Result<Row, ReadError> {
    if is_work() {
        return lease.run(sql, &values, timeout, pace);
    }
    if pace.is_some_and(Pace::is_quick) {
        match lease.run(sql, &values, timeout.min(Pace::LIMIT), pace) {
            Err(ReadError::TooSlow) if timeout > Pace::LIMIT => {}
            read => return read,
        }
    }
    let Some(threads) = lease.reader.as_ref().map(|reader| Arc::clone(&reader.threads)) else {
        return Err(closed().into());
    };
    let (waiting, sql, pace) = (Waiting::default(), sql.to_owned(), pace.cloned());
    let run = waiting.on_blocking(move || lease.run(&sql, &values, timeout, pace.as_ref()));
    let read = threads.handle().spawn_blocking(run);
    read.await.unwrap_or_else(|ended| Err(ReadError::Failed(DbErr::Custom(ended.to_string()))))
}

impl Lease<Box<SqliteReader>> {
    fn run(&self, sql: &str, values: &[Value], timeout: Duration, pace: Option<&Pace>) -> Result<Row, ReadError> {
        let begun = Instant::now();
        let row = self.reader.as_ref().map_or(Err(closed().into()), |reader| reader.run(sql, values, timeout));
        if let Some(pace) = pace {
            pace.took(begun.elapsed());
        }
        row
    }
}

impl From<Box<SqliteReader>> for Reader {
    fn from(reader: Box<SqliteReader>) -> Self {
        Self::Sqlite(reader)
    }
}

impl fmt::Debug for SqliteReader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqliteReader").finish_non_exhaustive()
    }
}

/// Milliseconds of this process.
fn milliseconds() -> u64 {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    u64::try_from(START.elapsed().as_millis()).unwrap_or(u64::MAX)
}
