//! What whoever is told of changes hears of the records: how they are called now, or were called last.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use sea_orm::Value as Bound;
use serde::Deserialize;
use serde_json::Value as Json;

use super::change::{named, present};
use super::dialect::{column, json_array, quoted};
use super::entries::LogEntry;
use crate::database::Database;
use crate::error::{Error, Result};
use crate::resource::{Catalog, Resource};

/// A view, as far as whoever tells of it must know it.
#[derive(Debug, Deserialize)]
pub struct ToldView {
    pub id: i64,
    pub slug: String,
    /// What it lists: see [`crate::resource::Kind::Listing`].
    pub listing: Json,
}

impl ToldView {
    /// Whether an entry says that the view itself was written.
    pub fn is_about(&self, entry: &LogEntry) -> bool {
        entry.resource.name == "View" && entry.record == self.id && entry.claim.is_none()
    }
}

/// The view that `{ "slug": … }` or `{ "id": … }` stands for; of an id its number.
#[derive(Clone, Debug)]
pub enum ViewBy {
    Id(i64),
    Slug(String),
}

/// Finds a view, also by an id or slug that leads to it.
///
/// # Errors
///
/// When the database does not answer, or not in time.
pub async fn find_view(database: &Database, catalog: &Catalog, by: &ViewBy) -> Result<Option<ToldView>> {
    let (id, value): (String, Bound) = match by {
        ViewBy::Id(id) => (present(database.dialect, "$1"), (*id).into()),
        ViewBy::Slug(slug) => (named(database.dialect, catalog.get("View"), "$1"), slug.clone().into()),
    };
    let slug = database.dialect.json_text("v.slug", false);
    let object = format!("concat('{{\"id\":', v.id, ',\"slug\":', {slug}, ',\"listing\":', v.listing, '}}')");
    let sql = format!("SELECT coalesce((SELECT {object} FROM view v WHERE v.id = {id}), 'null')");
    let text = database.read(&sql, vec![value]).await?;
    serde_json::from_str(&text).map_err(Error::internal)
}

/// How records are called, and when a change was made.
#[derive(Debug, Default)]
pub struct Told {
    pub at: DateTime<Utc>,
    /// The slug of each record, and its address where it has one of its own. There is no slug of what was erased.
    pub records: BTreeMap<i64, (Option<String>, Option<String>)>,
}

/// Finds out how records of a resource are called, and when the change of this number was made.
///
/// # Errors
///
/// When the database does not answer, or not in time.
pub async fn told(database: &Database, resource: &Resource, ids: &BTreeSet<i64>, number: i64) -> Result<Told> {
    type Row = (i64, Option<String>, Option<String>);
    let dialect = database.dialect;
    let last = "(SELECT c.slug FROM change c WHERE c.record_id = i.id AND c.claim_id IS NULL \
                ORDER BY c.id DESC LIMIT 1)";
    let slug = dialect.json_text(&format!("coalesce(r.slug, {last})"), true);
    let url = match resource.find_attribute("url") {
        Some(url) => dialect.json_text(&column("r", &url.column), true),
        None => "'null'".to_owned(),
    };
    let rows = json_array(&format!("string_agg(concat('[', i.id, ',', {slug}, ',', {url}, ']'), ',')"));
    let (wanted, table) = (dialect.ids("$1"), quoted(&resource.table));
    let sql = format!(
        "SELECT concat('[', coalesce((SELECT CAST(at AS text) FROM change WHERE id = $2), '0'), ',', \
         (SELECT {rows} FROM ({wanted}) i LEFT JOIN {table} r ON r.id = i.id), ']')"
    );
    let ids: Vec<i64> = ids.iter().copied().collect();
    let text = database.read(&sql, vec![dialect.list(&ids).into(), number.into()]).await?;
    let (at, rows): (i64, Vec<Row>) = serde_json::from_str(&text).map_err(Error::internal)?;
    let records = rows.into_iter().map(|(id, slug, url)| (id, (slug, url))).collect();
    Ok(Told { at: DateTime::from_timestamp_micros(at).unwrap_or_default(), records })
}
