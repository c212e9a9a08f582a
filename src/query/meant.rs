//! The records that a mutation means: found by slug, and what they are.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::Value as Bound;
use serde::Deserialize;
use serde_json::json;

use super::dialect::{json_array, literal, quoted};
use crate::database::Database;
use crate::error::{Error, Result};
use crate::resource::{Catalog, Resource, Role, upper_case};

/// What was found of what a mutation names.
#[derive(Debug, Default)]
pub struct Meant {
    /// The record of that type with that slug.
    by_slug: BTreeMap<(String, String), i64>,
    /// The type of the record or claim.
    types: BTreeMap<i64, String>,
}

/// A claim on the same attribute of the same record as another; or that one itself.
#[derive(Debug, Deserialize)]
pub struct Rival {
    pub id: i64,
    pub record: i64,
    /// The record's type, as an enum spells it.
    #[serde(rename = "type")]
    pub ty: String,
    pub attribute: Option<String>,
    pub value: Option<String>,
}

impl Meant {
    /// The record of a resource with that slug.
    pub fn slug(&self, resource: &Resource, slug: &str) -> Option<i64> {
        self.by_slug.get(&(upper_case(resource.name), slug.to_owned())).copied()
    }

    /// Whether the number is, or was, that of a record of this resource. Of a claim that was withdrawn no more is
    /// known than that it is no record.
    pub fn can_be(&self, id: i64, resource: &Resource) -> bool {
        match (self.types.get(&id), resource.role) {
            (Some(ty), Role::Interface) => ty != "CLAIM",
            (Some(ty), _) => *ty == upper_case(resource.name),
            (None, role) => role == Role::Node,
        }
    }
}

/// Looks for slugs of resources, and for what stands behind numbers.
///
/// # Errors
///
/// When the database does not answer, or not in time.
pub async fn find_meant(
    database: &Database,
    catalog: &Catalog,
    slugs: &BTreeMap<&str, BTreeSet<String>>,
    ids: &BTreeSet<i64>,
) -> Result<Meant> {
    let dialect = database.dialect;
    let mut parts: Vec<String> = Vec::new();
    let mut values: Vec<Bound> = Vec::new();
    for (name, slugs) in slugs {
        values.push(json!(slugs).to_string().into());
        let wanted = dialect.json_texts(&format!("${}", values.len()));
        let (word, table) = (literal(&upper_case(name)), quoted(&catalog.get(name).table));
        parts.push(format!("SELECT {word} AS type, slug, id FROM {table} WHERE slug IN ({wanted})"));
        // A slug that a record had before leads to it for ever.
        parts.push(format!(
            "SELECT type, slug, record_id AS id FROM slug_redirect WHERE type = {word} AND slug IN ({wanted})"
        ));
    }
    if !ids.is_empty() {
        let ids: Vec<i64> = ids.iter().copied().collect();
        values.push(dialect.list(&ids).into());
        let wanted = dialect.is_one_of("id", &format!("${}", values.len()));
        parts.push(format!("SELECT type, '' AS slug, id FROM record WHERE {wanted}"));
        parts.push(format!("SELECT 'CLAIM' AS type, '' AS slug, id FROM claim WHERE {wanted}"));
        // Of what was withdrawn the log still knows the type.
        let wanted = dialect.is_one_of("record_id", &format!("${}", values.len()));
        parts.push(format!("SELECT type, '' AS slug, record_id AS id FROM change WHERE claim_id IS NULL AND {wanted}"));
    }
    if parts.is_empty() {
        return Ok(Meant::default());
    }
    // Types and slugs need no escaping.
    let row = "concat('[\"', f.type, '\",\"', f.slug, '\",', f.id, ']')";
    let rows = json_array(&format!("string_agg({row}, ',')"));
    let text = database.read(&format!("SELECT {rows} FROM ({}) f", parts.join(" UNION ")), values).await?;
    let rows: Vec<(String, String, i64)> = serde_json::from_str(&text).map_err(Error::internal)?;
    let mut meant = Meant::default();
    for (ty, slug, id) in rows {
        if slug.is_empty() {
            meant.types.insert(id, ty);
        } else {
            meant.by_slug.insert((ty, slug), id);
        }
    }
    Ok(meant)
}

/// A claim, and those on the same attribute of the same record.
///
/// # Errors
///
/// When the database does not answer, or not in time.
pub async fn find_rivals(database: &Database, claim: i64) -> Result<Vec<Rival>> {
    let dialect = database.dialect;
    let row = format!(
        "concat('{{\"id\":', r.id, ',\"record\":', r.record_id, ',\"type\":\"', o.type, '\",\"attribute\":', {}, \
         ',\"value\":', {}, '}}')",
        dialect.json_text("r.attribute", true),
        dialect.json_text("r.value", true),
    );
    let rows = json_array(&format!("string_agg({row}, ',' ORDER BY r.id)"));
    let sql = format!(
        "SELECT {rows} FROM claim c JOIN claim r ON r.record_id = c.record_id \
         AND (r.attribute = c.attribute OR r.id = c.id) JOIN record o ON o.id = c.record_id WHERE c.id = $1"
    );
    let text = database.read(&sql, vec![claim.into()]).await?;
    serde_json::from_str(&text).map_err(Error::internal)
}
