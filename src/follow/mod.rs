//! The log is followed: what has happened since a number, and which listings it concerns.
//!
//! The number of the last entry that one knows is all that a follower has to keep: numbers have no gaps and follow the
//! order in which changes were written. So whoever was away goes on where it was.
//!
//! | file | what it does |
//! | --- | --- |
//! | `concern` | which entries concern a listing, for whoever remembers nothing but a number |
//!
//! **An entry concerns a listing** if it is about a record of the listing's resource which is in the listing now, or
//! may have been before. An entry is about its own record and about those to which that pointed before or points after:
//! a participation is about its event. What is not told is that records come into a listing or leave it because of
//! something to which they point: a city gets another name.

mod concern;

pub use crate::query::{Listed, LogEntry, entries_after, last_number};
pub use concern::{Concern, Page, about, concerning};
