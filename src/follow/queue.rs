//! Which proposals were written since one looked. They take no number of a counter and stand in no log, so that nobody
//! can tell from what is public that there are any; what was seen of them is remembered instead.

use std::collections::BTreeMap;

use crate::database::Database;
use crate::error::Result;
use crate::query::{last_proposal, proposal_versions};

/// What was seen of the queue.
#[derive(Debug)]
pub struct Queue {
    database: Database,
    /// The version of each that waits.
    open: BTreeMap<i64, i64>,
    /// The number of the last one.
    last: i64,
}

impl Queue {
    /// The queue as it is now.
    ///
    /// # Errors
    ///
    /// When the database does not answer, or not in time.
    pub async fn seen(database: Database) -> Result<Self> {
        let last = last_proposal(&database).await?;
        let mut queue = Self { database, open: BTreeMap::new(), last };
        queue.look().await?;
        Ok(queue)
    }

    /// The proposals that were made, edited or ended since the last look, by their age.
    ///
    /// # Errors
    ///
    /// When the database does not answer, or not in time.
    pub async fn look(&mut self) -> Result<Vec<i64>> {
        let known: Vec<i64> = self.open.keys().copied().collect();
        let rows = proposal_versions(&self.database, self.last, &known).await?;
        let written = rows.iter().filter(|(id, version, _)| self.open.get(id) != Some(version));
        let written = written.map(|(id, ..)| *id).collect();
        self.last = rows.last().map_or(self.last, |(id, ..)| self.last.max(*id));
        self.open = rows.into_iter().filter(|(.., open)| *open).map(|(id, version, _)| (id, version)).collect();
        Ok(written)
    }
}
