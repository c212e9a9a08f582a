//! The example of a partner site keeps a copy of a listing, and the copy stays right whatever happens.

mod chance;
mod edits;
mod reading;
mod site;
mod stories;

use std::process::Command;

use serde_json::json;

use self::site::program;
use crate::support::World;

/// Nine meetings in two countries, of two clusters.
fn world() -> World {
    let mut world = World::new();
    for (slug, code, name) in [("rs", "RS", "Serbia"), ("me", "ME", "Montenegro")] {
        world = world.with("countries", json!({ "slug": slug, "code": code, "name": name }));
    }
    for (slug, name, country) in [("nis", "Niš", "rs"), ("beograd", "Beograd", "rs"), ("bar", "Bar", "me")] {
        world = world.with("places", json!({ "slug": slug, "name": name, "kind": "CITY", "country": country }));
    }
    for slug in ["cloud", "health", "maps"] {
        world = world.with("topics", json!({ "slug": slug, "name": slug }));
    }
    for slug in ["nis-cluster", "bar-cluster", "cluj-cluster", "sofia-cluster"] {
        world = world.with("organizations", json!({ "slug": slug, "name": slug, "kind": "CLUSTER" }));
    }
    for (slug, name) in [("ana", "Ana Анић"), ("boris", "Boris Борић"), ("vera", "Vera Верић")] {
        world = world.with("people", json!({ "slug": slug, "name": name }));
    }
    for (number, (city, country)) in
        [("nis", "rs"), ("bar", "me"), ("beograd", "rs")].into_iter().cycle().take(9).enumerate()
    {
        let organization = ["nis-cluster", "bar-cluster"][number % 2];
        let event = json!({
            "slug": format!("meeting-{number}"), "title": format!("Meeting {number}"), "titleInOwnWords": false,
            "kind": "MEETING", "status": "SCHEDULED", "start": format!("2026-12-0{}", number + 1),
            "description": "Ana Анић opens it.", "city": city, "country": country, "topics": ["cloud"],
            "participations": [
                { "role": "ORGANIZER", "organization": organization },
                { "role": "SPEAKER", "person": "ana", "organization": "cluj-cluster" },
            ],
        });
        world = world.with("events", event);
    }
    world
}

#[tokio::test]
async fn what_its_program_promises_of_itself_holds() {
    let Some(folder) = program() else { return };
    let output = Command::new("npm").args(["test", "--silent"]).current_dir(folder).output().expect("npm runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}
