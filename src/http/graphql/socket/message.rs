//! What is said over a WebSocket, as graphql-transport-ws has it.

use axum::extract::ws::Utf8Bytes;
use serde::Deserialize;
use serde_json::{Map, Value as Json, json};

use crate::graphql::Request;

/// What a client says.
#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Incoming {
    ConnectionInit { payload: Option<Map<String, Json>> },
    Ping { payload: Option<Json> },
    Pong {},
    Subscribe { id: String, payload: Box<Request> },
    Complete { id: String },
}

/// Says that the client may ask.
pub fn acknowledged() -> Utf8Bytes {
    Utf8Bytes::from_static("{\"type\":\"connection_ack\"}")
}

/// The answer to a ping.
pub fn pong(payload: Option<Json>) -> Utf8Bytes {
    let mut pong = json!({ "type": "pong" });
    if let Some(payload) = payload {
        pong["payload"] = payload;
    }
    pong.to_string().into()
}

/// The text of a response to an operation.
pub fn next(id: &str, body: &[u8]) -> Utf8Bytes {
    format!("{{\"type\":\"next\",\"id\":{},\"payload\":{}}}", json!(id), String::from_utf8_lossy(body)).into()
}

/// Why an operation has no response, or no more.
pub fn error(id: &str, errors: &Json) -> Utf8Bytes {
    json!({ "type": "error", "id": id, "payload": errors }).to_string().into()
}

/// There will be nothing more of an operation.
pub fn complete(id: &str) -> Utf8Bytes {
    json!({ "type": "complete", "id": id }).to_string().into()
}
