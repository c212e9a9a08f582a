//! Why a read gave nothing.

use std::borrow::Cow;
use std::fmt;

use sea_orm::{DbErr, RuntimeErr, SqlxError};

use crate::error::{Code, Error};

/// What PostgreSQL says when it ends a connection, or takes none: it stops, starts, has too many, or lost it.
const AWAY: [&str; 5] = ["57P01", "57P02", "57P03", "57P05", "53300"];

/// Why a read gave nothing.
#[derive(Debug)]
pub enum ReadError {
    /// It took longer than a statement may.
    TooSlow,
    /// Nobody answers there at the moment, or the connection broke.
    Away(DbErr),
    Failed(DbErr),
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooSlow => f.write_str("a statement took too long"),
            Self::Away(cause) | Self::Failed(cause) => cause.fmt(f),
        }
    }
}

impl From<ReadError> for Error {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::TooSlow => Self::new(Code::TooLarge, "The database took too long; ask for less at once."),
            ReadError::Away(cause) => {
                tracing::warn!(error = %cause, "the database does not answer");
                Self::new(Code::Overloaded, "The database does not answer at the moment; ask again in a second.")
                    .retried_after(1)
            }
            ReadError::Failed(cause) => Self::internal(cause),
        }
    }
}

impl From<DbErr> for ReadError {
    fn from(error: DbErr) -> Self {
        let cause = match &error {
            DbErr::ConnectionAcquire(_) => return Self::Away(error),
            DbErr::Conn(RuntimeErr::SqlxError(cause))
            | DbErr::Query(RuntimeErr::SqlxError(cause))
            | DbErr::Exec(RuntimeErr::SqlxError(cause)) => cause,
            _ => return Self::Failed(error),
        };
        let code = match &**cause {
            SqlxError::Io(_) | SqlxError::PoolTimedOut | SqlxError::PoolClosed => return Self::Away(error),
            SqlxError::Database(cause) => cause.code().map(Cow::into_owned).unwrap_or_default(),
            _ => String::new(),
        };
        match code.as_str() {
            // PostgreSQL's `query_canceled`; SQLite's `SQLITE_INTERRUPT`.
            "57014" | "9" => Self::TooSlow,
            code if AWAY.contains(&code) || code.starts_with("08") => Self::Away(error),
            _ => Self::Failed(error),
        }
    }
}
