//! Now, as a parameter: nothing below asks the machine for the time by itself.

use chrono::{DateTime, Utc};

/// Where the time comes from.
#[derive(Clone, Copy, Debug)]
pub enum Clock {
    /// The machine's.
    Machine,
    /// Always the same moment, for tests.
    Fixed(DateTime<Utc>),
}

impl Clock {
    pub fn now(self) -> DateTime<Utc> {
        match self {
            #[expect(clippy::disallowed_methods, reason = "this is the one place that asks")]
            Self::Machine => Utc::now(),
            Self::Fixed(moment) => moment,
        }
    }
}
