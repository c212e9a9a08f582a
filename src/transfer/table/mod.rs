//! Tables: CSV and JSON lines.
//!
//! | file | what it does |
//! | --- | --- |
//! | `mapping` | the file that says which column is which part |
//! | `lines` | a file's lines as cells |
//! | `value` | a cell as a value, as people write it |
//! | `record` | a line as what it says of a record |
//! | `export` | the way out |

mod export;
mod lines;
mod mapping;
mod record;
mod value;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::incoming::{FoundBy, Incoming, Spot};
use super::report::{Action, Entry, Report};
use crate::resource::Catalog;
pub use export::{Form, export};
use lines::{Cells, Line};
pub use mapping::Mapping;

/// The records of a CSV file.
pub fn csv(
    catalog: &'static Catalog,
    mapping: &Mapping,
    file: &Spot,
    text: &str,
    report: &mut Report,
) -> Vec<Incoming<'static>> {
    read(catalog, mapping, file, lines::csv(text), report)
}

/// The records of a file with a JSON object on each line, or with an array of them.
pub fn json(
    catalog: &'static Catalog,
    mapping: &Mapping,
    file: &Spot,
    text: &str,
    report: &mut Report,
) -> Vec<Incoming<'static>> {
    read(catalog, mapping, file, lines::json(text), report)
}

fn read(
    catalog: &'static Catalog,
    mapping: &Mapping,
    file: &Spot,
    lines: impl Iterator<Item = Line>,
    report: &mut Report,
) -> Vec<Incoming<'static>> {
    let resource = catalog.get(&mapping.resource);
    let match_by: Arc<[String]> = mapping.match_by.clone().into();
    let mut records: Vec<Incoming<'static>> = Vec::new();
    let mut by_key: HashMap<String, usize> = HashMap::new();
    let mut unread: BTreeMap<String, usize> = BTreeMap::new();
    let rules: Vec<_> = mapping.parts.iter().map(|(part, column)| (part.as_str(), column.rule())).collect();
    let read: BTreeSet<&str> =
        rules.iter().map(|(_, rule)| &*rule.column).chain(mapping.ignore.iter().map(String::as_str)).collect();
    for (line, cells) in lines {
        let at = Spot { line, ..file.clone() };
        let cells = match cells {
            Ok(cells) => cells,
            Err(why) => {
                report.add(Entry::at(Action::Refused, &at).because(why));
                continue;
            }
        };
        for column in cells.keys().filter(|column| !read.contains(column.as_str())) {
            *unread.entry(column.clone()).or_default() += 1;
        }
        let key = key(mapping, &cells);
        if key.is_empty() {
            let why =
                format!("it has none of the columns that say which record it is about: {}", mapping.key.join(", "));
            report.add(Entry::at(Action::Refused, &at).because(why));
            continue;
        }
        let found_by = match cells.get("slug").filter(|_| mapping.match_by.is_empty()) {
            Some(slug) => FoundBy::Slug(value::text(slug)),
            None if match_by.is_empty() => FoundBy::Nothing,
            None => FoundBy::Parts(match_by.clone()),
        };
        let (content, references) = (mapping.constants.clone(), Vec::new());
        let mut incoming = Incoming { resource, at, key: key.clone(), found_by, content, references, needs: None };
        record::fill(catalog, &mut incoming, &rules, &cells);
        if let Some(first) = by_key.get(&key) {
            record::join(&mut records[*first], incoming, report);
        } else {
            by_key.insert(key, records.len());
            records.push(incoming);
        }
    }
    for (column, count) in unread {
        let why = format!("column `{column}` ({count} lines): the mapping does not name it");
        report.add(Entry::at(Action::Left, &Spot { line: 0, ..file.clone() }).because(why));
    }
    records
}

/// What a line calls its record: its cells in the columns of the key.
fn key(mapping: &Mapping, cells: &Cells) -> String {
    let cells: Vec<_> =
        mapping.key.iter().map(|column| cells.get(column).map(value::text).unwrap_or_default()).collect();
    if cells.iter().all(String::is_empty) { String::new() } else { cells.join(" | ") }
}
