//! Sixty texts that would like to be run, in every field of an event.

use serde_json::json;

use super::{get, world};
use crate::support::{Server, World, execute};

fn scripts() -> Vec<&'static str> {
    include_str!("scripts.txt").lines().collect()
}

/// A directory in which every text of every event is one of them, and so are the names of all that it is linked with.
async fn server() -> Server {
    let scripts = scripts();
    assert_eq!(scripts.len(), 60);
    let events: Vec<_> = scripts
        .iter()
        .enumerate()
        .map(|(n, script)| {
            json!({
                "title": script, "description": script, "dateBasis": script, "note": script, "decisions": [script],
                "goals": [script], "topics": [format!("topic-{n}")], "venue": format!("venue-{n}"),
                "participations": [{ "role": "ORGANIZER", "organization": format!("organization-{n}") }],
            })
        })
        .collect();
    let world = scripts.iter().enumerate().fold(world(&events), |world: World, (n, script)| {
        let organization =
            json!({ "slug": format!("organization-{n}"), "name": script, "kind": "CLUSTER", "description": script });
        let view =
            json!({ "slug": format!("view-{n}"), "title": script, "description": script, "listing": { "events": {} } });
        world
            .with("topics", json!({ "slug": format!("topic-{n}"), "name": script }))
            .with("places", json!({ "slug": format!("venue-{n}"), "name": script, "kind": "VENUE", "city": "nis" }))
            .with("organizations", organization)
            .with("views", view)
    });
    let server = world.start();
    // What no mutation takes as an address.
    let script = "javascript:alert(1)";
    execute(&server.database_url, &format!("UPDATE event SET website = '{script}', registration_url = '{script}'"))
        .await;
    server
}

/// The elements that an Atom feed has here.
const ELEMENTS: [&str; 16] = [
    "feed",
    "id",
    "title",
    "subtitle",
    "updated",
    "link",
    "author",
    "name",
    "uri",
    "entry",
    "published",
    "category",
    "content",
    "?xml",
    "/feed",
    "summary",
];

#[tokio::test]
async fn no_feed_has_any_of_it_as_markup() {
    let server = server().await;
    let mut paths = Vec::new();
    for ending in ["ics", "atom", "json", "jsonld"] {
        paths.push(format!("/events.{ending}"));
        paths.extend(
            (0..60).map(|n| format!("/views/view-{n}.{ending}{}", if ending == "ics" { "" } else { "?limit=1" })),
        );
    }
    paths.extend(["atom", "json", "jsonld"].map(|ending| format!("/organizations.{ending}")));
    for path in paths {
        let said = get(&server, &path).await;
        assert_eq!((said.status.as_u16(), said.header("x-content-type-options")), (200, "nosniff"), "{path}");
        assert_eq!(said.header("content-security-policy"), "default-src 'none'; frame-ancestors 'none'");
        if path.contains(".atom") {
            for tag in said.text.split('<').skip(1) {
                let name = tag.split([' ', '>', '/']).find(|name| !name.is_empty()).unwrap_or_default();
                assert!(ELEMENTS.contains(&name), "{path}: <{tag}");
            }
            assert!(!said.text.contains("href=\"javascript:") && !said.text.contains("<!"));
        } else if path.contains(".json") {
            assert!(!said.text.contains(['<', '>']), "{path}");
            said.json();
        } else {
            assert!(!said.text.contains("URL:javascript:") && !said.text.contains("X-ALT-DESC"), "{path}");
            assert_eq!(said.events().len(), 60);
        }
    }
}

#[tokio::test]
async fn all_of_it_is_there_as_text() {
    let server = server().await;
    let json = get(&server, "/events.json").await.json();
    let titles: Vec<&str> =
        json["items"].as_array().expect("items").iter().filter_map(|it| it["title"].as_str()).collect();
    for script in scripts() {
        assert!(titles.contains(&script), "{script}");
    }
    let item = &json["items"][0]["_event"];
    assert!(item.get("website").is_none() && item.get("registrationUrl").is_none(), "a script is no address");
}

#[tokio::test]
async fn a_refusal_says_it_as_text() {
    let said = get(&server().await, "/events.json?%3Cscript%3Ealert(1)%3C/script%3E=1").await;
    assert_eq!((said.status.as_u16(), said.header("content-type")), (400, "text/plain; charset=utf-8"));
    assert_eq!(said.header("x-content-type-options"), "nosniff");
}
