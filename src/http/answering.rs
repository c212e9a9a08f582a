//! Where answers are worked out: on threads of their own.
//!
//! Under pressure many times more requests are refused than answered. On the same threads every step of an answer would
//! stand in line behind hundreds of refusals, while it holds a connection to the database: the more is asked, the less
//! would be answered. Here only those that were let in stand in line.

use std::future::pending;
use std::panic::resume_unwind;

use tokio::task::{JoinError, JoinSet};
use tracing::Instrument;

use crate::database::Waiting;
use crate::error::Stop;
use crate::threads::Threads;

/// The threads.
pub struct Answering(Threads);

impl Answering {
    pub fn new() -> Result<Self, Stop> {
        Threads::working("answering").map(Self)
    }

    /// Works something out for as long as somebody waits for it. Its panic is that of whoever waits.
    pub async fn work_out<T: Send + 'static>(&self, work: impl Future<Output = T> + Send + 'static) -> T {
        // What is in a set ends with it, and a statement when nobody waits for it.
        let (mut alone, waiting) = (JoinSet::new(), Waiting::default());
        alone.spawn_on(waiting.on(work.in_current_span()), self.0.handle());
        match alone.join_next().await.map(|done| done.map_err(JoinError::try_into_panic)) {
            Some(Ok(done)) => done,
            Some(Err(Ok(panic))) => resume_unwind(panic),
            // The threads have ended, and the process is about to.
            Some(Err(Err(_))) | None => pending().await,
        }
    }
}
