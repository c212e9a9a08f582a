//! What would be written, as `preview` tells it.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use crate::change::{Applied, Content, Entry, Operation, id_of, id_text};
use crate::query::Previewed;
use crate::resource::upper_case;

/// The changes that were tried.
pub fn preview(applied: &Applied) -> Vec<Previewed> {
    let names = Names::of(&applied.entries);
    applied.entries.iter().map(|entry| previewed(applied, &names, entry)).collect()
}

fn previewed(applied: &Applied, names: &Names, entry: &Entry) -> Previewed {
    let into = entry.cause.filter(|_| entry.operation == Operation::Merge);
    let (before, after) = match into.and_then(|into| applied.merged.get(&into)) {
        Some(stays) => lost(entry.before.clone().unwrap_or_default(), stays),
        None => (entry.before.clone().unwrap_or_default(), entry.after.clone().unwrap_or_default()),
    };
    Previewed::from([
        ("operation", json!(entry.operation.word())),
        ("type", json!(upper_case(entry.resource.name))),
        ("slug", json!(entry.slug)),
        ("id", names.known(entry.record)),
        ("isClaim", json!(entry.claim.is_some())),
        ("cause", entry.cause.map_or(Json::Null, |cause| names.known(cause))),
        ("differences", differences(names, before, after)),
    ])
}

/// The parts in which a record that is merged says something else than the one that goes on for both, and what that
/// says. Its slug is not lost: it leads on.
fn lost(mut gone: Content, stays: &Content) -> (Content, Content) {
    gone.retain(|name, json| {
        let kept = stays.get(name);
        let among = |item: &Json| kept.and_then(Json::as_array).is_some_and(|kept| kept.contains(item));
        let all = json.as_array().is_some_and(|items| items.iter().all(among));
        name != "slug" && kept != Some(json) && !all
    });
    let instead = gone.keys().filter_map(|name| Some((name.clone(), stays.get(name)?.clone())));
    let instead = instead.collect();
    (gone, instead)
}

/// The parts in the order of their names, as `Change.differences` has them.
fn differences(names: &Names, before: Content, after: Content) -> Json {
    let mut parts: Vec<&String> = before.keys().chain(after.keys()).collect();
    parts.sort_unstable();
    parts.dedup();
    let text = |side: &Content, part: &String| match side.get(part).map(|json| names.shown(json.clone())) {
        Some(Json::String(text)) => json!(text),
        Some(json) => json!(json.to_string()),
        None => Json::Null,
    };
    let parts = parts
        .into_iter()
        .map(|part| json!({ "part": part, "before": text(&before, part), "after": text(&after, part) }));
    parts.collect()
}

/// What new records are called before they have ids: `#3` is made by the change at that place of the preview.
struct Names(BTreeMap<i64, usize>);

impl Names {
    fn of(entries: &[Entry]) -> Self {
        let new = entries.iter().enumerate().filter(|(_, entry)| entry.operation == Operation::Create);
        Self(new.map(|(place, entry)| (entry.claim.unwrap_or(entry.record), place)).collect())
    }

    fn new(&self, id: i64) -> Option<String> {
        self.0.get(&id).map(|place| format!("#{place}"))
    }

    /// The id of a record that is there; null for a new one.
    fn known(&self, id: i64) -> Json {
        if self.new(id).is_some() { Json::Null } else { json!(id_text(id)) }
    }

    /// A value in which new records stand by their names.
    fn shown(&self, json: Json) -> Json {
        match json {
            Json::Array(items) => items.into_iter().map(|item| self.shown(item)).collect(),
            json => id_of(&json).and_then(|id| self.new(id)).map_or(json, Json::String),
        }
    }
}
