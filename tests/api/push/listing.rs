//! What concerns a listing.

use serde_json::{Value, json};

use super::{Events, done, editor, seen, topic, world};
use crate::support::{Actor, Server};

const ANNOUNCED: &str = "subscription { changed(where: { events: { status: { eq: ANNOUNCED } } }) {
    number operation type record { ... on Event { status } } } }";

fn event(title: &str, status: &str) -> Value {
    json!({ "title": title, "titleInOwnWords": false, "kind": "FAIR", "status": status })
}

async fn update(editor: &Actor<'_>, server: &Server, slug: &str, patch: Value) {
    let (id, version) = seen(server, "event", slug).await;
    done(editor, "updateEvent", json!({ "id": id, "expectedVersion": version, "patch": patch }), "id").await;
}

async fn guest(editor: &Actor<'_>, event: &str) {
    let input = json!({ "role": "GUEST", "event": { "slug": event }, "person": { "slug": "ana" } });
    done(editor, "createParticipation", input, "id").await;
}

/// The next event: what was done to what, and whether it is about what is in the listing now.
async fn told(events: &mut Events) -> String {
    let event = events.next().await.expect("an event");
    let (told, listed) = (&event.data["data"]["changed"], &event.data["extensions"]["listed"]);
    format!("{} {} {listed}", told["operation"], told["type"]).replace('"', "")
}

#[tokio::test]
async fn a_listing_is_told_what_comes_what_changes_and_what_leaves() {
    let server = world().start();
    let (editor, anybody) = (editor(&server).await, Actor::anonymous(&server));
    let mut events = Events::of(&anybody, &server, ANNOUNCED, None).await;

    done(&editor, "createEvent", event("Fair", "ANNOUNCED"), "id").await;
    assert_eq!(told(&mut events).await, "CREATE EVENT true");
    done(&editor, "createEvent", event("Past", "HELD"), "id").await;
    update(&editor, &server, "past", json!({ "description": "It was." })).await;
    guest(&editor, "past").await;
    // Of all this nothing is told: the next is the fair's guest.
    guest(&editor, "fair").await;
    assert_eq!(told(&mut events).await, "CREATE PARTICIPATION true");
    update(&editor, &server, "past", json!({ "status": "ANNOUNCED" })).await;
    let event = events.next().await.expect("an event");
    assert_eq!(event.data["data"]["changed"]["record"]["status"], "ANNOUNCED");
    update(&editor, &server, "fair", json!({ "status": "HELD" })).await;
    assert_eq!(told(&mut events).await, "UPDATE EVENT false");
    update(&editor, &server, "fair", json!({ "description": "It was." })).await;
    topic(&editor, "Elsewhere").await;
    let (id, version) = seen(&server, "event", "past").await;
    done(&editor, "withdrawEvent", json!({ "id": id, "expectedVersion": version }), "id").await;
    let mut last = [told(&mut events).await, told(&mut events).await];
    last.sort();
    assert_eq!(last, ["WITHDRAW EVENT false", "WITHDRAW PARTICIPATION false"]);

    // Who comes back with a number does not know what was in the listing: all that may have left is told.
    let mut events = Events::of(&anybody, &server, ANNOUNCED, event.id.parse().ok()).await;
    let mut all = Vec::new();
    for _ in 0..4 {
        all.push(told(&mut events).await);
    }
    assert_eq!(all[..2], ["UPDATE EVENT false", "UPDATE EVENT false"]);
    all.sort();
    assert_eq!(all[2..], ["WITHDRAW EVENT false", "WITHDRAW PARTICIPATION false"]);
}

#[tokio::test]
async fn an_event_leaves_the_listing_of_an_organization_that_takes_no_part_any_more() {
    let server = world().start();
    let (editor, anybody) = (editor(&server).await, Actor::anonymous(&server));
    let query = "subscription { changed(where: { events: { participations: { some: {
        organization: { slug: { eq: \"cluj-cluster\" } } } } } }) { operation type record { slug } } }";
    done(&editor, "createEvent", event("Fair", "ANNOUNCED"), "id").await;
    let host = json!({ "role": "HOST", "event": { "slug": "fair" }, "organization": { "slug": "cluj-cluster" } });
    done(&editor, "createParticipation", host, "id").await;
    let mut events = Events::of(&anybody, &server, query, None).await;
    update(&editor, &server, "meeting", json!({ "website": "https://meeting.test" })).await;
    assert_eq!(told(&mut events).await, "UPDATE EVENT true");
    let part = "{ participations(where: { role: { eq: GUEST } }) { nodes { id version slug } } }";
    let part = editor.ask(part).await["participations"]["nodes"][0].clone();
    let input = json!({ "id": part["id"], "expectedVersion": part["version"] });
    done(&editor, "withdrawParticipation", input, "id").await;
    assert_eq!(told(&mut events).await, "WITHDRAW PARTICIPATION false");
    // From now on it is none of theirs; another is, so what is told next is not this one.
    update(&editor, &server, "meeting", json!({ "website": null })).await;
    update(&editor, &server, "fair", json!({ "website": "https://fair.test" })).await;
    let event = events.next().await.expect("an event");
    assert_eq!(event.data["data"]["changed"]["record"]["slug"], "fair");
    let back = json!({ "id": part["id"] });
    done(&editor, "restoreParticipation", back, "id").await;
    assert_eq!(told(&mut events).await, "RESTORE PARTICIPATION true");
}

#[tokio::test]
async fn a_view_is_watched_by_its_slug() {
    let server = world().start();
    let (editor, anybody) = (editor(&server).await, Actor::anonymous(&server));
    let listing = json!({ "events": { "where": { "status": { "eq": "ANNOUNCED" } } } });
    done(&editor, "createView", json!({ "title": "Soon", "listing": listing }), "id").await;
    let watches = |slug: &str| {
        format!("subscription {{ changed(where: {{ view: \"{slug}\" }}) {{ operation type record {{ slug }} }} }}")
    };
    let refused = Events::of(&anybody, &server, &watches("none"), None).await.next().await.expect("an event");
    assert_eq!(refused.code(), "BAD_USER_INPUT");
    let mut events = Events::of(&anybody, &server, &watches("soon"), None).await;
    done(&editor, "createEvent", event("Past", "HELD"), "id").await;
    done(&editor, "createEvent", event("Fair", "ANNOUNCED"), "id").await;
    assert_eq!(events.told().await["record"]["slug"], "fair");
}
