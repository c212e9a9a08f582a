//! What is written about a record.

use serde_json::{Map, Value as Json};

pub use crate::resource::{id_of, id_text, ids_of, parse_id};

/// What is written about a record, by the names of its description: values as [`crate::resource::Value`] writes
/// them, another record as its id (`"r42"`), several as a list of ids in order. What is not known is not there.
///
/// In steps, `"#3"` stands for the record that step 3 (from 0) of the same list creates.
pub type Content = Map<String, Json>;

/// The record that a step of the same list creates.
pub fn new_text(step: usize) -> String {
    format!("#{step}")
}

/// What is different: the parts as they were, and as they are.
pub fn difference(was: &Content, is: &Content) -> (Content, Content) {
    let differs = |side: &Content, other: &Content| {
        let parts = side.iter().filter(|(name, json)| other.get(*name) != Some(json));
        parts.map(|(name, json)| (name.clone(), json.clone())).collect()
    };
    (differs(was, is), differs(is, was))
}

/// A content with other parts in place of some; null takes one away.
pub fn patched(mut content: Content, patch: Content) -> Content {
    for (name, json) in patch {
        if json.is_null() {
            content.remove(&name);
        } else {
            content.insert(name, json);
        }
    }
    content
}
