//! GraphQL over HTTP (specification of September 2026): POST with JSON, and GET for whoever can only
//! follow a link.
//!
//! What happens is told over server-sent events (`events`) and over WebSockets (`socket`).
//!
//! A request walks: `room` (is there any, where there is a body to read) → `guest` (who asks, what pays, and may it ask
//! now) → `parameters` (what it asks) → `work` (is there room, and time) → [`crate::graphql`] → `response`. Whatever goes
//! wrong is said in JSON.
//!
//! No page of another site can have a visitor's browser change something here: POST takes
//! `application/json` alone, which browsers send to another site only after asking, GET only reads, and
//! there are no cookies.

mod events;
mod guest;
mod media_type;
mod parameters;
mod response;
mod room;
mod socket;
mod work;

use axum::Extension;
use axum::extract::{Request as HttpRequest, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::App;
use super::exchange::RequestId;
use crate::error::Code;
use crate::graphql::{Recalled, Request, Tag};
use response::{Refusal, respond};
use room::Room;
use work::{follow, still_may};

pub use socket::open as socket;

pub use guest::Guest;
pub use media_type::MediaType;
pub use response::{cacheable, has, status};

/// What `/graphql` can be asked with.
const METHODS: HeaderValue = HeaderValue::from_static("GET, HEAD, POST, OPTIONS");

/// `POST /graphql` with `{ "query": …, "variables": …, "operationName": …, "extensions": … }`.
pub async fn post(
    State(app): State<App>,
    Extension(id): Extension<RequestId>,
    _room: Room,
    guest: Guest,
    request: HttpRequest,
) -> Response {
    let (Parts { headers, .. }, body) = request.into_parts();
    let response = match parameters::from_body(&headers, body, &app.limits).await {
        Ok(request) => answer(&app, &id, guest.asks(request), guest.media_type, &headers).await,
        Err(refusal) => refusal.response(guest.media_type),
    };
    guest.told(response)
}

/// `GET /graphql?query=…&variables=…&operationName=…&extensions=…`.
pub async fn get(
    State(app): State<App>,
    Extension(id): Extension<RequestId>,
    guest: Guest,
    request: HttpRequest,
) -> Response {
    let (Parts { headers, uri, .. }, _) = request.into_parts();
    let response = match parameters::from_query(&uri) {
        Ok(request) => answer(&app, &id, guest.asks(request), guest.media_type, &headers).await,
        Err(refusal) => refusal.response(guest.media_type),
    };
    guest.told(response)
}

/// Any other method.
pub async fn other(guest: Guest) -> Response {
    let message = "GraphQL is asked with POST, or with GET for queries.";
    let refusal = Refusal::new(StatusCode::METHOD_NOT_ALLOWED, Code::BadRequest, message);
    let response = refusal.response(guest.media_type);
    guest.told(([(header::ALLOW, METHODS)], response).into_response())
}

/// Answers a request that is well-formed. Kept answers are asked first: they cost less than the place that the request
/// would take.
async fn answer(app: &App, id: &RequestId, request: Request, media_type: MediaType, headers: &HeaderMap) -> Response {
    if media_type == MediaType::EventStream {
        // What is seldom asked would be much for every other request to carry along.
        return Box::pin(events::tell(app, id, request, headers)).await;
    }
    // Caches keep only what anybody may read.
    let headers = (request.reads_only && request.viewer.token().is_none()).then_some(headers);
    let had = |tag: Option<Tag>| tag.filter(|tag| headers.is_some_and(|headers| has(headers, *tag)));
    let unchanged = |tag| cacheable((StatusCode::NOT_MODIFIED, media_type.headers()).into_response(), tag);
    let mut recalled = app.api.recall(&request).await;
    if let Some(Recalled { tag, kept, .. }) = &mut recalled {
        if let Some(tag) = had(*tag) {
            return unchanged(tag);
        }
        if let Some(answer) = kept.take() {
            return respond(answer, media_type, headers.is_some());
        }
    }
    let answer = Box::pin(work::answer(app, id, request, recalled)).await;
    match had(answer.tag) {
        Some(tag) => unchanged(tag),
        None => respond(answer, media_type, headers.is_some()),
    }
}
