//! GraphQL over HTTP (specification of September 2026): POST with JSON, and GET for whoever can only
//! follow a link.
//!
//! A request walks: `media_type` (what the client can read) → `parameters` (what it asks) → `bearer` (who asks) →
//! allowance (what it may cost) → admission (whether there is room) → [`crate::graphql`] → a response. Whatever goes
//! wrong is said in JSON.
//!
//! No page of another site can have a visitor's browser change something here: POST takes
//! `application/json` alone, which browsers send to another site only after asking, GET only reads, and
//! there are no cookies.

mod media_type;
mod parameters;

use std::time::Instant;

use axum::Extension;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use tokio::time::timeout;

use super::client::Client;
use super::exchange::RequestId;
use super::{App, bearer};
use crate::error::{Code, Error};
use crate::graphql::{Answer, Request, Tag};
use crate::viewer::Viewer;
use media_type::MediaType;

/// Caches may give an answer for half a minute, and for ten more while they ask whether there is another.
const KEEP: HeaderValue = HeaderValue::from_static("public, max-age=30, stale-while-revalidate=600");
/// After how many seconds it makes sense to ask again.
const RETRY_AFTER: HeaderValue = HeaderValue::from_static("1");
/// Why a request with a token is not answered (RFC 6750, 3.1).
const INVALID_TOKEN: HeaderValue = HeaderValue::from_static("Bearer error=\"invalid_token\"");
/// What `/graphql` can be asked with.
const METHODS: HeaderValue = HeaderValue::from_static("GET, HEAD, POST, OPTIONS");

/// `POST /graphql` with `{ "query": …, "variables": …, "operationName": …, "extensions": … }`.
pub async fn post(
    State(app): State<App>,
    Extension(id): Extension<RequestId>,
    client: Client,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let media_type = match MediaType::accepted(&headers) {
        Ok(media_type) => media_type,
        Err(refusal) => return refusal.response(MediaType::Json),
    };
    match parameters::from_body(&headers, body, &app.limits).await {
        Ok(request) => ask(&app, &id, &client, &headers, media_type, request).await,
        Err(refusal) => refusal.response(media_type),
    }
}

/// `GET /graphql?query=…&variables=…&operationName=…&extensions=…`.
pub async fn get(
    State(app): State<App>,
    Extension(id): Extension<RequestId>,
    client: Client,
    headers: HeaderMap,
    uri: Uri,
) -> Response {
    let media_type = match MediaType::accepted(&headers) {
        Ok(media_type) => media_type,
        Err(refusal) => return refusal.response(MediaType::Json),
    };
    match parameters::from_query(&uri) {
        Ok(request) => ask(&app, &id, &client, &headers, media_type, request).await,
        Err(refusal) => refusal.response(media_type),
    }
}

/// Any other method.
pub async fn other(headers: HeaderMap) -> Response {
    let message = "GraphQL is asked with POST, or with GET for queries.";
    let refusal = Refusal::new(StatusCode::METHOD_NOT_ALLOWED, Code::BadRequest, message);
    ([(header::ALLOW, METHODS)], refusal.response(MediaType::accepted(&headers).unwrap_or(MediaType::Json)))
        .into_response()
}

/// Answers a request that is well-formed.
async fn ask(
    app: &App,
    id: &RequestId,
    client: &Client,
    headers: &HeaderMap,
    media_type: MediaType,
    request: Request,
) -> Response {
    let begun = Instant::now();
    let request = match entered(app, client, headers, request).await {
        Ok(request) => request,
        Err(error) => {
            app.api.metrics().asked("none", error.code.as_str(), begun.elapsed());
            return respond(Answer::refusal(&error.reported(id.as_str())), media_type, false);
        }
    };
    let viewer = request.viewer.clone();
    // Caches keep only what anybody may read.
    let headers = (request.reads_only && viewer.token().is_none()).then_some(headers);
    let mut response = answer(app, id, request, media_type, headers, begun).await;
    // For the log.
    response.extensions_mut().insert(viewer);
    response
}

/// The request with whoever asks it, once the least that it costs is taken: from the token, or from the address that
/// asks without one or with a bad one.
async fn entered(app: &App, client: &Client, headers: &HeaderMap, request: Request) -> Result<Request, Error> {
    let address = client.allowance(app, &Viewer::Anonymous);
    let limit = app.limits.request_timeout;
    let viewer = timeout(limit, bearer::viewer(app, headers, &address)).await;
    let viewer = viewer.unwrap_or_else(|_| Err(Error::new(Code::Timeout, "The token could not be looked up in time.")));
    let allowance = viewer.as_ref().map_or(address, |viewer| client.allowance(app, viewer));
    allowance.enter()?;
    Ok(Request { viewer: viewer?, allowance, ..request })
}

/// Answers a request; of one that caches may keep `headers` say what was kept. Kept answers are asked first, which
/// costs less than the place that the request would take.
async fn answer(
    app: &App,
    id: &RequestId,
    request: Request,
    media_type: MediaType,
    headers: Option<&HeaderMap>,
    begun: Instant,
) -> Response {
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
    let limit = app.api.bounds().of(&request.viewer).request_timeout;
    let answer = timeout(limit, app.api.answer(request, id.as_str())).await.unwrap_or_else(|_| {
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
        StatusCode::UNAUTHORIZED => {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, INVALID_TOKEN);
        }
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
    if let Some(document) = answer.document {
        // For the log.
        response.extensions_mut().insert(document);
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
        (Code::Unauthenticated, _) => StatusCode::UNAUTHORIZED,
        (Code::Forbidden, MediaType::GraphqlResponse) => StatusCode::FORBIDDEN,
        (Code::RateLimited, _) => StatusCode::TOO_MANY_REQUESTS,
        (Code::ReadsOnly, _) => StatusCode::METHOD_NOT_ALLOWED,
        (_, MediaType::GraphqlResponse) => StatusCode::BAD_REQUEST,
        (_, MediaType::Json) => StatusCode::OK,
    }
}

/// Why a request is no GraphQL request.
struct Refusal {
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
        let mut response = (self.status, media_type.headers(), Answer::refusal(&self.error).body).into_response();
        if self.status == StatusCode::REQUEST_TIMEOUT || self.status == StatusCode::PAYLOAD_TOO_LARGE {
            // What is left of the body will not be read.
            response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
        }
        response
    }
}
