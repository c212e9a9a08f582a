//! More than the server can take.

use std::time::Duration;

use cluster_directory::config::Limits;
use cluster_directory::viewer::Role;
use serde_json::json;
use tokio::time::sleep;

use crate::support::{Server, Wire, World, head, post};

const ENDLESS: &str = "{ countries { totalCount } }";
/// More than there are connections to either database.
const CROWD: usize = 12;

/// A server whose list of countries does not come to an end.
async fn endless(limits: Limits) -> Server {
    let world = World::new().with("countries", json!({ "slug": "me", "code": "ME", "name": "Montenegro" }));
    let server = world.start_within(limits);
    server.never_end_with("country").await;
    server
}

/// So many clients, each of which has asked for the countries.
async fn crowd(server: &Server, size: usize) -> Vec<Wire> {
    let mut wires = Vec::new();
    for _ in 0..size {
        let mut wire = Wire::to(&server.address).await;
        wire.send(post(ENDLESS)).await.expect("it listens");
        wires.push(wire);
    }
    wires
}

/// What a new client gets to hear.
async fn ask(server: &Server, query: &str) -> crate::support::Heard {
    let mut wire = Wire::to(&server.address).await;
    wire.send(post(query)).await.expect("it listens");
    wire.hear().await.expect("an answer")
}

#[tokio::test]
async fn a_body_without_end_is_cut_off() {
    let server = World::new().start();
    let mut wire = Wire::to(&server.address).await;
    let begin = "POST /graphql HTTP/1.1\r\nhost: directory\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n";
    wire.send(begin).await.expect("it listens");
    let chunk = format!("1000\r\n{}\r\n", "a".repeat(0x1000));
    // It may hang up before all of it is sent.
    for _ in 0..17 {
        if wire.send(&chunk).await.is_err() {
            break;
        }
    }
    let heard = wire.hear().await.expect("an answer");
    assert_eq!((heard.status, heard.code().as_str()), (413, "LIMIT_EXCEEDED"));
    wire.ended().await;
}

#[tokio::test]
async fn a_body_that_says_it_is_too_long_is_not_read() {
    let server = World::new().start_within(Limits { max_body: 100, ..Limits::default() });
    let mut wire = Wire::to(&server.address).await;
    wire.send(head(101)).await.expect("it listens");
    let heard = wire.hear().await.expect("an answer");
    assert_eq!(heard.json()["errors"][0]["message"], "The body has more than 100 bytes.");
    let fits = ask(&server, "{ __typename }").await;
    assert_eq!(fits.status, 200);
}

#[tokio::test]
async fn headers_without_end_are_refused() {
    let server = World::new().start();
    for (start, status) in [("x: ", 431), ("x: y\r\n", 431)] {
        let mut wire = Wire::to(&server.address).await;
        let mut sent = wire.send("GET / HTTP/1.1\r\n").await;
        while sent.is_ok() {
            sent = wire.send(start.repeat(10_000 / start.len())).await;
        }
        // The answer may be lost with what was still being sent.
        if let Some(heard) = wire.hear().await {
            assert_eq!(heard.status, status);
        }
    }
    assert_eq!(ask(&server, "{ __typename }").await.status, 200);
}

#[tokio::test]
async fn a_connection_that_is_one_too_many_is_told_so() {
    let server = World::new().start_within(Limits { max_connections: 2, ..Limits::default() });
    let mut kept = Vec::new();
    for _ in 0..2 {
        let mut wire = Wire::to(&server.address).await;
        wire.send(post("{ __typename }")).await.expect("it listens");
        assert_eq!(wire.hear().await.expect("an answer").status, 200);
        kept.push(wire);
    }
    let heard = ask(&server, "{ __typename }").await;
    assert_eq!((heard.status, heard.code().as_str()), (503, "SERVICE_UNAVAILABLE"));
    assert_eq!((heard.header("retry-after"), heard.header("connection")), ("1", "close"));
    // Those who are in are served, and once one has gone there is a place.
    let mut wire = kept.pop().expect("a connection");
    wire.send(post("{ __typename }")).await.expect("it is kept");
    assert_eq!(wire.hear().await.expect("an answer").status, 200);
    drop(wire);
    while ask(&server, "{ __typename }").await.status != 200 {
        sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn a_request_that_finds_no_place_is_refused_at_once() {
    let long = Duration::from_mins(1);
    let limits = Limits { max_requests: 2, request_timeout: long, statement_timeout: long, ..Limits::default() };
    let server = endless(limits).await;
    let crowd = crowd(&server, 2).await;
    while !server.metrics().await.contains("directory_requests_active 2\n") {
        sleep(Duration::from_millis(20)).await;
    }
    let refused = ask(&server, "{ __typename }").await;
    assert_eq!((refused.status, refused.code().as_str()), (503, "SERVICE_UNAVAILABLE"));
    assert_eq!((refused.header("retry-after"), refused.header("cache-control")), ("1", "private, no-store"));
    // Whoever asks for no data is answered all the same.
    let health = server.client().get(server.url("/healthz")).send().await.expect("an answer");
    assert_eq!(health.status(), 200);
    // When they go away, what they asked for is not worked out any longer.
    drop(crowd);
    while ask(&server, "{ __typename }").await.status != 200 {
        sleep(Duration::from_millis(20)).await;
    }
    while !server.metrics().await.contains("directory_http_responses_total{status=\"499\"} 2\n") {
        sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn a_request_that_takes_too_long_leaves_its_connection_to_others() {
    let short = Duration::from_millis(300);
    let long = Duration::from_mins(1);
    let limits = Limits { request_timeout: short, statement_timeout: long, ..Limits::default() };
    let server = endless(limits).await;
    for mut wire in crowd(&server, CROWD).await {
        let heard = wire.hear().await.expect("an answer");
        assert_eq!((heard.status, heard.code().as_str(), heard.header("retry-after")), (503, "REQUEST_TIMEOUT", "1"));
    }
    // The statements would hold every connection to the database for a minute.
    while ask(&server, "{ organizations { totalCount } }").await.status != 200 {
        sleep(Duration::from_millis(20)).await;
    }
    let counted = format!("directory_requests_total{{operation=\"none\",outcome=\"REQUEST_TIMEOUT\"}} {CROWD}\n");
    let metrics = server.metrics().await;
    assert!(metrics.contains(&counted), "{metrics}");
}

#[tokio::test]
async fn a_statement_that_takes_too_long_is_an_error_of_its_request() {
    let server = endless(Limits { statement_timeout: Duration::from_millis(300), ..Limits::default() }).await;
    for mut wire in crowd(&server, 3).await {
        let heard = wire.hear().await.expect("an answer");
        assert_eq!((heard.status, heard.code().as_str()), (200, "LIMIT_EXCEEDED"));
    }
}

#[tokio::test]
async fn a_statement_of_a_token_may_take_longer() {
    let mut limits = Limits { statement_timeout: Duration::from_millis(300), ..Limits::default() };
    limits.tokens.token_request_timeout = limits.request_timeout;
    limits.tokens.token_statement_timeout = Duration::from_mins(1);
    let server = endless(limits).await;
    let reader = server.actor(Role::Reader).await;
    let refused = server.refusal(ENDLESS, json!({})).await;
    assert_eq!(refused, ("LIMIT_EXCEEDED".to_owned(), "The database took too long; ask for less at once.".to_owned()));
    let (code, _) = reader.refusal(ENDLESS, json!({})).await;
    assert_eq!(code, "REQUEST_TIMEOUT");
}

#[tokio::test]
async fn three_times_as_many_as_there_is_room_for_are_answered_or_told_to_come_back() {
    const ROOM: usize = 4;
    let world = World::new().with("countries", json!({ "slug": "me", "code": "ME", "name": "Montenegro" }));
    let server = world.start_within(Limits { max_requests: ROOM, ..Limits::default() });
    let clients = (0..3 * ROOM).map(|client| {
        let address = server.address.clone();
        tokio::spawn(async move {
            let mut wire = Wire::to(&address).await;
            let mut statuses = Vec::new();
            for number in 0..50 {
                // Nobody has asked the same before, so that no answer is kept.
                let text = format!("montenegro {client} {number}");
                let query = format!("{{ search(text: \"{text}\") {{ totalCount nodes {{ score }} }} }}");
                wire.send(post(&query)).await.expect("it is kept");
                statuses.push(wire.hear().await.expect("an answer").status);
            }
            statuses
        })
    });
    let clients: Vec<_> = clients.collect();
    let mut answered = 0;
    for client in clients {
        let statuses = client.await.expect("it ends");
        assert!(statuses.iter().all(|status| [200, 503].contains(status)), "{statuses:?}");
        answered += statuses.iter().filter(|status| **status == 200).count();
    }
    assert!(answered > 0);
    for _ in 0..10 {
        assert_eq!(ask(&server, "{ countries { nodes { name } } }").await.status, 200);
    }
}
