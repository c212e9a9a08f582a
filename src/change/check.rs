//! What a record must be, whoever writes it.

use serde_json::{Value as Json, json};

use super::content::{Content, id_of, id_text};
use crate::resource::{FuzzyDate, Part, Resource};

/// How many records a list of references has at most.
const MOST_REFERENCES: usize = 1_000;

/// What is wrong with a content: the part, if it is one, and a sentence.
pub type Wrong = (Option<&'static str>, String);

/// A content in the one way in which it is written down, and nothing in it that cannot be so.
///
/// # Errors
///
/// With all that its description does not allow.
pub fn sensible(resource: &'static Resource, content: &Content) -> Result<Content, Vec<Wrong>> {
    let content = normal(resource, content)?;
    let wrong: Vec<Wrong> = times(resource, &content).into_iter().chain(ends(resource, &content)).collect();
    if wrong.is_empty() { Ok(content) } else { Err(wrong) }
}

/// A content in the one way in which it is written down. What it says may be impossible: what a source printed
/// wrong stays so until somebody looks after it.
///
/// # Errors
///
/// With all that is no value of its part.
pub fn normal(resource: &'static Resource, content: &Content) -> Result<Content, Vec<Wrong>> {
    let mut normal = Content::new();
    let mut wrong: Vec<Wrong> = Vec::new();
    for name in content.keys() {
        if resource.part(name).is_none() {
            wrong.push((None, format!("`{name}` is not written about {}.", resource.name)));
        }
    }
    for part in resource.parts() {
        let name = part.name();
        match read(part, content.get(name).unwrap_or(&Json::Null)) {
            Ok(Some(json)) => drop(normal.insert(name.to_owned(), json)),
            Ok(None) if part.is_required() => wrong.push((Some(name), format!("`{name}` is missing."))),
            Ok(None) => {}
            Err(why) => wrong.push((Some(name), format!("`{name}` {why}."))),
        }
    }
    if wrong.is_empty() { Ok(normal) } else { Err(wrong) }
}

fn read(part: Part<'_>, json: &Json) -> Result<Option<Json>, String> {
    match (part, json) {
        (_, Json::Null) => Ok(None),
        (Part::Value(attribute), json) => Ok(attribute.read(json)?.as_ref().map(crate::resource::Value::to_json)),
        (Part::One { .. }, json) => match id_of(json) {
            Some(id) => Ok(Some(json!(id_text(id)))),
            None => Err(format!("is {json}; it takes an id such as \"r42\"")),
        },
        (Part::Many { .. }, Json::Array(items)) if items.len() > MOST_REFERENCES => {
            Err(format!("has {} records; it takes {MOST_REFERENCES} at most", items.len()))
        }
        (Part::Many { .. }, Json::Array(items)) => {
            let ids = items.iter().map(|item| id_of(item).ok_or_else(|| format!("holds {item}; it takes ids")));
            let mut ids: Vec<i64> = ids.collect::<Result<_, _>>()?;
            ids.sort_unstable();
            ids.dedup();
            let ids: Vec<String> = ids.into_iter().map(id_text).collect();
            Ok((!ids.is_empty()).then(|| json!(ids)))
        }
        (Part::Many { .. }, _) => Err(format!("is {json}; it takes a list of ids")),
    }
}

/// What ends does not end before it begins.
fn times(resource: &Resource, content: &Content) -> Option<Wrong> {
    let period = resource.period.map(|period| (period.start, period.end));
    if let Some((start, end)) = resource.interval.or(period) {
        let date = |name: &str| content.get(name).and_then(|json| FuzzyDate::read(json).ok());
        let (starts, ends) = (date(start).and_then(|it| it.earliest), date(end).and_then(|it| it.latest));
        if starts.zip(ends).is_some_and(|(starts, ends)| ends < starts) {
            return Some((Some(end), format!("`{end}` lies before `{start}`.")));
        }
    }
    let moment = |name: &str| {
        let attribute = resource.find_attribute(name)?;
        content.get(name).and_then(|json| attribute.read(json).ok()?)
    };
    let (starts, ends) = resource.moments?;
    match (moment(starts), moment(ends)) {
        (Some(crate::resource::Value::Instant(first)), Some(crate::resource::Value::Instant(last))) if last < first => {
            Some((Some(ends), format!("`{ends}` lies before `{starts}`.")))
        }
        _ => None,
    }
}

/// An association links different records: nobody is a member in themselves.
fn ends(resource: &Resource, content: &Content) -> Option<Wrong> {
    let mut linked = resource.links.iter().filter_map(|end| Some((*end, content.get(*end)?)));
    let mut seen: Vec<(&'static str, &Json)> = Vec::new();
    linked.find_map(|(end, id)| {
        let same = seen.iter().find(|(_, known)| *known == id).map(|(known, _)| *known);
        seen.push((end, id));
        same.map(|known| (Some(end), format!("`{end}` and `{known}` are the same record.")))
    })
}
