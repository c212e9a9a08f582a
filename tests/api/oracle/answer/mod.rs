//! The answer to a document by reading rows in memory: no statement, no index, nothing of
//! `src/query`. It follows the rules that the server publishes, each said where it is applied.

mod connection;
mod filter;
mod groups;
mod interval;
mod object;
mod order;
mod relation;
mod selection;

use cluster_directory::directory::catalog;
use cluster_directory::resource::{RECORD, Resource};

use super::document::{Document, Value};
use super::json::Json;
use super::rows::{Row, Rows};
use selection::Selected;

pub use order::words;
pub use relation::Memory;

/// Where the test server says that it is.
const BASE_URL: &str = "https://directory.test";

/// Reads one document's answer from the rows.
pub struct Reader<'d> {
    pub rows: &'d Rows,
    pub document: &'d Document,
    /// What was found before; the rows never change.
    pub memory: &'d Memory,
}

impl<'d> Reader<'d> {
    /// The `data` of the answer.
    pub fn answer(&self) -> Json {
        self.json_object(&["Query"], &[&self.document.selections], |field| self.root(field))
    }

    fn root(&self, field: &Selected<'d>) -> Json {
        let argument = |name: &str| field.field.argument(name);
        match field.field.name.as_str() {
            "__typename" => Json::text("Query"),
            "node" => self.node(argument("id").expect("an id"), field),
            "nodes" => {
                let ids = argument("ids").expect("ids").items();
                Json::List(ids.into_iter().map(|id| self.node(id, field)).collect())
            }
            name => self.listed_or_single(name, field),
        }
    }

    fn listed_or_single(&self, name: &str, field: &Selected<'d>) -> Json {
        for resource in catalog().resources() {
            let all = || self.rows.of(resource).values();
            if name == resource.plural {
                return self.connection(resource, all().collect(), field);
            }
            if let Some(subset) = resource.subsets.iter().find(|it| it.field == name) {
                let fits = |row: &&Row| row.text(subset.attribute) == subset.value;
                return self.connection(resource, all().filter(fits).collect(), field);
            }
            if name == resource.singular {
                let by = field.field.argument("by").expect("a key");
                let fits = |row: &&Row| match by.entries().as_slice() {
                    [("id", id)] => is_id(row, id),
                    [("slug", slug)] => row.text("slug") == slug.as_text(),
                    other => panic!("not one key: {other:?}"),
                };
                let found = all().find(fits);
                return found.map_or(Json::Null, |row| self.object(resource, row, &field.below));
            }
        }
        panic!("no root field {name}")
    }

    /// Whatever has the id: any record, or a claim.
    fn node(&self, id: &Value, field: &Selected<'d>) -> Json {
        let read = |name: &str| {
            let resource: &'static Resource = catalog().get(name);
            let row = self.rows.of(resource).values().find(|row| is_id(row, id))?;
            Some(self.object(resource, row, &field.below))
        };
        read(RECORD).or_else(|| read("Claim")).unwrap_or(Json::Null)
    }
}

/// An id is `r` and the row's number.
fn is_id(row: &Row, id: &Value) -> bool {
    id.as_text() == format!("r{}", row.id())
}
