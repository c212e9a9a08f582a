//! What is proposed is in no public answer.

use cluster_directory::directory::catalog;
use cluster_directory::viewer::Role;
use serde_json::{Value, json};

use super::{Actor, Server, directory, editor, mutate, seen, visible};

/// Everything that anybody can ask for at once.
fn documents() -> Vec<String> {
    let ids: Vec<String> = (1..=60).map(|id| format!("\"r{id}\"")).collect();
    let lists = catalog().resources().iter().map(|it| {
        format!(
            "{{ {} {{ totalCount edges {{ cursor node {{ __typename }} }} pageInfo {{ endCursor }} }} }}",
            it.plural
        )
    });
    let others = [
        format!("{{ nodes(ids: [{}]) {{ __typename id }} }}", ids.join(",")),
        "{ search(text: \"robots\") { totalCount nodes { score record { slug } } } }".to_owned(),
        "{ changes(last: 100) { totalCount nodes { number group operation slug comment } } }".to_owned(),
        "{ workList { totalCount nodes { kind reason } groups(by: [KIND]) { count } } }".to_owned(),
        "{ events { groups(by: [STATUS]) { keys { value } count } nodes { version updatedAt description } } }"
            .to_owned(),
        "{ proposals { totalCount nodes { id } } proposal(id: \"p1\") { id } viewer { name } }".to_owned(),
    ];
    lists.chain(others).collect()
}

/// Everything as it is answered by GET, with its tag.
async fn answers(server: &Server, actor: &Actor<'_>) -> Vec<(String, String)> {
    let mut answers = Vec::new();
    for document in documents() {
        let request = server.client().get(server.url("/graphql")).query(&[("query", &document)]);
        let response = actor.sends(request).send().await.expect("an answer");
        let tag = response.headers().get("etag").map_or("", |tag| tag.to_str().expect("text")).to_owned();
        assert_eq!(response.status(), 200, "{document}");
        answers.push((tag, response.text().await.expect("text")));
    }
    answers
}

/// A hundred proposals of all sorts.
async fn propose(server: &Server, author: &Actor<'_>) {
    let (congress, _) = seen(server, "event", "congress").await;
    let (from, _) = seen(server, "topic", "health").await;
    let (into, _) = seen(server, "topic", "cloud").await;
    for number in 0..25 {
        let name = format!("Robots {number}");
        let event = json!({
            "title": name, "titleInOwnWords": false, "kind": "MEETING", "status": "HELD",
            "organizers": [{ "slug": "cluj-cluster" }],
        });
        let update = json!({ "id": congress, "expectedVersion": null, "patch": { "description": name } });
        let merge = json!({ "from": from, "into": into });
        for (mutation, input) in [
            ("createTopic", json!({ "name": name })),
            ("createEvent", event),
            ("updateEvent", update),
            ("mergeRecords", merge),
        ] {
            let payload = mutate(author, mutation, input).await;
            assert!(payload["proposal"]["id"].is_string(), "{payload:#}");
        }
    }
}

#[tokio::test]
async fn a_hundred_proposals_change_no_byte_of_any_public_answer() {
    let (with, without) = (directory(), directory());
    let authors = (with.contributor("nis-cluster").await, without.contributor("nis-cluster").await);
    let readers = (with.actor(Role::Reader).await, without.actor(Role::Reader).await);
    let editors = (editor(&with).await, editor(&without).await);
    propose(&with, &authors.0).await;
    for (one, other) in [(&Actor::anonymous(&with), &Actor::anonymous(&without)), (&readers.0, &readers.1)] {
        for (one, other) in answers(&with, one).await.into_iter().zip(answers(&without, other).await) {
            assert_eq!(one, other);
        }
    }
    // They are there, all the same.
    assert_eq!(visible(&editors.0, "(first: 100)").await.len(), 100);
    // Nor has it left a gap in the numbers of what is written next.
    let mut next: Vec<Value> = Vec::new();
    for editor in [&editors.0, &editors.1] {
        let topic = mutate(editor, "createTopic", json!({ "name": "Drones" })).await;
        let changes = editor.ask("{ changes(last: 1) { nodes { number group slug } } }").await;
        next.push(json!([topic["record"], changes]));
    }
    assert_eq!(next[0], next[1]);
}
