//! Which entries concern a listing, as far as that is known without a memory of what was in it.

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

/// The entries after `number` that concern a listing, of the next `most` entries of the log.
///
/// Whoever keeps only a number does not know what was in the listing before. So what is not in it now is told too, if
/// it may have left with this entry: an entry about a record that is not listed, but not one that only now came to be.
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
    let asking = Asking { today: clock.now().date_naive(), viewer: &Viewer::Anonymous };
    let ids = entries.iter().flat_map(|entry| about(entry, listed.resource)).map(|(_, id)| id).collect();
    let present = listed.among(database, &ids, asking).await?;
    let mut new = BTreeSet::new();
    let concerns = entries.into_iter().filter_map(|entry| {
        if comes(&entry, listed.resource) {
            new.insert(entry.record);
        }
        let about: Vec<(bool, i64)> = about(&entry, listed.resource).collect();
        let is_listed = about.iter().any(|(_, id)| present.get(id) == Some(&true));
        // Of what is gone only its own entries tell what it was, and those who pointed to nothing else.
        let may_have_left = |(sure, id): &(bool, i64)| !new.contains(id) && (*sure || present.contains_key(id));
        (is_listed || about.iter().any(may_have_left)).then_some(Concern { entry, listed: is_listed })
    });
    Ok(Page { entries: concerns.collect(), reached })
}

/// The records that an entry is about and that are of a resource, or, where that is not `true`, may be of it.
pub fn about(entry: &LogEntry, resource: &Resource) -> impl Iterator<Item = (bool, i64)> {
    let own = (entry.resource.name == resource.name).then_some((true, entry.record));
    let points = entry.points.iter().filter(|(target, _)| *target == resource.name || *target == RECORD);
    own.into_iter().chain(points.map(|(target, id)| (*target != RECORD, *id)))
}

/// Whether a record of a resource comes to be with this entry, or comes back.
fn comes(entry: &LogEntry, resource: &Resource) -> bool {
    let comes = matches!(entry.operation.as_str(), "CREATE" | "RESTORE");
    comes && entry.claim.is_none() && entry.resource.name == resource.name
}
