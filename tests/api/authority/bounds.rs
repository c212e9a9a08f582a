//! With a token one may go further.

use cluster_directory::config::Limits;
use cluster_directory::network::Networks;
use cluster_directory::viewer::Role;
use reqwest::{RequestBuilder, StatusCode};
use serde_json::{Value, json};

use crate::support::{Actor, Server, World, new_secret};

const LIMITS: &str = "{ limits { page depth cost nodes answer hops requestTimeout statementTimeout allowance
    allowanceRefill } }";

/// Limits under which nobody is let off, and an address and a token may ask for so much.
fn limits(address: u32, token: u32) -> Limits {
    let mut limits = Limits::default();
    limits.clients.unlimited = Networks::default();
    limits.clients.allowance = address;
    limits.clients.allowance_refill = 1;
    limits.tokens.token_allowance = token;
    limits.tokens.token_allowance_refill = 1;
    limits
}

/// The status of the answer to a question that costs no more than any, and its code if it is none.
async fn asks(server: &Server, actor: &Actor<'_>) -> (StatusCode, Value) {
    let request = server.client().post(server.url("/graphql")).json(&json!({ "query": "{ __typename }" }));
    let response = actor.sends(request).send().await.expect("an answer");
    let status = response.status();
    let answer: Value = response.json().await.expect("JSON");
    (status, answer["errors"][0].clone())
}

#[tokio::test]
async fn limits_are_those_of_whoever_asks() {
    let server = World::new().start_within(Limits::default());
    let reader = server.actor(Role::Reader).await;
    let of = |values: [u64; 10]| {
        let [page, depth, cost, nodes, answer, hops, request, statement, allowance, refill] = values;
        json!({ "limits": {
            "page": page, "depth": depth, "cost": cost, "nodes": nodes, "answer": answer, "hops": hops,
            "requestTimeout": request, "statementTimeout": statement, "allowance": allowance,
            "allowanceRefill": refill,
        } })
    };
    // Each hears its own, whoever has asked before.
    for _ in 0..2 {
        let anonymous = of([100, 12, 5_000, 10_000, 5_242_880, 3, 5_000, 3_000, 5_000, 50]);
        assert_eq!(server.ask(LIMITS).await, anonymous);
        let token = of([250, 24, 20_000, 50_000, 20_971_520, 3, 10_000, 6_000, 20_000, 200]);
        assert_eq!(reader.ask(LIMITS).await, token);
    }
}

#[tokio::test]
async fn what_a_token_may_ask_for_is_not_answered_to_others() {
    let server = World::new().with("countries", json!({ "slug": "me", "code": "ME", "name": "Montenegro" })).start();
    let reader = server.actor(Role::Reader).await;
    let deep = "parent { ".repeat(20) + "id" + &" }".repeat(20);
    let tokens = "__typename ".repeat(2_100);
    for (query, variables) in [
        ("{ countries(first: 250) { nodes { name } } }".to_owned(), json!({})),
        ("query ($n: Int) { countries(first: $n) { nodes { name } } }".to_owned(), json!({ "n": 250 })),
        (format!("{{ events {{ nodes {{ {deep} }} }} }}"), json!({})),
        (format!("{{ countries {{ {tokens} }} }}"), json!({})),
        (
            "{ countries(first: 100) { nodes { events { nodes { id topics(first: 20) { nodes { id } } } } } } }"
                .to_owned(),
            json!({}),
        ),
    ] {
        for _ in 0..2 {
            let refused = server.answer(&query, variables.clone()).await;
            let code = refused["errors"][0]["extensions"]["code"].as_str().expect("a code");
            assert!(["LIMIT_EXCEEDED", "BAD_USER_INPUT"].contains(&code), "{query}: {refused:#}");
            reader.ask_with(&query, variables.clone()).await;
        }
    }
    let (_, message) = reader.refusal("{ countries(first: 251) { nodes { name } } }", json!({})).await;
    assert!(message.contains("250"), "{message}");
}

#[tokio::test]
async fn a_token_pays_for_itself_and_not_its_address() {
    let server = World::new().start_within(limits(300, 310));
    let (one, other) = (server.actor(Role::Editor).await, server.actor(Role::Editor).await);
    let anonymous = Actor::anonymous(&server);
    // The address pays once for each token that the server has not seen.
    let mut answered = 0;
    let refused = loop {
        let (status, error) = asks(&server, &one).await;
        if status != StatusCode::OK {
            break error;
        }
        answered += 1;
    };
    assert!(answered >= 310);
    assert_eq!(refused["extensions"]["code"], "RATE_LIMITED");
    let message = refused["message"].as_str().expect("a sentence");
    assert!(message.starts_with("Your token has an allowance of 310, to which 1 come back"), "{message}");
    assert_eq!(asks(&server, &other).await.0, StatusCode::OK);
    assert_eq!(asks(&server, &anonymous).await.0, StatusCode::OK);
    // And an address that has nothing left keeps no token from asking.
    while asks(&server, &anonymous).await.0 == StatusCode::OK {}
    assert_eq!(asks(&server, &other).await.0, StatusCode::OK);
}

#[tokio::test]
async fn what_is_no_graphql_request_is_paid_by_the_token_that_came_with_it() {
    let server = World::new().start_within(limits(300, 3));
    let editor = server.actor(Role::Editor).await;
    let requests = [
        (400, server.client().post(server.url("/graphql")).header("content-type", "application/json").body("none")),
        (405, server.client().put(server.url("/graphql"))),
        (406, server.client().get(server.url("/graphql")).header("accept", "image/png")),
    ];
    let send = async |actor: &Actor<'_>, request: &RequestBuilder| {
        let response = actor.sends(request.try_clone().expect("a request")).send().await.expect("an answer");
        (response.status().as_u16(), response.text().await.expect("text"))
    };
    for (status, request) in &requests {
        let told = loop {
            match send(&editor, request).await {
                (429, told) => break told,
                (other, told) => assert_eq!(other, *status, "{told}"),
            }
        };
        assert!(told.contains("Your token has an allowance of 3"), "{told}");
        assert_eq!(send(&Actor::anonymous(&server), request).await.0, *status);
        // That a token is bad is said before anything else.
        assert_eq!(send(&Actor::with(&server, "cd_guess"), request).await.0, 401);
    }
}

#[tokio::test]
async fn whoever_guesses_is_soon_told_to_wait() {
    let server = World::new().start_within(limits(1_000, 20_000));
    let mut guesses = 0;
    let last = loop {
        let (status, error) = asks(&server, &Actor::with(&server, new_secret().reveal())).await;
        if status != StatusCode::UNAUTHORIZED {
            break error;
        }
        guesses += 1;
    };
    assert!((9..=12).contains(&guesses), "{guesses}");
    assert_eq!(last["extensions"]["code"], "RATE_LIMITED");
    let message = last["message"].as_str().expect("a sentence");
    assert!(message.starts_with("Your address has an allowance of 1000"), "{message}");
    // What is no token at all is not looked for, and costs what any request costs.
    let server = World::new().start_within(limits(1_000, 20_000));
    for _ in 0..50 {
        assert_eq!(asks(&server, &Actor::with(&server, "cd_guess")).await.0, StatusCode::UNAUTHORIZED);
    }
}

#[tokio::test]
async fn a_setting_for_everybody_is_never_more_than_a_token_has() {
    let mut limits = limits(0, 1);
    limits.request_timeout = std::time::Duration::from_mins(1);
    let server = World::new().start_within(limits);
    let reader = server.actor(Role::Reader).await;
    let bounds = reader.ask("{ limits { requestTimeout allowance } }").await;
    assert_eq!(bounds, json!({ "limits": { "requestTimeout": 60_000, "allowance": 0 } }));
    for _ in 0..3 {
        assert_eq!(asks(&server, &reader).await.0, StatusCode::OK);
    }
}
