//! How long a statement takes, as far as it was run.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// How long a statement took lately, on average. What was long ago counts less and less.
#[derive(Clone, Debug, Default)]
pub struct Pace(Arc<AtomicU64>);

impl Pace {
    /// What surely takes less than this is not worth being handed to another thread.
    const QUICK: Duration = Duration::from_millis(1);
    /// How long such a statement may take before it is begun anew on another thread.
    pub const LIMIT: Duration = Duration::from_millis(3);

    /// Whether it took no time worth the name; of one that was never run that is supposed.
    pub fn is_quick(&self) -> bool {
        u128::from(self.0.load(Ordering::Relaxed)) < Self::QUICK.as_micros()
    }

    /// Notes how long it took.
    pub fn took(&self, time: Duration) {
        let before = self.0.load(Ordering::Relaxed);
        let now = u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
        let average = if before == 0 { now } else { before - before / 8 + now / 8 };
        // Of two that note something at the same time one is lost, which changes little.
        self.0.store(average, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slow_run_is_remembered_for_a_while() {
        let pace = Pace::default();
        assert!(pace.is_quick());
        pace.took(Duration::from_millis(2));
        assert!(!pace.is_quick());
        for _ in 0..4 {
            pace.took(Duration::from_micros(50));
            assert!(!pace.is_quick());
        }
        for _ in 0..4 {
            pace.took(Duration::from_micros(50));
        }
        assert!(pace.is_quick());
    }
}
