//! Which record it is that a source speaks of.

use super::{Planner, is_missing};
use crate::change::{Content, id_text, new_text};
use crate::transfer::incoming::{FoundBy, Incoming};
use crate::transfer::report::{Action, Entry};

impl Planner<'_> {
    /// Gives the records out that are sure: those that have a slug, and those that the source had before.
    pub(super) fn reserve(&mut self, incoming: &[Incoming<'static>]) {
        for record in incoming {
            let known = self.remembered.get(&record.key).map(|(id, _)| id_text(*id));
            let found = match &record.found_by {
                FoundBy::Slug(slug) => {
                    let by_slug = self.slugs.get(record.resource.name).and_then(|slugs| slugs.get(slug)).cloned();
                    let found = by_slug.or(known).unwrap_or_else(|| self.number());
                    self.slugs.entry(record.resource.name).or_default().insert(slug.clone(), found.clone());
                    Some(found)
                }
                FoundBy::Nothing | FoundBy::Parts(_) | FoundBy::Alike(_) => known,
            };
            if let Some(found) = found {
                self.taken.insert(found.clone(), record.at.clone());
                self.keys.insert(record.key.clone(), found);
            }
        }
    }

    /// The record that it is, a new one if there is none; nothing if it cannot be one, or is one that was taken already.
    /// That is said in the report.
    pub(super) fn identified(&mut self, incoming: &Incoming<'static>, content: &Content) -> Option<String> {
        let resource = incoming.resource;
        let alike = self.marks.get(resource.name).map_or(&[][..], |marks| marks.find(content));
        let record = match (self.keys.get(&incoming.key), &incoming.found_by) {
            (Some(record), _) => Some(record.clone()),
            (None, FoundBy::Slug(_) | FoundBy::Nothing) => None,
            (None, FoundBy::Parts(_) | FoundBy::Alike(_)) => {
                alike.iter().find(|record| !self.taken.contains_key(*record)).cloned()
            }
        };
        let taken = alike.iter().find_map(|record| self.taken.get_key_value(record));
        if let (None, Some((record, spot)), FoundBy::Parts(parts)) = (&record, taken, &incoming.found_by) {
            let why = format!("{spot} has the same {}", parts.join(", "));
            self.report.add(Entry::of(Action::Joined, incoming).because(why));
            self.keys.insert(incoming.key.clone(), record.clone());
            return None;
        }
        let is_new = record.as_ref().is_none_or(|record| record.starts_with('#'));
        if let Some(part) = resource.parts().find(|part| is_missing(*part, content)).filter(|_| is_new) {
            let why = format!("`{}` is missing", part.name());
            self.report.add(Entry::of(Action::Refused, incoming).because(why));
            return None;
        }
        let record = record.unwrap_or_else(|| self.number());
        if is_new && let Some(marks) = self.marks.get_mut(resource.name) {
            marks.promise(record.clone(), content);
        }
        Some(record)
    }

    /// What stands for the next record that is new.
    pub(super) fn number(&mut self) -> String {
        self.new += 1;
        new_text(self.new - 1)
    }
}
