//! How a statement is stopped whose answer nobody waits for any more.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

use sea_orm::sqlx::Sqlite;
use sea_orm::sqlx::pool::PoolOptions;
use sea_orm::{ConnectionTrait, DatabaseConnection};

/// After how many steps of its machine SQLite asks whether to go on: a fraction of a millisecond.
const STEPS: i32 = 20_000;

/// How a statement is stopped whose answer nobody waits for any more.
#[derive(Clone, Debug)]
pub enum Brake {
    /// SQLite asks the deadline.
    Deadline(Deadline),
    /// PostgreSQL is told over another connection whose statement to cancel.
    Cancel { name: String, over: DatabaseConnection },
}

impl Brake {
    pub async fn stop(&self) {
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
    pub fn set(&self, from_now: Duration) {
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
