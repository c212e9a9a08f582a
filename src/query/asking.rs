//! What a request brings to a plan beside its variables.

use chrono::NaiveDate;

use crate::viewer::Viewer;

/// When a plan is read, for whom, and about what. All is bound like any value, so a kept plan is right tomorrow, for
/// everybody, and for the next event.
#[derive(Clone, Copy, Debug)]
pub struct Asking<'a> {
    pub today: NaiveDate,
    pub viewer: &'a Viewer,
    /// The number of the entry or proposal of which an event of a subscription tells; 0 for all else.
    pub about: i64,
}
