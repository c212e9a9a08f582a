//! Which state the data is in.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tokio::sync::watch;
use tokio::time::timeout;

/// How long another process may have changed the data before this one knows.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// How long it takes at most until it is worth looking whether another process has written. A look costs a statement
/// once in [`LOOK_AGAIN`] only, whoever looks.
const TICK: Duration = Duration::from_millis(250);

/// The number of the state that was seen last, and when.
#[derive(Clone, Debug, Default)]
pub struct State {
    number: Arc<AtomicI64>,
    looked: Arc<Mutex<Option<Instant>>>,
    /// Who waits for something to be written hears of it here.
    written: watch::Sender<()>,
}

/// Tells when it is worth looking whether something was written.
#[derive(Debug)]
pub struct Pulse {
    written: watch::Receiver<()>,
    /// Kept, so that the end of the sender is no pulse.
    _state: State,
}

impl Pulse {
    /// The next time: at once when something was written, by this process or by one of which it is told, which is
    /// `true` then; else after a moment.
    pub async fn next(&mut self) -> bool {
        timeout(TICK, self.written.changed()).await.is_ok()
    }
}

impl State {
    /// The number that was seen last, or `None` if it is time to look: then whoever asked looks, and
    /// the others go on with what is known. As long as nothing is, all look.
    pub fn known(&self) -> Option<i64> {
        let mut looked = self.looked.try_lock().ok()?;
        if looked.is_none_or(|at| at.elapsed() >= LOOK_AGAIN) {
            *looked = Some(Instant::now());
            return None;
        }
        Some(self.number()).filter(|number| *number > 0)
    }

    /// The number that was seen last, however long ago; 0 if none was.
    pub fn number(&self) -> i64 {
        self.number.load(Ordering::Acquire)
    }

    /// Tells from now on of what is written.
    pub fn pulse(&self) -> Pulse {
        Pulse { written: self.written.subscribe(), _state: self.clone() }
    }

    /// Wakes those who wait for something to be written.
    pub fn stir(&self) {
        self.written.send_replace(());
    }

    /// Notes what was seen.
    pub fn saw(&self, number: i64) {
        self.number.fetch_max(number, Ordering::AcqRel);
    }
}
