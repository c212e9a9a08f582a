//! GraphQL over WebSocket.

use std::time::Duration;

use cluster_directory::config::Limits;
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use super::{editor, topic, world};
use crate::support::bbs;

/// A client of `/graphql/ws` of which every word is the test's own.
pub struct Socket(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Socket {
    pub async fn to(address: &str) -> Self {
        Self::speaking(address, "graphql-transport-ws").await
    }

    async fn speaking(address: &str, protocol: &str) -> Self {
        let mut request = format!("ws://{address}/graphql/ws").into_client_request().expect("an address");
        request.headers_mut().insert("sec-websocket-protocol", protocol.parse().expect("a name"));
        let (socket, _) = connect_async(request).await.expect("it opens");
        Self(socket)
    }

    pub async fn say(&mut self, text: impl ToString) {
        self.0.send(Message::Text(text.to_string().into())).await.expect("it listens");
    }

    /// The next message; the code of its end, if it ends.
    pub async fn hear(&mut self) -> Result<Value, u16> {
        loop {
            match self.0.next().await {
                Some(Ok(Message::Text(text))) => return Ok(serde_json::from_str(&text).expect("JSON")),
                Some(Ok(Message::Close(Some(frame)))) => return Err(frame.code.into()),
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                other => panic!("neither a message nor an end: {other:?}"),
            }
        }
    }

    pub async fn begin(&mut self, payload: Value) {
        self.say(json!({ "type": "connection_init", "payload": payload })).await;
        assert_eq!(self.hear().await, Ok(json!({ "type": "connection_ack" })));
    }

    pub async fn subscribe(&mut self, id: &str, query: &str) {
        self.say(json!({ "type": "subscribe", "id": id, "payload": { "query": query } })).await;
    }

    /// The code with which the server ends it.
    pub async fn closed(&mut self) -> u16 {
        loop {
            if let Err(code) = self.hear().await {
                return code;
            }
        }
    }
}

#[tokio::test]
async fn a_connection_that_is_none_ends_with_a_code_that_says_why() {
    let init = json!({ "type": "connection_init" }).to_string();
    let ask = json!({ "type": "subscribe", "id": "1", "payload": { "query": "subscription { changed { number } }" } });
    let ask = ask.to_string();
    let bad = json!({ "type": "connection_init", "payload": { "authorization": "Bearer cd_0" } }).to_string();
    let long = json!({ "type": "ping", "payload": "x".repeat(70_000) }).to_string();
    for (words, code) in [
        (vec!["no JSON"], 4400),
        (vec!["{}"], 4400),
        (vec![r#"{"type":"unknown"}"#], 4400),
        (vec![&init, r#"{"type":"subscribe","payload":{"query":"{ __typename }"}}"#], 4400),
        (vec![&init, r#"{"type":"subscribe","id":"1","payload":{"query":1}}"#], 4400),
        (vec![&ask], 4401),
        (vec![&bad], 4401),
        (vec![&init, &ask, &ask], 4409),
        (vec![&init, &init], 4429),
        (vec![&long], 1009),
    ] {
        let mut socket = Socket::to(&bbs().address).await;
        for word in &words {
            socket.say(word).await;
        }
        assert_eq!(socket.closed().await, code, "{words:?}");
    }
    let mut silent = Socket::to(&bbs().address).await;
    silent.0.send(Message::Binary(vec![1, 2].into())).await.expect("it listens");
    assert_eq!(silent.closed().await, 4400);

    let limits = Limits { body_timeout: Duration::from_millis(100), ..Limits::default() };
    let server = world().start_within(limits);
    assert_eq!(Socket::to(&server.address).await.closed().await, 4408);
    let response = server.client().get(server.url("/graphql/ws")).send().await.expect("an answer");
    assert_eq!(response.status(), 400);
}

#[tokio::test]
async fn all_kinds_of_operation_work_side_by_side() {
    let server = world().start();
    let editor = editor(&server).await;
    let mut socket = Socket::to(&server.address).await;
    socket.say(json!({ "type": "ping", "payload": { "a": 1 } })).await;
    assert_eq!(socket.hear().await, Ok(json!({ "type": "pong", "payload": { "a": 1 } })));
    let secret = format!("Bearer {}", editor.secret.as_deref().expect("a secret"));
    socket.begin(json!({ "authorization": secret })).await;

    socket.subscribe("q", "{ topics { totalCount } }").await;
    let next = socket.hear().await.expect("an answer");
    assert_eq!((&next["type"], &next["id"]), (&json!("next"), &json!("q")));
    assert_eq!(next["payload"]["data"]["topics"]["totalCount"], 2);
    assert_eq!(socket.hear().await, Ok(json!({ "type": "complete", "id": "q" })));
    socket.subscribe("q", "{ nothing }").await;
    let error = socket.hear().await.expect("an error");
    assert_eq!((&error["type"], &error["id"]), (&json!("error"), &json!("q")));
    assert_eq!(error["payload"][0]["extensions"]["code"], "GRAPHQL_VALIDATION_FAILED");

    // Two listen; one has enough, and its id is free at once.
    for id in ["a", "b"] {
        socket.subscribe(id, "subscription { changed(types: [TOPIC]) { slug actor } }").await;
    }
    // Whoever hears the answer to a later question was subscribed before.
    socket.subscribe("q", "{ __typename }").await;
    while socket.hear().await.expect("an answer")["type"] != "complete" {}
    socket.say(json!({ "type": "complete", "id": "a" })).await;
    socket.subscribe("a", "mutation { createTopic(input: { name: \"Heard\" }) { record { slug } } }").await;
    let mut heard = Vec::new();
    for _ in 0..3 {
        heard.push(socket.hear().await.expect("a message"));
    }
    heard.sort_by_key(|message| format!("{} {}", message["id"], message["type"] == "complete"));
    assert_eq!(heard[0]["payload"]["data"]["createTopic"]["record"]["slug"], "heard");
    assert_eq!(heard[1], json!({ "type": "complete", "id": "a" }));
    assert_eq!(heard[2]["payload"]["data"]["changed"], json!({ "slug": "heard", "actor": "editor" }));
}

#[tokio::test]
async fn a_connection_has_so_many_operations_and_no_more() {
    let server = world().start_within(Limits { max_subscriptions: 2, ..Limits::default() });
    let editor = editor(&server).await;
    let mut socket = Socket::to(&server.address).await;
    socket.begin(json!({})).await;
    for id in ["1", "2", "3"] {
        socket.subscribe(id, "subscription { changed { slug } }").await;
    }
    let error = socket.hear().await.expect("an error");
    assert_eq!((&error["type"], &error["id"]), (&json!("error"), &json!("3")));
    assert_eq!(error["payload"][0]["extensions"]["code"], "LIMIT_EXCEEDED");
    socket.say(json!({ "type": "complete", "id": "1" })).await;
    socket.subscribe("3", "{ __typename }").await;
    assert_eq!(socket.hear().await.expect("an answer")["id"], "3");
    topic(&editor, "Heard").await;
}
