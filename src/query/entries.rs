//! The log behind a number, for those who follow it.

use std::collections::BTreeSet;

use serde_json::{Map, Value as Json};

use super::dialect::{column, json_array, literal, quoted};
use crate::database::{Database, Dialect};
use crate::error::{Error, Result};
use crate::resource::{Catalog, Relationship, Resource, ids_of, upper_case};

/// An entry of the log, as far as those who follow it must know it.
#[derive(Clone, Debug)]
pub struct LogEntry {
    pub number: i64,
    /// The word of the enum `Operation`.
    pub operation: String,
    /// What the record is, or was.
    pub resource: &'static Resource,
    pub record: i64,
    /// The claim about the record that was written, if it was not the record itself.
    pub claim: Option<i64>,
    /// The record's slug then.
    pub slug: Option<String>,
    /// The records to which this one pointed before, or points after: the name of what the relationship leads to, and
    /// the id. A participation points to its event.
    pub points: BTreeSet<(&'static str, i64)>,
}

/// A row as it comes: number, operation, type, record, claim, slug, the parts that differ before and after, and where
/// the record points now.
type Row = (
    i64,
    String,
    String,
    i64,
    Option<i64>,
    Option<String>,
    Option<Map<String, Json>>,
    Option<Map<String, Json>>,
    Option<Vec<i64>>,
);

/// The first entries after a number, so many at most.
///
/// # Errors
///
/// When the database does not answer, or not in time.
pub async fn entries_after(
    database: &Database,
    catalog: &'static Catalog,
    number: i64,
    most: usize,
) -> Result<Vec<LogEntry>> {
    let sql = statement(database.dialect, catalog, most);
    let text = database.read(&sql, vec![number.into()]).await?;
    let rows: Vec<Row> = serde_json::from_str(&text).map_err(Error::internal)?;
    rows.into_iter().map(|row| entry(catalog, row)).collect()
}

/// The number of the last entry; 0 if there is none.
///
/// # Errors
///
/// When the database does not answer, or not in time.
pub async fn last_number(database: &Database) -> Result<i64> {
    let text = database.read("SELECT CAST(coalesce(max(id), 0) AS text) FROM change", Vec::new()).await?;
    text.parse().map_err(Error::internal)
}

fn statement(dialect: Dialect, catalog: &Catalog, most: usize) -> String {
    let whole = |name: &str| format!("coalesce({}, 'null')", column("e", name));
    let row = format!(
        "concat('[', e.id, ',\"', e.operation, '\",\"', e.type, '\",', e.record_id, ',', {}, ',', {}, ',', {}, ',', {}, \
         ',', {}, ']')",
        dialect.json_number("e.claim_id", true),
        dialect.json_text("e.slug", true),
        whole("before"),
        whole("after"),
        points_now(catalog),
    );
    let rows = json_array(&format!("string_agg({row}, ',' ORDER BY e.id)"));
    format!("SELECT {rows} FROM (SELECT * FROM change WHERE id > $1 ORDER BY id LIMIT {most}) e")
}

/// Where the record of an update points. The entry has only the parts that differ; one that says a participation's
/// role does not say its event.
fn points_now(catalog: &Catalog) -> String {
    let branches = catalog.records().filter_map(|resource| {
        let ids: Vec<String> =
            to_one(resource).map(|(_, name)| format!("coalesce({}, 0)", column("p", name))).collect();
        let word = literal(&upper_case(resource.name));
        let (ids, table) = (ids.join(", ',', "), quoted(&resource.table));
        let object = format!("SELECT concat('[', {ids}, ']') FROM {table} p WHERE p.id = e.record_id");
        (!ids.is_empty()).then(|| format!("WHEN {word} THEN ({object})"))
    });
    let branches = branches.collect::<Vec<_>>().join(" ");
    format!(
        "coalesce(CASE WHEN e.operation = 'UPDATE' AND e.claim_id IS NULL THEN CASE e.type {branches} END END, 'null')"
    )
}

/// The relationships that stand in a resource's own columns.
fn to_one(resource: &Resource) -> impl Iterator<Item = (&Relationship, &str)> {
    resource.relationships.iter().filter_map(|relationship| Some((relationship, relationship.own_column()?)))
}

fn entry(catalog: &'static Catalog, row: Row) -> Result<LogEntry> {
    let (number, operation, ty, record, claim, slug, before, after, now) = row;
    // A claim has the type of its record, or its own if that is not known any more.
    let resource = catalog.nodes().find(|resource| upper_case(resource.name) == ty);
    let resource = resource.ok_or_else(|| Error::internal(format!("the log knows a resource {ty}")))?;
    let mut points = BTreeSet::new();
    // What a claim points to is nothing to which the record does.
    let parts = before.iter().chain(&after).flatten().filter(|_| claim.is_none());
    for (name, json) in parts {
        if let Some(relationship) = resource.part(name).and_then(|part| part.relationship()) {
            points.extend(ids_of(json).map(|id| (relationship.target, id)));
        }
    }
    let now = to_one(resource).zip(now.unwrap_or_default()).filter(|(_, id)| *id != 0);
    points.extend(now.map(|((relationship, _), id)| (relationship.target, id)));
    Ok(LogEntry { number, operation, resource, record, claim, slug, points })
}
