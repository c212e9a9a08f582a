//! Records of a bundle as rows of tables: every key checked, nothing left over.

mod buffer;
mod numbers;
mod put;
mod slugs;

use std::collections::BTreeSet;
use std::vec::IntoIter;

use chrono::{DateTime, Utc};
use serde_json::{Value as Json, json};

use super::bundle::{Bundle, Record, Records, nested_slug};
use crate::change::{Author, Content, Scope, normal};
use crate::resource::{Catalog, Join, Part, Relationship, Resource, Role, id_text};
use buffer::Buffer;
use numbers::Numbers;
use slugs::Slugs;

/// The rows of a bundle, made as they are asked for.
pub struct Rows<'a> {
    catalog: &'static Catalog,
    bundle: &'a Bundle,
    author: Author,
    last_id: i64,
    /// How many entries the log has.
    changes: i64,
    slugs: Slugs<'static>,
    /// The files that are still to be read, and the one that is being read.
    files: IntoIter<&'static Resource>,
    reading: Option<(&'static Resource, Records<'a>)>,
    /// The rows that are made and not yet written.
    pub buffer: Buffer<'static>,
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

/// A record on its way to being rows, with its id.
struct Pending {
    id: i64,
    slug: String,
    record: Record,
    /// The relationship that leads back to who owns it, and its owner's id and resource.
    owner: Option<(&'static str, i64, &'static Resource)>,
}

impl<'a> Rows<'a> {
    /// Reads the slugs of a bundle, so that references can point forward too.
    ///
    /// # Errors
    ///
    /// When a file or a slug is faulty: the sentence has file, record and reason.
    pub fn of(catalog: &'static Catalog, bundle: &'a Bundle, now: DateTime<Utc>) -> Result<Self, String> {
        let files = bundle.resources(catalog)?;
        let mut slugs = Slugs::new(catalog);
        let mut numbers = Numbers::default();
        let mut buffer = Buffer::default();
        for resource in &files {
            for record in bundle.records(resource.plural)? {
                let id = numbers.of(resource, &record)?;
                slugs.announce(resource, &record, id)?;
                buffer.announce(id);
            }
        }
        let author = Author {
            name: "bundle".to_owned(),
            token: None,
            comment: None,
            at: now,
            may: Scope::Everything,
            idempotency_key: None,
        };
        Ok(Rows {
            catalog,
            bundle,
            author,
            last_id: numbers.last(),
            changes: 0,
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
            self.add(resource, resource.plural, Pending { id, slug, record, owner: None })?;
        }
        Ok(true)
    }

    /// The last number that was given out.
    pub fn last_id(&self) -> i64 {
        self.last_id
    }

    /// How many entries the log has.
    pub fn changes(&self) -> i64 {
        self.changes
    }

    /// The id of what stands inside a record: its own, or the next one.
    fn nested_id(&mut self, record: &Record) -> i64 {
        numbers::given(record).unwrap_or_else(|| {
            self.last_id += 1;
            self.last_id
        })
    }

    /// Adds a record, with all that it owns.
    fn add(&mut self, resource: &'static Resource, file: &str, pending: Pending) -> Result<(), String> {
        let Pending { id, slug, mut record, owner } = pending;
        let place = Place { file, slug: &slug };
        record.remove("slug");
        record.remove("id");
        let mut content = Content::new();
        if resource.role == Role::Record {
            content.insert("slug".to_owned(), json!(slug));
        }
        for part in resource.parts() {
            if let Some(json) = record.remove(part.name()) {
                let json = self.part(part, json).map_err(|why| place.says(why))?;
                content.insert(part.name().to_owned(), json);
            }
        }
        content.extend(owner.map(|(back, owner, _)| (back.to_owned(), json!(id_text(owner)))));
        let content = normal(resource, &content).map_err(|wrong| {
            let sentences: Vec<String> = wrong.into_iter().map(|(_, message)| message).collect();
            place.says(sentences.join(" ").trim_end_matches('.'))
        })?;
        self.put(resource, id, &content, owner).map_err(|why| place.says(why))?;
        for (name, value) in record {
            let Some(relationship) = resource.find_relationship(&name) else {
                return Err(place.says(format!("`{name}` is not known to {}", resource.name)));
            };
            self.related(resource, &place, id, relationship, value)?;
        }
        Ok(())
    }

    /// A part with ids in the place of slugs.
    fn part(&self, part: Part<'static>, json: Json) -> Result<Json, String> {
        let Some(relationship) = part.relationship() else { return Ok(json) };
        let id = |slug: &Json| Ok::<_, String>(self.slugs.reference(relationship, slug)?.map(id_text));
        match json {
            Json::Null => Ok(json),
            Json::Array(slugs) if relationship.many => {
                slugs.iter().map(|slug| Ok(json!(id(slug)?))).collect::<Result<Json, String>>()
            }
            _ if relationship.many => Err(format!("`{}` must be a list", relationship.name)),
            slug => Ok(json!(id(&slug)?)),
        }
    }

    /// What stands under a relationship that is no part of the record: owned records, sources, claims.
    fn related(
        &mut self,
        resource: &'static Resource,
        place: &Place<'_>,
        id: i64,
        relationship: &'static Relationship,
        value: Json,
    ) -> Result<(), String> {
        let name = relationship.name;
        let items = match value {
            Json::Null => return Ok(()),
            Json::Array(items) => items,
            one if !relationship.many => vec![one],
            _ => return Err(place.says(format!("`{name}` must be a list"))),
        };
        for (index, item) in items.into_iter().enumerate() {
            match (&relationship.join, item) {
                (Join::Through { via: "claims", .. }, item) if name == "sources" => {
                    let claim =
                        Record::from_iter([("article".to_owned(), item), ("preferred".to_owned(), true.into())]);
                    self.claim(resource, place, id, claim)?;
                }
                (Join::Inverse { .. }, Json::Object(claim)) if name == "claims" => {
                    self.claim(resource, place, id, claim)?;
                }
                (Join::Inverse { inverse }, Json::Object(record)) if relationship.owned => {
                    let target = self.catalog.get(relationship.target);
                    let own = record.get("slug").and_then(Json::as_str).map(str::to_owned);
                    let slug = own.unwrap_or_else(|| nested_slug(place.slug, target, index));
                    let owner = Some((*inverse, id, resource));
                    let pending = Pending { id: self.nested_id(&record), slug, record, owner };
                    self.add(target, place.file, pending)?;
                }
                (Join::Inverse { .. }, _) if relationship.owned || name == "claims" => {
                    return Err(place.says(format!("`{name}` must hold objects")));
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

    fn claim(
        &mut self,
        resource: &'static Resource,
        place: &Place<'_>,
        record: i64,
        claim: Record,
    ) -> Result<(), String> {
        let owner = Some(("record", record, resource));
        let pending = Pending { id: self.nested_id(&claim), slug: place.slug.to_owned(), record: claim, owner };
        self.add(self.catalog.get("Claim"), place.file, pending)
    }
}
