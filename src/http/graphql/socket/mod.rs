//! GraphQL over WebSocket (graphql-transport-ws): `/graphql/ws`.
//!
//! | file | what it does |
//! | --- | --- |
//! | `session` | a connection from its first word to its last |
//! | `operation` | what is asked over it |
//! | `message`, `close` | what is said, and why it ends |

mod close;
mod message;
mod operation;
mod session;

use axum::Extension;
use axum::extract::State;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;

use super::guest::Guest;
use super::response::Refusal;
use crate::error::Code;
use crate::http::App;
use crate::http::client::Client;
use crate::http::exchange::RequestId;
use crate::http::listener::Seat;
use session::Session;

/// What is spoken.
const PROTOCOL: &str = "graphql-transport-ws";

/// `GET /graphql/ws`. Who asks with a token in its headers need not repeat it in `connection_init`, where a browser has
/// to put it.
pub async fn open(
    State(app): State<App>,
    Extension(id): Extension<RequestId>,
    Extension(seat): Extension<Seat>,
    guest: Guest,
    client: Client,
    headers: HeaderMap,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Response {
    let response = match upgrade {
        Ok(_) if app.is_stopping() => {
            let refusal = Refusal::new(StatusCode::SERVICE_UNAVAILABLE, Code::Overloaded, "The server stops.");
            refusal.response(guest.media_type)
        }
        Ok(upgrade) => {
            let most = app.limits.max_body;
            let upgrade =
                upgrade.protocols([PROTOCOL]).max_message_size(most).max_frame_size(most).write_buffer_size(0);
            let session = Session { app, id, client, headers, seat };
            upgrade.on_upgrade(|socket| session.run(socket))
        }
        Err(_) => {
            let message =
                "Here a WebSocket is opened, which speaks graphql-transport-ws; GraphQL over HTTP is at `/graphql`.";
            Refusal::bad(message).response(guest.media_type)
        }
    };
    guest.told(response)
}
