//! What the log tells: what a change made different, and where ids and slugs lead that are no more.

use super::compiler::Compiler;
use super::dialect::{column, json_array, literal, quoted};
use super::selection::Selected;
use crate::database::Dialect;
use crate::error::Result;
use crate::resource::{Resource, upper_case};

impl<'a> Compiler<'a> {
    /// The parts that differ since an entry, in the order of their names.
    pub(super) fn differences(&mut self, alias: &str, field: &Selected<'a>) -> Result<String> {
        self.charge(1);
        let dialect = self.dialect;
        let side = |side: &str| dialect.json_entries(&column(alias, side));
        let (row, side_of) = (self.alias(), self.alias());
        let fields = self.collect("Difference", &[], &field.below);
        let object = self.times(5, |compiler| {
            compiler.json_object(&fields, |_, part| {
                Ok(match part.name {
                    "__typename" => literal("\"Difference\""),
                    "part" => dialect.json_text(&format!("{row}.key"), false),
                    name => dialect.json_text(&column(&row, name), true),
                })
            })
        })?;
        let list = json_array(&format!("string_agg({row}.j, ',' ORDER BY {row}.key)"));
        let sides = format!(
            "SELECT key, value AS before, CAST(NULL AS text) AS after FROM ({}) {side_of} \
             UNION ALL SELECT key, CAST(NULL AS text), value FROM ({}) {side_of}",
            side("before"),
            side("after")
        );
        Ok(format!(
            "(SELECT {list} FROM (SELECT {row}.key, {object} AS j FROM (SELECT key, max(before) AS before, \
             max(after) AS after FROM ({sides}) {side_of} GROUP BY key) {row}) {row})"
        ))
    }
}

/// The number of the record that is there under this one: its own, or where it leads since it was merged.
pub fn present(dialect: Dialect, id: &str) -> String {
    let led = match dialect {
        Dialect::Sqlite => led(&format!("SELECT record_id FROM id_redirect WHERE id = {id}")),
        Dialect::Postgres => format!("merged_into({id})"),
    };
    format!("coalesce((SELECT p.id FROM record p WHERE p.id = {id}), {led})")
}

/// The number of the record that has this slug, or to which it leads.
pub fn named(dialect: Dialect, resource: &Resource, slug: &str) -> String {
    let table = quoted(&resource.table);
    let word = literal(&upper_case(resource.name));
    let led = match dialect {
        Dialect::Sqlite => led(&format!("SELECT record_id FROM slug_redirect WHERE type = {word} AND slug = {slug}")),
        Dialect::Postgres => format!("renamed_from({word}, {slug})"),
    };
    format!("coalesce((SELECT p.id FROM {table} p WHERE p.slug = {slug}), {led})")
}

/// The record to which a redirect leads in the end: what it leads to may have been merged itself. PostgreSQL has functions
/// for it, since it sets up whatever stands in a statement, also what hardly ever runs.
fn led(first: &str) -> String {
    format!(
        "(WITH RECURSIVE l (id) AS ({first} UNION SELECT n.record_id FROM id_redirect n JOIN l ON n.id = l.id) \
         SELECT l.id FROM l JOIN record p ON p.id = l.id LIMIT 1)"
    )
}
