//! The ids of a bundle's records: those that they had where they were exported, or one after the other.

use std::collections::HashSet;

use serde_json::Value as Json;

use crate::change::parse_id;
use crate::resource::Resource;
use crate::transfer::bundle::Record;

/// The ids that were given out.
#[derive(Default)]
pub struct Numbers {
    last: i64,
    /// Those that the bundle gives, nested ones too.
    given: HashSet<i64>,
}

impl Numbers {
    /// The id of a record that has a file. What stands inside it keeps its own ids; where it has none it gets one after
    /// all of these.
    pub fn of(&mut self, resource: &Resource, record: &Record) -> Result<i64, String> {
        let says = |what: &str| {
            let slug = record.get("slug").and_then(Json::as_str).unwrap_or_default();
            Err(format!("{}.json: record `{slug}`: {what}.", resource.plural))
        };
        let id = match given(record) {
            Some(id) if self.given.is_empty() && self.last > 0 => {
                return says(&format!("it has the id `r{id}`, and others have none"));
            }
            None if !self.given.is_empty() => return says("it has no `id`, and others have one"),
            Some(id) => id,
            None => self.last + 1,
        };
        self.last = self.last.max(id);
        if given(record).is_some() && !self.take(record) {
            return says("an `id` in it is given twice");
        }
        Ok(id)
    }

    /// The last one.
    pub fn last(&self) -> i64 {
        self.last
    }

    /// Takes the ids of a record and of all that stands inside it; false if one is taken.
    fn take(&mut self, record: &Record) -> bool {
        if let Some(id) = given(record) {
            self.last = self.last.max(id);
            if !self.given.insert(id) {
                return false;
            }
        }
        let inside = record.values().filter_map(Json::as_array).flatten().chain(record.values());
        inside.filter_map(Json::as_object).all(|record| self.take(record))
    }
}

/// The id that a record brings along.
pub fn given(record: &Record) -> Option<i64> {
    record.get("id").and_then(Json::as_str).and_then(parse_id)
}
