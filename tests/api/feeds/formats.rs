//! The four formats say the same, each in its own words.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{get, property};
use crate::support::bbs;

/// What a feed calls a record, of which the end is the id that GraphQL gives.
fn id(urn: &str) -> String {
    let (directory, id) = urn.split_once('#').expect("a directory and an id");
    assert!(directory.starts_with("urn:uuid:") && directory.len() == "urn:uuid:".len() + 36, "{directory}");
    id.to_owned()
}

#[tokio::test]
async fn the_ids_of_the_four_are_those_of_graphql() {
    let query =
        "{ events(where: { country: { code: { eq: \"RO\" } } }, first: 100) { nodes { id start { precision } } } }";
    let data = bbs().ask(query).await;
    let nodes = data["events"]["nodes"].as_array().expect("nodes");
    let ids = |which: &dyn Fn(&&Value) -> bool| -> BTreeSet<String> {
        nodes.iter().filter(which).map(|node| node["id"].as_str().expect("an id").to_owned()).collect()
    };
    let all = ids(&|_| true);

    let json = get(bbs(), "/events.json?country=RO").await;
    let urns = json.ids();
    assert_eq!(urns.iter().map(|urn| id(urn)).collect::<BTreeSet<_>>(), all);
    let linked = get(bbs(), "/events.jsonld?country=RO").await.json();
    let linked = linked["itemListElement"].as_array().expect("items").iter();
    assert_eq!(linked.map(|item| item["@id"].as_str().expect("an id").to_owned()).collect::<Vec<_>>(), urns);
    let atom = get(bbs(), "/events.atom?country=RO").await.text;
    let entries = atom.split("<entry>\n<id>").skip(1).filter_map(|entry| entry.split("</id>").next());
    assert_eq!(entries.collect::<Vec<_>>(), urns);

    // What is on no known day is in no calendar.
    let days = ids(&|node| node["start"]["precision"] == "DAY");
    assert!(days.len() < all.len());
    let calendar = get(bbs(), "/events.ics?country=RO").await.events();
    assert_eq!(calendar.iter().map(|event| id(property(event, "UID"))).collect::<BTreeSet<_>>(), days);
    assert!(calendar.iter().all(|event| urns.iter().any(|urn| urn == property(event, "UID"))));
}

#[tokio::test]
async fn pages_follow_each_other_to_the_end() {
    let whole = get(bbs(), "/events.json").await.ids();
    let mut path = Some("/events.json?limit=7".to_owned());
    let mut walked = Vec::new();
    while let Some(page) = path.take() {
        let said = get(bbs(), &page).await;
        walked.extend(said.ids());
        let next = said.json()["next_url"].as_str().map(str::to_owned);
        let link = next.as_ref().map_or(String::new(), |next| format!("<{next}>; rel=\"next\""));
        assert_eq!(said.header("link"), link);
        path = next.map(|next| next.trim_start_matches("https://directory.test").to_owned());
    }
    assert!(whole.len() > 50 && whole == walked[..whole.len()], "a page has 100");
    assert_eq!(walked.iter().collect::<BTreeSet<_>>().len(), walked.len(), "each event once");
}

#[tokio::test]
async fn a_json_feed_tells_all_that_a_list_shows() {
    let event = json!({
        "title": "ICT Week", "start": "2026-12-03", "end": "2026-12-04", "startsAt": "2026-12-03T08:00:00Z",
        "endsAt": "2026-12-04T16:30:00Z", "timeZone": "Europe/Belgrade", "allDay": false, "online": false,
        "website": "https://week.test", "description": "Talks.",
    });
    let server = super::world(&[event]).start();
    let json = get(&server, "/events.json").await.json();
    let mut item = json["items"][0].clone();
    let id = item["_event"]["id"].take();
    let urn = item["id"].take();
    assert!(urn.as_str().is_some_and(|urn| urn.ends_with(id.as_str().expect("an id"))));
    let day = |day: &str, text: &str| json!({ "edtf": day, "text": text, "earliest": day, "latest": day, "precision": "DAY" });
    assert_eq!(
        item,
        json!({
            "id": null, "url": "https://directory.test/events/event-0", "title": "ICT Week",
            "content_text": "3 December 2026 to 4 December 2026, 09:00 (Europe/Belgrade) · Niš, Serbia\n\nTalks.",
            "date_published": "2026-11-22T12:00:00Z", "date_modified": "2026-11-22T12:00:00Z",
            "_event": {
                "id": null, "kind": "CONFERENCE", "status": "SCHEDULED",
                "start": day("2026-12-03", "3 December 2026"), "end": day("2026-12-04", "4 December 2026"),
                "startsAt": "2026-12-03T08:00:00Z", "endsAt": "2026-12-04T16:30:00Z", "timeZone": "Europe/Belgrade",
                "allDay": false, "online": false, "city": { "name": "Niš" }, "country": { "code": "RS", "name": "Serbia" },
                "organizers": [], "topics": [], "website": "https://week.test", "description": "Talks.",
            },
        })
    );
    assert_eq!(json["version"], "https://jsonfeed.org/version/1.1");
}

#[tokio::test]
async fn each_event_has_the_shape_that_schema_org_gives_it() {
    let list = get(bbs(), "/events.jsonld").await.json();
    assert_eq!((&list["@context"], &list["@type"]), (&json!("https://schema.org"), &json!("ItemList")));
    let items = list["itemListElement"].as_array().expect("items");
    assert_eq!(Some(items.len()), list["numberOfItems"].as_u64().and_then(|it| usize::try_from(it).ok()));
    for item in items {
        assert_eq!(item["@type"], "Event");
        for (name, value) in item.as_object().expect("an object") {
            let right = match name.as_str() {
                "@id" | "@type" | "name" | "description" | "identifier" => value.is_string(),
                "url" | "sameAs" => value.as_str().is_some_and(|it| it.starts_with("http")),
                "startDate" | "endDate" => value.as_str().is_some_and(is_date),
                "eventStatus" | "eventAttendanceMode" => value
                    .as_str()
                    .is_some_and(|it| it.starts_with("https://schema.org/Event") || it.ends_with("AttendanceMode")),
                "location" => is_place(value),
                "organizer" => value.as_array().is_some_and(|all| all.iter().all(is_organization)),
                "keywords" => value.as_array().is_some_and(|all| all.iter().all(Value::is_string)),
                _ => false,
            };
            assert!(right, "{name}: {value}");
        }
    }
    let complete = items.iter().filter(|item| item["startDate"].is_string() && !item["location"].is_null());
    assert!(complete.count() * 2 > items.len(), "most have what search engines ask for");
}

/// A date by ISO 8601, of a day, a month or a year, or a moment.
fn is_date(text: &str) -> bool {
    let digits = |part: &str, count: usize| part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit());
    let (day, time) = text.split_once('T').map_or((text, None), |(day, time)| (day, Some(time)));
    let parts: Vec<&str> = day.split('-').collect();
    let right = parts.iter().zip([4, 2, 2]).all(|(part, count)| digits(part, count)) && parts.len() <= 3;
    right && time.is_none_or(|time| time.ends_with('Z') && parts.len() == 3)
}

fn is_place(place: &Value) -> bool {
    if let Some(places) = place.as_array() {
        return places.iter().all(is_place);
    }
    if place["@type"] == "VirtualLocation" {
        return place["url"].is_string();
    }
    let known = ["@type", "name", "address", "geo"];
    place["@type"] == "Place"
        && place["name"].is_string()
        && place["address"]["@type"] == "PostalAddress"
        && place.as_object().is_some_and(|members| members.keys().all(|name| known.contains(&name.as_str())))
}

fn is_organization(organization: &Value) -> bool {
    organization["@type"] == "Organization" && organization["name"].is_string() && organization["url"].is_string()
}

#[tokio::test]
async fn all_that_can_be_listed_can_be_read() {
    for plural in ["events", "organizations", "partnerships", "projects", "articles"] {
        let json = get(bbs(), &format!("/{plural}.json?limit=5")).await.ids();
        assert_eq!(json.len(), 5.min(json.len()), "{plural}");
        for ending in ["atom", "jsonld"] {
            let said = get(bbs(), &format!("/{plural}.{ending}?limit=5")).await;
            assert!(json.iter().all(|id| said.text.contains(id.as_str())), "{plural}.{ending}");
        }
    }
}
