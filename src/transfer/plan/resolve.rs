//! The records that a source names, and its values as they are written down.

use serde_json::{Value as Json, json};

use super::{Found, Planned, Planner};
use crate::change::Content;
use crate::resource::{Part, RECORD, Resource};
use crate::transfer::country;
use crate::transfer::incoming::{Incoming, Named, Spot, Wanted};
use crate::transfer::report::{Action, Entry};

/// The resources whose records it names, and whether by slug.
pub fn targets(incoming: &Incoming<'static>) -> Vec<(&'static str, bool)> {
    let mut targets = Vec::new();
    for reference in &incoming.references {
        let target = incoming.resource.find_relationship(reference.part).map(|it| it.target);
        for wanted in &reference.wanted {
            match wanted {
                Wanted::Slug(_) => targets.extend(target.map(|target| (target, true))),
                Wanted::Key(_) => {}
                Wanted::Named(named) => with_outer(named, &mut targets),
            }
        }
    }
    targets
}

fn with_outer(named: &Named, targets: &mut Vec<(&'static str, bool)>) {
    targets.push((named.resource, false));
    named.within.iter().for_each(|(_, outer)| with_outer(outer, targets));
}

impl Planner<'_> {
    /// What it says, as it is written down: values that are none and records that are not known are left out, and
    /// said in the report. `None` if nothing is left without which it could stand.
    pub(super) fn content(&mut self, incoming: &Incoming<'static>) -> Option<Content> {
        let mut content = Content::new();
        for (name, json) in &incoming.content {
            match incoming.resource.part(name) {
                Some(Part::Value(attribute)) => match attribute.read(json) {
                    Ok(Some(value)) => drop(content.insert(name.clone(), value.to_json())),
                    Ok(None) => {}
                    Err(why) if attribute.required => {
                        self.report.add(Entry::of(Action::Refused, incoming).because(format!("`{name}` {why}")));
                        return None;
                    }
                    Err(why) => self.left(incoming, &format!("`{name}` {why}")),
                },
                _ => self.left(incoming, &format!("`{name}` is not a value of {}", incoming.resource.name)),
            }
        }
        for reference in &incoming.references {
            let Some(relationship) = incoming.resource.find_relationship(reference.part) else { continue };
            let mut found: Vec<String> = Vec::new();
            for wanted in &reference.wanted {
                match self.find(wanted, relationship.target, &incoming.at) {
                    Ok(record) if found.contains(&record) => {}
                    Ok(record) => found.push(record),
                    // What became of the record that it belongs to is said there
                    Err(_) if relationship.required && matches!(wanted, Wanted::Key(_)) => return None,
                    Err(why) if matches!(wanted, Wanted::Named(_)) => {
                        // Once for all that a line stands for
                        if self.needed.insert((incoming.at.to_string(), why.clone())) {
                            self.report.add(Entry::of(Action::Needed, incoming).because(why));
                        }
                    }
                    Err(why) => self.left(incoming, &why),
                }
            }
            let json = if relationship.many { json!(found) } else { json!(found.first()) };
            if !found.is_empty() {
                content.insert(reference.part.to_owned(), json);
            }
        }
        incoming.needs.is_none_or(|part| content.contains_key(part)).then_some(content)
    }

    fn left(&mut self, incoming: &Incoming<'static>, why: &str) {
        self.report.add(Entry::of(Action::Left, incoming).because(why));
    }

    /// The record that is meant.
    fn find(&mut self, wanted: &Wanted, target: &'static str, at: &Spot) -> Result<String, String> {
        match wanted {
            Wanted::Key(key) => self.keys.get(key).cloned().ok_or_else(|| format!("`{key}` was not taken")),
            Wanted::Slug(slug) => self.by_slug(slug, target),
            Wanted::Named(named) => self.by_name(named, at),
        }
    }

    fn by_slug(&self, slug: &str, target: &str) -> Result<String, String> {
        let found = |resource: &str| self.slugs.get(resource).and_then(|slugs| slugs.get(slug)).cloned();
        let mut all = match target {
            RECORD => self.catalog.records().filter_map(|it| found(it.name)).collect(),
            target => found(target).into_iter().collect::<Vec<_>>(),
        };
        match all.len() {
            1 => Ok(all.remove(0)),
            0 => Err(format!("no {target} has the slug `{slug}`")),
            _ => Err(format!("several records have the slug `{slug}`")),
        }
    }

    /// The record of that name, made if that is wanted and there is none.
    fn by_name(&mut self, named: &Named, at: &Spot) -> Result<String, String> {
        let mut content = named.content.clone();
        for (part, outer) in &named.within {
            content.insert((*part).to_owned(), json!(self.by_name(outer, at)?));
        }
        let resource = self.catalog.get(named.resource);
        match self.names.get(named.resource).map_or(Found::None, |names| names.find(&named.name, &content)) {
            Found::One(record) => Ok(record),
            Found::Several => Err(format!("{} `{}`: several are called so", resource.name, named.name)),
            Found::None if self.deciding.create.contains(resource.name) => self.made(resource, named, content, at),
            Found::None => Err(format!("{} `{}`", resource.name, named.name)),
        }
    }

    fn made(
        &mut self,
        resource: &'static Resource,
        named: &Named,
        mut content: Content,
        at: &Spot,
    ) -> Result<String, String> {
        let unknown = || format!("{} `{}`: nobody knows more of it", resource.name, named.name);
        let mut put = |name: &str, value: &str| content.insert(name.to_owned(), json!(value));
        if resource.name == "Country" {
            put("code", &named.name);
            put("name", country::name(&named.name).ok_or_else(unknown)?);
            put("slug", &named.name.to_lowercase());
        } else {
            put(resource.named_by.ok_or_else(unknown)?, &named.name);
        }
        if resource.parts().any(|part| super::is_missing(part, &content)) {
            return Err(unknown());
        }
        let record = self.number();
        if let Some(names) = self.names.get_mut(resource.name) {
            names.promise(&named.name, record.clone(), &content);
        }
        let key = format!("{} {}", resource.name, content.values().map(Json::to_string).collect::<Vec<_>>().join(" "));
        let entry = Entry::at(Action::Created, at).because("the source names it");
        let name = named.name.clone();
        let entry = Entry { resource: resource.name, record: Some(record.clone()), name, ..entry };
        let patch = Content::new();
        self.planned.push(Planned { resource, entry, key, record: record.clone(), content, patch, is_news: false });
        Ok(record)
    }
}
