//! A placeholder of a statement: where its value comes from, and what it must be.

use async_graphql::Value as ConstValue;
use chrono::{DateTime, Months, NaiveDate, TimeDelta, Utc};
use sea_orm::Value as Bound;

use super::asking::Asking;
use super::guard::{Path, at};
use super::plan::Variables;
use super::search::search_words;
use super::{page, parse_id, parse_proposal};
use crate::error::{Error, Result};
use crate::fold;
use crate::viewer::Power;

/// How far from today a filter reaches: a century.
const MOST_DAYS: i32 = 36_525;

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
    /// The answer to one of the plan's questions, which is known only when the statement runs.
    Found(usize),
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
    /// A proposal's public id, bound as its number.
    Proposal,
    /// So many days after the day on which the request is answered; bound as that day.
    DaysFromToday,
    /// The day on which the request is answered, less so many years; nothing of the request is looked at.
    YearsAgo(u8),
    /// The number of the token with which is asked, NULL for the anonymous.
    ViewerToken,
    /// The number of the organization for which whoever asks speaks, NULL for all who speak for none.
    ViewerOrganization,
    /// The number of what an event tells of.
    About,
    /// Whether whoever asks may do this.
    ViewerMay(Power),
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
    pub(super) fn bind(&self, variables: &Variables, asking: Asking<'_>) -> Result<Bound> {
        let value = match &self.source {
            Source::Literal(value) => Some(value),
            Source::Variable(path) => at(variables, path),
            Source::Found(_) => return Ok(String::new().into()),
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
            SlotKind::Proposal => match as_text(value).and_then(parse_proposal) {
                Some(id) => Ok(id.into()),
                None => refuse("a proposal's id as this server gives it, such as \"p42\""),
            },
            SlotKind::DaysFromToday => match as_integer(value).filter(|days| days.abs() <= MOST_DAYS) {
                Some(days) => Ok((asking.today + TimeDelta::days(days.into())).into()),
                None => refuse(&format!("a number of days from -{MOST_DAYS} to {MOST_DAYS}")),
            },
            SlotKind::YearsAgo(years) => {
                let day = asking.today.checked_sub_months(Months::new(12 * u32::from(years)));
                Ok(day.unwrap_or(NaiveDate::MIN).into())
            }
            SlotKind::ViewerToken => Ok(asking.viewer.token().map(|token| token.id).into()),
            SlotKind::ViewerOrganization => Ok(asking.viewer.token().and_then(|token| token.organization).into()),
            SlotKind::About => Ok(asking.about.into()),
            SlotKind::ViewerMay(power) => Ok(asking.viewer.may(power).into()),
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
