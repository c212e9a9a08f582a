//! Which entries concern a listing.

use std::collections::BTreeSet;

use crate::clock::Clock;
use crate::database::Database;
use crate::error::Result;
use crate::query::{Asking, Listed, LogEntry, entries_after};
use crate::resource::{Catalog, RECORD, Resource};
use crate::viewer::Viewer;

/// An entry that concerns a listing.
#[derive(Clone, Debug)]
pub struct Concern {
    pub entry: LogEntry,
    /// Whether a record that it is about is in the listing now.
    pub listed: bool,
}

/// What was found behind a number.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// In the order of their numbers.
    pub entries: Vec<Concern>,
    /// The number up to which the log was looked at; the next page begins behind it. If it is the number that was
    /// asked for, the log ends there.
    pub reached: i64,
}

/// The entries after `number` that concern a listing, of the next `most` entries of the log; for whoever keeps nothing
/// but the number.
///
/// # Errors
///
/// When the database does not answer, or not in time.
pub async fn concerning(
    database: &Database,
    catalog: &'static Catalog,
    clock: Clock,
    listed: &Listed,
    number: i64,
    most: usize,
) -> Result<Page> {
    let entries = entries_after(database, catalog, number, most).await?;
    let reached = entries.last().map_or(number, |entry| entry.number);
    Ok(Page { entries: concerns(database, clock, listed, &entries, None).await?, reached })
}

/// Those of some entries that concern a listing. The memory holds what was in the listing before, and afterwards what
/// is in it now.
pub async fn concerns(
    database: &Database,
    clock: Clock,
    listed: &Listed,
    entries: &[LogEntry],
    memory: Option<&mut BTreeSet<i64>>,
) -> Result<Vec<Concern>> {
    let resource = listed.resource;
    let asking = Asking { today: clock.now().date_naive(), viewer: &Viewer::Anonymous, about: 0 };
    let ids = entries.iter().flat_map(|entry| about(entry, resource)).map(|(id, _)| id).collect();
    let present = listed.among(database, &ids, asking).await?;
    let is_listed = |id: &i64| present.get(id) == Some(&true);
    let before = memory.as_deref();
    let mut new = BTreeSet::new();
    let concerns = entries.iter().filter_map(|entry| {
        if comes(entry, resource) {
            new.insert(entry.record);
        }
        let may_have_left = |id: i64, sure: bool| match before {
            Some(before) => before.contains(&id),
            // Of what is gone nobody knows any more what it was, but those that pointed to nothing else.
            None => !new.contains(&id) && (sure || present.contains_key(&id)),
        };
        let listed = about(entry, resource).any(|(id, _)| is_listed(&id));
        let told = listed || about(entry, resource).any(|(id, sure)| may_have_left(id, sure));
        told.then(|| Concern { entry: entry.clone(), listed })
    });
    let concerns = concerns.collect();
    if let Some(memory) = memory {
        memory.retain(|id| !ids.contains(id));
        memory.extend(ids.into_iter().filter(is_listed));
    }
    Ok(concerns)
}

/// The records that an entry is about and that are of a resource, or may be, where that is not sure.
fn about(entry: &LogEntry, resource: &Resource) -> impl Iterator<Item = (i64, bool)> {
    let own = (entry.resource.name == resource.name).then_some((entry.record, true));
    let points = entry.points.iter().filter(|(target, _)| *target == resource.name || *target == RECORD);
    own.into_iter().chain(points.map(|(target, id)| (*id, *target != RECORD)))
}

/// Whether a record of a resource comes to be with this entry, or comes back.
fn comes(entry: &LogEntry, resource: &Resource) -> bool {
    let comes = matches!(entry.operation.as_str(), "CREATE" | "RESTORE");
    comes && entry.claim.is_none() && entry.resource.name == resource.name
}
