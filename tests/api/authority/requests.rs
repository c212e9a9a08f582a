//! Requests with a token, over HTTP.

use chrono::TimeDelta;
use cluster_directory::database::{Database, NewToken};
use cluster_directory::viewer::Role;
use reqwest::{Response, StatusCode};
use serde_json::{Value, json};

use crate::support::{Actor, Server, World, new_secret, now};

const QUERY: &str = "{ countries { totalCount } }";

async fn get(actor: &Actor<'_>, server: &Server) -> Response {
    let request = server.client().get(server.url("/graphql")).query(&[("query", QUERY)]);
    actor.sends(request).send().await.expect("an answer")
}

fn header<'r>(response: &'r Response, name: &str) -> &'r str {
    response.headers().get(name).map_or("", |value| value.to_str().expect("text"))
}

/// A refusal of the whole request, for the token that came with it.
async fn is_refused(response: Response) {
    assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(header(&response, "www-authenticate"), "Bearer error=\"invalid_token\"");
    assert_eq!(header(&response, "cache-control"), "private, no-store");
    let answer: Value = response.json().await.expect("JSON");
    assert_eq!(answer["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
    assert_eq!(answer.as_object().expect("an object").len(), 1, "{answer:#}");
}

#[tokio::test]
async fn whoever_has_a_token_reads_what_anybody_reads() {
    let server = World::new().with("organizations", json!({ "slug": "a", "name": "A", "kind": "CLUSTER" })).start();
    let mut actors = vec![server.contributor("a").await];
    for role in [Role::Admin, Role::Editor, Role::Reader] {
        actors.push(server.actor(role).await);
    }
    for actor in actors {
        assert_eq!(actor.ask(QUERY).await, server.ask(QUERY).await);
    }
}

#[tokio::test]
async fn a_bad_token_is_refused_and_never_anonymous() {
    let server = World::new().start();
    let good = server.actor(Role::Editor).await.secret.expect("a secret");
    let unknown = new_secret().reveal().to_owned();
    for value in [
        format!("Bearer {unknown}"),
        format!("Bearer {}", &good[..good.len() - 1]),
        format!("Bearer {good}0"),
        format!("Bearer {}", good.to_uppercase()),
        format!("Bearer {good} {good}"),
        format!("Basic {good}"),
        good.clone(),
        "Bearer".to_owned(),
        "Bearer ".to_owned(),
        String::new(),
    ] {
        let request = server.client().get(server.url("/graphql")).query(&[("query", QUERY)]);
        is_refused(request.header("authorization", &value).send().await.expect("an answer")).await;
        let request = server.client().post(server.url("/graphql")).json(&json!({ "query": QUERY }));
        is_refused(request.header("authorization", &value).send().await.expect("an answer")).await;
    }
    let twice = server.client().get(server.url("/graphql")).query(&[("query", QUERY)]);
    is_refused(twice.bearer_auth(&good).bearer_auth(&good).send().await.expect("an answer")).await;
    // How the scheme is written does not matter.
    let request = server.client().get(server.url("/graphql")).query(&[("query", QUERY)]);
    let response = request.header("authorization", format!("bearer  {good}")).send().await.expect("an answer");
    assert_eq!(response.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_token_ends_at_its_time() {
    let server = World::new().start();
    let database = Database::connect(&server.database_url).await.expect("the database opens");
    for (name, expires_at, status) in
        [("ended", now(), StatusCode::UNAUTHORIZED), ("ends later", now() + TimeDelta::microseconds(1), StatusCode::OK)]
    {
        let secret = new_secret();
        let expires_at = Some(expires_at);
        let token = NewToken { name: name.to_owned(), role: Role::Reader, organization: None, expires_at };
        database.create_token(&token, secret.hash(), now()).await.expect("a token");
        let actor = Actor::with(&server, secret.reveal());
        for _ in 0..2 {
            assert_eq!(get(&actor, &server).await.status(), status, "{name}");
        }
    }
}

#[tokio::test]
async fn a_revoked_token_is_refused_within_a_second_and_the_others_are_not() {
    let server = World::new().start();
    let (editor, reader) = (server.actor(Role::Editor).await, server.actor(Role::Reader).await);
    editor.ask(QUERY).await;
    reader.ask(QUERY).await;
    let database = Database::connect(&server.database_url).await.expect("the database opens");
    database.revoke_token("editor", now()).await.expect("it is revoked");
    while get(&editor, &server).await.status() != StatusCode::UNAUTHORIZED {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    is_refused(get(&editor, &server).await).await;
    reader.ask(QUERY).await;
}
