//! A record as it is written into a bundle or a table.

use std::collections::HashMap;

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use serde_json::Value as Json;

/// A record as it is written: its keys in the order of its description.
pub struct Written {
    pub keys: Vec<(&'static str, Value)>,
}

/// What stands under a key.
pub enum Value {
    Plain(Json),
    Below(Vec<Written>),
    /// The only one that there can be.
    One(Box<Written>),
}

impl Written {
    /// What is written about it, without what stands inside it.
    pub fn values(&self) -> HashMap<&'static str, &Json> {
        let plain = self.keys.iter().filter_map(|(key, value)| match value {
            Value::Plain(json) => Some((*key, json)),
            _ => None,
        });
        plain.collect()
    }

    /// How many records and claims it is.
    pub fn count(&self) -> usize {
        let below = self.keys.iter().map(|(_, value)| match value {
            Value::Plain(_) => 0,
            Value::Below(records) => records.iter().map(Self::count).sum(),
            Value::One(record) => record.count(),
        });
        1 + below.sum::<usize>()
    }
}

impl Serialize for Written {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.keys.len()))?;
        for (key, value) in &self.keys {
            match value {
                Value::Plain(json) => map.serialize_entry(key, json)?,
                Value::Below(records) => map.serialize_entry(key, records)?,
                Value::One(record) => map.serialize_entry(key, record)?,
            }
        }
        map.end()
    }
}
