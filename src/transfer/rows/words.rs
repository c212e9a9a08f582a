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
                let cells =
                    vec![("record_id".to_owned(), found.into()), ("folded".to_owned(), fold::fold(text).into())];
                self.put("search_name".to_owned(), cells);
            }
            let words = fold::words(text);
            let length = i32::try_from(words.len()).unwrap_or(i32::MAX);
            for word in words {
                if *searched != Searched::Text && self.named.insert(word.folded.clone()) {
                    for variant in fold::deletions(&word.folded) {
                        let cells = [("variant", variant), ("word", word.folded.clone())];
                        let cells = cells.map(|(column, text)| (column.to_owned(), text.into()));
                        self.put("search_typo".to_owned(), cells.into());
                    }
                }
                let cells = vec![
                    ("word".to_owned(), word.folded.into()),
                    ("record_id".to_owned(), found.into()),
                    ("attribute".to_owned(), name.into()),
                    ("original".to_owned(), word.original.into()),
                    ("weight".to_owned(), searched.weight().into()),
                    ("length".to_owned(), length.into()),
                ];
                self.put("search_word".to_owned(), cells);
            }
        }
    }
}
