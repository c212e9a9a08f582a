//! What a feed says in words.

use chrono_tz::Tz;

use crate::listing::{Day, Row};

/// A text in one line: a title with a line's end in it would begin a new line of a calendar.
pub fn line(text: &str) -> String {
    plain(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text without what no format can hold: control characters, and code points that are none.
pub fn plain(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let held = |c: char| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}' | '\u{2028}' | '\u{2029}');
    text.chars().filter(|c| held(*c) || matches!(c, '\n' | '\t')).collect()
}

/// What an item says: when, where, what.
pub fn text(row: &Row) -> String {
    let status = match row.status.as_deref() {
        Some("POSTPONED") => Some("Postponed; the date is the original one.".to_owned()),
        Some("CANCELLED") => Some("Cancelled.".to_owned()),
        _ => None,
    };
    let head = [when(row), place(row)].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let parts = [status, Some(head), row.description.as_deref().map(plain)];
    let parts = parts.into_iter().flatten().filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("\n\n")
}

/// When it is or was: `28 September 2016 to 30 September 2016`, `28 September 2016, 09:00 (Europe/Belgrade)`.
fn when(row: &Row) -> Option<String> {
    if let Some(founded) = &row.founded {
        return Some(format!("Founded {}", founded.text));
    }
    let first = row.start.as_ref().or(row.published.as_ref());
    let time = row.starts_at.filter(|_| row.all_day != Some(true)).map(|at| {
        let zone = row.time_zone.as_deref().and_then(|zone| zone.parse::<Tz>().ok()).unwrap_or(Tz::UTC);
        format!("{} ({zone})", at.with_timezone(&zone).format("%H:%M"))
    });
    let last = row.end.as_ref().filter(|last| first.is_none_or(|first| first.edtf != last.edtf));
    let days = match (first, last) {
        (Some(first), Some(last)) => format!("{} to {}", first.text, last.text),
        (Some(Day { text, .. }), None) => text.clone(),
        (None, Some(last)) => format!("until {}", last.text),
        (None, None) => return time,
    };
    Some(time.map_or(days.clone(), |time| format!("{days}, {time}")))
}

/// Where it is: venue, city, country, as far as is known.
pub fn place(row: &Row) -> Option<String> {
    let places = [row.venue.as_ref(), row.city.as_ref()].into_iter().flatten().map(|place| line(&place.name));
    let places: Vec<String> = places.chain(row.country.as_ref().map(|it| line(&it.name))).collect();
    (!places.is_empty()).then(|| places.join(", "))
}
