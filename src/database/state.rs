//! Which state the data is in.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// How long another process may have changed the data before this one knows.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// The number of the state that was seen last, and when.
#[derive(Clone, Debug, Default)]
pub struct State {
    number: Arc<AtomicI64>,
    looked: Arc<Mutex<Option<Instant>>>,
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
        Some(self.number.load(Ordering::Acquire)).filter(|number| *number > 0)
    }

    /// Notes what was seen.
    pub fn saw(&self, number: i64) {
        self.number.fetch_max(number, Ordering::AcqRel);
    }
}
