//! Which of a file's events are one: revisions of one event, a series with its exceptions.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDateTime;

use super::Scene;
use super::component::Component;
use super::event::Read;
use super::moment::{Kind, When};
use super::occurrence::{occurrence, series};
use super::recurrence::{MOST, Recurrence, until};
use crate::transfer::incoming::Incoming;
use crate::transfer::report::{Action, Entry, Report};

/// One event, or a series, with what stands for single occurrences.
pub struct Group<'c> {
    pub key: String,
    /// The event that is meant where no occurrence is named; none if only those are there.
    main: Option<(Read, &'c Component)>,
    exceptions: Vec<Read>,
}

/// Puts together what has one UID. Of several revisions the newest counts; two that differ in both title and start
/// are two events whose program gave them one UID. Without UID an event is known by its title and start.
pub fn of<'c>(scene: &Scene<'_>, events: Vec<(Read, &'c Component)>, report: &mut Report) -> Vec<Group<'c>> {
    let mut groups: BTreeMap<usize, Group<'c>> = BTreeMap::new();
    let mut by_key: BTreeMap<String, usize> = BTreeMap::new();
    for (event, component) in events {
        let start = event.start.local.format("%Y%m%dT%H%M%S");
        let mut key = event.uid.clone().unwrap_or_else(|| format!("{} {start}", event.title));
        let other = by_key.get(&key).and_then(|at| groups.get(at)).and_then(|group| group.main.as_ref());
        if let Some((other, _)) = other.filter(|_| event.instead.is_none())
            && other.title != event.title
            && other.start.local != event.start.local
        {
            key = format!("{key}/{start}");
        }
        let at = *by_key.entry(key.clone()).or_insert(groups.len());
        let group = groups.entry(at).or_insert_with(|| Group { key, main: None, exceptions: Vec::new() });
        if event.instead.is_some() {
            group.exceptions.push(event);
            continue;
        }
        let (older, newest) = match group.main.take() {
            Some(main) if main.0.revision > event.revision => (Some(event), main),
            main => (main.map(|(event, _)| event), (event, component)),
        };
        if let Some(older) = older {
            let why = format!("line {} has a newer revision of it", newest.0.line);
            report.add(note(scene, &older, &group.key, Action::Joined, why));
        }
        group.main = Some(newest);
    }
    groups.into_values().collect()
}

/// What the report says of an event.
fn note(scene: &Scene<'_>, event: &Read, key: &str, action: Action, why: impl Into<String>) -> Entry {
    let entry = Entry::at(action, &scene.spot(event.line)).because(why);
    Entry { resource: "Event", key: key.to_owned(), name: event.title.clone(), ..entry }
}

impl Group<'_> {
    /// The records that it stands for; `key` is what the source calls it.
    pub fn incoming(self, scene: &Scene<'_>, key: &str, report: &mut Report) -> Vec<Incoming<'static>> {
        let Self { main, mut exceptions, .. } = self;
        let mut records = Vec::new();
        let mut times = Vec::new();
        if let Some((event, component)) = &main {
            match recurrence(scene, event, component).map(|recurrence| recurrence.occurrences()) {
                Some(Ok(found)) => {
                    if found.cut {
                        let horizon = scene.setting.horizon.format("%Y-%m-%d");
                        let why = format!("occurrences: only {MOST} at most until {horizon} are taken");
                        report.add(note(scene, event, key, Action::Left, why));
                    }
                    records.push(series(scene, event, key));
                    times = found.times;
                }
                Some(Err(why)) => {
                    report.add(note(scene, event, key, Action::Left, format!("its further occurrences: {why}")));
                    records.extend(occurrence(scene, event, &event.start, key.to_owned(), None));
                }
                None => records.extend(occurrence(scene, event, &event.start, key.to_owned(), None)),
            }
        }
        let series = (!times.is_empty()).then_some(key);
        let named = |time: NaiveDateTime| format!("{key}/{}", time.format("%Y%m%dT%H%M%S"));
        exceptions.sort_by(|a, b| b.revision.cmp(&a.revision));
        let mut taken = BTreeSet::new();
        for event in &exceptions {
            let Some(instead) = &event.instead else { continue };
            let local = main.as_ref().map_or(instead.local, |(main, _)| instead.seen_from(&main.start));
            let same = times.iter().position(|time| *time == local || instead.is_day() && time.date() == local.date());
            let local = same.map_or(local, |at| times.remove(at));
            if taken.insert(local) {
                records.extend(occurrence(scene, event, &event.start, named(local), series));
            } else {
                let why = "a newer revision of the same occurrence is in the file";
                report.add(note(scene, event, key, Action::Joined, why));
            }
        }
        for event in main.iter().map(|(event, _)| event).chain(&exceptions) {
            for what in &event.left {
                report.add(note(scene, event, key, Action::Left, what));
            }
        }
        if let Some((event, _)) = &main {
            for time in times {
                records.extend(occurrence(scene, event, &event.start.at(time), named(time), series));
            }
        }
        records
    }
}

/// How an event recurs, if it does.
fn recurrence(scene: &Scene<'_>, event: &Read, component: &Component) -> Option<Recurrence> {
    let rules: Vec<String> =
        component.all("RRULE").map(|it| it.value.trim().to_owned()).filter(|it| !it.is_empty()).collect();
    let seen = |name: &'static str| component.all(name).flat_map(|it| scene.reading.times(it));
    let time = |when: &When| {
        let local = when.seen_from(&event.start);
        // A day among times means the occurrence of that day
        if when.is_day() { local.date().and_time(event.start.local.time()) } else { local }
    };
    let dates: Vec<_> = seen("RDATE").map(|when| time(&when)).collect();
    if rules.is_empty() && dates.is_empty() {
        return None;
    }
    let ends = rules.iter().map(|rule| {
        let (end, in_utc) = until(rule)?;
        match &event.start.kind {
            Kind::In(zone) if in_utc => zone.local(end.and_utc()),
            _ => Some(end),
        }
    });
    Some(Recurrence {
        start: event.start.local,
        until: ends.collect(),
        rules,
        dates,
        except: seen("EXDATE").map(|when| time(&when)).collect(),
        horizon: scene.setting.horizon,
    })
}
