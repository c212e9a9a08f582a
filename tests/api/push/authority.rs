//! Everybody is told as much as they may see.

use cluster_directory::clock::Clock;
use cluster_directory::database::Database;

use super::{Actor, Events, Role, Server, Value, done, editor, json, seen, topic, world};

/// Does something to a proposal.
async fn decide(actor: &Actor<'_>, mutation: &str, input: Value) {
    let ty = mutation[..1].to_uppercase() + &mutation[1..];
    let query =
        format!("mutation ($input: {ty}Input!) {{ it: {mutation}(input: $input) {{ userErrors {{ message }} }} }}");
    let payload = actor.ask_with(&query, json!({ "input": input })).await;
    assert_eq!(payload["it"]["userErrors"], json!([]), "{mutation}");
}

/// A contributor proposes a description of the organization that is not its own.
async fn propose(actor: &Actor<'_>, server: &Server, description: &str) -> Value {
    let (id, version) = seen(server, "organization", "cluj-cluster").await;
    let patch = json!({ "description": description });
    let query = "mutation ($input: UpdateOrganizationInput!) { updateOrganization(input: $input) { proposal { id } } }";
    let input = json!({ "id": id, "expectedVersion": version, "patch": patch });
    actor.ask_with(query, json!({ "input": input })).await["updateOrganization"]["proposal"]["id"].take()
}

#[tokio::test]
async fn who_wrote_and_why_is_told_to_those_who_decide() {
    let server = world().start();
    let (editor, anybody) = (editor(&server).await, Actor::anonymous(&server));
    let reader = server.actor(Role::Reader).await;
    // One question, three sights.
    let query = "subscription { changed(types: [TOPIC]) { slug actor comment } }";
    let mut sees = Events::of(&editor, &server, query, None).await;
    let mut others =
        [Events::of(&anybody, &server, query, None).await, Events::of(&reader, &server, query, None).await];
    done(&editor, "createTopic", json!({ "name": "Cloud 2", "comment": "As agreed." }), "id").await;
    assert_eq!(sees.told().await, json!({ "slug": "cloud-2", "actor": "editor", "comment": "As agreed." }));
    for events in &mut others {
        assert_eq!(events.told().await, json!({ "slug": "cloud-2", "actor": null, "comment": null }));
    }
}

#[tokio::test]
async fn proposals_are_told_to_their_author_and_to_those_who_decide() {
    let server = world().start();
    let (editor, anybody) = (editor(&server).await, Actor::anonymous(&server));
    let (author, colleague) = (server.contributor("nis-cluster").await, server.contributor("nis-cluster").await);
    let query = "subscription { proposalsChanged { id status author } }";
    for nobody in [&anybody, &server.actor(Role::Reader).await] {
        let refused = Events::of(nobody, &server, query, None).await.next().await.expect("an event");
        assert_eq!(refused.code(), "FORBIDDEN");
    }
    let mut all = Events::of(&editor, &server, query, None).await;
    let mut own = Events::of(&author, &server, query, None).await;
    let mut others = Events::of(&colleague, &server, query, None).await;
    let told = |id: &str, status: &str, author: &str| json!({ "id": id, "status": status, "author": author });

    let first = propose(&author, &server, "One").await;
    for events in [&mut all, &mut own] {
        assert_eq!(events.told().await, told("p1", "OPEN", "contributor"));
    }
    decide(&author, "editProposal", json!({ "id": first, "comment": "Please." })).await;
    for events in [&mut all, &mut own] {
        assert_eq!(events.told().await, told("p1", "OPEN", "contributor"));
    }
    decide(&editor, "rejectProposal", json!({ "id": first, "reason": "No." })).await;
    for events in [&mut all, &mut own] {
        assert_eq!(events.told().await, told("p1", "REJECTED", "contributor"));
    }
    // Of all this the colleague hears nothing: the next is its own.
    let second = propose(&colleague, &server, "Two").await;
    for events in [&mut all, &mut others] {
        assert_eq!(events.told().await, told("p2", "OPEN", "contributor 2"));
    }
    decide(&editor, "approveProposal", json!({ "id": second })).await;
    for events in [&mut all, &mut others] {
        assert_eq!(events.told().await, told("p2", "APPROVED", "contributor 2"));
    }
}

#[tokio::test]
async fn a_token_that_is_revoked_is_told_nothing_any_more() {
    let server = world().start();
    let (editor, reader) = (editor(&server).await, server.actor(Role::Reader).await);
    let mut events = Events::of(&reader, &server, "subscription { changed { number slug } }", None).await;
    topic(&editor, "Fog").await;
    assert_eq!(events.told().await["slug"], "fog");
    let database = Database::connect(&server.database_url).await.expect("it opens");
    database.revoke_token("reader", Clock::Machine.now()).await.expect("it is revoked");
    database.close().await.expect("it closes");
    // What came with the topic may have been told still.
    let mut last = events.next().await.expect("an event");
    while last.data.get("errors").is_none() {
        last = events.next().await.expect("an event");
    }
    assert_eq!(last.code(), "UNAUTHENTICATED");
    assert_eq!(events.next().await.map(|end| end.name), Some("complete".to_owned()));
    assert_eq!(events.next().await, None);
}
