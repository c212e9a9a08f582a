//! Answers that are kept: by the server, by caches on the way, by clients.

use std::time::Duration;

use cluster_directory::clock::Clock;
use cluster_directory::database::Database;
use cluster_directory::{directory, transfer};
use reqwest::{Response, StatusCode};
use serde_json::{Value, json};

use crate::support::{Process, Server, TestDatabase, World, bbs};

const QUERY: &str = "query Kept($kind: EventKind, $first: Int) { events(where: { kind: { eq: $kind } }, first: $first) { totalCount } }";

async fn get(server: &Server, variables: &str, tag: &str) -> Response {
    let link = [("query", QUERY), ("variables", variables)];
    let request = server.client().get(server.url("/graphql")).query(&link).header("if-none-match", tag);
    request.send().await.expect("an answer")
}

fn header(response: &Response, name: &str) -> String {
    response.headers().get(name).map_or("", |value| value.to_str().expect("text")).to_owned()
}

async fn cost(response: Response) -> Value {
    response.json::<Value>().await.expect("JSON")["extensions"]["cost"].take()
}

#[tokio::test]
async fn the_same_question_is_answered_without_the_database() {
    let server = World::new().start();
    let first = get(&server, r#"{"kind":"FAIR","first":3}"#, "").await;
    let tag = header(&first, "etag");
    assert!(tag.starts_with("W/\""), "{tag}");
    assert_eq!(header(&first, "cache-control"), "public, max-age=30, stale-while-revalidate=600");
    assert_eq!(
        cost(first).await,
        json!({ "requested": 6, "limit": 5000, "nodes": 0, "statements": 1, "cached": false })
    );

    // The order of the variables is no part of the question.
    let again = get(&server, r#"{"first":3,"kind":"FAIR"}"#, "\"another\"").await;
    assert_eq!(header(&again, "etag"), tag);
    assert_eq!(
        cost(again).await,
        json!({ "requested": 6, "limit": 5000, "nodes": 0, "statements": 0, "cached": true })
    );

    let other = get(&server, r#"{"first":3,"kind":"FESTIVAL"}"#, &tag).await;
    assert_eq!(other.status(), StatusCode::OK);
    assert_ne!(header(&other, "etag"), tag);
}

#[tokio::test]
async fn who_has_an_answer_is_told_that_it_still_holds() {
    let variables = r#"{"kind":"SIGNING"}"#;
    let tag = header(&get(bbs(), variables, "").await, "etag");
    for tags in [tag.clone(), format!("\"x\", {tag}"), tag.replace("W/", "")] {
        let response = get(bbs(), variables, &tags).await;
        assert_eq!(response.status(), StatusCode::NOT_MODIFIED, "{tags}");
        assert_eq!(header(&response, "etag"), tag);
        assert_eq!(header(&response, "vary"), "accept, authorization, directory-state");
        assert!(header(&response, "cache-control").starts_with("public"));
        assert_eq!(response.text().await.expect("text"), "");
    }
}

#[tokio::test]
async fn no_cache_keeps_a_post_or_an_error() {
    let body = json!({ "query": QUERY });
    let post = bbs().client().post(bbs().url("/graphql")).json(&body).send().await.expect("an answer");
    assert_eq!((header(&post, "cache-control").as_str(), header(&post, "etag").as_str()), ("private, no-store", ""));
    let wrong = get(bbs(), r#"{"first":-1}"#, "*").await;
    assert_eq!((header(&wrong, "cache-control").as_str(), header(&wrong, "etag").as_str()), ("private, no-store", ""));
    assert!(wrong.text().await.expect("text").contains("BAD_USER_INPUT"));
}

#[tokio::test]
async fn what_another_process_writes_is_seen() {
    let test = TestDatabase::new().await;
    let mut process = Process::start(&test.url, &["--empty"]);
    let url = format!("http://{}/graphql", process.address());
    let client = reqwest::Client::builder().no_proxy().build().expect("a client");
    let ask = async || {
        let request = client.get(&url).query(&[("query", "{ countries { totalCount } }")]);
        request.send().await.expect("an answer").json::<Value>().await.expect("JSON")["data"]["countries"]["totalCount"]
            .take()
    };
    assert_eq!([ask().await, ask().await], [0, 0]);
    let database = Database::connect(&test.url).await.expect("the database opens");
    transfer::load(&database, directory::catalog(), &transfer::bundled(), Clock::Machine.now())
        .await
        .expect("it is empty");
    // Another process is noticed within a second.
    while ask().await == 0 {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(ask().await, 250);
}
