//! What must hold for any bytes, a function each. The fuzzer calls them with what it makes up, the story
//! `tests/api/corpora.rs` with what it found.

mod cursor;
mod directory;
mod document;
mod edtf;
mod filter;
mod id;
mod search;

pub use cursor::cursor;
pub use document::document;
pub use edtf::edtf;
pub use filter::filter;
pub use id::id;
pub use search::search;
