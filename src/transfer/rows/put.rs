//! A content on its way into the buffer: its rows, the words by which it is found, its entry in the log.

use serde_json::Value as Json;

use super::Rows;
use crate::change::rows::{Rows as Made, Stamp, Words, described, slips, words};
use crate::change::{Content, Entry, Operation};
use crate::resource::{Resource, Role, Searched};

impl Rows<'_> {
    /// The rows of a content, those of its search, and its entry in the log.
    pub(super) fn put(
        &mut self,
        resource: &'static Resource,
        id: i64,
        content: &Content,
        owner: Option<(&'static str, i64, &'static Resource)>,
    ) -> Result<(), String> {
        let now = self.author.at.timestamp_micros();
        let stamp = Stamp { id, version: 1, created_at: now, updated_at: now };
        let Made { own, registry, items, pairs, dates, targets } = Made::of(resource, stamp, content)?;
        if let Some(registry) = registry {
            self.buffer.put("record", registry);
        }
        for date in dates {
            if self.described.insert(date.edtf.clone()) {
                self.buffer.put("edtf", described(date));
            }
        }
        for cells in items {
            self.buffer.put("list_item", cells);
        }
        self.buffer.put_after(&resource.table, Some(id), own, targets);
        for (table, target, cells) in pairs {
            self.buffer.put_after(table, None, cells, vec![id, target]);
        }
        for attribute in &resource.attributes {
            if let (Some(searched), Some(Json::String(text))) = (attribute.searched, content.get(attribute.name)) {
                let (found, name) = match (searched, owner) {
                    (Searched::OtherName, Some((_, owner, _))) => (owner, resource.plural),
                    _ => (id, attribute.name),
                };
                self.put_words(words(found, name, searched, text));
            }
        }
        let claim = (resource.role == Role::Node).then_some(id);
        let (record, about) = match owner {
            Some((_, record, about)) if claim.is_some() => (record, about),
            _ => (id, resource),
        };
        let entry = Entry {
            operation: Operation::Create,
            record,
            resource: about,
            claim,
            slug: content.get("slug").and_then(Json::as_str).map(str::to_owned),
            cause: None,
            before: None,
            after: Some(content.clone()),
        };
        self.changes += 1;
        self.buffer.put("change", entry.cells(self.changes, 1, &self.author));
        Ok(())
    }

    fn put_words(&mut self, Words { name, words, named }: Words) {
        if let Some(cells) = name {
            self.buffer.put("search_name", cells);
        }
        for word in named {
            if self.named.insert(word.clone()) {
                slips(&word).for_each(|cells| self.buffer.put("search_typo", cells));
            }
        }
        for cells in words {
            self.buffer.put("search_word", cells);
        }
    }
}
