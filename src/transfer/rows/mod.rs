//! Records of a bundle as rows of tables: every key checked, nothing left over.

mod buffer;
mod slugs;
mod values;
mod words;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::vec::IntoIter;

use chrono::{DateTime, Utc};
use serde_json::Value as Json;

use super::bundle::{Bundle, Record, Records};
use crate::resource::{Catalog, Join, Relationship, Resource, Role, upper_case};
pub use buffer::Table;
use buffer::{Buffer, Cells};
use slugs::Slugs;

/// The rows of a bundle, made as they are asked for.
pub struct Rows<'a> {
    catalog: &'a Catalog,
    bundle: &'a Bundle,
    now: i64,
    last_id: i64,
    slugs: Slugs<'a>,
    /// The files that are still to be read, and the one that is being read.
    files: IntoIter<&'a Resource>,
    reading: Option<(&'a Resource, Records<'a>)>,
    /// The rows that are made and not yet written.
    pub buffer: Buffer<'a>,
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

impl<'a> Rows<'a> {
    /// Reads the slugs of a bundle, so that references can point forward too.
    ///
    /// # Errors
    ///
    /// When a file or a slug is faulty: the sentence has file, record and reason.
    pub fn of(catalog: &'a Catalog, bundle: &'a Bundle, now: DateTime<Utc>) -> Result<Self, String> {
        let relationships = catalog.resources().iter().flat_map(|resource| &resource.relationships);
        let owned: BTreeSet<_> = relationships.filter(|it| it.owned).map(|it| it.target).collect();
        let files: Vec<_> = catalog.records().filter(|resource| !owned.contains(resource.name)).collect();
        for name in bundle.names() {
            if !files.iter().any(|resource| resource.plural == name) {
                return Err(format!("{name}.json is the file of no resource."));
            }
        }
        let mut slugs = Slugs::new(catalog);
        let mut last_id = 0;
        for resource in &files {
            for record in bundle.records(resource.plural)? {
                last_id += 1;
                slugs.announce(resource, &record, last_id)?;
            }
        }
        let mut buffer = Buffer::default();
        buffer.announce(last_id);
        Ok(Rows {
            catalog,
            bundle,
            now: now.timestamp_micros(),
            last_id,
            slugs,
            files: files.into_iter(),
            reading: None,
            buffer,
            described: BTreeSet::new(),
            named: BTreeSet::new(),
        })
    }

    /// Makes rows until there are enough to be written; false if there are no more.
    ///
    /// # Errors
    ///
    /// When a record is not what its description says: the sentence has file, record and reason.
    pub fn fill(&mut self) -> Result<bool, String> {
        while !self.buffer.is_full() {
            let Some((resource, records)) = &mut self.reading else {
                let Some(resource) = self.files.next() else {
                    return Ok(!self.buffer.is_empty() || self.buffer.release());
                };
                self.reading = Some((resource, self.bundle.records(resource.plural)?));
                continue;
            };
            let resource = *resource;
            let Some(record) = records.next() else {
                self.reading = None;
                continue;
            };
            let (slug, id) = self.slugs.announced(resource, &record)?;
            self.buffer.reach(id);
            self.add(resource, resource.plural, Pending { id, slug, record }, None)?;
        }
        Ok(true)
    }

    /// The last number that was given out.
    pub fn last_id(&self) -> i64 {
        self.last_id
    }

    fn next_id(&mut self) -> i64 {
        self.last_id += 1;
        self.last_id
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
        let mut cells: Cells<'a> = vec![("id".into(), id.into())];
        if resource.role == Role::Record {
            let word = upper_case(resource.name);
            self.buffer.put("record", vec![("id".into(), id.into()), ("type".into(), word.into())]);
            cells.push(("slug".into(), slug.clone().into()));
            cells.push(("version".into(), 1_i32.into()));
            cells.push(("created_at".into(), self.now.into()));
            cells.push(("updated_at".into(), self.now.into()));
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
        let mut targets = Vec::new();
        for relationship in &resource.relationships {
            let value = record.remove(relationship.name).unwrap_or(Json::Null);
            match &relationship.join {
                Join::Own { column } => {
                    let target = match owner {
                        Some((back, owner)) if back == column => Some(owner),
                        _ => self.slugs.reference(relationship, &value).map_err(|why| place.says(why))?,
                    };
                    if target.is_none() && relationship.required {
                        return Err(place.says(format!("`{}` is missing", relationship.name)));
                    }
                    targets.extend(target);
                    cells.push((Cow::from(column), target.into()));
                }
                _ if !value.is_null() => after.push((relationship, value)),
                _ => {}
            }
        }
        if let Some(key) = record.keys().next() {
            return Err(place.says(format!("`{key}` is not known to {}", resource.name)));
        }
        self.buffer.put_after(&resource.table, Some(id), cells, targets);
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
                Join::Pairs { table, own, other, .. } => {
                    let target = self.slugs.reference(relationship, &item).map_err(|why| place.says(why))?;
                    let cells: Cells = vec![((*own).into(), id.into()), ((*other).into(), target.into())];
                    self.buffer.put_after(table, None, cells, target.into_iter().chain([id]).collect());
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
}
