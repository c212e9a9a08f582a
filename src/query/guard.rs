//! What the compiler saw of the variables, so that a plan is used again only where it would see the same.

use async_graphql::{Name, Value as ConstValue};

use super::page;
use super::plan::Variables;
use super::search::search_words;
use super::slot::as_text;

/// A place inside the variables: `$where` → `["where"]`, its part `start` → `["where", "start"]`.
pub type Path = Vec<Step>;

/// One step of a [`Path`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    Key(Name),
    Index(usize),
}

/// The value at a path; `None` where there is none.
pub fn at<'v>(variables: &'v Variables, path: &[Step]) -> Option<&'v ConstValue> {
    let (Step::Key(first), rest) = path.split_first()? else { return None };
    rest.iter().try_fold(variables.get(first)?, |value, step| match (value, step) {
        (ConstValue::Object(fields), Step::Key(name)) => fields.get(name),
        (ConstValue::List(items), Step::Index(index)) => items.get(*index),
        // GraphQL takes a single value for a list of one.
        (single, Step::Index(0)) if !matches!(single, ConstValue::List(_)) => Some(single),
        _ => None,
    })
}

/// Something that the compiler saw in a variable and that shaped the statement.
#[derive(Debug)]
pub struct Guard {
    pub path: Path,
    pub seen: Seen,
}

/// How a value looked.
#[derive(Clone, Debug, PartialEq)]
pub enum Seen {
    Absent,
    Null,
    /// A list of so many, or a single value where a list was looked for.
    List(usize),
    /// An object with these keys.
    Object(Vec<Name>),
    /// Any single value; it is bound.
    Scalar,
    /// Just this value: a boolean, an enum's word, a page size.
    Exactly(ConstValue),
    /// A text of so many words to search by.
    Words(usize),
    /// A cursor of this order, whose keys are null at these places.
    Cursor {
        order: String,
        nulls: Vec<bool>,
    },
}

impl Guard {
    pub(super) fn holds(&self, variables: &Variables) -> bool {
        let value = at(variables, &self.path);
        match &self.seen {
            Seen::Exactly(wanted) => value.is_some_and(|value| same_word(value, wanted)),
            Seen::Words(count) => value.and_then(as_text).is_some_and(|text| search_words(text).len() == *count),
            Seen::Cursor { order, nulls } => {
                let cursor = value.and_then(as_text).and_then(page::decode);
                cursor.is_some_and(|cursor| cursor.order == *order && cursor.nulls() == *nulls)
            }
            seen => Seen::of(value) == *seen,
        }
    }
}

/// Whether two values are the same; a variable spells an enum's word as a string.
fn same_word(value: &ConstValue, wanted: &ConstValue) -> bool {
    match (value, wanted) {
        (ConstValue::String(text), ConstValue::Enum(word)) | (ConstValue::Enum(word), ConstValue::String(text)) => {
            text == word.as_str()
        }
        _ => value == wanted,
    }
}

impl Seen {
    pub fn of(value: Option<&ConstValue>) -> Self {
        match value {
            None => Self::Absent,
            Some(ConstValue::Null) => Self::Null,
            Some(ConstValue::List(items)) => Self::List(items.len()),
            Some(ConstValue::Object(fields)) => {
                // Sorted, so that the order in which a client sends keys makes no other statement.
                let mut keys: Vec<Name> = fields.keys().cloned().collect();
                keys.sort_unstable();
                Self::Object(keys)
            }
            Some(_) => Self::Scalar,
        }
    }
}
