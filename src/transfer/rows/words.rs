//! The words by which records are found, and their names as a whole.

use super::Rows;
use crate::fold;
use crate::resource::{Attribute, Resource, Searched};

impl Rows<'_> {
    /// The words by which a record, or the one it names, is found.
    pub(super) fn searched(
        &mut self,
        resource: &Resource,
        id: i64,
        owner: Option<i64>,
        texts: &[(Searched, &Attribute, String)],
    ) {
        for (searched, attribute, text) in texts {
            let (found, name) = match searched {
                Searched::OtherName => (owner.unwrap_or(id), resource.plural),
                _ => (id, attribute.name),
            };
            if matches!(searched, Searched::Name | Searched::OtherName) {
                let cells = vec![("record_id".into(), found.into()), ("folded".into(), fold::fold(text).into())];
                self.buffer.put("search_name", cells);
            }
            let words = fold::words(text);
            let length = i32::try_from(words.len()).unwrap_or(i32::MAX);
            for word in words {
                if *searched != Searched::Text && self.named.insert(word.folded.clone()) {
                    for variant in fold::deletions(&word.folded) {
                        let cells = [("variant", variant), ("word", word.folded.clone())];
                        let cells = cells.map(|(column, text)| (column.into(), text.into()));
                        self.buffer.put("search_typo", cells.into());
                    }
                }
                let cells = vec![
                    ("word".into(), word.folded.into()),
                    ("record_id".into(), found.into()),
                    ("attribute".into(), name.into()),
                    ("original".into(), word.original.into()),
                    ("weight".into(), searched.weight().into()),
                    ("length".into(), length.into()),
                ];
                self.buffer.put("search_word", cells);
            }
        }
    }
}
