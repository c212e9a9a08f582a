//! What each step does to the draft.

mod create;
mod erase;
mod merge;
mod restore;
mod undo;
mod withdraw;

pub use erase::{holds, strike_out};
