//! What other sites embed: the script's and the frame's headers, what finds the frame, and all of it in a browser.

mod addresses;
mod browser;

use serde_json::{Value, json};

use crate::support::{Server, World};

/// A directory with something to come: known to the hour, the day, the month and the year, cancelled and postponed.
fn coming() -> Server {
    let event = |slug: &str, title: &str, status: &str, start: &str, more: Value| {
        let mut event = json!({
            "slug": slug, "title": title, "titleInOwnWords": false, "kind": "CONFERENCE", "status": status, "start": start,
        });
        let fields = event.as_object_mut().expect("an object");
        fields.extend(more.as_object().cloned().unwrap_or_default());
        event
    };
    let organizer = |slug: &str| json!({ "role": "ORGANIZER", "organization": slug });
    let mut world = World::new();
    for (slug, code, name) in [
        ("bg", "BG", "Bulgaria"),
        ("gr", "GR", "Greece"),
        ("mk", "MK", "North Macedonia"),
        ("rs", "RS", "Serbia"),
        ("xk", "XK", "Kosovo"),
    ] {
        world = world.with("countries", json!({ "slug": slug, "code": code, "name": name }));
    }
    for (slug, name, kind, country) in [
        ("prishtina", "Prishtina", "CITY", "xk"),
        ("emerald", "Hotel Emerald", "VENUE", "xk"),
        ("novi-sad", "Novi Sad", "CITY", "rs"),
        ("varna", "Варна", "CITY", "bg"),
        ("thessaloniki", "Θεσσαλονίκη", "CITY", "gr"),
        ("skopje", "Skopje", "CITY", "mk"),
    ] {
        world = world.with("places", json!({ "slug": slug, "name": name, "kind": kind, "country": country }));
    }
    for (slug, name) in [("stikk", "STIKK"), ("voict", "Vojvodina ICT Cluster"), ("burgas", "ICT Cluster Burgas")] {
        world = world.with("organizations", json!({ "slug": slug, "name": name, "kind": "CLUSTER" }));
    }
    let events = [
        event(
            "kosict-2026",
            "KosICT 2026",
            "SCHEDULED",
            "2026-12-03",
            json!({
                "end": "2026-12-04", "city": "prishtina", "venue": "emerald", "country": "xk",
                "website": "https://kosict.test/", "registrationUrl": "https://kosict.test/register",
                "description": "Two days of talks on software made in the region, with a fair of start-ups and an \
                    evening for those who look for partners.",
                "participations": [organizer("stikk")],
            }),
        ),
        event(
            "breakfast",
            "Cluster managers’ breakfast",
            "SCHEDULED",
            "2026-12-08",
            json!({
                "end": "2026-12-08", "startsAt": "2026-12-08T07:30:00Z", "endsAt": "2026-12-08T09:00:00Z",
                "timeZone": "Europe/Belgrade", "online": true, "city": "novi-sad", "country": "rs",
                "description": "What has been going on, over coffee; also by video.",
                "participations": [organizer("voict"), organizer("burgas")],
            }),
        ),
        event(
            "matchmaking",
            "Black Sea Matchmaking",
            "CANCELLED",
            "2026-12-10",
            json!({ "end": "2026-12-10", "city": "varna", "country": "bg", "description": "Short arranged talks." }),
        ),
        event(
            "network-meeting",
            "Σύνοδος δικτύου – Annual network meeting",
            "POSTPONED",
            "2026-12-16",
            json!({ "end": "2026-12-18", "city": "thessaloniki", "country": "gr" }),
        ),
        event(
            "school",
            "Winter school on open data",
            "ANNOUNCED",
            "2026-12",
            json!({ "city": "skopje", "country": "mk" }),
        ),
        event("digital", "DigitalBalkans 2027", "ANNOUNCED", "2027", json!({ "description": "The tenth edition." })),
    ];
    for event in events {
        world = world.with("events", event);
    }
    let listing = json!({ "events": { "where": { "during": { "fromToday": 0 } }, "orderBy": [{ "start": "ASC" }] } });
    world.with("views", json!({ "slug": "what-comes", "title": "What comes", "listing": listing })).start()
}
