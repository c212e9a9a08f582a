//! What a bundle's records are called, and the ids that stand for them.

use std::collections::HashMap;

use serde_json::Value as Json;

use super::Place;
use crate::resource::{Catalog, RECORD, Relationship, Resource};
use crate::transfer::bundle::Record;

/// Ids by resource and slug.
pub struct Slugs<'a> {
    catalog: &'a Catalog,
    ids: HashMap<&'static str, HashMap<String, i64>>,
}

impl<'a> Slugs<'a> {
    pub fn new(catalog: &'a Catalog) -> Self {
        Self { catalog, ids: HashMap::new() }
    }

    /// Takes a record's slug for this id.
    pub fn announce(&mut self, resource: &Resource, record: &Record, id: i64) -> Result<(), String> {
        let file = resource.plural;
        let Some(Json::String(slug)) = record.get("slug") else {
            return Err(format!("{file}.json: record {id}: it has no `slug`."));
        };
        let place = Place { file, slug };
        let spelled = slug.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        if slug.is_empty() || !spelled {
            return Err(place.says("a slug has small letters, digits and hyphens only"));
        }
        if self.ids.entry(resource.name).or_default().insert(slug.clone(), id).is_some() {
            return Err(place.says("another record of the file has the same slug"));
        }
        Ok(())
    }

    /// The slug of a record that was announced, and its id.
    pub fn announced(&self, resource: &Resource, record: &Record) -> Result<(String, i64), String> {
        let slug = record.get("slug").and_then(Json::as_str).unwrap_or_default();
        match self.find(resource.name, slug) {
            Some(id) => Ok((slug.to_owned(), id)),
            None => Err(format!("{}.json has other records when it is read again.", resource.plural)),
        }
    }

    /// The id that a slug stands for.
    pub fn reference(&self, relationship: &Relationship, value: &Json) -> Result<Option<i64>, String> {
        let name = relationship.name;
        let slug = match value {
            Json::Null => return Ok(None),
            Json::String(slug) => slug,
            other => return Err(format!("`{name}` is {other}; it takes a slug")),
        };
        let found = if relationship.target == RECORD {
            let mut found = self.catalog.records().filter_map(|it| self.find(it.name, slug));
            let first = found.next();
            if found.next().is_some() {
                return Err(format!("`{name}` names `{slug}`, which several records are called"));
            }
            first
        } else {
            self.find(relationship.target, slug)
        };
        match found {
            Some(id) => Ok(Some(id)),
            None => Err(format!("`{name}` names `{slug}`, and no {} has that slug", relationship.target)),
        }
    }

    fn find(&self, resource: &str, slug: &str) -> Option<i64> {
        self.ids.get(resource)?.get(slug).copied()
    }
}
