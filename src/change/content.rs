//! What is written about a record.

use serde_json::{Map, Value as Json};

/// What is written about a record, by the names of its description: values as [`crate::resource::Value`] writes
/// them, another record as its id (`"r42"`), several as a list of ids. What is not known is not there.
///
/// In steps, `"#3"` stands for the record that step 3 (from 0) of the same list creates.
pub type Content = Map<String, Json>;

/// A record's number as it stands in a content, and as it is known outside.
pub fn id_text(id: i64) -> String {
    format!("r{id}")
}

/// The record that a step of the same list creates.
pub fn new_text(step: usize) -> String {
    format!("#{step}")
}
