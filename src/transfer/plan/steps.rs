//! The plan as steps of a change, without those that were refused.

use std::collections::{BTreeSet, HashMap};

use serde_json::Value as Json;

use super::Planned;
use crate::change::{Content, Fault, Outcome, Step, id_text, new_text, parse_id};
use crate::resource::Resource;
use crate::transfer::report::{Action, Report};

/// What is to be done.
#[derive(Debug)]
pub struct Plan {
    pub(super) source: Option<String>,
    pub(super) planned: Vec<Planned>,
}

impl Plan {
    /// Its steps, and for each the place in the plan that it comes from. New records come first, so that the number
    /// of a step is the number of its record.
    pub fn steps(&self) -> (Vec<Step>, Vec<usize>) {
        let taken = || self.planned.iter().enumerate().filter(|(_, planned)| planned.entry.action != Action::Refused);
        let is_new = |planned: &Planned| planned.record.starts_with('#');
        let new = taken().filter(|(_, planned)| is_new(planned));
        let numbers: HashMap<&str, String> =
            new.clone().enumerate().map(|(number, (_, planned))| (planned.record.as_str(), new_text(number))).collect();
        let mut steps = Vec::new();
        let mut origins = Vec::new();
        for (at, planned) in new {
            let content = renumbered(planned.resource, &planned.content, &numbers);
            steps.push(Step::Create { resource: planned.resource.name.to_owned(), id: None, content });
            origins.push(at);
        }
        for (at, planned) in taken().filter(|(_, planned)| !planned.patch.is_empty()) {
            let Some(id) = parse_id(&planned.record) else { continue };
            steps.push(Step::Update {
                id,
                expected: None,
                patch: renumbered(planned.resource, &planned.patch, &numbers),
            });
            origins.push(at);
        }
        let Some(source) = &self.source else { return (steps, origins) };
        for (at, planned) in taken().filter(|(_, planned)| planned.is_news) {
            let record = numbers.get(planned.record.as_str()).cloned().unwrap_or_else(|| planned.record.clone());
            let content = renumbered(planned.resource, &planned.content, &numbers);
            steps.push(Step::Remember { source: source.clone(), key: planned.key.clone(), record, content });
            origins.push(at);
        }
        (steps, origins)
    }

    /// Takes out what cannot be done, and what cannot stand without it; false if there is nothing to take out.
    pub fn refuse(&mut self, faults: &[Fault], origins: &[usize]) -> bool {
        let mut refused = BTreeSet::new();
        for fault in faults {
            let Some(planned) = origins.get(fault.step).map(|at| &mut self.planned[*at]) else { continue };
            if planned.entry.action != Action::Refused {
                planned.entry.action = Action::Refused;
                planned.entry.reason = Some(fault.message.clone());
                refused.insert(planned.record.clone());
            }
        }
        let any = !refused.is_empty();
        let mut fresh = refused.clone();
        while !fresh.is_empty() {
            let lost = std::mem::take(&mut fresh);
            for planned in self.planned.iter_mut().filter(|planned| planned.entry.action != Action::Refused) {
                for content in [&mut planned.content, &mut planned.patch] {
                    without(planned.resource, content, &lost);
                }
                let is_new = planned.record.starts_with('#');
                let missing = planned.resource.parts().find(|part| super::is_missing(*part, &planned.content));
                if let Some(part) = missing.filter(|_| is_new) {
                    planned.entry.action = Action::Refused;
                    planned.entry.reason = Some(format!("the record that is its `{}` was not taken", part.name()));
                    fresh.insert(planned.record.clone());
                }
            }
        }
        any
    }

    /// Tells what came of it.
    pub fn tell(self, outcomes: &[Outcome], origins: &[usize], report: &mut Report) {
        let ids: HashMap<usize, i64> =
            origins.iter().copied().zip(outcomes.iter().map(|outcome| outcome.id())).collect();
        for (at, mut planned) in self.planned.into_iter().enumerate() {
            if planned.record.starts_with('#') {
                planned.entry.record = ids.get(&at).filter(|_| !report.tried).map(|id| id_text(*id));
            }
            report.add(planned.entry);
        }
    }
}

/// A content in which new records have the numbers of their steps.
fn renumbered(resource: &Resource, content: &Content, numbers: &HashMap<&str, String>) -> Content {
    let mut content = content.clone();
    for json in references(resource, &mut content) {
        if let Some(number) = json.as_str().and_then(|text| numbers.get(text)) {
            *json = number.clone().into();
        }
    }
    content
}

/// Takes references to these records out of a content.
fn without(resource: &Resource, content: &mut Content, records: &BTreeSet<String>) {
    for json in references(resource, content) {
        if json.as_str().is_some_and(|text| records.contains(text)) {
            *json = Json::Null;
        }
    }
    for json in content.values_mut() {
        if let Json::Array(items) = json {
            items.retain(|item| !item.is_null());
        }
    }
    content.retain(|_, json| !json.is_null());
}

/// The other records that a content names. A text may look like one, so the description says where they stand.
fn references<'c>(resource: &Resource, content: &'c mut Content) -> impl Iterator<Item = &'c mut Json> {
    let named = |name: &str| resource.part(name).is_some_and(|part| part.relationship().is_some());
    let parts = content.iter_mut().filter(move |(name, _)| named(name)).map(|(_, json)| json);
    parts.flat_map(|json| match json {
        Json::Array(items) => items.iter_mut(),
        one => std::slice::from_mut(one).iter_mut(),
    })
}
