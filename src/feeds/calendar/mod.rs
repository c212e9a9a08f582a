//! iCalendar (RFC 5545, RFC 7986). Without a METHOD it is a listing and nobody's invitation, so `DTSTAMP` is when the
//! event was last written.

mod lines;
mod moments;

use chrono::{DateTime, Utc};

use super::{Cancelled, Feed, words};
use crate::listing::Row;
use lines::Lines;
use moments::Moments;

/// How often a calendar program should look again.
const REFRESH: &str = "PT6H";

pub fn write(feed: &Feed) -> String {
    let mut lines = Lines::default();
    lines.plain("BEGIN", "VCALENDAR").plain("VERSION", "2.0").plain("PRODID", "-//Cluster Directory//EN");
    lines.text("NAME", &words::line(&feed.title)).text("X-WR-CALNAME", &words::line(&feed.title));
    if let Some(description) = &feed.description {
        lines.text("DESCRIPTION", &words::plain(description)).text("X-WR-CALDESC", &words::plain(description));
    }
    lines.plain("SOURCE;VALUE=URI", &feed.address).plain("URL", &feed.home);
    lines.plain("REFRESH-INTERVAL;VALUE=DURATION", REFRESH).plain("X-PUBLISHED-TTL", REFRESH);
    let shown = |row: &&Row| feed.cancelled != Cancelled::Omit || status(row) != Some("CANCELLED");
    let rows = feed.rows.iter().chain(&feed.gone).filter(shown);
    // A calendar has no place for what is on no known day.
    let events: Vec<(&Row, Moments)> = rows.filter_map(|row| Some((row, Moments::of(row)?))).collect();
    if events.is_empty() {
        something(&mut lines);
    }
    for (row, moments) in &events {
        event(&mut lines, feed, row, moments);
    }
    lines.plain("END", "VCALENDAR");
    lines.joined()
}

fn event(lines: &mut Lines, feed: &Feed, row: &Row, moments: &Moments) {
    let status = status(row);
    let title = words::line(&row.title);
    let title = match (status, feed.cancelled) {
        (Some("CANCELLED"), Cancelled::Title) => format!("Cancelled: {title}"),
        _ => title,
    };
    lines.plain("BEGIN", "VEVENT").plain("UID", &feed.urn(&row.id)).plain("SEQUENCE", &row.revision.to_string());
    lines.plain("DTSTAMP", &instant(row.updated_at)).plain("LAST-MODIFIED", &instant(row.updated_at));
    lines.plain("CREATED", &instant(row.created_at));
    moments.write(lines);
    lines.text("SUMMARY", &title);
    lines.text_if("LOCATION", words::place(row));
    if let Some((latitude, longitude)) = position(row) {
        lines.plain("GEO", &format!("{latitude};{longitude}"));
    }
    lines.text_if("DESCRIPTION", description(row));
    lines.plain("URL", &row.url);
    let organizers = row.organizers.iter().flatten().map(|it| words::line(&it.name));
    let organizers: Vec<String> = organizers.collect();
    // An ORGANIZER would have to be somebody's calendar address.
    lines.text_if("CONTACT", (!organizers.is_empty()).then(|| organizers.join(", ")));
    lines.texts("CATEGORIES", row.topics.iter().flatten().map(|topic| words::line(topic)));
    if let Some(status) = status {
        lines.plain("STATUS", status);
    }
    lines.plain("TRANSP", "TRANSPARENT").plain("END", "VEVENT");
}

/// A calendar is not allowed to be empty; so it says what UTC is.
fn something(lines: &mut Lines) {
    lines
        .plain("BEGIN", "VTIMEZONE")
        .plain("TZID", "UTC")
        .plain("BEGIN", "STANDARD")
        .plain("DTSTART", "19700101T000000");
    lines
        .plain("TZOFFSETFROM", "+0000")
        .plain("TZOFFSETTO", "+0000")
        .plain("END", "STANDARD")
        .plain("END", "VTIMEZONE");
}

/// As iCalendar knows it. What is postponed has no word there: its date does not hold, so it is not certain.
fn status(row: &Row) -> Option<&'static str> {
    match row.status.as_deref()? {
        "ANNOUNCED" | "POSTPONED" => Some("TENTATIVE"),
        "SCHEDULED" | "HELD" => Some("CONFIRMED"),
        "CANCELLED" => Some("CANCELLED"),
        _ => None,
    }
}

/// What it says beside its other properties.
fn description(row: &Row) -> Option<String> {
    let status = match row.status.as_deref() {
        Some("POSTPONED") => Some("Postponed; the date is the original one."),
        Some("CANCELLED") => Some("Cancelled."),
        _ => None,
    };
    let parts = [
        status.map(str::to_owned),
        row.description.as_deref().map(words::plain),
        row.website.as_ref().map(|address| format!("Website: {address}")),
        row.registration_url.as_ref().map(|address| format!("Registration: {address}")),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join("\n\n"))
}

/// Where it is, as exactly as is known.
fn position(row: &Row) -> Option<(f64, f64)> {
    [&row.venue, &row.city].into_iter().flatten().find_map(|place| place.latitude.zip(place.longitude))
}

fn instant(moment: DateTime<Utc>) -> String {
    moment.format("%Y%m%dT%H%M%SZ").to_string()
}
