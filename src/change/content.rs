//! What is written about a record.

use serde_json::{Map, Value as Json};

pub use crate::resource::{id_of, id_text, ids_of, parse_id, proposal_text};

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

/// The number of a record as its id outside, in steps that are kept and shown.
pub mod as_id {
    use serde::de::Error as _;
    use serde::{Deserialize, Deserializer, Serializer};

    use super::{id_text, parse_id};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands out references")]
    pub fn serialize<S: Serializer>(id: &i64, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&id_text(*id))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
        let id = String::deserialize(deserializer)?;
        parse_id(&id).ok_or_else(|| D::Error::custom(format!("`{id}` is no id such as \"r42\"")))
    }
}
