//! The words by which records are found, and their names as a whole, as rows.

use super::Cells;
use crate::fold;
use crate::resource::Searched;

/// What a text puts into the tables of the search.
#[derive(Debug, Default)]
pub struct Words {
    /// Its row in `search_name`, if it is a name.
    pub name: Option<Cells<'static>>,
    /// Its rows in `search_word`.
    pub words: Vec<Cells<'static>>,
    /// Its words in whose place a slip may stand.
    pub named: Vec<String>,
}

/// What a text of a record puts there; `attribute` is where it stands.
pub fn words(record: i64, attribute: &str, searched: Searched, text: &str) -> Words {
    let mut found = Words::default();
    if matches!(searched, Searched::Name | Searched::OtherName) {
        found.name = Some(vec![("record_id".into(), record.into()), ("folded".into(), fold::fold(text).into())]);
    }
    let words = fold::words(text);
    let length = i32::try_from(words.len()).unwrap_or(i32::MAX);
    for word in words {
        if searched != Searched::Text {
            found.named.push(word.folded.clone());
        }
        found.words.push(vec![
            ("word".into(), word.folded.into()),
            ("record_id".into(), record.into()),
            ("attribute".into(), attribute.into()),
            ("original".into(), word.original.into()),
            ("weight".into(), searched.weight().into()),
            ("length".into(), length.into()),
        ]);
    }
    found
}

/// The rows by which a word is found in spite of a slip.
pub fn slips(word: &str) -> impl Iterator<Item = Cells<'static>> {
    let word = word.to_owned();
    fold::deletions(&word)
        .into_iter()
        .map(move |variant| vec![("variant".into(), variant.into()), ("word".into(), word.clone().into())])
}
