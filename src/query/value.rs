//! A column as a JSON value.

use async_graphql::Value as ConstValue;

use super::compiler::Compiler;
use super::dialect::{column, json_array, json_boolean, json_word, literal};
use super::selection::Selected;
use super::slot::{SlotKind, Source};
use crate::error::Result;
use crate::resource::{Attribute, Kind};

impl<'a> Compiler<'a> {
    /// The JSON of one attribute; never NULL.
    pub(super) fn value(&mut self, attribute: &Attribute, alias: &str, field: &Selected<'a>) -> Result<String> {
        let nullable = !attribute.required || attribute.seen_by.is_some();
        let mut sql = column(alias, &attribute.column);
        if let Some(power) = attribute.seen_by {
            let may = self.bind_source(Source::Literal(ConstValue::Null), SlotKind::ViewerMay(power), attribute.name);
            sql = format!("(CASE WHEN {may} THEN {sql} END)");
        }
        let dialect = self.dialect;
        Ok(match attribute.kind {
            // A slug's letters need no escaping, and nearly every query asks for it.
            Kind::Text if attribute.name == "slug" => json_word(&sql, nullable),
            Kind::Text => dialect.json_text(&sql, nullable),
            Kind::Integer => dialect.json_number(&sql, nullable),
            Kind::Float => dialect.json_float(&sql, nullable),
            Kind::Boolean => json_boolean(&sql, nullable),
            Kind::Instant => dialect.json_instant(&sql, nullable),
            Kind::Choice(_) => json_word(&sql, nullable),
            // It is JSON as it is stored.
            Kind::Listing => format!("coalesce({sql}, 'null')"),
            Kind::Fuzzy => {
                let date = FuzzyColumns::of(attribute, alias);
                let object = self.fuzzy_object(&date, field)?;
                format!("CASE WHEN {} IS NULL THEN 'null' ELSE {object} END", date.edtf)
            }
            Kind::Texts | Kind::FuzzyDates => {
                self.charge(1);
                let item = self.alias();
                let json = if matches!(attribute.kind, Kind::Texts) {
                    dialect.json_text(&format!("{item}.value"), false)
                } else {
                    self.fuzzy_object(&FuzzyColumns::of_item(&item), field)?
                };
                let list = json_array(&format!("string_agg({item}.j, ',' ORDER BY {item}.position)"));
                let name = literal(attribute.name);
                format!(
                    "(SELECT {list} FROM (SELECT {item}.position, {json} AS j FROM list_item {item} \
                     WHERE {item}.record_id = {alias}.id AND {item}.attribute = {name}) {item})"
                )
            }
        })
    }

    /// The JSON of a date that is there.
    pub(super) fn fuzzy_object(&mut self, date: &FuzzyColumns, field: &Selected<'a>) -> Result<String> {
        let fields = self.collect("FuzzyDate", &[], &field.below);
        self.json_object(&fields, |compiler, field| {
            Ok(match field.name {
                "__typename" => literal("\"FuzzyDate\""),
                "edtf" => json_word(&date.edtf, false),
                "earliest" => json_word(&date.earliest, true),
                "latest" => json_word(&date.latest, true),
                "precision" => json_word(&described(date, "precision"), false),
                _ => compiler.dialect.json_text(&described(date, "text"), false),
            })
        })
    }
}

/// What only depends on a date's EDTF, which is written once per EDTF, not once per date.
pub fn described(date: &FuzzyColumns, what: &str) -> String {
    format!("(SELECT d.{what} FROM edtf d WHERE d.edtf = {})", date.edtf)
}

/// The three columns of a fuzzy date.
pub struct FuzzyColumns {
    pub edtf: String,
    pub earliest: String,
    pub latest: String,
}

impl FuzzyColumns {
    pub fn of(attribute: &Attribute, alias: &str) -> Self {
        Self {
            edtf: column(alias, &attribute.column),
            earliest: column(alias, &format!("{}_earliest", attribute.column)),
            latest: column(alias, &format!("{}_latest", attribute.column)),
        }
    }

    /// One of several fuzzy dates.
    pub fn of_item(alias: &str) -> Self {
        Self { edtf: column(alias, "value"), earliest: column(alias, "earliest"), latest: column(alias, "latest") }
    }
}
