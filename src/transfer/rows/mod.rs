//! Records of a bundle as rows of tables: every key checked, nothing left over.

mod values;
mod words;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use sea_orm::Value as Cell;
use serde_json::Value as Json;

use super::bundle::{Bundle, Record};
use crate::resource::{Catalog, Join, RECORD, Relationship, Resource, Role, upper_case};

/// The rows of a table, column by column.
#[derive(Debug, Default)]
pub struct Table {
    pub columns: Vec<String>,
    pub rows: Vec<Vec<Cell>>,
}

/// All rows of a bundle, ready to be written in the order of the catalog.
pub struct Rows<'a> {
    catalog: &'a Catalog,
    now: i64,
    last_id: i64,
    /// Ids by resource and slug.
    ids: HashMap<(&'static str, String), i64>,
    pub tables: BTreeMap<String, Table>,
    described: BTreeSet<String>,
    /// Words of names whose slips are known.
    named: BTreeSet<String>,
}

/// Where a fault was found.
struct Place<'p> {
    file: &'p str,
    slug: &'p str,
}

impl Place<'_> {
    fn says(&self, what: impl std::fmt::Display) -> String {
        format!("{}.json: record `{}`: {what}.", self.file, self.slug)
    }
}

/// A record on its way to being a row, with its id.
struct Pending {
    id: i64,
    slug: String,
    record: Record,
}

/// Makes rows of all records of a bundle.
///
/// # Errors
///
/// When a record is not what its description says: the sentence has file, record and reason.
pub fn rows<'a>(catalog: &'a Catalog, bundle: &Bundle, now: DateTime<Utc>) -> Result<Rows<'a>, String> {
    let mut rows = Rows {
        catalog,
        now: now.timestamp_micros(),
        last_id: 0,
        ids: HashMap::new(),
        tables: BTreeMap::new(),
        described: BTreeSet::new(),
        named: BTreeSet::new(),
    };
    let owned: BTreeSet<_> = catalog
        .resources()
        .iter()
        .flat_map(|resource| &resource.relationships)
        .filter(|relationship| relationship.owned)
        .map(|relationship| relationship.target)
        .collect();
    for name in bundle.names() {
        let known = catalog.records().any(|it| it.plural == name && !owned.contains(it.name));
        if !known {
            return Err(format!("{name}.json is the file of no resource."));
        }
    }
    // First every record gets its id, so that references can point forward too.
    let mut files = Vec::new();
    for resource in catalog.records().filter(|resource| !owned.contains(resource.name)) {
        let mut pending = Vec::new();
        for record in bundle.records(resource.plural)? {
            pending.push(rows.announce(resource, record)?);
        }
        files.push((resource, pending));
    }
    for (resource, pending) in files {
        for record in pending {
            rows.add(resource, resource.plural, record, None)?;
        }
    }
    Ok(rows)
}

impl<'a> Rows<'a> {
    pub fn last_id(&self) -> i64 {
        self.last_id
    }

    fn next_id(&mut self) -> i64 {
        self.last_id += 1;
        self.last_id
    }

    fn announce(&mut self, resource: &Resource, record: Record) -> Result<Pending, String> {
        let file = resource.plural;
        let slug = match record.get("slug") {
            Some(Json::String(slug)) => slug.clone(),
            _ => {
                return Err(format!("{file}.json: record {}: it has no `slug`.", self.last_id + 1));
            }
        };
        let place = Place { file, slug: &slug };
        let spelled = slug.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        if slug.is_empty() || !spelled {
            return Err(place.says("a slug has small letters, digits and hyphens only"));
        }
        let id = self.next_id();
        if self.ids.insert((resource.name, slug.clone()), id).is_some() {
            return Err(place.says("another record of the file has the same slug"));
        }
        Ok(Pending { id, slug, record })
    }

    /// Adds a record, with all that it owns. `owner` is the column that leads back, and the owner's id.
    fn add(
        &mut self,
        resource: &'a Resource,
        file: &str,
        Pending { id, slug, mut record }: Pending,
        owner: Option<(&str, i64)>,
    ) -> Result<(), String> {
        let place = Place { file, slug: &slug };
        record.remove("slug");
        let mut cells: Vec<(String, Cell)> = vec![("id".to_owned(), id.into())];
        if resource.role == Role::Record {
            let word = upper_case(resource.name);
            self.put(RECORD.to_lowercase(), vec![("id".into(), id.into()), ("type".into(), word.into())]);
            cells.push(("slug".to_owned(), slug.clone().into()));
            cells.push(("version".to_owned(), 1_i32.into()));
            cells.push(("created_at".to_owned(), self.now.into()));
            cells.push(("updated_at".to_owned(), self.now.into()));
        }
        let mut texts = Vec::new();
        let given_by_server = ["slug", "version", "createdAt", "updatedAt"];
        let attributes = resource.attributes.iter();
        for attribute in attributes.filter(|it| !given_by_server.contains(&it.name)) {
            let value = record.remove(attribute.name).unwrap_or(Json::Null);
            if let (Some(searched), Json::String(text)) = (attribute.searched, &value) {
                texts.push((searched, attribute, text.clone()));
            }
            self.attribute(&mut cells, id, attribute, &value).map_err(|why| place.says(why))?;
        }
        self.searched(resource, id, owner.map(|(_, owner)| owner), &texts);
        let mut after = Vec::new();
        for relationship in &resource.relationships {
            let value = record.remove(relationship.name).unwrap_or(Json::Null);
            match &relationship.join {
                Join::Own { column } => {
                    let target = match owner {
                        Some((back, owner)) if back == column => Some(owner),
                        _ => self.reference(relationship, &value).map_err(|why| place.says(why))?,
                    };
                    if target.is_none() && relationship.required {
                        return Err(place.says(format!("`{}` is missing", relationship.name)));
                    }
                    cells.push((column.clone(), target.into()));
                }
                _ if !value.is_null() => after.push((relationship, value)),
                _ => {}
            }
        }
        if let Some(key) = record.keys().next() {
            return Err(place.says(format!("`{key}` is not known to {}", resource.name)));
        }
        self.put(resource.table.clone(), cells);
        for (relationship, value) in after {
            self.related(resource, file, &slug, id, relationship, value)?;
        }
        Ok(())
    }

    /// What stands under a relationship that is not a column: owned records, links, sources, claims.
    fn related(
        &mut self,
        resource: &'a Resource,
        file: &str,
        slug: &str,
        id: i64,
        relationship: &'a Relationship,
        value: Json,
    ) -> Result<(), String> {
        let place = Place { file, slug };
        let name = relationship.name;
        let items = match value {
            Json::Array(items) => items,
            one if !relationship.many => vec![one],
            _ => return Err(place.says(format!("`{name}` must be a list"))),
        };
        for (index, item) in items.into_iter().enumerate() {
            match &relationship.join {
                Join::Pairs { table, own, other } => {
                    let target = self.reference(relationship, &item).map_err(|why| place.says(why))?;
                    let cells = vec![((*own).to_owned(), id.into()), ((*other).to_owned(), target.into())];
                    self.put((*table).to_owned(), cells);
                }
                Join::Through { via: "claims", .. } if name == "sources" => {
                    let claim =
                        Record::from_iter([("article".to_owned(), item), ("preferred".to_owned(), true.into())]);
                    self.claim(file, slug, id, claim)?;
                }
                Join::Inverse { .. } if name == "claims" => {
                    let Json::Object(claim) = item else {
                        return Err(place.says("a claim must be an object"));
                    };
                    self.claim(file, slug, id, claim)?;
                }
                Join::Inverse { inverse } if relationship.owned => {
                    let Json::Object(record) = item else {
                        return Err(place.says(format!("`{name}` must hold objects")));
                    };
                    let target = self.catalog.get(relationship.target);
                    let back = target.find_relationship(inverse).and_then(Relationship::own_column);
                    let back = back.unwrap_or_default();
                    let slug = format!("{slug}-{}-{}", target.table.replace('_', "-"), index + 1);
                    let pending = Pending { id: self.next_id(), slug, record };
                    self.add(target, file, pending, Some((back, id)))?;
                }
                _ => {
                    return Err(place.says(format!(
                        "`{name}` of {} follows from other records and cannot be given",
                        resource.name
                    )));
                }
            }
        }
        Ok(())
    }

    fn claim(&mut self, file: &str, slug: &str, record: i64, claim: Record) -> Result<(), String> {
        let resource = self.catalog.get("Claim");
        let pending = Pending { id: self.next_id(), slug: slug.to_owned(), record: claim };
        self.add(resource, file, pending, Some(("record_id", record)))
    }

    /// The id that a slug stands for.
    fn reference(&self, relationship: &Relationship, value: &Json) -> Result<Option<i64>, String> {
        let name = relationship.name;
        let slug = match value {
            Json::Null => return Ok(None),
            Json::String(slug) => slug,
            other => return Err(format!("`{name}` is {other}; it takes a slug")),
        };
        let found = if relationship.target == RECORD {
            let types = self.catalog.records();
            let mut found = types.filter_map(|it| self.ids.get(&(it.name, slug.clone())));
            let first = found.next();
            if found.next().is_some() {
                return Err(format!("`{name}` names `{slug}`, which several records are called"));
            }
            first
        } else {
            self.ids.get(&(relationship.target, slug.clone()))
        };
        match found {
            Some(id) => Ok(Some(*id)),
            None => Err(format!("`{name}` names `{slug}`, and no {} has that slug", relationship.target)),
        }
    }

    fn put(&mut self, table: String, cells: Vec<(String, Cell)>) {
        let table = self.tables.entry(table).or_default();
        if table.columns.is_empty() {
            table.columns = cells.iter().map(|(column, _)| column.clone()).collect();
        }
        debug_assert!(table.columns.iter().eq(cells.iter().map(|(column, _)| column)));
        table.rows.push(cells.into_iter().map(|(_, cell)| cell).collect());
    }
}
