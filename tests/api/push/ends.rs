//! How it ends, and that it does not where it should not.

use std::time::Duration;

use cluster_directory::change::{Author, Mode, Scope, Step, apply};
use cluster_directory::config::Limits;
use cluster_directory::database::Database;
use cluster_directory::directory::catalog;
use serde_json::json;
use tokio::time::sleep;

use super::socket::Socket;
use super::{Actor, Events, done, editor, topic, world};
use crate::support::{Process, TestDatabase, Wire, now};

#[tokio::test]
async fn what_another_process_writes_is_told() {
    let server = world().start();
    let anybody = Actor::anonymous(&server);
    let mut events = Events::of(&anybody, &server, "subscription { changed { slug } }", None).await;
    let database = Database::connect(&server.database_url).await.expect("it opens");
    let author = Author {
        name: "story".to_owned(),
        token: None,
        comment: None,
        at: now(),
        may: Scope::Everything,
        idempotency_key: None,
    };
    let content = json!({ "name": "Fog" }).as_object().expect("an object").clone();
    let step = Step::Create { resource: "Topic".to_owned(), id: None, content };
    let applied = apply(&database, catalog(), &author, vec![step], Mode::Done).await;
    assert!(applied.is_ok());
    assert_eq!(events.told().await, json!({ "slug": "fog" }));
    database.close().await.expect("it closes");
}

#[tokio::test]
async fn a_server_that_stops_ends_what_it_tells_so_that_clients_come_back() {
    let test = TestDatabase::new().await;
    let mut process = Process::start(&test.url, &["--empty"]);
    let address = process.address();
    let client = reqwest::Client::builder().no_proxy().build().expect("a client");
    let query = json!({ "query": "subscription { changed { number } }" });
    let mut events = Events::over(client.post(format!("http://{address}/graphql")).json(&query)).await;
    let mut socket = Socket::to(&address).await;
    socket.begin(json!({})).await;
    socket.subscribe("1", "subscription { changed { number } }").await;
    process.tell_to_stop();
    assert_eq!(socket.closed().await, 1001);
    assert_eq!(events.next().await, None, "it ends without `complete`");
    let (status, errors) = tokio::task::spawn_blocking(|| process.end()).await.expect("it ends");
    assert!(status.success());
    // A read for which nobody waits any more is cancelled in PostgreSQL, and its pool may warn of that.
    assert!(!errors.contains("ERROR") && !errors.contains("panicked"), "{errors}");
}

#[tokio::test]
async fn who_reads_nothing_is_hung_up_on_and_the_others_hear_all() {
    let limits = Limits { body_timeout: Duration::from_millis(500), ..Limits::default() };
    let server = world().start_within(limits);
    let (editor, anybody) = (editor(&server).await, Actor::anonymous(&server));
    let record = |n: usize| format!("r{n}: record {{ ... on Event {{ description }} }} ");
    let records: String = (0..20).map(record).collect();
    let query = format!("subscription {{ changed(types: [EVENT]) {{ number {records} }} }}");
    let mut deaf = Wire::to(&server.address).await;
    let body = json!({ "query": query }).to_string();
    let head = format!(
        "POST /graphql HTTP/1.1\r\nhost: directory\r\naccept: text/event-stream\r\ncontent-type: application/json\r\n\
         content-length: {}\r\n\r\n{body}",
        body.len()
    );
    deaf.send(head).await.expect("it listens");
    let mut events = Events::of(&anybody, &server, &query, None).await;
    // More than the buffers between both hold.
    for number in 0..60 {
        let description = format!("{number} {}", "many words ".repeat(900));
        let input = json!({
            "title": format!("Event {number}"), "titleInOwnWords": false, "kind": "FAIR", "status": "HELD",
            "description": description,
        });
        done(&editor, "createEvent", input, "id").await;
        let told = events.told().await;
        assert_eq!(told["r19"]["description"], description);
    }
    // Whether the wire was cut is seen in what the server counts.
    while server.metrics().await.lines().any(|line| line == "directory_subscriptions 2") {
        sleep(Duration::from_millis(50)).await;
    }
    topic(&editor, "Still there").await;
    drop(deaf);
}
