//! Calendars by RFC 5545, for programs that read no more than that.

use serde_json::json;

use super::{get, property, world};
use crate::support::random::Random;
use crate::support::{bbs, execute};

/// What a text was before it was written into a calendar.
fn unescaped(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        match (c, c == '\\') {
            (_, true) => match rest.next() {
                Some('n') => plain.push('\n'),
                Some(c) => plain.push(c),
                None => panic!("an escape of nothing in {text}"),
            },
            (c, false) => plain.push(c),
        }
    }
    plain
}

#[tokio::test]
async fn days_end_on_the_day_after_and_moments_are_in_utc() {
    let server = world(&[
        json!({ "start": "2026-09-28", "end": "2026-09-30" }),
        json!({ "startsAt": "2026-12-01T08:00:00Z", "endsAt": "2026-12-01T16:30:00Z", "timeZone": "Europe/Belgrade" }),
        json!({ "startsAt": "2026-12-01T08:00:00Z" }),
        json!({ "start": "2026-12-01", "end": "2026-12-03", "startsAt": "2026-12-01T08:00:00Z" }),
        json!({ "startsAt": "2026-11-30T23:00:00Z", "endsAt": "2026-12-01T23:00:00Z", "allDay": true }),
        json!({ "start": "2026-12-01", "end": null }),
        json!({ "start": "2026-12", "end": null }),
        json!({ "start": "2026-12-01~", "end": null }),
        json!({ "start": "2026-12-01/2026-12-03", "end": null }),
        json!({ "start": null, "end": null }),
    ])
    .start();
    let said = get(&server, "/events.ics").await;
    assert_eq!(said.header("content-type"), "text/calendar; charset=utf-8");
    let mut times: Vec<_> = said
        .events()
        .into_iter()
        .map(|event| {
            let times = event.iter().filter(|(name, _)| name.starts_with("DTSTART") || name.starts_with("DTEND"));
            let times: Vec<String> = times.map(|(name, value)| format!("{name}:{value}")).collect();
            format!("{} {}", property(&event, "SUMMARY"), times.join(" "))
        })
        .collect();
    times.sort();
    assert_eq!(
        times,
        [
            "Event 0 DTSTART;VALUE=DATE:20260928 DTEND;VALUE=DATE:20261001",
            "Event 1 DTSTART:20261201T080000Z DTEND:20261201T163000Z",
            "Event 2 DTSTART:20261201T080000Z",
            "Event 3 DTSTART;VALUE=DATE:20261201 DTEND;VALUE=DATE:20261204",
            "Event 4 DTSTART;VALUE=DATE:20261201 DTEND;VALUE=DATE:20261202",
            "Event 5 DTSTART;VALUE=DATE:20261201 DTEND;VALUE=DATE:20261202",
        ]
    );
    assert_eq!(get(&server, "/events.json").await.ids().len(), 10, "what is on no known day is in the other feeds");
}

#[tokio::test]
async fn titles_in_any_script_come_back_as_they_were() {
    let long = "Конференција о информационим технологијама, иновацијама и предузетништву у југоисточној Европи; друга";
    let titles = [
        long,
        "Διεθνές συνέδριο τεχνολογίας · Θεσσαλονίκη",
        "İstanbul Bilişim Günleri: ığdır, çağrı; şöyle\\böyle",
        "👩‍💻 Women in ICT 👩🏽‍🚀🇷🇸🇲🇰 ICT ICT ICT ICT ICT ICT ICT ICT 👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦",
        "Back\\slash, comma; semicolon: colon \"quoted\" \\n no line",
    ];
    let server =
        world(&titles.map(|title| json!({ "title": title, "description": format!("{title}\nand on") }))).start();
    let said = get(&server, "/events.ics").await;
    for line in said.text.split("\r\n") {
        assert!(line.len() <= 75, "{} octets: {line}", line.len());
        assert!(!line.contains(['\r', '\n']), "{line}");
    }
    let events = said.events();
    for title in titles {
        let event = events.iter().find(|event| unescaped(property(event, "SUMMARY")) == title);
        let event = event.unwrap_or_else(|| panic!("{title} is not there"));
        assert_eq!(unescaped(property(event, "DESCRIPTION")), format!("{title}\nand on"));
    }
}

#[tokio::test]
async fn a_line_end_in_a_title_begins_no_line() {
    let server = world(&[json!({})]).start();
    // What no mutation takes: it may have come with an old file.
    let title = "One\r\nATTACH:https://evil.test\rTWO\nBEGIN:VALARM";
    execute(&server.database_url, &format!("UPDATE event SET title = '{title}', description = '{title}'")).await;
    let said = get(&server, "/events.ics").await;
    let events = said.events();
    assert_eq!(property(&events[0], "SUMMARY"), "One ATTACH:https://evil.test TWO BEGIN:VALARM");
    assert_eq!(property(&events[0], "DESCRIPTION"), "One\\nATTACH:https://evil.test\\nTWO\\nBEGIN:VALARM");
    assert!(!said.text.contains("\nATTACH") && !said.text.contains("\nBEGIN:VALARM"));
    let atom = get(&server, "/events.atom").await.text;
    assert!(atom.contains("<title>One ATTACH:https://evil.test TWO BEGIN:VALARM</title>"), "{atom}");
}

#[tokio::test]
async fn any_text_survives_being_folded() {
    let mut random = Random::new(6, 0);
    let letters: Vec<char> = "aZ 09,;:\\\"'\n\tёЖΩİ語👩🏽\u{200d}\u{301}<&>".chars().collect();
    let texts: Vec<String> = (0..60)
        .map(|_| {
            let length = 1 + random.below(300);
            let text: String = (0..length).map(|_| *random.pick(&letters)).collect();
            format!("x{text}x")
        })
        .collect();
    let events: Vec<_> = texts.iter().map(|text| json!({ "description": text })).collect();
    let server = world(&events).start();
    let said = get(&server, "/events.ics").await;
    assert!(said.text.split("\r\n").all(|line| line.len() <= 75));
    let events = said.events();
    for (n, text) in texts.iter().enumerate() {
        let event = events.iter().find(|event| property(event, "SUMMARY") == format!("Event {n}"));
        assert_eq!(&unescaped(property(event.expect("the event"), "DESCRIPTION")), text);
    }
}

#[tokio::test]
async fn every_event_says_what_the_standard_asks_for() {
    let said = get(bbs(), "/events.ics").await;
    assert!(said.text.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:"));
    assert!(said.text.ends_with("END:VEVENT\r\nEND:VCALENDAR\r\n"));
    for line in
        ["X-PUBLISHED-TTL:PT6H\r\n", "REFRESH-INTERVAL;VALUE=DURATION:PT6H\r\n", "X-WR-CALNAME:Cluster Directory"]
    {
        assert!(said.text.contains(line), "{line}");
    }
    assert!(
        ["METHOD", "ORGANIZER", "TZID", "VTIMEZONE"].iter().all(|name| !said.text.contains(&format!("\r\n{name}")))
    );
    for event in said.events() {
        assert_eq!(property(&event, "DTSTAMP"), property(&event, "LAST-MODIFIED"));
        assert_eq!(property(&event, "DTSTAMP"), "20261122T120000Z", "it comes from the record");
        assert_eq!((property(&event, "SEQUENCE"), property(&event, "TRANSP")), ("0", "TRANSPARENT"));
        assert!(["TENTATIVE", "CONFIRMED", "CANCELLED"].contains(&property(&event, "STATUS")));
        assert!(property(&event, "URL").starts_with("https://directory.test/events/"));
    }
}

#[tokio::test]
async fn a_calendar_without_events_is_a_calendar_too() {
    let text = get(bbs(), "/events.ics?from=2099-01-01").await.text;
    assert!(text.contains("BEGIN:VTIMEZONE\r\nTZID:UTC\r\n") && !text.contains("VEVENT"), "{text}");
}
