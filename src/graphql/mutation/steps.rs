//! A mutation's input as steps of a change.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value as Json, json};

use super::kind::Mutation;
use super::nested::Nested;
use crate::change::{Content, Fault, FaultKind, Step, id_text, new_text};
use crate::query::{Meant, parse_id};
use crate::resource::{Catalog, Format, Part, RECORD, Relationship, Resource};

/// What an input says beside what is to be written: texts for the history, for an author, for repetitions.
pub const ASIDES: [&str; 3] = ["comment", "reason", "idempotencyKey"];

/// The steps that an input asks for. Until they are [resolved](Draft::resolve) other records stand in them as in the
/// input: `{ "slug": … }` or `{ "id": … }`.
#[derive(Debug)]
pub struct Draft<'c> {
    catalog: &'c Catalog,
    pub steps: Vec<Step>,
    places: Vec<Place<'c>>,
    /// The records that the input names by keys of its own, with what they must be.
    pub named: Vec<Named<'c>>,
}

/// A record that is named by its id alone.
#[derive(Debug)]
pub struct Named<'c> {
    key: &'static str,
    /// As it was given.
    id: String,
    resource: &'c Resource,
}

impl Named<'_> {
    pub fn number(&self) -> Option<i64> {
        parse_id(&self.id)
    }
}

/// Where a step stands in the input.
#[derive(Debug)]
struct Place<'c> {
    /// What the step writes.
    resource: &'c Resource,
    /// The path to what is wrong if it is no part.
    at: Vec<String>,
    /// The path above its parts, if the input has them one by one.
    parts: Option<Vec<String>>,
}

impl<'c> Draft<'c> {
    /// The steps of a mutation whose input was checked; none for what is no change of records, or depends on what is there.
    pub fn of(catalog: &'c Catalog, mutation: Mutation<'c>, input: &Content) -> Self {
        let mut draft = Self { catalog, steps: Vec::new(), places: Vec::new(), named: Vec::new() };
        let resource = mutation.resource(catalog);
        let expected = expected_version(input);
        let (step, key) = match mutation {
            Mutation::Create(resource) => {
                draft.create(resource, input, Content::new(), &["input".to_owned()]);
                return draft;
            }
            Mutation::Update(resource) => {
                let patch = input.get("patch").and_then(Json::as_object);
                let patch = patch.map(|patch| parts(resource, patch)).unwrap_or_default();
                (Step::Update { id: draft.name("id", input, resource), expected, patch }, "id")
            }
            Mutation::Withdraw(_) => (Step::Withdraw { id: draft.name("id", input, resource), expected }, "id"),
            Mutation::Restore(_) => (Step::Restore { id: draft.name("id", input, resource) }, "id"),
            Mutation::MergeRecords => {
                let [from, into] = ["from", "into"].map(|key| draft.name(key, input, resource));
                (Step::Merge { from, into }, "into")
            }
            Mutation::UndoChanges => {
                (Step::Undo { group: input.get("group").and_then(Json::as_i64).unwrap_or_default() }, "group")
            }
            Mutation::ErasePerson => (Step::Erase { id: draft.name("id", input, resource) }, "id"),
            Mutation::PreferClaim => {
                draft.name("claim", input, catalog.get("Claim"));
                return draft;
            }
            // It is about a proposal or a webhook.
            _ => return draft,
        };
        draft.push(step, resource, key);
        if let (Mutation::Update(_), Some(place)) = (mutation, draft.places.last_mut()) {
            place.parts = Some(["input", "patch"].map(str::to_owned).into());
        }
        draft
    }

    /// Adds a step that this key of the input asks for.
    pub fn push(&mut self, step: Step, resource: &'c Resource, key: &str) {
        self.steps.push(step);
        self.places.push(Place { resource, at: ["input", key].map(str::to_owned).into(), parts: None });
    }

    /// The number of the record that a key names; none that there is, if it is no id.
    fn name(&mut self, key: &'static str, input: &Content, resource: &'c Resource) -> i64 {
        let id = match input.get(key) {
            Some(Json::String(id)) => id.clone(),
            Some(other) => other.to_string(),
            None => String::new(),
        };
        let named = Named { key, id, resource };
        let number = named.number().unwrap_or_default();
        self.named.push(named);
        number
    }

    /// A new record with what is made along with it; `known` is what of it the input does not say.
    fn create(&mut self, resource: &'c Resource, given: &Content, known: Content, at: &[String]) {
        let number = self.steps.len();
        let mut content = parts(resource, given);
        content.retain(|_, json| !json.is_null());
        content.extend(known);
        self.steps.push(Step::Create { resource: resource.name.to_owned(), id: None, content });
        self.places.push(Place { resource, at: at.to_vec(), parts: Some(at.to_vec()) });
        for nested in Nested::of(self.catalog, resource) {
            let name = nested.relationship.name;
            for (index, item) in items(given.get(name)).into_iter().enumerate() {
                let mut at = [at, &[name.to_owned()]].concat();
                if nested.relationship.many {
                    at.push(index.to_string());
                }
                let mut known = Content::from_iter([(nested.back.to_owned(), json!(new_text(number)))]);
                match (&nested.end, item) {
                    (Some(end), item) => {
                        let (attribute, word) = &end.known;
                        known.insert((*attribute).to_owned(), word.clone());
                        known.insert(end.part.name.to_owned(), reference(end.part, &item));
                        self.create(nested.resource, &Content::new(), known, &at);
                        if let Some(place) = self.places.last_mut() {
                            place.parts = None;
                        }
                    }
                    (None, Json::Object(given)) => self.create(nested.resource, &given, known, &at),
                    (None, _) => {}
                }
            }
        }
    }

    /// The slugs that stand for records, by resource.
    pub fn slugs(&self) -> BTreeMap<&'c str, BTreeSet<String>> {
        let mut slugs: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        for (step, place) in self.steps.iter().zip(&self.places) {
            for (name, json) in content(step).into_iter().flatten() {
                let Some(target) = target(place.resource, name) else { continue };
                let given = items(Some(json));
                let given = given.iter().filter_map(|item| item.get("slug")?.as_str());
                // What is no slug is nobody's.
                for slug in given.filter(|slug| Format::Slug.wants(slug).is_none()) {
                    slugs.entry(target).or_default().insert(slug.to_owned());
                }
            }
        }
        slugs
    }

    /// Puts ids in the place of what stands for records, and says which of them are not there.
    pub fn resolve(&mut self, meant: &Meant) -> Vec<Fault> {
        let mut faults = Vec::new();
        for Named { key, id, resource } in &self.named {
            if !parse_id(id).is_some_and(|number| meant.can_be(number, resource)) {
                let message = format!("There is no {} with the id `{id}`.", resource.name);
                faults.push(Fault { step: 0, part: Some((*key).to_owned()), message, kind: FaultKind::NotFound });
            }
        }
        for (step, (written, place)) in self.steps.iter_mut().zip(&self.places).enumerate() {
            let (Step::Create { content, .. } | Step::Update { patch: content, .. }) = written else { continue };
            for (name, json) in content {
                let Some(target) = target(place.resource, name) else { continue };
                let target = self.catalog.get(target);
                let mut resolve = |json: &mut Json, part: String| match found(target, meant, json) {
                    Ok(Some(id)) => *json = json!(id_text(id)),
                    Ok(None) => {}
                    Err(message) => {
                        faults.push(Fault { step, part: Some(part), message, kind: FaultKind::NotFound });
                    }
                };
                match json {
                    Json::Array(items) => {
                        for (index, item) in items.iter_mut().enumerate() {
                            resolve(item, format!("{name}.{index}"));
                        }
                    }
                    one => resolve(one, name.clone()),
                }
            }
        }
        faults
    }

    /// Where in the field's arguments a fault is.
    pub fn path(&self, fault: &Fault) -> Vec<String> {
        let under = |key: &str| ["input", key].map(str::to_owned).into();
        match (fault.kind, self.places.get(fault.step), &fault.part) {
            (FaultKind::KeyReused, _, _) => under("idempotencyKey"),
            (FaultKind::VersionConflict(_), _, _) => under("expectedVersion"),
            (_, _, Some(part)) if ASIDES.contains(&part.as_str()) => under(part),
            (_, _, Some(part)) if self.named.iter().any(|named| named.key == part) => under(part),
            (_, Some(Place { parts: Some(parts), .. }), Some(part)) => {
                [parts.as_slice(), std::slice::from_ref(part)].concat()
            }
            (_, Some(place), _) => place.at.clone(),
            (_, None, _) => vec!["input".to_owned()],
        }
    }
}

/// The version that the author has seen, if they say one.
pub fn expected_version(input: &Content) -> Option<i32> {
    input.get("expectedVersion").and_then(Json::as_i64).and_then(|version| version.try_into().ok())
}

/// The parts of a record that an input gives, by its keys.
fn parts(resource: &Resource, given: &Content) -> Content {
    let parts = resource.parts().filter_map(|part| Some((part, given.get(part.name())?)));
    parts.map(|(part, json)| (part.name().to_owned(), written(part, json))).collect()
}

fn written(part: Part<'_>, json: &Json) -> Json {
    match part {
        _ if json.is_null() => Json::Null,
        Part::Value(attribute) if attribute.kind.is_list() => json!(items(Some(json))),
        Part::Value(_) => json.clone(),
        Part::One { relationship, .. } => reference(relationship, json),
        Part::Many { relationship, .. } => items(Some(json)).iter().map(|it| reference(relationship, it)).collect(),
    }
}

/// Another record as it stands in a draft; that which may be any is given by its id alone.
fn reference(relationship: &Relationship, json: &Json) -> Json {
    if relationship.target == RECORD { json!({ "id": json }) } else { json.clone() }
}

/// The items of a list; GraphQL takes a single value for a list of one.
fn items(json: Option<&Json>) -> Vec<Json> {
    match json {
        None | Some(Json::Null) => Vec::new(),
        Some(Json::Array(items)) => items.clone(),
        Some(one) => vec![one.clone()],
    }
}

fn content(step: &Step) -> Option<&Content> {
    match step {
        Step::Create { content, .. } | Step::Update { patch: content, .. } => Some(content),
        _ => None,
    }
}

/// The resource to which a part leads, if it does.
fn target(resource: &Resource, part: &str) -> Option<&'static str> {
    resource.part(part)?.relationship().map(|relationship| relationship.target)
}

/// The record that `{ "slug": … }` or `{ "id": … }` stands for; `None` if it is something else, which is a record of
/// this draft.
fn found(target: &Resource, meant: &Meant, json: &Json) -> Result<Option<i64>, String> {
    if let Some(slug) = json.get("slug").and_then(Json::as_str) {
        let found = meant.slug(target, slug);
        return found.map(Some).ok_or_else(|| format!("There is no {} with the slug `{slug}`.", target.name));
    }
    match json.get("id") {
        Some(id) => {
            let found = id.as_str().and_then(parse_id);
            let unknown = || format!("There is no {} with the id {id}; ids look like \"r42\".", target.name);
            found.map(Some).ok_or_else(unknown)
        }
        None => Ok(None),
    }
}
