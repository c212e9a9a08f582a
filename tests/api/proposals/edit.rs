//! A proposal changes while it waits, and so does what it is about.

use serde_json::{Value, json};

use super::{description, directory, editor, mutate, propose, seen, wrong};
use crate::support::Actor;

/// The steps of a proposal, as JSON.
async fn steps(actor: &Actor<'_>, id: &str) -> Value {
    let query = format!("{{ proposal(id: \"{id}\") {{ steps }} }}");
    let proposal = &actor.ask(&query).await["proposal"];
    serde_json::from_str(proposal["steps"].as_str().expect("a text")).expect("JSON")
}

#[tokio::test]
async fn one_that_no_longer_fits_says_so_and_stays_open_until_it_is_edited() {
    let server = directory();
    let (author, editor) = (server.contributor("nis-cluster").await, editor(&server).await);
    propose(&author, &server, "A large congress.").await;
    let (id, version) = seen(&server, "event", "congress").await;
    let meanwhile = json!({ "id": id, "expectedVersion": version, "patch": { "description": "A small congress." } });
    mutate(&editor, "updateEvent", meanwhile).await;
    for dry in [true, false] {
        let refused = mutate(&editor, "approveProposal", json!({ "id": "p1", "dryRun": dry })).await;
        assert_eq!(wrong(&refused), ["VersionConflict input.id"]);
        assert_eq!(refused["userErrors"][0]["current"]["version"], 2);
    }
    assert_eq!(description(&server).await, "A small congress.");

    let mut steps = steps(&author, "p1").await;
    assert_eq!(
        steps,
        json!([{ "update": { "id": id, "expected": version, "patch": { "description": "A large congress." } } }])
    );
    steps[0]["update"]["expected"] = json!(2);
    let input = json!({ "id": "p1", "steps": steps.to_string(), "comment": null });
    let edited = mutate(&author, "editProposal", input).await;
    assert_eq!((&edited["proposal"]["status"], &edited["proposal"]["comment"]), (&json!("OPEN"), &Value::Null));
    assert_eq!(edited["preview"][0]["differences"][0]["before"], "A small congress.");
    // Whoever decides may write it otherwise before.
    steps[0]["update"]["patch"]["description"] = json!("A congress of all.");
    let mut input = json!({ "id": "p1", "steps": steps.to_string(), "dryRun": true });
    mutate(&editor, "editProposal", input.clone()).await;
    assert_eq!(super::edit::steps(&author, "p1").await[0]["update"]["patch"]["description"], "A large congress.");
    input["dryRun"] = json!(false);
    mutate(&editor, "editProposal", input).await;
    let approved = mutate(&editor, "approveProposal", json!({ "id": "p1" })).await;
    assert_eq!(approved["userErrors"], json!([]));
    assert_eq!(description(&server).await, "A congress of all.");
}

#[tokio::test]
async fn what_a_proposal_may_not_be_is_refused_where_it_stands() {
    let server = directory();
    let (author, editor) = (server.contributor("nis-cluster").await, editor(&server).await);
    propose(&author, &server, "A large congress.").await;
    let (ana, _) = seen(&server, "person", "ana").await;
    let topic = json!({ "create": { "resource": "Topic", "content": { "slug": "robots", "name": "Robots" } } });
    for (steps, expected) in [
        (json!("no list"), "InvalidValue input.steps.0"),
        (json!([{ "update": { "id": 1, "patch": {} } }]), "InvalidValue input.steps.0"),
        (json!([{ "restore": { "id": "r1", "more": true } }]), "InvalidValue input.steps.0"),
        // Nobody gets by a proposal what they may not do.
        (json!([topic, { "erase": { "id": ana } }]), "InvalidValue input.steps.1"),
        (
            json!([{ "remember": { "source": "s", "key": "k", "record": "r1", "content": {} } }]),
            "InvalidValue input.steps.0",
        ),
        (
            json!([{ "create": { "resource": "Topic", "id": 9999, "content": { "name": "Robots" } } }]),
            "InvalidValue input.steps.0",
        ),
        (json!([topic, { "withdraw": { "id": "r9999" } }]), "NotFound input.steps.1"),
        (json!([{ "update": { "id": ana, "patch": { "name": 7 } } }]), "InvalidValue input.steps.0.name"),
    ] {
        for actor in [&author, &editor] {
            let refused = mutate(actor, "editProposal", json!({ "id": "p1", "steps": steps.to_string() })).await;
            assert_eq!(wrong(&refused), [expected], "{steps}");
        }
    }
    assert_eq!(steps(&author, "p1").await.as_array().map(Vec::len), Some(1));
}
