//! What is told to a token is kept for nobody else.

use cluster_directory::viewer::Role;
use reqwest::Response;
use serde_json::Value;

use crate::support::{Actor, Server, World};

const QUERY: &str = "{ countries { totalCount } viewer { name } }";

async fn get(server: &Server, actor: &Actor<'_>) -> Response {
    let request = server.client().get(server.url("/graphql")).query(&[("query", QUERY)]);
    actor.sends(request).header("if-none-match", "*").send().await.expect("an answer")
}

fn header(response: &Response, name: &str) -> String {
    response.headers().get(name).map_or("", |value| value.to_str().expect("text")).to_owned()
}

#[tokio::test]
async fn each_viewer_has_answers_of_its_own() {
    let server = World::new().start();
    let (one, other) = (server.actor(Role::Reader).await, server.actor(Role::Reader).await);
    let anonymous = Actor::anonymous(&server);
    // First nothing is kept, then what each has heard.
    for cached in [false, true] {
        for (actor, name) in [(&one, Some("reader")), (&other, Some("reader 2")), (&anonymous, None)] {
            let answer: Value = get(&server, actor).await.json().await.expect("JSON");
            assert_eq!(answer["data"]["viewer"]["name"].as_str(), name);
            assert_eq!(answer["extensions"]["cost"]["cached"], cached, "{name:?}");
        }
    }
}

#[tokio::test]
async fn no_cache_on_the_way_keeps_what_a_token_is_told() {
    let server = World::new().start();
    let reader = server.actor(Role::Reader).await;
    let anonymous = get(&server, &Actor::anonymous(&server)).await;
    assert!(header(&anonymous, "cache-control").starts_with("public"));
    let tag = header(&anonymous, "etag");
    assert!(!tag.is_empty());
    for _ in 0..2 {
        let response = get(&server, &reader).await;
        assert_eq!(header(&response, "cache-control"), "private, no-store");
        assert_eq!(header(&response, "etag"), "");
        assert_eq!(header(&response, "vary"), "accept, authorization, directory-state");
        // Nor does the tag of another's answer say anything to it.
        let request = server.client().get(server.url("/graphql")).query(&[("query", QUERY)]);
        let response = reader.sends(request).header("if-none-match", &tag).send().await.expect("an answer");
        assert_eq!(response.status(), 200);
    }
    assert_eq!(header(&anonymous, "vary"), "accept, authorization, directory-state");
}
