//! What stands in the log behind a number.

use std::sync::Arc;

use tokio::sync::Mutex;

use crate::database::Database;
use crate::error::Result;
use crate::query::{LogEntry, entries_after};
use crate::resource::Catalog;

/// How many entries are read at once.
const PAGE: usize = 100;

/// The entries behind a number, some of them or all.
#[derive(Debug)]
pub struct Batch {
    pub after: i64,
    /// The number of the last of them; `after` if there is none.
    pub reached: i64,
    pub entries: Vec<LogEntry>,
    /// The state of the data before it was read.
    state: i64,
}

/// The log, read once for all who have come as far as each other.
#[derive(Debug)]
pub struct Log {
    database: Database,
    catalog: &'static Catalog,
    latest: Mutex<Option<Arc<Batch>>>,
}

impl Log {
    pub fn new(database: Database, catalog: &'static Catalog) -> Self {
        Self { database, catalog, latest: Mutex::default() }
    }

    /// The next entries after a number. Who asks while another reads waits, and has what that one read.
    ///
    /// # Errors
    ///
    /// When the database does not answer, or not in time.
    pub async fn after(&self, number: i64) -> Result<Arc<Batch>> {
        // The state is looked up before the log: a batch may hold more than its state, but never less.
        let state = self.database.state().await?;
        let mut latest = self.latest.lock().await;
        if let Some(batch) = latest.as_ref().filter(|it| it.after == number && it.holds(state)) {
            return Ok(Arc::clone(batch));
        }
        let entries = entries_after(&self.database, self.catalog, number, PAGE).await?;
        let reached = entries.last().map_or(number, |entry| entry.number);
        let batch = Arc::new(Batch { after: number, reached, entries, state });
        *latest = Some(Arc::clone(&batch));
        Ok(batch)
    }
}

impl Batch {
    /// Whether it is still what comes next: an entry stays where it is, but where none was there may be one now.
    fn holds(&self, state: i64) -> bool {
        !self.entries.is_empty() || self.state == state
    }
}
