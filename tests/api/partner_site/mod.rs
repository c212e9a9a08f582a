//! The example of a partner site keeps a copy of a listing, and the copy stays right whatever happens.
//!
//! `PARTNER_SITE_ROUNDS=100` lets more happen, `PARTNER_SITE_SEED` repeats a run.

mod edits;
mod reading;
mod site;

use std::collections::BTreeSet;
use std::hash::{BuildHasher, Hasher};
use std::process::Command;

use cluster_directory::viewer::Role;
use serde_json::{Value, json};

use self::edits::Editing;
use self::site::{Site, program};
use crate::support::random::Random;
use crate::support::{Server, World};

/// How often a site is brought up to date if nobody says.
const ROUNDS: u64 = 10;

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

#[tokio::test]
async fn a_copy_of_a_country_is_what_a_fresh_one_would_be_whatever_was_edited() {
    follow("country=RS").await;
}

#[tokio::test]
async fn so_is_a_copy_of_what_an_organization_takes_part_in() {
    follow("organization=nis-cluster").await;
}

/// Edits at random, brings the site up to date, and compares.
async fn follow(listing: &str) {
    if program().is_none() {
        return;
    }
    let number = |variable| Some(std::env::var(variable).ok()?.parse::<u64>().expect("a number"));
    let any = || std::hash::RandomState::new().build_hasher().finish() % 1_000_000_000;
    let seed = number("PARTNER_SITE_SEED").unwrap_or_else(any);
    eprintln!("PARTNER_SITE_SEED={seed}");
    let mut random = Random::new(seed, 0);
    let server = world().start();
    let admin = server.actor(Role::Admin).await;
    let mut editing = Editing::new(&admin);
    let site = Site::new(&server, listing);
    let mut addresses = BTreeSet::new();
    site.run().await;
    for round in 0..number("PARTNER_SITE_ROUNDS").unwrap_or(ROUNDS) {
        let before = site.copy();
        // Now and then more happens than a page of the log can hold.
        let count = if random.chance(10) { 80 } else { random.below(5) };
        editing.some(&mut random, count).await;
        match random.below(4) {
            // Somebody edits while the site reads.
            0 => drop(tokio::join!(site.run(), editing.some(&mut random, 10))),
            // The machine stopped between the pages and the copy.
            1 => {
                site.run().await;
                site.put_back(&before);
                editing.some(&mut random, 2).await;
            }
            _ => (),
        }
        site.run().await;
        let told = format!("{listing}, seed {seed}, round {round}: {:#?}", editing.last());
        reading::compare(&server, &site, &mut addresses, &told).await;
    }
    eprintln!("{} edits were done, {} refused", editing.done, editing.refused);
    assert!(editing.refused < editing.done + 20, "most of it can be done");
}

#[tokio::test]
async fn old_addresses_lead_on_and_what_was_cancelled_says_so() {
    if program().is_none() {
        return;
    }
    let server = world().start();
    let admin = server.actor(Role::Admin).await;
    let mut editing = Editing::new(&admin);
    let site = Site::new(&server, "country=RS");
    site.run().await;
    let (first, second) = (id(&server, "event", "meeting-0").await, id(&server, "event", "meeting-2").await);
    assert!(!site.page("meeting-0").expect("a page").contains("Cancelled"));

    let renamed = json!({ "slug": "nis-2026", "status": "CANCELLED" });
    editing.update("Event", &first, renamed).await;
    site.run().await;
    assert_eq!(site.leads("meeting-0").as_deref(), Some("nis-2026"));
    assert!(site.page("nis-2026").expect("a page").contains("Cancelled"));

    editing.done("mergeRecords", "MergeRecords", json!({ "from": first, "into": second })).await;
    site.run().await;
    for slug in ["meeting-0", "nis-2026"] {
        assert_eq!(site.leads(slug).as_deref(), Some("meeting-2"));
    }
    // What it was merged into leaves the listing, and there is nowhere to lead to.
    editing.update("Event", &second, json!({ "country": { "slug": "me" } })).await;
    site.run().await;
    for slug in ["meeting-0", "nis-2026", "meeting-2"] {
        assert_eq!(site.page(slug), None);
    }
    editing.update("Event", &second, json!({ "country": { "slug": "rs" } })).await;
    site.run().await;
    assert_eq!(site.leads("meeting-0").as_deref(), Some("meeting-2"));

    // Somebody who stands in its description, and in one of its addresses.
    editing.update("Event", &second, json!({ "slug": "with-ana-in-nis" })).await;
    editing.update("Event", &second, json!({ "slug": "in-nis" })).await;
    site.run().await;
    assert_eq!(site.leads("meeting-0").as_deref(), Some("in-nis"));
    assert!(site.everything().contains("Анић"));
    editing.done("erasePerson", "ErasePerson", json!({ "id": id(&server, "person", "ana").await })).await;
    site.run().await;
    assert_eq!(site.leads("meeting-0").as_deref(), Some("in-nis"));
    assert_eq!(site.leads("meeting-2").as_deref(), Some("in-nis"));
    assert_eq!(site.page("with-ana-in-nis"), None);
    let everything = site.everything();
    assert!(
        !everything.contains("Анић") && !everything.contains("with-ana"),
        "whoever is forgotten is forgotten here too"
    );
}

#[tokio::test]
async fn a_site_without_news_costs_one_question_and_says_what_is_wrong_in_a_sentence() {
    if program().is_none() {
        return;
    }
    let server = world().start();
    let site = Site::new(&server, "country=RS");
    let said = site.run().await;
    assert!(said.ends_with("8 files changed.\n"), "{said}");
    let before = server.metrics().await;
    let said = site.run().await;
    assert!(said.ends_with("0 files changed.\n"), "{said}");
    let count = |metrics: &str, name: &str| {
        let counts = metrics.lines().filter(|line| line.starts_with(name)).map(|line| line.rsplit(' ').next());
        counts.map(|count| count.expect("a count").parse::<u64>().expect("a number")).sum::<u64>()
    };
    let after = server.metrics().await;
    for (status, more) in [("304", 1), ("200", 1)] {
        // The second is the answer with the first counts.
        let name = format!("directory_http_responses_total{{status=\"{status}\"}}");
        assert_eq!(count(&after, &name), count(&before, &name) + more);
    }

    assert_eq!(
        Site::new(&server, "country").refusal().await,
        "The listing “country” is none: write country=CODE or organization=SLUG.\n"
    );
    let nobody = Site::new(&server, "organization=nobody").refusal().await;
    assert_eq!(nobody, format!("http://{} knows nobody by organization=nobody.\n", server.address));
    site.put_back("{");
    let damaged = site.refusal().await;
    assert!(damaged.ends_with("Delete it, and the copy is taken anew.\n"), "{damaged}");
}

#[tokio::test]
async fn another_directory_at_the_same_address_is_copied_anew() {
    if program().is_none() {
        return;
    }
    let (server, other) = (world().start(), World::new().start());
    let site = Site::new(&server, "country=RS");
    site.run().await;
    // Its backup was put back: the log is shorter than what was read of it.
    let copy = site.copy().replace(&server.address, &other.address);
    let site = Site::new(&other, "country=RS");
    site.put_back(&copy);
    site.run().await;
    assert_eq!(site.pages().keys().filter(|name| name.starts_with("events/")).count(), 0);
}

async fn id(server: &Server, field: &str, slug: &str) -> Value {
    server.ask(&format!("{{ found: {field}(by: {{ slug: \"{slug}\" }}) {{ id }} }}")).await["found"]["id"].take()
}
