//! Rows as a page.

use cluster_directory::resource::Resource;

use super::Reader;
use super::order::words;
use super::selection::Selected;
use crate::oracle::document::{Field, Value};
use crate::oracle::json::{Json, Place};
use crate::oracle::rows::Row;

/// How many rows a page has if nobody says.
const DEFAULT_SIZE: usize = 20;

/// A page and what lies around it.
struct Page<'d> {
    rows: Vec<&'d Row>,
    has_next: bool,
    has_previous: bool,
}

impl<'d> Reader<'d> {
    /// A connection over these rows, of which those count that meet `where`.
    pub fn connection(&self, resource: &'static Resource, mut rows: Vec<&'d Row>, field: &Selected<'d>) -> Json {
        let name = resource.name;
        if let Some(filter) = field.field.argument("where") {
            rows.retain(|row| self.meets(resource, row, filter));
        }
        let order = field.field.argument("orderBy");
        rows.sort_by(|one, other| self.ordered(resource, order, one, other));
        let page = self.page(resource, &rows, field.field);
        let order = words(resource, order);
        let cursor = |row: &Row| Json::Cursor(Place { order: order.clone(), row: row.id() });

        let connection = format!("{name}Connection");
        self.json_object(&[&connection], &field.below, |part| match part.field.name.as_str() {
            "__typename" => Json::text(connection.as_str()),
            "totalCount" => count(rows.len()),
            "groups" => self.groups(resource, &rows, part),
            "nodes" => {
                let nodes = page.rows.iter();
                Json::List(nodes.map(|row| self.object(resource, row, &part.below)).collect())
            }
            "edges" => {
                let edge = format!("{name}Edge");
                let json = |row: &&'d Row| {
                    self.json_object(&[&edge], &part.below, |part| match part.field.name.as_str() {
                        "__typename" => Json::text(edge.as_str()),
                        "cursor" => cursor(row),
                        _ => self.object(resource, row, &part.below),
                    })
                };
                Json::List(page.rows.iter().map(json).collect())
            }
            _ => self.json_object(&["PageInfo"], &part.below, |part| {
                let at = |row: Option<&&Row>| row.map_or(Json::Null, |row| cursor(row));
                match part.field.name.as_str() {
                    "__typename" => Json::text("PageInfo"),
                    "hasNextPage" => Json::Boolean(page.has_next),
                    "hasPreviousPage" => Json::Boolean(page.has_previous),
                    "startCursor" => at(page.rows.first()),
                    _ => at(page.rows.last()),
                }
            }),
        })
    }

    /// The rows between the cursors, and of those the first or the last so many. On the side that it
    /// counts towards, a page has more if rows between the cursors are left; on the other side, if
    /// the cursor there hides one: a row at it or beyond it, whatever row it was made from.
    fn page(&self, resource: &'static Resource, rows: &[&'d Row], field: &Field) -> Page<'d> {
        let order = field.argument("orderBy");
        let size = |name: &str| match field.argument(name) {
            None | Some(Value::Null) => None,
            Some(Value::Integer(size)) => Some(usize::try_from(*size).expect("a page's size")),
            other => panic!("no size: {other:?}"),
        };
        let cursor = |name: &str| match field.argument(name) {
            None | Some(Value::Null) => None,
            Some(Value::Cursor { place, .. }) => Some(&self.rows.of(resource)[&place.row]),
            other => panic!("no cursor: {other:?}"),
        };
        let (after, before) = (cursor("after"), cursor("before"));
        let is_after = |row: &Row| after.is_none_or(|cursor| self.ordered(resource, order, row, cursor).is_gt());
        let is_before = |row: &Row| before.is_none_or(|cursor| self.ordered(resource, order, row, cursor).is_lt());
        let inside: Vec<&Row> = rows.iter().copied().filter(|row| is_after(row) && is_before(row)).collect();
        if let Some(last) = size("last") {
            let left = inside.len().saturating_sub(last);
            Page {
                rows: inside[left..].to_vec(),
                has_previous: left > 0,
                has_next: rows.iter().any(|row| !is_before(row)),
            }
        } else {
            let first = size("first").unwrap_or(DEFAULT_SIZE).min(inside.len());
            Page {
                rows: inside[..first].to_vec(),
                has_previous: rows.iter().any(|row| !is_after(row)),
                has_next: inside.len() > first,
            }
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "no count has more than 53 bits")]
pub fn count(number: usize) -> Json {
    Json::Number(number as f64)
}
