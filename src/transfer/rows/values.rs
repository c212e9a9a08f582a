//! Values of a bundle as values of columns.

use chrono::{DateTime, Datelike, NaiveDate};
use sea_orm::Value as Cell;
use serde_json::Value as Json;

use super::Rows;
use super::buffer::Cells;
use crate::resource::{Attribute, FuzzyDate, Kind};

impl<'a> Rows<'a> {
    pub(super) fn attribute(
        &mut self,
        cells: &mut Cells<'a>,
        id: i64,
        attribute: &'a Attribute,
        value: &Json,
    ) -> Result<(), String> {
        let name = attribute.name;
        let refuse = |wanted: &str| Err(format!("`{name}` is {value}; it takes {wanted}"));
        if value.is_null() && attribute.required && !attribute.kind.is_list() {
            return Err(format!("`{name}` is missing"));
        }
        let cell: Cell = match (attribute.kind, value) {
            (Kind::Fuzzy, _) => {
                let date = if value.is_null() { None } else { Some(self.fuzzy(name, value)?) };
                for (bound, day) in [
                    ("earliest", date.as_ref().and_then(|date| date.earliest)),
                    ("latest", date.as_ref().and_then(|date| date.latest)),
                ] {
                    cells.push((format!("{}_{bound}", attribute.column).into(), day.into()));
                }
                date.map(|date| date.edtf).into()
            }
            (Kind::Texts | Kind::FuzzyDates, Json::Null) => return Ok(()),
            (Kind::Texts | Kind::FuzzyDates, Json::Array(items)) => {
                for (position, item) in items.iter().enumerate() {
                    self.list_item(id, attribute, position, item)?;
                }
                return Ok(());
            }
            (Kind::Texts | Kind::FuzzyDates, _) => return refuse("a list"),
            (Kind::Text | Kind::Choice(_), Json::Null) => Cell::String(None),
            (Kind::Text, Json::String(text)) => {
                if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t')) {
                    return refuse("text without control characters");
                }
                text.clone().into()
            }
            (Kind::Choice(choice), Json::String(word)) => {
                if !choice.contains(word) {
                    return refuse(&format!("one of {}", choice.words()));
                }
                word.clone().into()
            }
            (Kind::Integer, Json::Null) => Cell::Int(None),
            (Kind::Integer, Json::Number(number)) => {
                match number.as_i64().and_then(|number| i32::try_from(number).ok()) {
                    Some(number) => number.into(),
                    None => return refuse("a whole number of 32 bits"),
                }
            }
            (Kind::Float, Json::Null) => Cell::Double(None),
            (Kind::Float, Json::Number(number)) => number.as_f64().into(),
            (Kind::Boolean, Json::Null) => Cell::Bool(None),
            (Kind::Boolean, Json::Bool(truth)) => (*truth).into(),
            (Kind::Instant, Json::Null) => Cell::BigInt(None),
            (Kind::Instant, Json::String(text)) => match DateTime::parse_from_rfc3339(text) {
                // Other years are spelled differently by the databases, or not at all.
                Ok(moment) if (1..=9999).contains(&moment.to_utc().year()) => moment.timestamp_micros().into(),
                _ => return refuse("a moment such as \"2016-09-28T09:00:00Z\""),
            },
            (Kind::Instant, _) => return refuse("a moment such as \"2016-09-28T09:00:00Z\""),
            (Kind::Text, _) => return refuse("a text"),
            (Kind::Choice(choice), _) => return refuse(&format!("one of {}", choice.words())),
            (Kind::Integer | Kind::Float, _) => return refuse("a number"),
            (Kind::Boolean, _) => return refuse("true or false"),
        };
        cells.push((attribute.column.as_str().into(), cell));
        Ok(())
    }
    fn list_item(&mut self, id: i64, attribute: &Attribute, position: usize, item: &Json) -> Result<(), String> {
        let (value, earliest, latest) = match (attribute.kind, item) {
            (Kind::FuzzyDates, _) => {
                let date = self.fuzzy(attribute.name, item)?;
                (date.edtf, date.earliest, date.latest)
            }
            (_, Json::String(text)) => (text.clone(), None, None),
            _ => return Err(format!("`{}` holds {item}; it takes texts", attribute.name)),
        };
        let position = i32::try_from(position).map_err(|_| "a list is too long".to_owned())?;
        let cells = vec![
            ("record_id".into(), id.into()),
            ("attribute".into(), attribute.name.into()),
            ("position".into(), position.into()),
            ("value".into(), value.into()),
            ("earliest".into(), earliest.into()),
            ("latest".into(), latest.into()),
        ];
        self.buffer.put("list_item", cells);
        Ok(())
    }

    /// `"2016-02"`, or `{ "edtf": "2016-02", "earliest": "2016-02-15", "latest": "2016-02-29" }`.
    fn fuzzy(&mut self, name: &str, value: &Json) -> Result<FuzzyDate, String> {
        let refuse = || {
            format!(
                "`{name}` is {value}, which is no EDTF date such as \"2016-09-28\", \"2016-02\" or \"../2016-10-23\""
            )
        };
        let date = match value {
            Json::String(edtf) => FuzzyDate::parse(edtf).ok_or_else(refuse)?,
            Json::Object(parts) => {
                let part = |key: &str| parts.get(key).and_then(Json::as_str).ok_or_else(refuse);
                let day = |key: &str| NaiveDate::parse_from_str(part(key)?, "%Y-%m-%d").map_err(|_| refuse());
                let date = FuzzyDate::parse(part("edtf")?).ok_or_else(refuse)?;
                date.narrowed(day("earliest")?, day("latest")?)
                    .ok_or_else(|| format!("`{name}` is {value}, whose days lie outside its EDTF"))?
            }
            _ => return Err(refuse()),
        };
        if self.described.insert(date.edtf.clone()) {
            let cells = vec![
                ("edtf".into(), date.edtf.clone().into()),
                ("precision".into(), date.precision.into()),
                ("text".into(), date.text.clone().into()),
            ];
            self.buffer.put("edtf", cells);
        }
        Ok(date)
    }
}
