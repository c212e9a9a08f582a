//! The log is followed: what has happened since a number, and which listings it concerns.
//!
//! The number of the last entry that one knows is all that a follower has to keep: numbers have no gaps and follow the
//! order in which changes were written. So whoever was away goes on where it was.
//!
//! | file | what it does |
//! | --- | --- |
//! | `log` | what stands behind a number, read once for all who have come as far |
//! | `concern` | which entries concern a listing |
//! | `watch` | the same for those who stay, with a memory of what was in the listing |
//! | `queue` | which proposals were written: they stand in no log |
//!
//! **An entry concerns a listing** if it is about a record of the listing's resource which is in the listing now, or
//! was before. An entry is about its own record and about those to which that pointed before or points after: a
//! participation is about its event. Whoever keeps nothing but a number does not know what was in the listing before;
//! so it is also told of what is not in it now and may have left with the entry: what is written about a record that
//! did not come to be just now.
//!
//! What is not told is that records come into a listing or leave it because of something to which they point: a city
//! gets another name.

mod concern;
mod log;
mod queue;
mod watch;

pub use crate::query::{Listed, LogEntry, entries_after, last_number};
pub use concern::{Concern, Page, concerning};
pub use log::{Batch, Log};
pub use queue::Queue;
pub use watch::{MOST_WATCHED, Watch};
