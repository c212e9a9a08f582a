//! Many listen to the same.

use std::time::Duration;

use serde_json::json;
use tokio::time::sleep;

use super::socket::Socket;
use super::{done, editor, world};

/// 50 connections with 20 subscriptions each.
const CONNECTIONS: usize = 50;
const EACH: usize = 20;
const CHANGES: usize = 5;

#[tokio::test]
async fn a_thousand_who_watch_one_listing_hear_all_of_it() {
    let server = world().start();
    let editor = editor(&server).await;
    let query = "subscription { changed(where: { events: { status: { eq: ANNOUNCED } } }) { number record { ... on Event { title } } } }";
    let mut sockets = Vec::new();
    for connection in 1..=CONNECTIONS {
        let mut socket = Socket::to(&server.address).await;
        socket.begin(json!({})).await;
        for id in 0..EACH {
            socket.subscribe(&id.to_string(), query).await;
        }
        sockets.push(socket);
        // A thousand who come at once are more than are let in at once.
        let all = format!("directory_subscriptions {}", connection * EACH);
        while !server.metrics().await.lines().any(|line| line == all) {
            sleep(Duration::from_millis(10)).await;
        }
    }
    for number in 0..CHANGES {
        let title = format!("Event {number}");
        let input = json!({ "title": title, "titleInOwnWords": false, "kind": "FAIR", "status": "ANNOUNCED" });
        done(&editor, "createEvent", input, "id").await;
    }
    for mut socket in sockets {
        let mut heard = vec![0; EACH];
        for _ in 0..CHANGES * EACH {
            let event = socket.hear().await.expect("an event");
            let id: usize = event["id"].as_str().and_then(|id| id.parse().ok()).expect("an id");
            let title = &event["payload"]["data"]["changed"]["record"]["title"];
            assert_eq!(title, &format!("Event {}", heard[id]), "each in order, none twice");
            heard[id] += 1;
        }
        assert_eq!(heard, vec![CHANGES; EACH]);
    }
}
