//! Whoever has an event in a calendar hears that it moved, and that it does not take place.

use serde_json::{Value, json};

use super::{get, property, world};
use crate::mutations::{done, editor, seen};
use crate::support::{Actor, Server};

async fn update(server: &Server, editor: &Actor<'_>, slug: &str, patch: Value) {
    let (id, _) = seen(server, "event", slug).await;
    let input = json!({ "id": id, "expectedVersion": null, "patch": patch });
    done(editor, "updateEvent", input, "slug").await;
}

async fn withdraw(server: &Server, editor: &Actor<'_>, slug: &str) {
    let (id, _) = seen(server, "event", slug).await;
    done(editor, "withdrawEvent", json!({ "id": id, "expectedVersion": null }), "slug").await;
}

/// Title, sequence, status and first day of each event, in order.
async fn told(server: &Server, path: &str) -> Vec<String> {
    let names = ["SUMMARY", "SEQUENCE", "STATUS", "DTSTART;VALUE=DATE"];
    let events = get(server, path).await.events();
    let mut told: Vec<_> = events.iter().map(|it| names.map(|name| property(it, name)).join(" ")).collect();
    told.sort();
    told
}

#[tokio::test]
async fn what_moved_was_renamed_or_called_off_keeps_its_uid_and_counts_up() {
    let server = world(&[json!({}), json!({}), json!({}), json!({}), json!({})]).start();
    let editor = editor(&server).await;
    let uids = async || {
        let events = get(&server, "/events.ics?status=SCHEDULED").await.events();
        let mut uids: Vec<_> = events.iter().map(|event| property(event, "UID").to_owned()).collect();
        uids.sort();
        uids
    };
    let before = uids().await;
    update(&server, &editor, "event-0", json!({ "start": { "edtf": "2026-12-05" }, "end": null })).await;
    update(&server, &editor, "event-1", json!({ "title": "Renamed" })).await;
    update(&server, &editor, "event-2", json!({ "status": "CANCELLED" })).await;
    withdraw(&server, &editor, "event-3").await;
    update(&server, &editor, "event-4", json!({ "description": "Not worth a word." })).await;
    let expected = [
        "Event 0 1 CONFIRMED 20261205",
        "Event 2 1 CANCELLED 20261201",
        "Event 3 1 CANCELLED 20261201",
        "Event 4 0 CONFIRMED 20261201",
        "Renamed 1 CONFIRMED 20261201",
    ];
    assert_eq!(told(&server, "/events.ics").await, expected);
    // It would be in this listing if it had not been called off.
    assert_eq!(told(&server, "/events.ics?status=SCHEDULED").await, expected);
    assert_eq!(uids().await, before);
    assert_eq!(told(&server, "/events.ics?status=HELD").await, [""; 0]);
    assert_eq!(told(&server, "/events.ics?from=2026-12-04").await, ["Event 0 1 CONFIRMED 20261205"]);

    let left: Vec<_> = expected.iter().filter(|event| !event.contains("CANCELLED")).copied().collect();
    assert_eq!(told(&server, "/events.ics?cancelled=omit").await, left);
    let titled = told(&server, "/events.ics?cancelled=title").await;
    assert_eq!(titled.iter().filter(|event| event.starts_with("Cancelled: Event")).count(), 2, "{titled:?}");
    let list = get(&server, "/events.json").await.json();
    assert_eq!(list["items"].as_array().map(Vec::len), Some(4), "other feeds have what is there");
}

#[tokio::test]
async fn what_comes_back_is_told_too() {
    let server = world(&[json!({})]).start();
    let editor = editor(&server).await;
    let (id, _) = seen(&server, "event", "event-0").await;
    withdraw(&server, &editor, "event-0").await;
    let gone = get(&server, "/events.ics").await;
    assert_eq!(told(&server, "/events.ics").await, ["Event 0 1 CANCELLED 20261201"]);
    assert_eq!(
        get(&server, "/events.ics?cancelled=status").await.events(),
        gone.events(),
        "it is said in the same words"
    );
    done(&editor, "restoreEvent", json!({ "id": id }), "slug").await;
    let back = get(&server, "/events.ics").await.events();
    assert_eq!(
        (property(&back[0], "STATUS"), property(&back[0], "UID")),
        ("CONFIRMED", property(&gone.events()[0], "UID"))
    );
    assert!(property(&back[0], "SEQUENCE").parse::<u32>().expect("a number") > 1);
}

#[tokio::test]
async fn what_is_put_off_is_not_certain() {
    let server = world(&[json!({ "status": "POSTPONED", "description": "Talks." })]).start();
    let events = get(&server, "/events.ics").await.events();
    assert_eq!(property(&events[0], "STATUS"), "TENTATIVE");
    assert_eq!(property(&events[0], "DESCRIPTION"), "Postponed\\; the date is the original one.\\n\\nTalks.");
    let item = get(&server, "/events.jsonld").await.json()["itemListElement"][0].take();
    assert_eq!(item["eventStatus"], "https://schema.org/EventPostponed");
    assert_eq!(item["startDate"], "2026-12-01");
}
