//! Clients that take their time.

use std::time::Duration;

use cluster_directory::config::Limits;
use tokio::time::sleep;

use super::is_typename;
use crate::support::{Process, Server, TestDatabase, Wire, World, head, post};

/// A server that waits for nobody for long.
fn impatient() -> Server {
    let short = Duration::from_millis(300);
    World::new().start_within(Limits { header_timeout: short, body_timeout: short, ..Limits::default() })
}

/// Sends bytes one by one until they are sent or the server has hung up.
async fn trickle(wire: &mut Wire, bytes: &[u8]) {
    for byte in bytes {
        if wire.send([*byte]).await.is_err() {
            return;
        }
        sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test]
async fn headers_that_come_too_slowly_are_not_waited_for() {
    let server = impatient();
    let mut wire = Wire::to(&server.address).await;
    trickle(&mut wire, b"POST /graphql HTTP/1.1\r\nhost: directory\r\n").await;
    wire.ended().await;
}

#[tokio::test]
async fn a_body_that_comes_too_slowly_is_answered_without_it() {
    let server = impatient();
    let mut wire = Wire::to(&server.address).await;
    wire.send(head(1000)).await.expect("the headers are read");
    trickle(&mut wire, b"{\"query\":\"{ __t").await;
    let heard = wire.hear().await.expect("an answer");
    assert_eq!((heard.status, heard.code().as_str()), (408, "REQUEST_TIMEOUT"));
    assert_eq!(heard.header("connection"), "close");
    wire.ended().await;
}

#[tokio::test]
async fn an_idle_connection_is_ended() {
    let server = impatient();
    let mut wire = Wire::to(&server.address).await;
    for _ in 0..2 {
        wire.send(post("{ __typename }")).await.expect("a kept connection");
        assert!(is_typename(&wire.hear().await.expect("an answer").body));
    }
    wire.ended().await;
}

#[tokio::test]
async fn a_client_that_reads_nothing_is_hung_up_on() {
    let short = Duration::from_millis(300);
    let server = World::new().start_within(Limits { body_timeout: short, max_connections: 1, ..Limits::default() });
    let mut wire = Wire::to(&server.address).await;
    // More than lies between the two sides' buffers. The server may hang up while it is asked.
    for _ in 0..200 {
        if wire.send("GET /schema.graphql HTTP/1.1\r\nhost: directory\r\n\r\n").await.is_err() {
            break;
        }
    }
    // Its place is free again.
    loop {
        let mut other = Wire::to(&server.address).await;
        other.send(post("{ __typename }")).await.expect("it listens");
        match other.hear().await {
            Some(heard) if heard.status == 200 => break,
            _ => sleep(Duration::from_millis(50)).await,
        }
    }
}

#[tokio::test]
async fn five_hundred_slow_clients_leave_the_server_answering_others() {
    // A process of its own: both ends of so many connections may be more than one process may open.
    let test = TestDatabase::new().await;
    let mut process = Process::start(&test.url, &["--empty"]);
    let address = process.address();
    let mut slow = Vec::new();
    for number in 0..500 {
        let mut wire = Wire::to(&address).await;
        let part = if number % 2 == 0 { "POST /graphql HTTP/1.1\r\nx: ".to_owned() } else { head(1000) + "{\"qu" };
        wire.send(part).await.expect("it listens");
        slow.push(wire);
    }
    for _ in 0..20 {
        let mut other = Wire::to(&address).await;
        other.send(post("{ __typename }")).await.expect("it listens");
        assert!(is_typename(&other.hear().await.expect("an answer").body));
        for wire in &mut slow {
            wire.send(" ").await.expect("they are waited for");
        }
    }
}
