//! `orderBy`. Texts are compared byte by byte, fuzzy dates by their earliest day. What is missing
//! comes last, in either direction, unless the direction says otherwise; what lies behind a
//! relationship that leads nowhere is missing. Rows that are equal so far follow by id, in the
//! direction of the last key.

use std::cmp::Ordering;

use cluster_directory::directory::catalog;
use cluster_directory::resource::{Kind, Resource};

use super::Reader;
use crate::oracle::document::Value;
use crate::oracle::rows::{Cell, Row};

/// An order in words, the same for the same order however it is written.
pub fn words(resource: &Resource, order: Option<&Value>) -> String {
    let mut words = resource.name.to_owned();
    for mut key in order.map(Value::items).unwrap_or_default() {
        while let Value::Object(_) = key {
            let (name, below) = key.entries()[0];
            words.push_str(&format!(" {name}"));
            key = below;
        }
        // Missing values come last unless it says otherwise.
        words.push_str(&format!(" {}", key.as_text().trim_end_matches("_NULLS_LAST")));
    }
    words
}

/// Compares two values that are there.
pub fn compare(one: &Cell, other: &Cell) -> Ordering {
    match (one, other) {
        (Cell::Text(one), Cell::Text(other)) => one.as_bytes().cmp(other.as_bytes()),
        (Cell::Integer(one), Cell::Integer(other)) => one.cmp(other),
        (Cell::Day(one), Cell::Day(other)) => one.cmp(other),
        (Cell::Boolean(one), Cell::Boolean(other)) => one.cmp(other),
        (Cell::Float(one), Cell::Float(other)) => one.total_cmp(other),
        (one, other) => panic!("{one:?} does not compare with {other:?}"),
    }
}

impl Reader<'_> {
    /// How two rows stand to each other.
    pub fn ordered(&self, resource: &'static Resource, order: Option<&Value>, one: &Row, other: &Row) -> Ordering {
        let mut descending = false;
        for key in order.map(Value::items).unwrap_or_default() {
            let (first, direction) = self.key(resource, Some(one), key);
            let (second, _) = self.key(resource, Some(other), key);
            descending = direction.starts_with("DESC");
            let missing = if direction.ends_with("NULLS_FIRST") { Ordering::Less } else { Ordering::Greater };
            let order = match (first.is_null(), second.is_null()) {
                (true, true) => Ordering::Equal,
                (true, false) => missing,
                (false, true) => missing.reverse(),
                (false, false) if descending => compare(&second, &first),
                (false, false) => compare(&first, &second),
            };
            if order.is_ne() {
                return order;
            }
        }
        let by_age = one.id().cmp(&other.id());
        if descending { by_age.reverse() } else { by_age }
    }

    /// The value that a key orders a row by, and the direction.
    fn key<'v>(&self, resource: &'static Resource, row: Option<&Row>, key: &'v Value) -> (Cell, &'v str) {
        let (name, value) = key.entries()[0];
        if let Some(relationship) = resource.find_relationship(name) {
            let target = catalog().get(relationship.target);
            let there = row.and_then(|row| self.related(resource, row, relationship, None).first().copied());
            return self.key(target, there, value);
        }
        let column = match resource.find_attribute(name) {
            None => "id".to_owned(),
            Some(it) if matches!(it.kind, Kind::Fuzzy) => format!("{}_earliest", it.column),
            Some(it) => it.column.clone(),
        };
        (row.map_or(Cell::Null, |row| row.cell(&column).clone()), value.as_text())
    }
}
