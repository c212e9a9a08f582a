//! `groups(by:)`: how many rows share a value, on all pages. The largest first, 500 at most; those of
//! one size by their values, other records by their age, what is missing last.

use std::collections::BTreeMap;

use cluster_directory::directory::catalog;
use cluster_directory::resource::{Kind, Resource, upper_case};

use super::Reader;
use super::connection::count;
use super::selection::Selected;
use crate::oracle::json::Json;
use crate::oracle::rows::Row;

/// How many groups are given.
const MOST_GROUPS: usize = 500;

/// What a row is grouped by; the order of the variants puts what is missing last.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Word(String),
    Record(&'static str, i64),
    Missing,
}

impl<'d> Reader<'d> {
    pub fn groups(&self, resource: &'static Resource, rows: &[&Row], field: &Selected<'d>) -> Json {
        let by = field.field.argument("by").expect("something to group by").items();
        let mut counts: BTreeMap<Vec<Key>, usize> = BTreeMap::new();
        for row in rows {
            let keys = by.iter().map(|word| key(resource, row, word.as_text())).collect();
            *counts.entry(keys).or_default() += 1;
        }
        let mut groups: Vec<(Vec<Key>, usize)> = counts.into_iter().collect();
        // The sort is stable, so groups of one size stay in the order of their keys.
        groups.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        groups.truncate(MOST_GROUPS);
        let json = |(keys, size): &(Vec<Key>, usize)| {
            self.json_object(&["Group"], &field.below, |part| match part.field.name.as_str() {
                "__typename" => Json::text("Group"),
                "count" => count(*size),
                _ => Json::List(keys.iter().map(|key| self.group_key(key, part)).collect()),
            })
        };
        Json::List(groups.iter().map(json).collect())
    }

    /// `value` is the value, or another record's slug; `label` is its name.
    fn group_key(&self, key: &Key, field: &Selected<'d>) -> Json {
        self.json_object(&["GroupKey"], &field.below, |part| match (part.field.name.as_str(), key) {
            ("__typename", _) => Json::text("GroupKey"),
            (_, Key::Missing) => Json::Null,
            (_, Key::Word(word)) => Json::text(word.as_str()),
            (name, Key::Record(target, id)) => {
                let target = catalog().get(target);
                let row = &self.rows.of(target)[id];
                let label = target.named_by.expect("it has a name");
                Json::text(row.text(if name == "label" { label } else { "slug" }))
            }
        })
    }
}

/// What a word of the resource's group enum says of a row.
fn key(resource: &'static Resource, row: &Row, word: &str) -> Key {
    let missing_or = |word: Option<String>| word.map_or(Key::Missing, Key::Word);
    for attribute in &resource.attributes {
        let name = upper_case(attribute.name);
        if word == name {
            return missing_or(row.cell(&attribute.column).as_text().map(str::to_owned));
        }
        // The year or month, where the whole of the date lies in one.
        let digits = match word.strip_prefix(&name) {
            Some("_YEAR") => 4,
            Some("_MONTH") => 7,
            _ => continue,
        };
        if !matches!(attribute.kind, Kind::Fuzzy) {
            continue;
        }
        let bound = |bound: &str| {
            let day = row.cell(&format!("{}_{bound}", attribute.column)).as_day()?;
            Some(day.to_string()[..digits].to_owned())
        };
        let (earliest, latest) = (bound("earliest"), bound("latest"));
        return missing_or(earliest.filter(|earliest| latest.as_ref() == Some(earliest)));
    }
    let mut relationships = resource.relationships.iter();
    let relationship = relationships.find(|it| upper_case(it.name) == word);
    let relationship = relationship.unwrap_or_else(|| panic!("{} by {word}", resource.name));
    let column = relationship.own_column().expect("it leads to one");
    let id = row.cell(column).as_integer();
    id.map_or(Key::Missing, |id| Key::Record(relationship.target, id))
}
