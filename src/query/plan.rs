//! A compiled read: the statement, what to bind, and which other requests it fits.

use async_graphql::{Name, Value as ConstValue, indexmap::IndexMap};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::Value as Bound;

use super::search::search_words;
use super::{page, parse_id};
use crate::error::{Error, Result};
use crate::fold;

/// A request's variables with defaults filled in; a variable without value is absent.
pub type Variables = IndexMap<Name, ConstValue>;

/// One statement and all that is needed to run it again for other variables of the same shape.
#[derive(Debug)]
pub struct Plan {
    /// Gives one row with one text: the JSON of `data`.
    pub sql: String,
    /// All values that were given, each checked.
    slots: Vec<Slot>,
    /// Which of them to bind to `$1`, `$2`, …
    bound: Vec<usize>,
    guards: Vec<Guard>,
}

impl Plan {
    /// `sql` names the slots by their number from 1, and perhaps not all of them: what is not selected is not
    /// computed. A statement must bind what it names and no more, for it is prepared once by its text.
    pub(super) fn new(sql: &str, slots: Vec<Slot>, guards: Vec<Guard>) -> Self {
        let mut bound: Vec<usize> = Vec::new();
        let mut text = String::with_capacity(sql.len());
        // What stands between single quotes is constant text; a quote in it is doubled.
        for (part, piece) in sql.split('\'').enumerate() {
            if part > 0 {
                text.push('\'');
            }
            let mut names = piece.split('$');
            text.push_str(names.next().unwrap_or_default());
            for name in names {
                let digits = name.bytes().take_while(u8::is_ascii_digit).count();
                let slot = name[..digits].parse::<usize>().ok().filter(|_| part % 2 == 0);
                let Some(slot) = slot else {
                    text.push('$');
                    text.push_str(name);
                    continue;
                };
                let number = bound.iter().position(|known| *known == slot - 1).unwrap_or_else(|| {
                    bound.push(slot - 1);
                    bound.len() - 1
                });
                text.push_str(&format!("${}{}", number + 1, &name[digits..]));
            }
        }
        Self { sql: text, slots, bound, guards }
    }

    /// About how many bytes it takes to keep.
    pub fn size(&self) -> usize {
        2 * self.sql.len() + 200 * (self.slots.len() + self.guards.len())
    }

    /// Whether the statement is right for these variables too.
    pub fn fits(&self, variables: &Variables) -> bool {
        self.guards.iter().all(|guard| guard.holds(variables))
    }

    /// The values for one request.
    ///
    /// # Errors
    ///
    /// When a value cannot be what the argument needs: a day that is none, an id of another server.
    pub fn bind(&self, variables: &Variables) -> Result<Vec<Bound>> {
        let values: Vec<Bound> = self.slots.iter().map(|slot| slot.bind(variables)).collect::<Result<_>>()?;
        Ok(self.bound.iter().map(|slot| values[*slot].clone()).collect())
    }
}

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
    fn holds(&self, variables: &Variables) -> bool {
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

/// One placeholder: where its value comes from, what it must be, and what to call it in an error.
#[derive(Debug)]
pub struct Slot {
    pub source: Source,
    pub kind: SlotKind,
    /// The argument's path in the document, for messages: `events.where.start.from`.
    pub argument: String,
}

#[derive(Debug)]
pub enum Source {
    Literal(ConstValue),
    Variable(Path),
}

/// What a value must be, and how it is bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SlotKind {
    Text,
    Integer,
    Float,
    Boolean,
    /// RFC 3339, bound as microseconds.
    Instant,
    /// ISO 8601 day.
    Date,
    /// A public id, bound as the registry's number.
    Id,
    /// The word at this place of a text to search by, folded.
    SearchWord(usize),
    /// The end of the range of words that begin with it.
    SearchWordEnd(usize),
    /// It and itself with one letter left out, as a JSON array.
    SearchTypos(usize),
    /// The key of a cursor at this place, bound as this kind of value.
    CursorKey(usize, KeyKind),
}

/// The kinds of value that rows can be ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyKind {
    Text,
    Integer,
    Float,
    Boolean,
    Date,
}

impl Slot {
    fn bind(&self, variables: &Variables) -> Result<Bound> {
        let value = match &self.source {
            Source::Literal(value) => Some(value),
            Source::Variable(path) => at(variables, path),
        };
        let value = value.unwrap_or(&ConstValue::Null);
        let refuse = |wanted: &str| Err(Error::input(&self.argument, format!("cannot be {value}; it takes {wanted}")));
        match self.kind {
            SlotKind::Text => match as_text(value) {
                // PostgreSQL has no text with a null byte in it, so nothing can be equal to one.
                Some(text) if !text.contains('\0') => Ok(text.into()),
                Some(_) => Err(Error::input(&self.argument, "cannot contain a null byte")),
                None => refuse("a text"),
            },
            SlotKind::Integer => match as_integer(value) {
                Some(number) => Ok(i64::from(number).into()),
                None => refuse("a whole number of 32 bits"),
            },
            SlotKind::Float => match as_float(value) {
                Some(number) => Ok(number.into()),
                None => refuse("a number"),
            },
            SlotKind::Boolean => match value {
                ConstValue::Boolean(truth) => Ok((*truth).into()),
                _ => refuse("true or false"),
            },
            SlotKind::Instant => match as_text(value).map(DateTime::parse_from_rfc3339) {
                Some(Ok(moment)) => Ok(moment.with_timezone(&Utc).timestamp_micros().into()),
                _ => refuse("a moment such as \"2016-09-28T09:00:00Z\" (RFC 3339)"),
            },
            SlotKind::Date => match as_text(value).and_then(parse_date) {
                Some(day) => Ok(day.into()),
                None => refuse("a day such as \"2016-09-28\" (ISO 8601)"),
            },
            SlotKind::Id => match as_text(value).and_then(parse_id) {
                Some(id) => Ok(id.into()),
                None => refuse("an id as this server gives it, such as \"r42\""),
            },
            SlotKind::SearchWord(index) | SlotKind::SearchWordEnd(index) | SlotKind::SearchTypos(index) => {
                let words = search_words(as_text(value).unwrap_or_default());
                let word = words.into_iter().nth(index).unwrap_or_default();
                Ok(match self.kind {
                    SlotKind::SearchWord(_) => word.into(),
                    SlotKind::SearchWordEnd(_) => format!("{word}{}", char::MAX).into(),
                    _ => serde_json::json!(fold::deletions(&word)).to_string().into(),
                })
            }
            SlotKind::CursorKey(index, kind) => {
                let cursor = as_text(value).and_then(page::decode);
                match cursor.and_then(|cursor| cursor.key(index, kind)) {
                    Some(key) => Ok(key),
                    None => Err(page::malformed(&self.argument)),
                }
            }
        }
    }
}

/// A day in the years 0000 to 9999, the only ones whose text sorts as their time.
pub fn parse_date(text: &str) -> Option<NaiveDate> {
    let spelled =
        |(index, byte): (usize, u8)| if matches!(index, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() };
    let plain = text.len() == 10 && text.bytes().enumerate().all(spelled);
    plain.then(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()).flatten()
}

pub(super) fn as_text(value: &ConstValue) -> Option<&str> {
    match value {
        ConstValue::String(text) => Some(text),
        ConstValue::Enum(word) => Some(word),
        _ => None,
    }
}

/// GraphQL's `Int` has 32 bits; `3.0` is one too.
pub(super) fn as_integer(value: &ConstValue) -> Option<i32> {
    match value {
        ConstValue::Number(number) => {
            #[expect(clippy::cast_possible_truncation, reason = "a number without fraction, in range or saturated")]
            let whole = |number: f64| (number.fract() == 0.0).then_some(number as i64);
            number.as_i64().or_else(|| number.as_f64().and_then(whole)).and_then(|number| number.try_into().ok())
        }
        _ => None,
    }
}

fn as_float(value: &ConstValue) -> Option<f64> {
    match value {
        ConstValue::Number(number) => number.as_f64().filter(|number| number.is_finite()),
        _ => None,
    }
}
