//! Which of a file's events are one: revisions of one event, a series with its exceptions.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::json;

use super::Setting;
use super::component::Component;
use super::event::Read;
use super::moment::{Kind, Reading, When};
use super::recurrence::{MOST, Occurrences, Recurrence, until};
use crate::change::Content;
use crate::resource::{Kind as Of, upper_case};
use crate::transfer::incoming::{FoundBy, Incoming, Named, Reference, Spot, Wanted};
use crate::transfer::place::{Said, located, said};
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
pub fn of<'c>(events: Vec<(Read, &'c Component)>, spot: &dyn Fn(usize) -> Spot, report: &mut Report) -> Vec<Group<'c>> {
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
            Some(main) if main.0.revision > event.revision => {
                (Some((event.line, event.title, main.0.line)), (main.0, main.1))
            }
            Some((main, _)) => (Some((main.line, main.title, event.line)), (event, component)),
            None => (None, (event, component)),
        };
        group.main = Some(newest);
        if let Some((line, title, newer)) = older {
            let entry =
                Entry::at(Action::Joined, &spot(line)).because(format!("line {newer} has a newer revision of it"));
            report.add(Entry { resource: "Event", key: group.key.clone(), name: title, ..entry });
        }
    }
    groups.into_values().collect()
}

impl Group<'_> {
    /// The records that it stands for.
    pub fn incoming(
        self,
        setting: &Setting<'_>,
        reading: &Reading<'_>,
        spot: &dyn Fn(usize) -> Spot,
        key: &str,
        report: &mut Report,
    ) -> Vec<Incoming<'static>> {
        let Self { main, exceptions, .. } = self;
        let recurs = main.as_ref().and_then(|(event, component)| recurrence(setting, reading, event, component));
        let mut records = Vec::new();
        let mut left = Vec::new();
        let mut note = |event: &Read, action: Action, reason: &str| {
            let entry = Entry::at(action, &spot(event.line)).because(reason);
            left.push(Entry { resource: "Event", key: key.to_owned(), name: event.title.clone(), ..entry });
        };
        let mut times = Vec::new();
        match (&main, recurs) {
            (Some((event, _)), Some(recurs)) => match recurs.occurrences() {
                Ok(Occurrences { times: found, cut }) => {
                    times = found;
                    if cut {
                        let horizon = setting.horizon.format("%Y-%m-%d");
                        note(
                            event,
                            Action::Left,
                            &format!("occurrences: only {MOST} at most until {horizon} are taken"),
                        );
                    }
                    records.push(series(setting, event, key, spot(event.line)));
                }
                Err(why) => {
                    note(event, Action::Left, &format!("its further occurrences: {why}"));
                    records.extend(occurrence(setting, event, &event.start, key.to_owned(), None, spot));
                }
            },
            (Some((event, _)), None) => {
                records.extend(occurrence(setting, event, &event.start, key.to_owned(), None, spot))
            }
            (None, _) => {}
        }
        let series = (!times.is_empty()).then(|| key.to_owned());
        let mut exceptions = exceptions;
        exceptions.sort_by(|a, b| a.revision.cmp(&b.revision).reverse());
        let mut taken = std::collections::BTreeSet::new();
        for event in &exceptions {
            let Some(instead) = &event.instead else { continue };
            let local = main.as_ref().map_or(instead.local, |(main, _)| instead.seen_from(&main.start));
            let same = times.iter().position(|time| *time == local || instead.is_day() && time.date() == local.date());
            let local = same.map_or(local, |at| times.remove(at));
            let name = format!("{key}/{}", local.format("%Y%m%dT%H%M%S"));
            if taken.insert(name.clone()) {
                records.extend(occurrence(setting, event, &event.start, name, series.as_deref(), spot));
            } else {
                note(event, Action::Joined, "a newer revision of the same occurrence is in the file");
            }
        }
        for event in main.iter().map(|(event, _)| event).chain(&exceptions) {
            for what in &event.left {
                note(event, Action::Left, what);
            }
        }
        if let Some((event, _)) = &main {
            for time in times {
                let name = format!("{key}/{}", time.format("%Y%m%dT%H%M%S"));
                records.extend(occurrence(setting, event, &event.start.at(time), name, series.as_deref(), spot));
            }
        }
        left.into_iter().for_each(|entry| report.add(entry));
        records
    }
}

/// How an event recurs, if it does.
fn recurrence(setting: &Setting<'_>, reading: &Reading<'_>, event: &Read, component: &Component) -> Option<Recurrence> {
    let rules: Vec<String> =
        component.all("RRULE").map(|it| it.value.trim().to_owned()).filter(|it| !it.is_empty()).collect();
    let seen = |name: &'static str| component.all(name).flat_map(|it| reading.times(it));
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
        horizon: setting.horizon,
    })
}

fn series(setting: &Setting<'_>, event: &Read, key: &str, at: Spot) -> Incoming<'static> {
    let mut content = Content::new();
    content.insert("name".to_owned(), json!(event.title));
    content.extend(event.content.get("description").map(|text| ("description".to_owned(), text.clone())));
    Incoming {
        resource: setting.catalog.get("EventSeries"),
        at,
        key: key.to_owned(),
        found_by: FoundBy::Alike(Arc::from(["name".to_owned()])),
        content,
        references: Vec::new(),
        needs: None,
    }
}

fn occurrence(
    setting: &Setting<'_>,
    event: &Read,
    start: &When,
    key: String,
    series: Option<&str>,
    spot: &dyn Fn(usize) -> Spot,
) -> Vec<Incoming<'static>> {
    let resource = setting.catalog.get("Event");
    let mut content = setting.constants.clone();
    content.extend(event.at(start));
    let kinds = resource.find_attribute("kind").map(|it| it.kind);
    let kind = event
        .topics
        .iter()
        .map(|topic| upper_case(&topic.replace([' ', '-'], "_")))
        .find(|word| matches!(kinds, Some(Of::Choice(choice)) if choice.contains(word)));
    if let Some(kind) = kind {
        content.insert("kind".to_owned(), json!(kind));
    }
    content.entry("kind").or_insert(json!("MEETING"));
    let mut places = Vec::new();
    match event.location.as_deref().map(|text| (said(text), text)) {
        Some((Said::Online, _)) => drop(content.insert("online".to_owned(), json!(true))),
        Some((Said::Somewhere, text)) => places = located(text, setting.is_city),
        _ => {}
    }
    let names = ["title", "start", "startsAt", "venue", "city", "country"].map(str::to_owned);
    let mut incoming = Incoming {
        resource,
        at: spot(event.line),
        key,
        found_by: FoundBy::Parts(names.into()),
        content,
        references: Vec::new(),
        needs: None,
    };
    for (part, place) in places {
        incoming.refer(part, Some(Wanted::Named(place)));
    }
    incoming.refer("series", series.map(|key| Wanted::Key(key.to_owned())));
    if !event.topics.is_empty() {
        let topic = |name: &String| Wanted::Named(named("Topic", name));
        incoming.references.push(Reference { part: "topics", wanted: event.topics.iter().map(topic).collect() });
    }
    let organizer = event.organizer.as_deref().map(|name| organizer(setting, name, &incoming));
    std::iter::once(incoming).chain(organizer).collect()
}

/// Who organizes an event, if the directory knows them.
fn organizer(setting: &Setting<'_>, name: &str, event: &Incoming<'static>) -> Incoming<'static> {
    let parts = ["event", "organization", "role"].map(str::to_owned);
    let mut participation = Incoming {
        resource: setting.catalog.get("Participation"),
        at: event.at.clone(),
        key: format!("{}/organizer", event.key),
        found_by: FoundBy::Parts(parts.into()),
        content: Content::from_iter([("role".to_owned(), json!("ORGANIZER"))]),
        references: Vec::new(),
        needs: Some("organization"),
    };
    participation.refer("event", Some(Wanted::Key(event.key.clone())));
    participation.refer("organization", Some(Wanted::Named(named("Organization", name))));
    participation
}

fn named(resource: &'static str, name: &str) -> Named {
    Named { resource, name: name.to_owned(), content: Content::new(), within: Vec::new() }
}
