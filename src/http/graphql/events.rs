//! GraphQL over server-sent events (graphql-sse, distinct connections): `Accept: text/event-stream`.
//!
//! What happens comes as `next`, each with the number of its entry as `id`, so that a client that lost its connection
//! says in `Last-Event-ID` where it was. An answer is one `next`; both end with `complete`. A stream that ends without it
//! was cut off: the client comes back.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use hyper::body::Frame;
use tokio::sync::mpsc;
use tokio::time::{Instant, interval};

use super::media_type::MediaType;
use super::response::{Refusal, respond, status};
use super::{follow, still_may};
use crate::error::Error;
use crate::graphql::{Answer, Event, Request, Subscription, Told};
use crate::http::App;
use crate::http::exchange::RequestId;

/// Where a client was when it lost its connection.
const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");
/// How many events wait for the connection to take them.
const ROOM: usize = 16;
/// How often it is asked whether the token is still good.
const TICK: Duration = Duration::from_secs(1);
/// After how long a silence a comment keeps proxies from hanging up.
const KEEP_ALIVE: Duration = Duration::from_secs(12);
/// It says nothing.
const COMMENT: Bytes = Bytes::from_static(b":\n\n");
/// There will be nothing more.
const COMPLETE: &str = "event: complete\ndata:\n\n";

/// Tells what comes of a request.
pub async fn tell(app: &App, id: &RequestId, request: Request, headers: &HeaderMap) -> Response {
    let last = match last_event_id(headers) {
        Ok(last) => last,
        Err(refusal) => return refusal.response(MediaType::EventStream),
    };
    match follow(app, id, request, last).await {
        Told::Once(answer) => once(answer),
        Told::Events(subscription) => {
            let (stream, body) = mpsc::channel(ROOM);
            let teller = Teller { app: app.clone(), id: id.clone(), headers: headers.clone(), stream };
            tokio::spawn(teller.tell(subscription));
            streamed(Body::new(Stream(body)))
        }
    }
}

fn last_event_id(headers: &HeaderMap) -> Result<Option<i64>, Refusal> {
    let Some(last) = headers.get(LAST_EVENT_ID) else { return Ok(None) };
    let number = last.to_str().ok().and_then(|last| last.parse().ok());
    number.map(Some).ok_or_else(|| Refusal::bad("`Last-Event-ID` must be the number of a change, as `id` gave it."))
}

/// An answer, or why there is none. Where the same request may be answered later, HTTP says so.
fn once(answer: Answer) -> Response {
    let later = |code| status(code, MediaType::EventStream).is_server_error();
    if answer.retry_after.is_some() || answer.refused.is_some_and(later) {
        return respond(answer, MediaType::EventStream, false);
    }
    let body = [&next(None, &answer.body), COMPLETE.as_bytes()].concat();
    let mut response = streamed(body.into());
    response.extensions_mut().extend(respond(answer, MediaType::EventStream, false).extensions().clone());
    response
}

fn streamed(body: Body) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/event-stream"),
        (header::CACHE_CONTROL, "private, no-store"),
        (header::VARY, "accept, authorization"),
        // nginx would keep events back.
        (HeaderName::from_static("x-accel-buffering"), "no"),
    ];
    let headers: HeaderMap = headers.map(|(name, value)| (name, HeaderValue::from_static(value))).into_iter().collect();
    (StatusCode::OK, headers, body).into_response()
}

/// A response as an event. There is no line break in it: it is written compactly.
fn next(number: Option<i64>, body: &Bytes) -> Bytes {
    let id = number.map_or_else(String::new, |number| format!("id: {number}\n"));
    [format!("event: next\n{id}data: ").as_bytes(), body, b"\n\n"].concat().into()
}

/// Writes events to a connection for as long as it is there.
struct Teller {
    app: App,
    id: RequestId,
    /// They have the token.
    headers: HeaderMap,
    stream: mpsc::Sender<Bytes>,
}

impl Teller {
    async fn tell(self, subscription: Subscription) {
        tokio::select! {
            () = self.stream.closed() => {}
            // Without `complete`, so that the client comes back.
            () = self.app.stopped() => {}
            error = self.tell_all(subscription) => {
                let body = Answer::refusal(&error.reported(self.id.as_str())).body;
                let end = [&next(None, &body), COMPLETE.as_bytes()].concat();
                // Whoever is not there any more does not hear it.
                let _ = self.stream.send(end.into()).await;
            }
        }
    }

    /// Tells what happens, until it can go on no more.
    async fn tell_all(&self, mut subscription: Subscription) -> Error {
        let mut tick = interval(TICK);
        let mut told = Instant::now();
        // The client sees that it is heard before anything happens.
        let mut text = Some(COMMENT);
        loop {
            if let Some(text) = text {
                // Waits for the connection to take it.
                let _ = self.stream.send(text).await;
                told = Instant::now();
            }
            text = tokio::select! {
                event = subscription.next() => match event {
                    Ok(Event { number, body }) => Some(next(number, &body)),
                    Err(error) => return error,
                },
                _ = tick.tick() => match still_may(&self.app, &self.headers).await {
                    Ok(()) => (told.elapsed() >= KEEP_ALIVE).then_some(COMMENT),
                    Err(error) => return error,
                },
            };
        }
    }
}

/// A body that goes on for as long as somebody writes it.
struct Stream(mpsc::Receiver<Bytes>);

impl HttpBody for Stream {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.0.poll_recv(context).map(|bytes| bytes.map(|bytes| Ok(Frame::data(bytes))))
    }
}
