//! Calendars: iCalendar (RFC 5545) as programs really write it.
//!
//! | file | what it does |
//! | --- | --- |
//! | `line` | lines folded and unfolded, properties, escapes |
//! | `component` | events and time zones of a file, whatever is missing around them |
//! | `zone`, `moment` | when: days, times, time zones by all their names |
//! | `recurrence` | the occurrences of what recurs |
//! | `event` | an event, read |
//! | `occurrence` | what it says of the directory's records |
//! | `group` | which of a file's events are one: revisions, series and their exceptions |

mod component;
mod event;
mod group;
mod line;
mod moment;
mod occurrence;
mod recurrence;
mod zone;

use chrono::NaiveDateTime;

use super::incoming::{Incoming, Spot};
use super::report::{Action, Entry, Report};
use crate::change::Content;
use crate::resource::Catalog;
use component::Component;
use event::Read;
use moment::Reading;
use zone::{Zone, Zones};

/// What a reader of calendars has to know beside the file.
pub struct Setting<'s> {
    pub catalog: &'static Catalog,
    /// The time zone of times that have none.
    pub time_zone: Option<&'s str>,
    /// What every event gets that does not say otherwise.
    pub constants: &'s Content,
    /// What is later is not looked for where a rule has no end.
    pub horizon: NaiveDateTime,
    /// Whether the directory has a city of that name.
    pub is_city: &'s dyn Fn(&str) -> bool,
}

/// The time zone of that name, for settings.
///
/// # Errors
///
/// When there is none; the sentence says what would be right.
pub fn time_zone(name: &str) -> Result<String, String> {
    match Zones::default().find(name) {
        Some(Zone::Known(zone)) => Ok(zone.name().to_owned()),
        _ => Err("it takes a time zone by IANA name such as Europe/Belgrade".to_owned()),
    }
}

/// A file that is being read.
struct Scene<'s> {
    setting: &'s Setting<'s>,
    reading: &'s Reading<'s>,
    file: &'s Spot,
}

impl Scene<'_> {
    fn spot(&self, line: usize) -> Spot {
        Spot { line, ..self.file.clone() }
    }
}

/// The events of a file; `prefix` goes in front of their keys. What is not taken goes into the report.
pub fn read(
    setting: &Setting<'_>,
    file: &Spot,
    prefix: &str,
    text: &str,
    report: &mut Report,
) -> Vec<Incoming<'static>> {
    let calendar = component::read(text);
    let zones = Zones::of(&calendar.zones);
    let own = calendar.properties.iter().find(|it| it.name == "X-WR-TIMEZONE").and_then(|it| zones.find(&it.value));
    let reading = Reading { home: own.or_else(|| zones.find(setting.time_zone?)), zones: &zones };
    let scene = Scene { setting, reading: &reading, file };
    for (line, reason) in &calendar.others {
        report.add(Entry::at(Action::Refused, &scene.spot(*line)).because(reason));
    }
    if calendar.events.is_empty() {
        report.add(Entry::at(Action::Refused, &scene.spot(1)).because("there is no event in the file"));
    }
    let mut events = Vec::new();
    for component in &calendar.events {
        match Read::of(component, &reading) {
            Ok(event) => events.push((event, component)),
            Err(why) => report.add(refused(&scene.spot(component.line), component, why)),
        }
    }
    let mut incoming = Vec::new();
    for group in group::of(&scene, events, report) {
        let key = format!("{prefix}{}", group.key);
        incoming.extend(group.incoming(&scene, &key, report));
    }
    incoming
}

fn refused(spot: &Spot, component: &Component, why: String) -> Entry {
    let text = |name: &str| component.text(name).unwrap_or_default();
    Entry { key: text("UID"), name: text("SUMMARY"), ..Entry::at(Action::Refused, spot).because(why) }
}
