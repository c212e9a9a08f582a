//! A copy of the database that follows it, for reading.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr, Statement};
use tokio::time::timeout;

use super::error::ReadError;
use super::source::Source;
use crate::database::STATE;

/// How long a replica may take to say how far it has come.
const PATIENCE: Duration = Duration::from_secs(1);
/// Where a replica is that did not answer, or has not answered yet: before any state.
const NOWHERE: i64 = -1;

/// A replica. It is asked for nothing as long as it is behind the state that this server knows of.
#[derive(Clone, Debug)]
pub struct Replica {
    pub source: Source,
    /// What the counters call it.
    pub name: &'static str,
    /// For what is not a read: how far it is, and which statement to stop.
    control: DatabaseConnection,
    /// The state that it has, or had when it was last asked.
    reached: Arc<AtomicI64>,
}

impl Replica {
    pub fn new(source: Source, name: &'static str, control: DatabaseConnection) -> Self {
        Self { source, name, control, reached: Arc::new(AtomicI64::new(NOWHERE)) }
    }

    /// The state that it has at least; none, if it does not answer.
    pub fn reached(&self) -> Option<i64> {
        Some(self.reached.load(Ordering::Acquire)).filter(|number| *number > NOWHERE)
    }

    /// Notes the state that it was seen in.
    pub fn is_at(&self, number: i64) {
        self.reached.store(number, Ordering::Release);
    }

    /// Leaves it alone, until it says again how far it is.
    pub fn leave(&self) {
        if self.reached.swap(NOWHERE, Ordering::AcqRel) > NOWHERE {
            tracing::warn!(replica = self.name, "a replica does not answer; reads go elsewhere");
        }
    }

    /// Asks it how far it is.
    pub async fn look(&self) {
        let look = timeout(PATIENCE, self.state()).await;
        let number = look.map_err(|_| ReadError::TooSlow).flatten();
        match number {
            Ok(number) => self.is_at(number),
            Err(_) => self.leave(),
        }
    }

    async fn state(&self) -> Result<i64, ReadError> {
        let statement = Statement::from_string(self.control.get_database_backend(), STATE);
        let row = self.control.query_one_raw(statement).await?;
        let row = row.ok_or_else(|| DbErr::RecordNotFound("a read gave no row".to_owned()))?;
        number(&row.try_get_by_index::<String>(0)?)
    }

    /// Ends all connections.
    pub async fn close(&self) -> Result<(), DbErr> {
        self.source.close().await;
        self.control.close_by_ref().await
    }
}

/// A number that is given as text.
pub fn number(text: &str) -> Result<i64, ReadError> {
    text.parse().map_err(|_| ReadError::Failed(DbErr::Type(format!("`{text}` is no number"))))
}
