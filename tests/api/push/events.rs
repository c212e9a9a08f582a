use reqwest::{RequestBuilder, Response};
use serde_json::{Value, json};

use crate::support::{Actor, Server};

/// A stream of server-sent events, as a client reads it.
pub struct Events {
    response: Response,
    heard: String,
}

/// One of them.
#[derive(Debug, PartialEq)]
pub struct Event {
    pub name: String,
    pub id: String,
    /// JSON, or null where it has no data.
    pub data: Value,
}

impl Event {
    /// The error that it is.
    pub fn code(&self) -> &str {
        self.data["errors"][0]["extensions"]["code"].as_str().unwrap_or_else(|| panic!("no error: {self:?}"))
    }
}

impl Events {
    /// Subscribes to something; `last` is the last event that is known.
    pub async fn of(actor: &Actor<'_>, server: &Server, query: &str, last: Option<i64>) -> Self {
        let request = server.client().post(server.url("/graphql")).json(&json!({ "query": query }));
        let request = match last {
            Some(last) => request.header("last-event-id", last),
            None => request,
        };
        Self::over(actor.sends(request)).await
    }

    /// The events that answer a request.
    pub async fn over(request: RequestBuilder) -> Self {
        let response = request.header("accept", "text/event-stream").send().await.expect("an answer");
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        assert!(response.headers().get("content-encoding").is_none(), "events are not kept back to be compressed");
        Self { response, heard: String::new() }
    }

    /// The next event; none if the stream ends.
    pub async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some((event, rest)) = self.heard.split_once("\n\n") {
                let (event, rest) = (event.to_owned(), rest.to_owned());
                self.heard = rest;
                let field = |name: &str| {
                    let found = event.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
                    found.unwrap_or_default().trim_start().to_owned()
                };
                if event.starts_with(':') {
                    continue;
                }
                let data = serde_json::from_str(&field("data")).unwrap_or_default();
                return Some(Event { name: field("event"), id: field("id"), data });
            }
            let bytes = self.response.chunk().await.ok().flatten()?;
            self.heard.push_str(std::str::from_utf8(&bytes).expect("text"));
        }
    }

    /// What the next event tells of.
    pub async fn told(&mut self) -> Value {
        let event = self.next().await.expect("an event");
        assert_eq!(event.name, "next", "{event:?}");
        let mut data = event.data["data"].clone();
        assert!(data.is_object(), "{event:?}");
        let told = data.as_object_mut().and_then(|data| data.values_mut().next()).expect("a field").take();
        if let Some(number) = told.get("number") {
            assert_eq!(event.id, number.to_string());
        }
        told
    }
}
