//! Which records are taken for the same, and which are not.

use serde_json::{Value, json};

use super::{found, reason};
use crate::support::World;

fn organization(slug: &str, name: &str, country: Value) -> Value {
    let mut organization = json!({ "slug": slug, "name": name, "kind": "CLUSTER" });
    organization["country"] = country;
    organization
}

fn event(slug: &str, title: &str, start: Value) -> Value {
    let mut event = json!({ "slug": slug, "title": title, "titleInOwnWords": false, "kind": "FAIR", "status": "HELD" });
    event["start"] = start;
    event
}

fn countries() -> World {
    World::new()
        .with("countries", json!({ "slug": "rs", "code": "RS", "name": "Serbia" }))
        .with("countries", json!({ "slug": "bg", "code": "BG", "name": "Bulgaria" }))
}

#[tokio::test]
async fn one_name_is_enough_unless_something_tells_them_apart() {
    let mut other_name = organization("cluster-of-nis", "Cluster of Niš", Value::Null);
    other_name["names"] = json!([{ "text": "Кластер Ниш", "kind": "LOCAL" }]);
    let mut edition = event("third", "Balkan Fair", Value::Null);
    edition["edition"] = json!(3);
    let mut next = event("fourth", "Balkan Fair", Value::Null);
    next["edition"] = json!(4);
    let server = countries()
        .with("organizations", organization("nis", "Klaster Niš", json!("rs")))
        .with("organizations", organization("nis-bg", "Klaster Nis", json!("bg")))
        .with("organizations", other_name)
        .with("events", event("days-2015", "Days of Clusters", json!("2015-10")))
        .with("events", event("days-2016", "Days of Clusters", json!("2016-10")))
        .with("events", event("days", "Days of Clusters", json!("2015")))
        .with("events", edition)
        .with("events", next)
        // An organization and an event are never the same.
        .with("organizations", organization("fair", "Balkan Fair", Value::Null))
        .start();
    assert_eq!(
        found(&server, "PROBABLE_DUPLICATE").await,
        ["nis cluster-of-nis", "nis-bg cluster-of-nis", "days-2015 days"]
    );
    assert_eq!(
        reason(&server, "PROBABLE_DUPLICATE", "nis").await,
        "“Klaster Niš” and “Cluster of Niš” have a name in common, and nothing known tells them apart."
    );
}

#[tokio::test]
async fn a_slip_or_an_acronym_needs_something_in_common_besides() {
    let person = |slug: &str, name: &str| json!({ "slug": slug, "name": name });
    let mut meeting = event("meeting", "Meeting", json!("2016-05-05"));
    meeting["participations"] =
        json!([{ "role": "SPEAKER", "person": "moraca" }, { "role": "ATTENDEE", "person": "moracka" }]);
    let server = countries()
        .with("organizations", organization("vojvodina", "Vojvodina ICT Cluster", json!("rs")))
        .with("organizations", organization("vojvodna", "Vojvodna ICT Cluster", json!("rs")))
        .with("organizations", organization("voivodina-bg", "Vojvodima ICT Cluster", json!("bg")))
        .with("organizations", organization("nowhere", "Vojvodira ICT Cluster", Value::Null))
        .with("organizations", organization("park", "STIK", json!("rs")))
        .with("organizations", organization("kosovo", "Stikk", json!("rs")))
        .with("organizations", organization("letters", "AB", json!("bg")))
        .with("organizations", organization("same-letters", "AB", json!("bg")))
        .with("people", person("moraca", "Slobodan Moračin"))
        .with("people", person("moracka", "Slobodan Moračan"))
        .with("people", person("stranger", "Slobodan Moračen"))
        .with("events", meeting)
        // Another number is another edition, however close.
        .with("events", event("forum-2015", "Digital Forum 2015", json!("2015")))
        .with("events", event("forum-2016", "Digital Forum 2016", json!("2015")))
        .start();
    assert_eq!(found(&server, "PROBABLE_DUPLICATE").await, ["vojvodina vojvodna", "park kosovo", "moraca moracka"]);
    for (slug, sentence) in [
        (
            "vojvodina",
            "“Vojvodina ICT Cluster” and “Vojvodna ICT Cluster” have names that differ by one letter, and in common this: country.",
        ),
        ("park", "“STIK” and “Stikk” have a short name in common and also this: country."),
        (
            "moraca",
            "“Slobodan Moračin” and “Slobodan Moračan” have names that differ by one letter, and in common this: event.",
        ),
    ] {
        assert_eq!(reason(&server, "PROBABLE_DUPLICATE", slug).await, sentence);
    }
}

#[tokio::test]
async fn a_name_that_many_have_says_nothing() {
    // As many with one name, and one whose name differs by a letter.
    for (count, pairs) in [(20, 190 + 20), (21, 0)] {
        let world = (0..count).fold(countries(), |world, n| {
            world.with("organizations", organization(&format!("o{n}"), "Balkan Society", json!("rs")))
        });
        let server = world.with("organizations", organization("slip", "Balkan Sociaty", json!("rs"))).start();
        assert_eq!(found(&server, "PROBABLE_DUPLICATE").await.len(), pairs, "{count}");
    }
}

#[tokio::test]
async fn those_that_say_so_are_listed_once_whoever_says_it() {
    let mut one = event("one", "Winter Meeting", json!("2016-01"));
    one["probablySameAs"] = json!("two");
    let mut two = event("two", "Winter Meeting", json!("2016-01"));
    two["probablySameAs"] = json!("one");
    let mut three = event("three", "Strategy", json!("2020"));
    three["probablySameAs"] = json!("one");
    let server = World::new().with("events", one).with("events", two).with("events", three).start();
    assert_eq!(found(&server, "PROBABLE_DUPLICATE").await, ["one two", "one three"]);
}
