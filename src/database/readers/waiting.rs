//! Whether anybody still waits for what a task reads.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::task_local;

task_local! {
    /// Of the task that runs on this thread: set when nobody waits any more.
    static LEFT: Arc<AtomicBool>;
}

/// Held by whoever waits for some work. A task cannot be ended while it runs a statement of SQLite; so the statement
/// asks this.
#[derive(Default)]
pub struct Waiting(Arc<AtomicBool>);

impl Waiting {
    /// Has the statements of some work asked for by whoever holds this. They run where they are asked for, so the work
    /// belongs on threads that wait for nothing else.
    pub fn on<F: Future>(&self, work: F) -> impl Future<Output = F::Output> + use<F> {
        LEFT.scope(Arc::clone(&self.0), work)
    }

    /// The same for work that is no future.
    pub fn on_blocking<T, F: FnOnce() -> T>(&self, work: F) -> impl FnOnce() -> T + use<T, F> {
        let left = Arc::clone(&self.0);
        move || LEFT.sync_scope(left, work)
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Whether the work on this thread is such work.
pub fn is_work() -> bool {
    LEFT.try_with(|_| ()).is_ok()
}

/// Whether nobody waits any more for the work on this thread.
pub fn is_left() -> bool {
    LEFT.try_with(|left| left.load(Ordering::Relaxed)).unwrap_or(false)
}
