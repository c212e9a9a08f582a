//! Server-sent events.

use serde_json::{Value, json};

use super::{Events, editor, topic, world};
use crate::support::Actor;

const TOPICS: &str = "subscription { changed(types: [TOPIC]) { number operation slug } }";

#[tokio::test]
async fn a_client_goes_on_where_it_was_and_hears_nothing_twice() {
    let server = world().start();
    let (editor, anybody) = (editor(&server).await, Actor::anonymous(&server));
    let mut events = Events::of(&anybody, &server, TOPICS, None).await;
    topic(&editor, "Alfa").await;
    let one = events.told().await;
    assert_eq!((&one["operation"], &one["slug"]), (&json!("CREATE"), &json!("alfa")));
    drop(events);

    // While it is away, and after it has come back.
    for name in ["Beta", "Gamma"] {
        topic(&editor, name).await;
    }
    let mut events = Events::of(&anybody, &server, TOPICS, one["number"].as_i64()).await;
    let mut others = Events::of(&anybody, &server, TOPICS, None).await;
    topic(&editor, "Delta").await;
    let mut numbers = vec![one["number"].as_i64()];
    for slug in ["beta", "gamma", "delta"] {
        let told = events.told().await;
        assert_eq!(told["slug"], slug);
        numbers.push(told["number"].as_i64());
    }
    assert!(numbers.is_sorted_by(|one, other| one < other), "{numbers:?}");
    assert_eq!(others.told().await["slug"], "delta");
    let known = anybody.ask("{ changes(types: [TOPIC]) { nodes { number } } }").await;
    let known = known["changes"]["nodes"].as_array().expect("entries").iter().map(|entry| entry["number"].as_i64());
    assert!(numbers.iter().all(|number| known.clone().any(|it| it == *number)));
}

#[tokio::test]
async fn a_query_and_a_mutation_give_one_event_and_so_does_what_is_refused() {
    let server = world().start();
    let editor = editor(&server).await;
    for (query, path) in [
        ("{ topics { totalCount } }", "/data/topics/totalCount"),
        ("mutation { createTopic(input: { name: \"New\" }) { record { slug } } }", "/data/createTopic/record/slug"),
        ("{ nothing }", "/errors/0/message"),
        ("subscription { changed(after: 1000000) { number } }", "/errors/0/message"),
        ("subscription { a: changed { number } b: changed { number } }", "/errors/0/message"),
        ("subscription { changed(where: {}) { number } }", "/errors/0/message"),
    ] {
        let mut events = Events::of(&editor, &server, query, None).await;
        let event = events.next().await.expect("an event");
        assert!(event.name == "next" && event.data.pointer(path).is_some(), "{query}: {event:?}");
        let end = events.next().await.expect("an end");
        assert_eq!((end.name.as_str(), end.data), ("complete", Value::Null), "{query}");
        assert_eq!(events.next().await, None, "{query}");
    }
    // A browser subscribes by GET, and can change nothing with it.
    let get = |query: &str| editor.sends(server.client().get(server.url("/graphql")).query(&[("query", query)]));
    let mut events = Events::over(get("subscription { changed { slug } }")).await;
    let mut refused = Events::over(get("mutation { createTopic(input: { name: \"X\" }) { record { slug } } }")).await;
    assert_eq!(refused.next().await.expect("an event").code(), "METHOD_NOT_ALLOWED");
    topic(&editor, "Heard").await;
    assert_eq!(events.told().await, json!({ "slug": "heard" }));
}

#[tokio::test]
async fn what_is_no_request_is_refused_as_http_has_it() {
    let server = world().start();
    let asks = |last: &str| {
        let request = server.client().post(server.url("/graphql")).header("accept", "text/event-stream");
        request.header("last-event-id", last).json(&json!({ "query": "subscription { changed { number } }" })).send()
    };
    let response = asks("yesterday").await.expect("an answer");
    assert_eq!(response.status(), 400);
    assert!(response.text().await.expect("text").contains("`Last-Event-ID` must be the number of a change"));
    // Whoever does not want events hears how to get them.
    let (code, message) = server.refusal("subscription { changed { number } }", json!({})).await;
    assert_eq!(code, "BAD_REQUEST");
    assert!(message.contains("text/event-stream"), "{message}");
}
