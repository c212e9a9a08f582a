//! Why a write was not done.

use sea_orm::DbErr;

use crate::database::ReadError;
use crate::error::Error;

/// Why nothing was written.
#[derive(Debug)]
pub enum Refusal {
    /// The steps cannot be done; all that was found wrong with them.
    Faults(Vec<Fault>),
    /// Something broke.
    Broken(Error),
}

/// What is wrong with a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Which step, counted from 0.
    pub step: usize,
    /// The part of the content that is wrong, if it is one part.
    pub part: Option<String>,
    /// A sentence that says what is wrong and what would be right.
    pub message: String,
    pub kind: FaultKind,
}

/// What sort of fault it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// A value cannot be what it is.
    Invalid,
    /// There is no such record.
    NotFound,
    /// The record was written since the author has seen it; its number.
    VersionConflict(i64),
    /// Another record has what can be had once; its number.
    Taken(i64),
    /// A later change stands on what is to be taken back; its number in the log.
    Stale(i64),
    /// The author may not do it, but may propose it.
    NotAllowed,
    /// The proposal was decided about already, or withdrawn.
    Decided,
    /// The idempotency key was used for something else.
    KeyReused,
}

impl From<DbErr> for Refusal {
    fn from(error: DbErr) -> Self {
        Self::Broken(ReadError::from(error).into())
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self::Broken(error)
    }
}
