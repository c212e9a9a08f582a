//! What a calendar file consists of, as far as it matters here.

use super::line::{Property, properties};

/// An event, a time zone or one of a time zone's rules, with what it says.
#[derive(Clone, Debug, Default)]
pub struct Component {
    /// In capital letters: `VEVENT`.
    pub name: String,
    /// Where it begins.
    pub line: usize,
    properties: Vec<Property>,
    pub components: Vec<Component>,
}

/// What a file has.
#[derive(Debug, Default)]
pub struct Calendar {
    pub events: Vec<Component>,
    pub zones: Vec<Component>,
    /// What it says of itself: `X-WR-TIMEZONE`.
    pub properties: Vec<Property>,
    /// What in it is no event: the components, and the lines that are no properties.
    pub others: Vec<(usize, String)>,
}

/// The properties that are read; the others are dropped on the way in.
const READ: &str = "UID SUMMARY DESCRIPTION LOCATION STATUS URL CATEGORIES DTSTART DTEND DURATION RRULE RDATE EXDATE \
    RECURRENCE-ID SEQUENCE LAST-MODIFIED DTSTAMP ORGANIZER CLASS CONFERENCE X-GOOGLE-CONFERENCE \
    X-MICROSOFT-SKYPETEAMSMEETINGURL TZID TZOFFSETFROM TZOFFSETTO X-LIC-LOCATION X-WR-TIMEZONE";

/// How deep components are nested at most; beyond, ends are missing, and all that is open is over.
const DEEPEST: usize = 8;
/// How many properties of a component are read at most.
const MOST: usize = 10_000;

impl Component {
    /// The first property of that name.
    pub fn property(&self, name: &str) -> Option<&Property> {
        self.properties.iter().find(|property| property.name == name)
    }

    /// All properties of that name.
    pub fn all<'s>(&'s self, name: &'s str) -> impl Iterator<Item = &'s Property> {
        self.properties.iter().filter(move |property| property.name == name)
    }

    /// The text of the first property of that name.
    pub fn text(&self, name: &str) -> Option<String> {
        self.property(name).and_then(Property::text)
    }
}

/// Reads a file. What it lacks is made up for: an end that is missing comes with the next beginning or with the end
/// of the file, and an event need not stand in a calendar.
pub fn read(text: &str) -> Calendar {
    let mut calendar = Calendar::default();
    let mut open: Vec<Component> = Vec::new();
    for property in properties(text) {
        let property = match property {
            Ok(property) => property,
            Err(line) => {
                calendar.others.push((line, "the line is no property".to_owned()));
                continue;
            }
        };
        let word = || property.value.trim().to_ascii_uppercase();
        match property.name.as_str() {
            "BEGIN" => {
                let name = word();
                // Neither stands in another one of its kind: an end is missing
                let outer = open.iter().position(|it| it.name == name || matches!(it.name.as_str(), "VEVENT"));
                if let Some(outer) = outer.filter(|_| matches!(name.as_str(), "VEVENT" | "VTIMEZONE" | "VCALENDAR")) {
                    close(&mut open, outer, &mut calendar);
                }
                if open.len() >= DEEPEST {
                    close(&mut open, 0, &mut calendar);
                }
                open.push(Component { name, line: property.line, ..Component::default() });
            }
            "END" => {
                let name = word();
                if let Some(at) = open.iter().rposition(|it| it.name == name) {
                    close(&mut open, at, &mut calendar);
                }
            }
            name if READ.split(' ').any(|it| it == name) => match open.last_mut() {
                Some(component) if component.name != "VCALENDAR" => {
                    if component.properties.len() < MOST {
                        component.properties.push(property);
                    }
                }
                _ => calendar.properties.push(property),
            },
            _ => {}
        }
    }
    close(&mut open, 0, &mut calendar);
    calendar
}

/// Ends the components from this one inward.
fn close(open: &mut Vec<Component>, at: usize, calendar: &mut Calendar) {
    while open.len() > at {
        let Some(component) = open.pop() else { return };
        match (component.name.as_str(), open.last_mut()) {
            ("VEVENT", _) => calendar.events.push(component),
            ("VTIMEZONE", _) => calendar.zones.push(component),
            ("STANDARD" | "DAYLIGHT", Some(zone)) => zone.components.push(component),
            ("VCALENDAR" | "VALARM" | "STANDARD" | "DAYLIGHT", _) => {}
            (name, _) => {
                let name: String = name.chars().filter(|c| !c.is_control()).take(40).collect();
                let name = if name.is_empty() { "a component without a name" } else { &name };
                calendar.others.push((component.line, format!("{name} is no event")));
            }
        }
    }
}
