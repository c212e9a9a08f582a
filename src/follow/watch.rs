//! A listing under watch, with a memory of what was in it, for all who watch the same.

use std::collections::BTreeSet;
use std::sync::Arc;

use tokio::sync::Mutex;

use super::concern::{Concern, concerns};
use super::log::Batch;
use crate::clock::Clock;
use crate::database::Database;
use crate::error::Result;
use crate::query::{Asking, Listed, last_number};
use crate::viewer::Viewer;

/// How many records of a listing are remembered. What was in a larger one is not known.
pub const MOST_WATCHED: usize = 10_000;

/// A listing under watch.
#[derive(Debug)]
pub struct Watch {
    database: Database,
    clock: Clock,
    listed: Listed,
    memory: Mutex<Memory>,
}

/// What was in a listing when the log had come to a number.
#[derive(Debug)]
struct Memory {
    /// None, if there are too many of them.
    ids: Option<BTreeSet<i64>>,
    reached: i64,
    /// The batch by which it came there, by where that begins, and what of it concerns the listing.
    latest: (i64, Arc<Vec<Concern>>),
}

impl Watch {
    /// Begins to watch a listing, which was compiled to read one more than [`MOST_WATCHED`].
    ///
    /// # Errors
    ///
    /// When the database does not answer, or not in time.
    pub async fn begin(database: Database, clock: Clock, listed: Listed) -> Result<Self> {
        // The number is looked up before the records: an entry may be told that is remembered, but none is left out.
        let reached = last_number(&database).await?;
        let asking = Asking { today: clock.now().date_naive(), viewer: &Viewer::Anonymous, about: 0 };
        let ids = Some(listed.all(&database, asking).await?).filter(|ids| ids.len() <= MOST_WATCHED);
        let memory = Mutex::new(Memory { ids, reached, latest: (reached, Arc::default()) });
        Ok(Self { database, clock, listed, memory })
    }

    /// The number up to which it has come.
    pub async fn reached(&self) -> i64 {
        self.memory.lock().await.reached
    }

    /// What of a batch concerns the listing. Where the memory has come just as far as the batch begins, it goes on with
    /// it; for any other batch it is no help.
    ///
    /// # Errors
    ///
    /// When the database does not answer, or not in time.
    pub async fn concerns(&self, batch: &Batch) -> Result<Arc<Vec<Concern>>> {
        let mut memory = self.memory.lock().await;
        if batch.reached == memory.reached && batch.after == memory.latest.0 {
            return Ok(Arc::clone(&memory.latest.1));
        }
        if batch.after != memory.reached {
            drop(memory);
            return self.concerns_of(batch, None).await;
        }
        // What is remembered changes only if all of it was found out.
        let mut ids = memory.ids.clone();
        let concerns = self.concerns_of(batch, ids.as_mut()).await?;
        let ids = ids.filter(|ids| ids.len() <= MOST_WATCHED);
        *memory = Memory { ids, reached: batch.reached, latest: (batch.after, Arc::clone(&concerns)) };
        Ok(concerns)
    }

    async fn concerns_of(&self, batch: &Batch, memory: Option<&mut BTreeSet<i64>>) -> Result<Arc<Vec<Concern>>> {
        concerns(&self.database, self.clock, &self.listed, &batch.entries, memory).await.map(Arc::new)
    }
}
