//! Several mutations in one request, and what a document can do with them.

use cluster_directory::viewer::Role;
use serde_json::json;

use super::{editor, world};
use crate::support::execute;

#[tokio::test]
async fn several_are_done_in_the_order_of_the_document_and_each_stands_for_itself() {
    let server = world().start();
    let query = "mutation ($name: String!, $no: Boolean!) {
        it: __typename
        first: createTopic(input: { name: $name, slug: \"robots\" }) { ...Told }
        skipped: createTopic(input: { name: \"Skipped\" }) @skip(if: true) { ...Told }
        twice: createTopic(input: { name: \"Again\", slug: \"robots\" }) { ...Told }
        ...More
    }
    fragment More on Mutation {
        createTopic(input: { name: \"Arms\", broader: { slug: \"robots\" } }) {
            ...Told
            record { broader { slug } name @include(if: $no) }
        }
    }
    fragment Told on TopicPayload {
        record { slug }
        userErrors { code path ... on AlreadyTaken { by { slug ... on Topic { name } } } }
    }";
    let data = editor(&server).await.ask_with(query, json!({ "name": "Robots", "no": false })).await;
    let taken =
        json!({ "code": "ALREADY_TAKEN", "path": ["input", "slug"], "by": { "slug": "robots", "name": "Robots" } });
    let expected = json!({
        "it": "Mutation",
        "first": { "record": { "slug": "robots" }, "userErrors": [] },
        "twice": { "record": null, "userErrors": [taken] },
        "createTopic": { "record": { "slug": "arms", "broader": { "slug": "robots" } }, "userErrors": [] },
    });
    assert_eq!(data.to_string(), expected.to_string());
}

#[tokio::test]
async fn what_can_be_refused_is_refused_before_anything_is_done() {
    let server = world().start();
    let editor = editor(&server).await;
    let good = "createTopic(input: { name: \"Robots\" }) { record { id } }";
    for (bad, code) in [
        ("updateTopic(input: { id: \"r1\", patch: {} }) { record { id } }", "BAD_USER_INPUT"),
        ("erasePerson(input: { id: \"r1\" }) { record { id } }", "FORBIDDEN"),
        ("createTopic(input: { name: 3 }) { record { id } }", "GRAPHQL_VALIDATION_FAILED"),
        ("a: createTopic(input: {}) { record { id } }", "GRAPHQL_VALIDATION_FAILED"),
        (
            "a: mergeRecords(input: { from: \"r1\", into: \"r2\", then: \"r3\" }) { record { id } }",
            "GRAPHQL_VALIDATION_FAILED",
        ),
        ("createTopic(input: { name: \"Other\" }) { record { id } }", "GRAPHQL_VALIDATION_FAILED"),
        (
            "a: createTopic(input: { name: \"A\" }) { record { events(first: 100) { nodes { participations(first: 100) \
             { nodes { event { participations(first: 100) { nodes { id } } } } } } } } }",
            "LIMIT_EXCEEDED",
        ),
        (
            "a: createTopic(input: { name: \"A\" }) { record { events(first: 1000) { nodes { id } } } }",
            "BAD_USER_INPUT",
        ),
    ] {
        let answer = editor.answer(&format!("mutation {{ {good} {bad} }}"), json!({})).await;
        assert_eq!(answer["errors"][0]["extensions"]["code"], code, "{bad}\n{answer:#}");
        assert!(answer.get("data").is_none(), "{bad}");
    }
    let query = "mutation ($input: CreateTopicInput!) { createTopic(input: $input) { record { id } } }";
    for input in [json!({ "name": null }), json!({}), json!({ "name": "A", "more": 1 }), json!({ "name": ["A", 1] })] {
        let (code, _) = editor.refusal(query, json!({ "input": input })).await;
        assert_eq!(code, "BAD_USER_INPUT", "{input}");
    }
    assert_eq!(server.ask("{ topics { totalCount } }").await["topics"]["totalCount"], 2);
}

#[tokio::test]
async fn where_something_breaks_the_rest_is_left_and_the_answer_says_what_was_done() {
    let server = world().start();
    let editor = editor(&server).await;
    execute(&server.database_url, "ALTER TABLE place RENAME TO lost").await;
    let query = "mutation {
        one: createTopic(input: { name: \"One\" }) { record { id } }
        two: createPlace(input: { name: \"Two\", kind: CITY }) { record { id } }
        three: createTopic(input: { name: \"Three\" }) { record { id } }
    }";
    let request = json!({ "query": query });
    let response = editor.sends(server.client().post(server.url("/graphql")).json(&request)).send().await;
    let answer: serde_json::Value = response.expect("an answer").json().await.expect("JSON");
    assert_eq!(answer["data"], json!(null));
    assert_eq!(answer["errors"][0]["path"], json!(["two"]));
    assert_eq!(answer["errors"][0]["extensions"]["code"], "INTERNAL_SERVER_ERROR");
    assert_eq!(answer["extensions"], json!({ "done": ["one"] }));
    assert_eq!(server.ask("{ topics { totalCount } }").await["topics"]["totalCount"], 3);
}

#[tokio::test]
async fn a_mutation_tells_its_price_comes_by_post_and_is_kept_by_nobody() {
    let server = world().start();
    let editor = editor(&server).await;
    let query = "mutation { createTopic(input: { name: \"Robots\", sources: [{ slug: \"news\" }] }) {
        record { sources { totalCount } } userErrors { ... on AlreadyTaken { by { id } } } } }";
    let response = editor.sends(server.client().post(server.url("/graphql")).json(&json!({ "query": query })));
    let response = response.send().await.expect("an answer");
    assert_eq!(response.headers()["cache-control"], "private, no-store");
    assert!(response.headers().get("etag").is_none());
    let answer: serde_json::Value = response.json().await.expect("JSON");
    // Two records are written; the payload has a record, its list and the list's count, and may name another record.
    let price = json!({ "requested": 2 + 1 + 1 + 5 + 1, "limit": 20000, "nodes": 0, "statements": 1, "cached": false });
    assert_eq!(answer["extensions"]["cost"], price);
    let get = server.client().get(server.url("/graphql")).query(&[("query", query)]);
    assert_eq!(editor.sends(get).send().await.expect("an answer").status(), 405);
    let (code, _) = editor.refusal("mutation { __schema { types { name } } }", json!({})).await;
    assert_eq!(code, "GRAPHQL_VALIDATION_FAILED");
    assert_eq!(server.actor(Role::Reader).await.ask("mutation { __typename }").await["__typename"], "Mutation");
}
