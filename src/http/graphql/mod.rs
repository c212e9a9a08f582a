//! GraphQL over HTTP (specification of September 2026): POST with JSON, and GET for whoever can only
//! follow a link.
//!
//! A request walks: `guest` (who asks, and may it ask now) → `parameters` (what it asks) → admission (whether there
//! is room) → [`crate::graphql`] → a response. Whatever goes wrong is said in JSON.
//!
//! No page of another site can have a visitor's browser change something here: POST takes
//! `application/json` alone, which browsers send to another site only after asking, GET only reads, and
//! there are no cookies.

mod guest;
mod media_type;
mod parameters;

use std::time::Instant;

use axum::Extension;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use tokio::time::timeout;

use super::App;
use super::exchange::RequestId;
use crate::error::{Code, Error};
use crate::graphql::{Answer, Request, Tag};
use guest::Guest;
use media_type::MediaType;

/// Caches may give an answer for half a minute, and for ten more while they ask whether there is another.
const KEEP: HeaderValue = HeaderValue::from_static("public, max-age=30, stale-while-revalidate=600");
/// After how many seconds it makes sense to ask again.
const RETRY_AFTER: HeaderValue = HeaderValue::from_static("1");
/// What `/graphql` can be asked with.
const METHODS: HeaderValue = HeaderValue::from_static("GET, HEAD, POST, OPTIONS");

/// `POST /graphql` with `{ "query": …, "variables": …, "operationName": …, "extensions": … }`.
pub async fn post(
    State(app): State<App>,
    Extension(id): Extension<RequestId>,
    guest: Guest,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let media_type = guest.media_type;
    match parameters::from_body(&headers, body, &app.limits).await {
        Ok(request) => answer(&app, &id, guest.asks(request), media_type, None).await,
        Err(refusal) => refusal.response(media_type),
    }
}

/// `GET /graphql?query=…&variables=…&operationName=…&extensions=…`.
pub async fn get(
    State(app): State<App>,
    Extension(id): Extension<RequestId>,
    guest: Guest,
    headers: HeaderMap,
    uri: Uri,
) -> Response {
    let media_type = guest.media_type;
    match parameters::from_query(&uri) {
        Ok(request) => answer(&app, &id, guest.asks(request), media_type, Some(&headers)).await,
        Err(refusal) => refusal.response(media_type),
    }
}

/// Any other method.
pub async fn other(guest: Guest) -> Response {
    let message = "GraphQL is asked with POST, or with GET for queries.";
    let refusal = Refusal::new(StatusCode::METHOD_NOT_ALLOWED, Code::BadRequest, message);
    ([(header::ALLOW, METHODS)], refusal.response(guest.media_type)).into_response()
}

/// Answers a request that is well-formed; of one that can be kept by caches `headers` say what was kept. These are
/// asked first: they cost less than the place that the request would take.
async fn answer(
    app: &App,
    id: &RequestId,
    request: Request,
    media_type: MediaType,
    headers: Option<&HeaderMap>,
) -> Response {
    let begun = Instant::now();
    if let Some((tag, kept)) = app.api.recall(&request).await {
        if headers.is_some_and(|headers| has(headers, tag)) {
            return cacheable((StatusCode::NOT_MODIFIED, media_type.headers()).into_response(), tag);
        }
        if let Some(answer) = kept {
            return respond(answer, media_type, headers.is_some());
        }
    }
    let refuse = |code: Code, message: &str| {
        app.api.metrics().asked("none", code.as_str(), begun.elapsed());
        Answer::refusal(&Error::new(code, message))
    };
    let Some(_place) = app.admission.enter(app.api.metrics()) else {
        let message = "The server has more to answer than it can at the moment; ask again in a second.";
        return respond(refuse(Code::Overloaded, message), media_type, false);
    };
    let limit = app.limits.request_timeout;
    let (api, id) = (app.api.clone(), id.clone());
    let work = app.answering.work_out(async move { api.answer(request, id.as_str()).await });
    let answer = timeout(limit, work).await.unwrap_or_else(|_| {
        let limit = humantime::format_duration(limit);
        refuse(Code::Timeout, &format!("The answer took longer than {limit}; ask for less, or later."))
    });
    match (headers, answer.tag) {
        (Some(headers), Some(tag)) if has(headers, tag) => {
            cacheable((StatusCode::NOT_MODIFIED, media_type.headers()).into_response(), tag)
        }
        _ => respond(answer, media_type, headers.is_some()),
    }
}

/// Whether a client has the answer of this tag already.
fn has(headers: &HeaderMap, tag: Tag) -> bool {
    let tags = headers.get_all(header::IF_NONE_MATCH).iter();
    tags.filter_map(|tags| tags.to_str().ok()).any(|tags| tag.is_in(tags))
}

/// Lets caches keep a response for a while, and ask for it by its tag from then on.
fn cacheable(mut response: Response, tag: Tag) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, KEEP);
    if let Ok(tag) = HeaderValue::try_from(tag.header()) {
        headers.insert(header::ETAG, tag);
    }
    response
}

/// An answer of the API as HTTP says it.
fn respond(answer: Answer, media_type: MediaType, may_be_kept: bool) -> Response {
    let status = answer.refused.map_or(StatusCode::OK, |code| status(code, media_type));
    let mut response = (status, media_type.headers(), answer.body).into_response();
    match status {
        StatusCode::METHOD_NOT_ALLOWED => {
            response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("POST"));
        }
        StatusCode::SERVICE_UNAVAILABLE => {
            response.headers_mut().insert(header::RETRY_AFTER, RETRY_AFTER);
        }
        _ => {}
    }
    if let Some(seconds) = answer.retry_after {
        response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    }
    // For the log and the trace.
    if let Some(document) = answer.document {
        response.extensions_mut().insert(document);
    }
    if let Some(code) = answer.refused {
        response.extensions_mut().insert(code);
    }
    match answer.tag.filter(|_| may_be_kept) {
        Some(tag) => cacheable(response, tag),
        None => response,
    }
}

/// The status of an answer without data. A client that takes only `application/json` reads a GraphQL
/// response from status 200 alone, so to such a client a refused document is a success of HTTP.
fn status(code: Code, media_type: MediaType) -> StatusCode {
    match (code, media_type) {
        (Code::Internal, _) => StatusCode::INTERNAL_SERVER_ERROR,
        (Code::Overloaded | Code::Timeout, _) => StatusCode::SERVICE_UNAVAILABLE,
        (Code::RateLimited, _) => StatusCode::TOO_MANY_REQUESTS,
        (Code::ReadsOnly, _) => StatusCode::METHOD_NOT_ALLOWED,
        (_, MediaType::GraphqlResponse) => StatusCode::BAD_REQUEST,
        (_, MediaType::Json) => StatusCode::OK,
    }
}

/// Why a request is no GraphQL request.
pub struct Refusal {
    status: StatusCode,
    error: Error,
}

impl Refusal {
    fn new(status: StatusCode, code: Code, message: impl Into<String>) -> Self {
        Self { status, error: Error::new(code, message) }
    }

    /// The request is not what GraphQL over HTTP asks for.
    fn bad(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, Code::BadRequest, message)
    }

    fn response(self, media_type: MediaType) -> Response {
        let code = Extension(self.error.code);
        let body = Answer::refusal(&self.error).body;
        let mut response = (self.status, media_type.headers(), code, body).into_response();
        if self.status == StatusCode::REQUEST_TIMEOUT || self.status == StatusCode::PAYLOAD_TOO_LARGE {
            // What is left of the body will not be read.
            response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
        }
        response
    }
}
