//! An occurrence as what the source says of an event, and of all that stands around it.

use std::sync::Arc;

use serde_json::json;

use super::Scene;
use super::event::Read;
use super::moment::When;
use crate::change::Content;
use crate::resource::{Kind, upper_case};
use crate::transfer::incoming::{FoundBy, Incoming, Named, Reference, Wanted};
use crate::transfer::place::{Said, located, said};

/// The parts in which two events are one.
const ALIKE: [&str; 6] = ["title", "start", "startsAt", "venue", "city", "country"];

/// The series that an event stands for which recurs.
pub fn series(scene: &Scene<'_>, event: &Read, key: &str) -> Incoming<'static> {
    let mut content = Content::new();
    content.insert("name".to_owned(), json!(event.title));
    content.extend(event.content.get("description").map(|text| ("description".to_owned(), text.clone())));
    Incoming {
        resource: scene.setting.catalog.get("EventSeries"),
        at: scene.spot(event.line),
        key: key.to_owned(),
        found_by: FoundBy::Alike(Arc::from(["name".to_owned()])),
        content,
        references: Vec::new(),
        needs: None,
    }
}

/// The event at that time, with its organizer; `series` is the key of its series, if it has one.
pub fn occurrence(
    scene: &Scene<'_>,
    event: &Read,
    start: &When,
    key: String,
    series: Option<&str>,
) -> Vec<Incoming<'static>> {
    let resource = scene.setting.catalog.get("Event");
    let mut content = scene.setting.constants.clone();
    content.extend(event.at(start));
    let words = event.topics.iter().map(|topic| upper_case(&topic.replace([' ', '-'], "_").to_lowercase()));
    let is_kind = |word: &String| match resource.find_attribute("kind").map(|it| it.kind) {
        Some(Kind::Choice(choice)) => choice.contains(word),
        _ => false,
    };
    content.extend(words.into_iter().find(is_kind).map(|word| ("kind".to_owned(), json!(word))));
    content.entry("kind").or_insert(json!("MEETING"));
    let mut places = Vec::new();
    match event.location.as_deref().map(|text| (said(text), text)) {
        Some((Said::Online, _)) => drop(content.insert("online".to_owned(), json!(true))),
        Some((Said::Somewhere, text)) => places = located(text, scene.setting.is_city),
        _ => {}
    }
    let mut incoming = Incoming {
        resource,
        at: scene.spot(event.line),
        key,
        found_by: FoundBy::Parts(ALIKE.map(str::to_owned).into()),
        content,
        references: Vec::new(),
        needs: None,
    };
    for (part, place) in places {
        incoming.refer(part, Some(Wanted::Named(place)));
    }
    incoming.refer("series", series.map(|key| Wanted::Key(key.to_owned())));
    if !event.topics.is_empty() {
        let topics = event.topics.iter().map(|name| Wanted::Named(named("Topic", name)));
        incoming.references.push(Reference { part: "topics", wanted: topics.collect() });
    }
    let organizer = event.organizer.as_deref().map(|name| organizer(scene, name, &incoming));
    std::iter::once(incoming).chain(organizer).collect()
}

/// Who organizes an event, if the directory knows them.
fn organizer(scene: &Scene<'_>, name: &str, event: &Incoming<'static>) -> Incoming<'static> {
    let parts = ["event", "organization", "role"].map(str::to_owned);
    let mut participation = Incoming {
        resource: scene.setting.catalog.get("Participation"),
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
