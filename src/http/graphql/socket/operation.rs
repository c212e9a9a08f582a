//! What is asked over a WebSocket: a query, a mutation or a subscription, with an id of the client's.

use axum::extract::ws::Utf8Bytes;
use serde_json::{Value as Json, json};
use tokio::sync::mpsc;

use super::message;
use crate::error::Error;
use crate::graphql::{Answer, Request, Told};
use crate::http::App;
use crate::http::exchange::RequestId;
use crate::http::graphql::follow;

/// Something to be said of an operation.
pub struct Line {
    pub id: String,
    /// The operation's number on its connection: its id may be another's by now.
    pub number: u64,
    pub text: Utf8Bytes,
    /// Whether it is the last that is said of it.
    pub last: bool,
}

/// An operation that is under way.
pub struct Operation {
    pub app: App,
    pub request_id: RequestId,
    pub id: String,
    pub number: u64,
    /// Where its lines go; whoever reads slowly lets it wait.
    pub lines: mpsc::Sender<Line>,
}

impl Operation {
    /// Answers it, or tells what happens until it is dropped.
    pub async fn run(self, request: Request) {
        match follow(&self.app, &self.request_id, request, None).await {
            Told::Once(answer) => self.answer(&answer).await,
            Told::Events(mut subscription) => loop {
                match subscription.next().await {
                    Ok(event) => self.say(message::next(&self.id, &event.body), false).await,
                    Err(error) => return self.refuse(error).await,
                }
            },
        }
    }

    /// Says why there is nothing, or nothing more.
    pub async fn refuse(&self, error: Error) {
        let errors = json!([error.reported(self.request_id.as_str()).to_json()]);
        self.say(message::error(&self.id, &errors), true).await;
    }

    /// A response comes as `next`; what was refused before anything was done has none.
    async fn answer(&self, answer: &Answer) {
        let refused = answer.refused.and_then(|_| serde_json::from_slice::<Json>(&answer.body).ok());
        if let Some(refused) = refused.filter(|response| response.get("data").is_none()) {
            return self.say(message::error(&self.id, &refused["errors"]), true).await;
        }
        self.say(message::next(&self.id, &answer.body), false).await;
        self.say(message::complete(&self.id), true).await;
    }

    async fn say(&self, text: Utf8Bytes, last: bool) {
        // A connection that has ended hears nothing.
        let _ = self.lines.send(Line { id: self.id.clone(), number: self.number, text, last }).await;
    }
}
