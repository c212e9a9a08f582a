//! An event of a calendar file as one of the directory.

use chrono::{Days, NaiveDate, NaiveDateTime, SecondsFormat, TimeDelta};
use serde_json::json;

use super::component::Component;
use super::moment::{Kind, Reading, When, duration};
use crate::change::Content;
use crate::resource::Format;

/// How many characters of a title or a description are taken.
const LONGEST_TITLE: usize = 400;
const LONGEST_OWN: usize = 80;
const LONGEST_TEXT: usize = 8_000;

/// An event, read.
#[derive(Clone, Debug)]
pub struct Read {
    pub line: usize,
    pub uid: Option<String>,
    pub title: String,
    pub start: When,
    /// How long it lasts, if that is said; whole days for days.
    pub length: Option<TimeDelta>,
    /// For which occurrence of its series it stands.
    pub instead: Option<When>,
    /// Which of several under one UID is the newest.
    pub revision: (i64, String),
    /// All but its times.
    pub content: Content,
    pub location: Option<String>,
    pub topics: Vec<String>,
    pub organizer: Option<String>,
    /// What was left out, and why.
    pub left: Vec<String>,
}

impl Read {
    /// Reads an event.
    ///
    /// # Errors
    ///
    /// When it cannot be understood, or is not meant for everybody: the sentence says why.
    pub fn of(component: &Component, reading: &Reading<'_>) -> Result<Self, String> {
        if let Some(class) = component.text("CLASS").filter(|it| !it.eq_ignore_ascii_case("PUBLIC")) {
            return Err(format!("its CLASS is {class}, and the directory is public"));
        }
        let (title, in_own_words) = title(component).ok_or("it has no SUMMARY, so nobody could tell what it is")?;
        let written = component.all("DTSTART").map(|it| it.value.trim()).collect::<Vec<_>>().join(", ");
        let start = component.all("DTSTART").find_map(|it| reading.times(it).into_iter().next());
        let start = start.ok_or_else(|| match written.as_str() {
            "" => "it has no DTSTART, so nobody knows when it is".to_owned(),
            _ => format!("its DTSTART is `{written}`, which is neither a day nor a time"),
        })?;
        let mut left = Vec::new();
        if let Kind::Floating(zone) = &start.kind {
            left.push(match zone {
                Some(zone) => format!("the time of day: nobody knows the time zone `{zone}`; --time-zone says which"),
                None => "the time of day: it has no time zone; --time-zone says which".to_owned(),
            });
        }
        let length = length(component, reading, &start).unwrap_or_else(|why| {
            left.push(format!("the end: {why}"));
            None
        });
        let mut content = content(component, &mut left);
        content.insert("titleInOwnWords".to_owned(), json!(in_own_words));
        let organizer = component.property("ORGANIZER").and_then(|it| it.parameter("CN")).map(str::to_owned);
        let sequence = component.text("SEQUENCE").and_then(|it| it.parse().ok()).unwrap_or(0);
        let modified = component.text("LAST-MODIFIED").or_else(|| component.text("DTSTAMP"));
        Ok(Self {
            line: component.line,
            uid: component.text("UID"),
            title,
            instead: component.property("RECURRENCE-ID").and_then(|it| reading.times(it).into_iter().next()),
            revision: (sequence, modified.unwrap_or_default()),
            content,
            location: component.text("LOCATION"),
            topics: component.all("CATEGORIES").flat_map(super::line::Property::texts).collect(),
            organizer,
            start,
            length,
            left,
        })
    }

    /// Its values with the times of an occurrence that begins then.
    pub fn at(&self, start: &When) -> Content {
        let mut content = self.content.clone();
        let mut put = |name: &str, value: serde_json::Value| content.insert(name.to_owned(), value);
        put("title", json!(self.title));
        put("start", json!(day(start.local.date())));
        put("allDay", json!(start.is_day()));
        let end = self.length.and_then(|length| start.local.checked_add_signed(length));
        put("end", json!(day(last_day(start, end))));
        let moment = |when: &When| when.moment().map(|it| json!(it.to_rfc3339_opts(SecondsFormat::AutoSi, true)));
        if let Some(begins) = moment(start) {
            put("startsAt", begins);
            if let Some(ends) = end.and_then(|end| moment(&start.at(end))) {
                put("endsAt", ends);
            }
        }
        if let Kind::In(zone) = &start.kind
            && let Some(name) = zone.name().filter(|name| Format::TimeZone.wants(name).is_none() && *name != "UTC")
        {
            put("timeZone", json!(name));
        }
        content
    }
}

/// Its title in one line, and whether it is ours: where it has none, what it says else begins with stands for it.
fn title(component: &Component) -> Option<(String, bool)> {
    let line = |text: String| cut(&text.split_whitespace().collect::<Vec<_>>().join(" "), LONGEST_TITLE);
    if let Some(title) = component.text("SUMMARY") {
        return Some((line(title), false));
    }
    let else_said = component.text("DESCRIPTION").or_else(|| component.text("LOCATION"))?;
    Some((cut(&line(else_said), LONGEST_OWN), true))
}

/// The last day: a day's end is the day after it, and what ends at midnight ends on the day before.
fn last_day(start: &When, end: Option<NaiveDateTime>) -> NaiveDate {
    let first = start.local.date();
    let before = end.and_then(|end| end.checked_sub_signed(TimeDelta::seconds(1)));
    before.map_or(first, |before| before.date().max(first))
}

fn length(component: &Component, reading: &Reading<'_>, start: &When) -> Result<Option<TimeDelta>, String> {
    let Some(property) = component.property("DTEND") else {
        let Some(property) = component.property("DURATION") else { return Ok(None) };
        let length = duration(&property.value).ok_or_else(|| format!("its DURATION is `{}`", property.value.trim()))?;
        return Ok(Some(length));
    };
    let end = reading.times(property).into_iter().next();
    let end =
        end.ok_or_else(|| format!("its DTEND is `{}`, which is neither a day nor a time", property.value.trim()))?;
    let local = match (start.is_day(), end.is_day()) {
        // A day as the end of a time is the last day, and a time as the end of days lies within the last
        (false, true) => end.local.checked_add_days(Days::new(1)).unwrap_or(end.local),
        (true, false) => {
            end.local.date().and_time(start.local.time()).checked_add_days(Days::new(1)).unwrap_or(end.local)
        }
        (true, true) => end.local,
        (false, false) => end.seen_from(start),
    };
    let length = local - start.local;
    if length < TimeDelta::zero() {
        return Err("its DTEND is before its DTSTART".to_owned());
    }
    Ok(Some(length))
}

/// What it says beside its title, its times and other records.
fn content(component: &Component, left: &mut Vec<String>) -> Content {
    let mut content = Content::new();
    if let Some(text) = component.text("DESCRIPTION") {
        content.insert("description".to_owned(), json!(cut(&text, LONGEST_TEXT)));
    }
    if let Some(address) = component.property("URL").map(|it| it.value.trim()).filter(|it| !it.is_empty()) {
        match Format::Address.wants(address) {
            None => drop(content.insert("website".to_owned(), json!(address))),
            Some(_) => left.push(format!("the URL: `{address}` is no web address")),
        }
    }
    let from_afar = ["CONFERENCE", "X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL"];
    if from_afar.iter().any(|name| component.property(name).is_some()) {
        content.insert("online".to_owned(), json!(true));
    }
    let status = match component.text("STATUS").map(|it| it.to_ascii_uppercase()).as_deref() {
        Some("CONFIRMED") => "SCHEDULED",
        Some("CANCELLED" | "CANCELED") => "CANCELLED",
        _ => "ANNOUNCED",
    };
    content.insert("status".to_owned(), json!(status));
    content
}

fn day(day: NaiveDate) -> String {
    day.format("%Y-%m-%d").to_string()
}

/// The beginning of a text that is too long.
fn cut(text: &str, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}
