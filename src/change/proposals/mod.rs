//! Proposals: lists of steps that wait for somebody's decision.
//!
//! | file | what it does |
//! | --- | --- |
//! | `propose` | what its author may not do becomes a proposal |
//! | `edit` | its author, or whoever decides, changes it; its author takes it back |
//! | `decide` | it is approved, which does its steps, or rejected |
//! | `steps` | what can be proposed, and trying it |
//! | `row` | the table |
//! | `forget` | what must stand in no proposal any more |
//!
//! Nothing here takes a number of a counter: the counters are the state of what is public, and all public answers are
//! the same whatever is proposed.

mod decide;
mod edit;
mod forget;
mod propose;
mod row;
mod steps;

pub use decide::{approve, reject};
pub use edit::{Edit, edit, withdraw};
pub use forget::forget;
pub use propose::submit;
pub use steps::steps_of;
