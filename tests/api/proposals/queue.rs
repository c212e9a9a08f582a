//! Who sees what waits.

use cluster_directory::viewer::Role;
use serde_json::{Value, json};

use super::{PROPOSAL, description, directory, editor, mutate, propose, visible, wrong};
use crate::support::Actor;

#[tokio::test]
async fn a_proposal_is_seen_by_its_author_and_by_those_who_decide() {
    let server = directory();
    let (author, editor) = (server.contributor("nis-cluster").await, editor(&server).await);
    let colleague = server.contributor("nis-cluster").await;
    let (reader, anonymous) = (server.actor(Role::Reader).await, Actor::anonymous(&server));
    // Who has asked before is not told the same again.
    for actor in [&author, &editor, &anonymous] {
        assert_eq!(visible(actor, "").await, Vec::<String>::new());
    }
    let proposal = propose(&author, &server, "A large congress.").await;
    assert_eq!(description(&server).await, "A congress.");
    assert_eq!(
        (&proposal["id"], &proposal["status"], &proposal["author"], &proposal["comment"], &proposal["reason"]),
        (&json!("p1"), &json!("OPEN"), &json!("contributor"), &json!("It was so."), &Value::Null)
    );
    let query = format!("{{ proposal(id: \"p1\") {{ {PROPOSAL} }} }}");
    for actor in [&author, &editor] {
        assert_eq!(visible(actor, "").await, ["p1"]);
        assert_eq!(visible(actor, "(status: [OPEN, REJECTED])").await, ["p1"]);
        assert_eq!(visible(actor, "(status: [APPROVED])").await, Vec::<String>::new());
        assert_eq!(visible(actor, "(status: [])").await, Vec::<String>::new());
        assert_eq!(actor.ask(&query).await["proposal"], proposal);
    }
    for actor in [&colleague, &reader, &anonymous] {
        assert_eq!(visible(actor, "").await, Vec::<String>::new());
        assert_eq!(actor.ask(&query).await["proposal"], Value::Null);
    }
    // Nor do they learn of it by asking for something to be done.
    for name in ["editProposal", "withdrawProposal"] {
        for id in ["p1", "p2", "r1"] {
            let payload = mutate(&colleague, name, json!({ "id": id })).await;
            assert_eq!(wrong(&payload), ["NotFound input.id"], "{name} {id}");
            assert_eq!(payload["proposal"], Value::Null);
        }
    }
}

#[tokio::test]
async fn proposals_are_read_page_by_page() {
    let server = directory();
    let author = server.contributor("nis-cluster").await;
    for number in 0..5 {
        propose(&author, &server, &format!("Congress {number}.")).await;
    }
    let query = "query ($after: String) { proposals(first: 2, after: $after) {
        nodes { id } pageInfo { hasNextPage endCursor } } }";
    let (mut after, mut ids) = (Value::Null, Vec::new());
    loop {
        let page = author.ask_with(query, json!({ "after": after })).await["proposals"].take();
        ids.extend(page["nodes"].as_array().expect("nodes").iter().map(|it| it["id"].clone()));
        after = page["pageInfo"]["endCursor"].clone();
        if page["pageInfo"]["hasNextPage"] == false {
            break;
        }
    }
    assert_eq!(ids, ["p1", "p2", "p3", "p4", "p5"]);
}

#[tokio::test]
async fn a_request_that_is_sent_again_is_proposed_once_and_a_dry_run_not_at_all() {
    let server = directory();
    let author = server.contributor("nis-cluster").await;
    let mut input = json!({ "name": "Robots", "idempotencyKey": "robots", "dryRun": true });
    let tried = mutate(&author, "createTopic", input.clone()).await;
    assert_eq!((&tried["proposal"], &tried["preview"][0]["slug"]), (&Value::Null, &json!("robots")));
    assert_eq!(visible(&author, "").await, Vec::<String>::new());
    input["dryRun"] = json!(false);
    for _ in 0..2 {
        let payload = mutate(&author, "createTopic", input.clone()).await;
        assert_eq!(payload["proposal"]["id"], "p1", "{payload:#}");
    }
    input["name"] = json!("Drones");
    assert_eq!(wrong(&mutate(&author, "createTopic", input).await), ["KeyReused input.idempotencyKey"]);
    assert_eq!(visible(&author, "").await, ["p1"]);
    // What is wrong by itself is told at once, and is no proposal.
    let input = json!({ "name": "Robots", "slug": "cloud" });
    assert_eq!(wrong(&mutate(&author, "createTopic", input).await), ["AlreadyTaken input.slug"]);
    assert_eq!(visible(&author, "").await, ["p1"]);
}
