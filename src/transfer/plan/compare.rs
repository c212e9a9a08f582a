//! What the source says now, what it said last, and what stands there.

use std::collections::HashMap;

use serde_json::Value as Json;

use super::Planner;
use crate::change::{self, Content, parse_id};
use crate::resource::Part;
use crate::transfer::report::{Action, Change, Entry};

/// How many records are read at once.
const AT_ONCE: usize = 2_000;

/// What becomes of a part.
enum Verdict {
    Stays,
    Becomes(Json),
    /// It was changed by hand, and stays although the source says something new.
    Kept(Json),
}

impl Planner<'_> {
    /// Finds out what is new about the records that are there already.
    pub(super) async fn compare(&mut self) -> Result<(), sea_orm::DbErr> {
        let there: Vec<(usize, i64)> = {
            let all = self.planned.iter().enumerate();
            all.filter_map(|(at, planned)| Some((at, parse_id(&planned.record)?))).collect()
        };
        for some in there.chunks(AT_ONCE) {
            for resource in self.catalog.nodes() {
                let of_resource = some.iter().filter(|(at, _)| self.planned[*at].resource.name == resource.name);
                let of_resource: Vec<(usize, i64)> = of_resource.copied().collect();
                if of_resource.is_empty() {
                    continue;
                }
                let ids: Vec<i64> = of_resource.iter().map(|(_, id)| *id).collect();
                let stored = change::read(self.database.writer(), resource, &ids).await?;
                let stored: HashMap<i64, Content> = stored.into_iter().map(|it| (it.id, it.content)).collect();
                for (at, id) in of_resource {
                    match stored.get(&id) {
                        Some(present) => self.compare_one(at, present),
                        None => self.gone(at),
                    }
                }
            }
        }
        Ok(())
    }

    fn compare_one(&mut self, at: usize, present: &Content) {
        let overwrite = self.deciding.overwrite;
        let planned = &mut self.planned[at];
        let last = self.remembered.get(&planned.key).map(|(_, content)| content);
        let mut kept = Vec::new();
        for part in planned.resource.parts() {
            let name = part.name();
            let (now, was) = (planned.content.get(name), last.and_then(|last| last.get(name)));
            let is = present.get(name);
            let change = |to: Json| Change { part: name.to_owned(), from: is.cloned().unwrap_or_default(), to };
            match verdict(part, now, last.is_some(), was, is, overwrite) {
                Verdict::Stays => {}
                Verdict::Becomes(to) => {
                    planned.entry.changes.push(change(to.clone()));
                    planned.patch.insert(name.to_owned(), to);
                }
                Verdict::Kept(to) => kept.push(change(to)),
            }
        }
        planned.is_news = last != Some(&planned.content);
        planned.entry.action = if planned.patch.is_empty() { Action::Same } else { Action::Changed };
        if !kept.is_empty() {
            let why = "it was changed by hand since the last import, or stood there before the first";
            let entry = Entry { action: Action::Kept, changes: kept, ..planned.entry.clone() };
            self.report.add(entry.because(why));
        }
    }

    /// The record was withdrawn after the last import. It stays away.
    fn gone(&mut self, at: usize) {
        let planned = &mut self.planned[at];
        planned.is_news = false;
        planned.entry.action = Action::Kept;
        planned.entry.reason = Some("it was withdrawn by hand and stays so".to_owned());
    }
}

/// What becomes of a part: the source is followed where it says something new, and nobody else has.
fn verdict(
    part: Part<'_>,
    now: Option<&Json>,
    had: bool,
    was: Option<&Json>,
    is: Option<&Json>,
    overwrite: bool,
) -> Verdict {
    if alike(now, is) || had && alike(now, was) {
        return Verdict::Stays;
    }
    let untouched = if had { alike(was, is) } else { overwrite || is.is_none() };
    match now {
        // Nobody knows whether the source ever said it, or the record cannot be without it
        None if !had || part.is_required() => Verdict::Stays,
        _ if untouched => Verdict::Becomes(now.cloned().unwrap_or_default()),
        _ => Verdict::Kept(now.cloned().unwrap_or_default()),
    }
}

/// Whether two parts say the same; lists of records have no order.
fn alike(one: Option<&Json>, other: Option<&Json>) -> bool {
    let is_record = |json: &Json| json.as_str().is_some_and(|text| parse_id(text).is_some());
    match (one, other) {
        (Some(Json::Array(one)), Some(Json::Array(other))) if one.iter().chain(other).all(is_record) => {
            one.len() == other.len() && one.iter().all(|item| other.contains(item))
        }
        _ => one == other,
    }
}
