//! Connections for reading, each statement with a deadline.
//!
//! All that is read comes through here as one row with one text. An answer that nobody waits for any more, because its
//! client has gone or its request took too long, is not worked out to its end.
//!
//! | file | what it is |
//! | --- | --- |
//! | `source` | connections to one server of the database |
//! | `replica` | a source that may be behind |
//! | `sqlite` | a statement asks now and then whether to go on, and runs on the thread that asks for it where it may |
//! | `pace` | how long a statement takes, as far as it was run |
//! | `remembered` | what a statement of SQLite worked out already |
//! | `postgres` | PostgreSQL ends a statement by itself, or is told to over another connection |
//! | `waiting` | whether anybody still waits for what is read |
//! | `error` | why a read gave nothing |
//!
//! **Nobody is shown an older state than somebody was shown before.** Where there are replicas, each read gives, in the
//! same snapshot, the number of the state that it is of, and that is known from then on. A replica is asked only if it
//! has come as far as what is known. So what one statement after the other gives is what one database would give,
//! whichever of them they went to.

mod error;
mod pace;
mod postgres;
mod remembered;
mod replica;
mod source;
mod sqlite;
mod waiting;

use std::sync::Arc;
use std::time::Duration;

use sea_orm::{ConnAcquireErr, DbErr, Value};

use super::STATE;
use super::state::State;
use crate::metrics::DatabaseCounters;

pub use error::ReadError;
pub use pace::Pace;
pub use postgres::PostgresReader;
pub use remembered::REMEMBERED;
pub use replica::Replica;
use replica::number;
pub use source::Source;
use source::Tries;
pub use sqlite::SqliteReader;
pub use waiting::Waiting;

/// How long a statement may take, unless a setting says otherwise.
pub const STATEMENT_TIMEOUT: Duration = Duration::from_secs(3);
/// How long the primary may take to say which state it is in while others can be read from.
const PATIENCE: Duration = Duration::from_millis(250);

/// Where is read from.
#[derive(Clone, Debug)]
pub struct Readers {
    /// The one that is written to.
    primary: Source,
    replicas: Arc<[Replica]>,
    /// Whether replicas are left alone.
    at_primary: bool,
    state: State,
    /// How long a statement may take.
    timeout: Duration,
    counters: DatabaseCounters,
}

impl Readers {
    pub fn new(
        primary: Source,
        replicas: Vec<Replica>,
        state: State,
        timeout: Duration,
        counters: DatabaseCounters,
    ) -> Self {
        Self { primary, replicas: replicas.into(), at_primary: false, state, timeout, counters }
    }

    /// The same connections, for statements that may take so long.
    pub fn within(&self, timeout: Duration) -> Self {
        Self { timeout, ..self.clone() }
    }

    /// Those that see what was written just now, whether or not it made another state.
    pub fn at_primary(&self) -> Self {
        Self { at_primary: true, ..self.clone() }
    }

    /// Runs a statement that gives one row with one text, of which it may be known how long it takes.
    pub async fn read(&self, sql: &str, values: Vec<Value>, pace: Option<&Pace>) -> Result<String, ReadError> {
        if self.replicas.is_empty() {
            self.counters.read_from("primary");
            return Ok(self.primary.read(sql, values, self.timeout, Tries::Twice, pace).await?.text);
        }
        let sql = format!("SELECT answer.*, ({STATE}) FROM ({sql}) answer");
        let known = self.state.number();
        for tries in [Tries::Once, Tries::Twice] {
            if let Some(answer) = self.read_replica(&sql, &values, known).await {
                return answer;
            }
            match self.read_from(&self.primary, "primary", &sql, values.clone(), tries).await {
                Ok((text, state)) => {
                    self.state.saw(state);
                    return Ok(text);
                }
                // A replica that was behind may have taken the last of what the primary had to give.
                Err(ReadError::Away(_)) => {
                    for replica in &*self.replicas {
                        replica.look().await;
                    }
                }
                Err(error) => return Err(error),
            }
        }
        self.read_replica(&sql, &values, known).await.unwrap_or_else(|| Err(away()))
    }

    /// What a replica answers; nothing, if none is as far as what is known, or none gives an answer.
    async fn read_replica(&self, sql: &str, values: &[Value], known: i64) -> Option<Result<String, ReadError>> {
        for _ in 0..self.replicas.len() {
            let replica = self.far_enough(known)?;
            match self.read_from(&replica.source, replica.name, sql, values.to_vec(), Tries::Once).await {
                Ok((text, state)) if state >= known => {
                    self.state.saw(state);
                    return Some(Ok(text));
                }
                // It was set up anew from an older copy.
                Ok((_, state)) => replica.is_at(state),
                Err(ReadError::TooSlow) => return Some(Err(ReadError::TooSlow)),
                Err(ReadError::Away(_)) => replica.leave(),
                // It has not replayed a migration yet, or must replay something that the statement stands in the way of.
                Err(ReadError::Failed(_)) => return None,
            }
        }
        None
    }

    /// A text and the state that it is of.
    async fn read_from(
        &self,
        source: &Source,
        name: &'static str,
        sql: &str,
        values: Vec<Value>,
        tries: Tries,
    ) -> Result<(String, i64), ReadError> {
        self.counters.read_from(name);
        let row = source.read(sql, values, self.timeout, tries, None).await?;
        Ok((row.text, number(&row.second.unwrap_or_default())?))
    }

    /// The replica with the most free connections among those that are not behind.
    fn far_enough(&self, known: i64) -> Option<&Replica> {
        let replicas = self.replicas.iter().filter(|replica| replica.reached().is_some_and(|state| state >= known));
        replicas.filter(|_| !self.at_primary).max_by_key(|replica| replica.source.free())
    }

    /// Whether somebody can be asked though the primary does not answer.
    pub fn do_without_primary(&self) -> bool {
        self.far_enough(self.state.number()).is_some()
    }

    /// Asks the primary which state the data is in. That it does not say so in time is no fault of whoever asks.
    pub async fn look(&self) -> Result<i64, ReadError> {
        let patience = if self.do_without_primary() { self.timeout.min(PATIENCE) } else { self.timeout };
        let row = self.primary.read(STATE, Vec::new(), patience, Tries::Twice, None).await;
        let row = row.map_err(|error| match error {
            ReadError::TooSlow => away(),
            error => error,
        });
        let state = number(&row?.text)?;
        self.state.saw(state);
        Ok(state)
    }

    pub fn replicas(&self) -> &[Replica] {
        &self.replicas
    }

    /// How many connections are not in use.
    pub fn free(&self) -> usize {
        self.primary.free() + self.replicas.iter().map(|replica| replica.source.free()).sum::<usize>()
    }

    /// Ends the connections that are not in use.
    pub async fn close(self) -> Result<(), DbErr> {
        for replica in &*self.replicas {
            replica.close().await?;
        }
        self.primary.close().await;
        Ok(())
    }
}

fn away() -> ReadError {
    ReadError::Away(DbErr::ConnectionAcquire(ConnAcquireErr::Timeout))
}
