//! What a request brings to a plan beside its variables.

use chrono::NaiveDate;

use crate::viewer::Viewer;

/// When a plan is read, and for whom. Both are bound like any value, so a kept plan is right tomorrow and for
/// everybody.
#[derive(Clone, Copy, Debug)]
pub struct Asking<'a> {
    pub today: NaiveDate,
    pub viewer: &'a Viewer,
}
