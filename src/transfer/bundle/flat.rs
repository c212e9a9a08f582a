//! A bundle into a directory that has records already: each record for itself, found by its slug.

use std::sync::Arc;

use serde_json::{Value as Json, json};

use super::{Bundle, Record};
use crate::resource::{Catalog, Join, Part, Relationship, Resource};
use crate::transfer::incoming::{FoundBy, Incoming, Reference, Spot, Wanted};

/// The parts in which two claims are one.
const CLAIM: [&str; 4] = ["record", "attribute", "value", "article"];

/// What a bundle says, record by record; the nested ones follow their owners.
///
/// # Errors
///
/// When a record is none; the sentence names file and record.
pub fn incoming(catalog: &'static Catalog, bundle: &Bundle) -> Result<Vec<Incoming<'static>>, String> {
    let files = bundle.resources(catalog)?;
    let mut flat = Flat { catalog, claim: CLAIM.map(str::to_owned).into(), records: Vec::new() };
    for resource in files {
        let file: Arc<str> = format!("{}.json", resource.plural).into();
        for (number, record) in bundle.records(resource.plural)?.enumerate() {
            let at = Spot { file: Arc::clone(&file), line: number + 1 };
            let Some(slug) = record.get("slug").and_then(Json::as_str).map(str::to_owned) else {
                return Err(format!("{file}: record {}: it has no `slug`.", number + 1));
            };
            flat.add(resource, &at, &slug, record, None)
                .map_err(|why| format!("{file}: record {}: {why}.", number + 1))?;
        }
    }
    Ok(flat.records)
}

struct Flat {
    catalog: &'static Catalog,
    claim: Arc<[String]>,
    records: Vec<Incoming<'static>>,
}

impl Flat {
    /// Adds a record and all that it owns; `owner` is the relationship that leads back, and the owner's key.
    fn add(
        &mut self,
        resource: &'static Resource,
        at: &Spot,
        slug: &str,
        record: Record,
        owner: Option<(&'static str, String)>,
    ) -> Result<(), String> {
        let key = format!("{}/{slug}", resource.plural);
        let found_by = FoundBy::Slug(slug.to_owned());
        let mut incoming = Incoming {
            resource,
            at: at.clone(),
            key: key.clone(),
            found_by,
            content: Record::new(),
            references: Vec::new(),
            needs: None,
        };
        incoming.content.insert("slug".to_owned(), json!(slug));
        if let Some((back, owner)) = owner {
            incoming.refer(back, Some(Wanted::Key(owner)));
        }
        let mut inside = Vec::new();
        for (name, json) in record {
            match (name.as_str(), resource.part(&name), resource.find_relationship(&name)) {
                ("id" | "slug", ..) => {}
                (_, Some(Part::Value(_)), _) => drop(incoming.content.insert(name, json)),
                (_, Some(part), _) => incoming.references.extend(references(part, &json)?),
                (_, None, Some(relationship)) => inside.push((relationship, json)),
                (_, None, None) => return Err(format!("`{name}` is not known to {}", resource.name)),
            }
        }
        self.records.push(incoming);
        for (relationship, json) in inside {
            self.below(resource, relationship, at, slug, &key, json)?;
        }
        Ok(())
    }

    /// What stands inside a record: its own records, its claims.
    fn below(
        &mut self,
        resource: &'static Resource,
        relationship: &'static Relationship,
        at: &Spot,
        slug: &str,
        key: &str,
        json: Json,
    ) -> Result<(), String> {
        let name = relationship.name;
        let items = match json {
            Json::Array(items) => items,
            Json::Null => Vec::new(),
            one => vec![one],
        };
        for (number, item) in items.into_iter().enumerate() {
            match (&relationship.join, item) {
                (Join::Through { .. }, article) if name == "sources" => {
                    let claim =
                        Record::from_iter([("article".to_owned(), article), ("preferred".to_owned(), json!(true))]);
                    self.claim(at, key, claim)?;
                }
                (Join::Inverse { .. }, Json::Object(claim)) if name == "claims" => self.claim(at, key, claim)?,
                (Join::Inverse { inverse }, Json::Object(record)) if relationship.owned => {
                    let target = self.catalog.get(relationship.target);
                    let own = record.get("slug").and_then(Json::as_str).map(str::to_owned);
                    let slug = own.unwrap_or_else(|| super::nested_slug(slug, target, number));
                    self.add(target, at, &slug, record, Some((inverse, key.to_owned())))?;
                }
                _ => return Err(format!("`{name}` of {} cannot be given so", resource.name)),
            }
        }
        Ok(())
    }

    fn claim(&mut self, at: &Spot, owner: &str, mut claim: Record) -> Result<(), String> {
        let resource = self.catalog.get("Claim");
        claim.remove("id");
        let Some(Json::String(article)) = claim.remove("article") else {
            return Err("a claim has no `article`".to_owned());
        };
        let said = |name: &str| claim.get(name).and_then(Json::as_str).unwrap_or_default();
        let key = format!("{owner}/claims/{} | {} | {article}", said("attribute"), said("value"));
        let found_by = FoundBy::Alike(Arc::clone(&self.claim));
        let mut incoming =
            Incoming { resource, at: at.clone(), key, found_by, content: claim, references: Vec::new(), needs: None };
        incoming.refer("record", Some(Wanted::Key(owner.to_owned())));
        incoming.refer("article", Some(Wanted::Slug(article)));
        self.records.push(incoming);
        Ok(())
    }
}

/// The slugs under a name.
fn references(part: Part<'static>, json: &Json) -> Result<Option<Reference>, String> {
    let slug = |json: &Json| match json {
        Json::String(slug) => Ok(Wanted::Slug(slug.clone())),
        other => Err(format!("`{}` is {other}; it takes a slug", part.name())),
    };
    let wanted = match json {
        Json::Null => return Ok(None),
        Json::Array(items) => items.iter().map(slug).collect::<Result<_, _>>()?,
        one => vec![slug(one)?],
    };
    Ok(Some(Reference { part: part.name(), wanted }))
}
