//! What must hold each time.

use cluster_directory::viewer::Role;
use serde_json::{Value, json};

use super::edits::Editing;
use super::site::{Site, program};
use super::world;
use crate::support::{Server, World};

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
async fn a_listing_of_an_organization_is_of_whatever_it_became() {
    if program().is_none() {
        return;
    }
    let server = world().start();
    let admin = server.actor(Role::Admin).await;
    let mut editing = Editing::new(&admin);
    let site = Site::new(&server, "organization=nis-cluster");
    let count = async || {
        site.run().await;
        site.pages().keys().filter(|name| name.starts_with("events/")).count()
    };
    assert_eq!(count().await, 5);
    let (from, into) =
        (id(&server, "organization", "nis-cluster").await, id(&server, "organization", "bar-cluster").await);
    editing.update("Organization", &from, json!({ "slug": "balkan-cluster" })).await;
    assert_eq!(count().await, 5);
    editing.done("mergeRecords", "MergeRecords", json!({ "from": from, "into": into })).await;
    assert_eq!(count().await, 9);
    editing.done("withdrawOrganization", "Withdraw", json!({ "id": into, "expectedVersion": null })).await;
    assert_eq!(count().await, 0);
    editing.done("restoreOrganization", "Restore", json!({ "id": into })).await;
    assert_eq!(count().await, 9);
}

#[tokio::test]
async fn what_happens_to_a_country_takes_its_events_out_of_the_listing() {
    if program().is_none() {
        return;
    }
    let server = world().start();
    let admin = server.actor(Role::Admin).await;
    let mut editing = Editing::new(&admin);
    let site = Site::new(&server, "country=RS");
    site.run().await;
    assert!(site.page("meeting-0").is_some());
    // No event was written, and none that has to do with the country fits now.
    editing.update("Country", &id(&server, "country", "rs").await, json!({ "code": "BG" })).await;
    site.run().await;
    assert_eq!(site.page("meeting-0"), None);
}

#[tokio::test]
async fn what_does_not_fit_on_a_page_of_the_log_or_of_an_event_is_not_forgotten() {
    if program().is_none() {
        return;
    }
    let server = world().start();
    let admin = server.actor(Role::Admin).await;
    let mut editing = Editing::new(&admin);
    let site = Site::new(&server, "country=RS");
    let event = id(&server, "event", "meeting-0").await;
    for number in 0..150 {
        let input = json!({ "role": "GUEST", "event": { "id": event }, "group": format!("guests {number}") });
        editing.done("createParticipation", "CreateParticipation", input).await;
        if number == 0 {
            site.run().await;
        }
    }
    editing.update("Place", &id(&server, "place", "beograd").await, json!({ "name": "Belgrade" })).await;
    site.run().await;
    assert!(site.page("meeting-0").expect("a page").contains("and 132 more"));
    assert!(site.page("meeting-2").expect("a page").contains("Belgrade, Serbia"));
    // One whom the page does not name: only the log tells whose guest it was.
    let last =
        server.ask("{ participations(last: 1) { nodes { id group } } }").await["participations"]["nodes"][0].take();
    assert_eq!(last["group"], "guests 149");
    editing.done("withdrawParticipation", "Withdraw", json!({ "id": last["id"], "expectedVersion": null })).await;
    site.run().await;
    assert!(site.page("meeting-0").expect("a page").contains("and 131 more"));
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
