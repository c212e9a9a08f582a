//! A content as rows of tables.

mod insert;
mod words;

use std::borrow::Cow;

use sea_orm::Value as Cell;

use super::content::{Content, id_of};
use crate::resource::{Attribute, FuzzyDate, Kind, Part, Resource, Role, Value, upper_case};

pub use insert::{Table, insert, insert_new};
pub use words::{Words, slips, words};

/// A row, column by column.
pub type Cells<'r> = Vec<(Cow<'r, str>, Cell)>;

/// What the server knows of a record beside its content.
#[derive(Clone, Copy, Debug)]
pub struct Stamp {
    pub id: i64,
    pub version: i32,
    /// Microseconds since 1970.
    pub created_at: i64,
    pub updated_at: i64,
}

/// The rows that hold a record, but for the words by which it is found.
#[derive(Debug, Default)]
pub struct Rows<'r> {
    /// Its row in the table of its resource.
    pub own: Cells<'r>,
    /// Its row in the registry, if it is a record.
    pub registry: Option<Cells<'r>>,
    /// The values of its lists.
    pub items: Vec<Cells<'r>>,
    /// Its pairs, by table, each with the other side's number.
    pub pairs: Vec<(&'static str, i64, Cells<'r>)>,
    /// The dates that it names.
    pub dates: Vec<FuzzyDate>,
    /// The numbers that stand in its own row.
    pub targets: Vec<i64>,
}

impl<'r> Rows<'r> {
    /// The rows of a content.
    ///
    /// # Errors
    ///
    /// When a value is not what its description says; the message names the part.
    pub fn of(resource: &'r Resource, stamp: Stamp, content: &Content) -> Result<Self, String> {
        let mut rows = Self::default();
        let Stamp { id, version, created_at, updated_at } = stamp;
        rows.own.push(("id".into(), id.into()));
        rows.own.push(("version".into(), version.into()));
        if resource.role == Role::Record {
            let word = upper_case(resource.name);
            rows.registry = Some(vec![("id".into(), id.into()), ("type".into(), word.into())]);
            rows.own.push(("created_at".into(), created_at.into()));
            rows.own.push(("updated_at".into(), updated_at.into()));
        }
        for part in resource.parts() {
            let json = content.get(part.name());
            match part {
                Part::Value(attribute) => {
                    let value = match json {
                        Some(json) => attribute.read(json).map_err(|why| format!("`{}` {why}", attribute.name))?,
                        None => None,
                    };
                    rows.value(id, attribute, value)?;
                }
                Part::One { column, .. } => {
                    let target = json.and_then(id_of);
                    rows.targets.extend(target);
                    rows.own.push((column.into(), target.into()));
                }
                Part::Many { table, own, other, .. } => {
                    let targets = json.and_then(|json| json.as_array()).into_iter().flatten().filter_map(id_of);
                    let pair = |target: i64| vec![(own.into(), id.into()), (other.into(), target.into())];
                    rows.pairs.extend(targets.map(|target| (table, target, pair(target))));
                }
            }
        }
        Ok(rows)
    }

    fn value(&mut self, id: i64, attribute: &'r Attribute, value: Option<Value>) -> Result<(), String> {
        let cell: Cell = match value {
            Some(Value::Texts(texts)) => {
                return self.list(id, attribute, texts.into_iter().map(|text| (text, None, None)));
            }
            Some(Value::FuzzyDates(dates)) => {
                self.dates.extend(dates.iter().cloned());
                let items = dates.into_iter().map(|date| (date.edtf, date.earliest, date.latest));
                return self.list(id, attribute, items);
            }
            None if attribute.kind.is_list() => return Ok(()),
            None if matches!(attribute.kind, Kind::Fuzzy) => {
                self.bounds(attribute, None);
                Cell::String(None)
            }
            Some(Value::Fuzzy(date)) => {
                self.bounds(attribute, Some(&date));
                let edtf = date.edtf.clone();
                self.dates.push(date);
                edtf.into()
            }
            Some(Value::Text(text)) => text.into(),
            Some(Value::Listing(listing)) => listing.to_string().into(),
            Some(Value::Integer(number)) => number.into(),
            Some(Value::Float(number)) => number.into(),
            Some(Value::Boolean(truth)) => truth.into(),
            Some(Value::Instant(micros)) => micros.into(),
            None => match attribute.kind {
                Kind::Integer => Cell::Int(None),
                Kind::Float => Cell::Double(None),
                Kind::Boolean => Cell::Bool(None),
                Kind::Instant => Cell::BigInt(None),
                _ => Cell::String(None),
            },
        };
        self.own.push((attribute.column.as_str().into(), cell));
        Ok(())
    }

    fn bounds(&mut self, attribute: &'r Attribute, date: Option<&FuzzyDate>) {
        for (bound, day) in [("earliest", date.and_then(|it| it.earliest)), ("latest", date.and_then(|it| it.latest))] {
            self.own.push((format!("{}_{bound}", attribute.column).into(), day.into()));
        }
    }

    fn list(
        &mut self,
        id: i64,
        attribute: &'r Attribute,
        items: impl Iterator<Item = (String, Option<chrono::NaiveDate>, Option<chrono::NaiveDate>)>,
    ) -> Result<(), String> {
        for (position, (value, earliest, latest)) in items.enumerate() {
            let position = i32::try_from(position).map_err(|_| format!("`{}` is too long", attribute.name))?;
            self.items.push(vec![
                ("record_id".into(), id.into()),
                ("attribute".into(), attribute.name.into()),
                ("position".into(), position.into()),
                ("value".into(), value.into()),
                ("earliest".into(), earliest.into()),
                ("latest".into(), latest.into()),
            ]);
        }
        Ok(())
    }
}

/// What follows from a date's text alone, as a row.
pub fn described(date: FuzzyDate) -> Cells<'static> {
    vec![
        ("edtf".into(), date.edtf.into()),
        ("precision".into(), date.precision.into()),
        ("text".into(), date.text.into()),
    ]
}
