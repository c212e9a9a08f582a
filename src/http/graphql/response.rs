//! An answer or a refusal as HTTP says it.

use axum::Extension;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::media_type::MediaType;
use crate::error::{Code, Error};
use crate::graphql::{Answer, Tag};
use crate::http::state;

/// Caches may give an answer for half a minute, and for ten more while they ask whether there is another.
const KEEP: HeaderValue = HeaderValue::from_static("public, max-age=30, stale-while-revalidate=600");
/// After how many seconds it makes sense to ask again.
const RETRY_AFTER: HeaderValue = HeaderValue::from_static("1");
/// Why a request with a token is not answered (RFC 6750, 3.1).
const INVALID_TOKEN: HeaderValue = HeaderValue::from_static("Bearer error=\"invalid_token\"");
/// How many headers an answer has at most, with those that all answers have.
const HEADERS: usize = 24;

/// An answer of the API as HTTP says it.
pub fn respond(answer: Answer, media_type: MediaType, may_be_kept: bool) -> Response {
    let status = answer.refused.map_or(StatusCode::OK, |code| status(code, media_type));
    let mut response = Response::new(Body::from(answer.body));
    *response.status_mut() = status;
    // All that will be added has room.
    *response.headers_mut() = HeaderMap::with_capacity(HEADERS);
    response.headers_mut().extend(media_type.headers());
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
    // For the log and the trace.
    if let Some(document) = answer.document {
        response.extensions_mut().insert(document);
    }
    if let Some(code) = answer.refused {
        response.extensions_mut().insert(code);
    }
    if let Some(state) = answer.state {
        state::tell(&mut response, state);
    }
    match answer.tag.filter(|_| may_be_kept) {
        Some(tag) => cacheable(response, tag),
        None => response,
    }
}

/// The status of an answer without data. A client that takes only `application/json` reads a GraphQL
/// response from status 200 alone, so to such a client a refused document is a success of HTTP.
pub fn status(code: Code, media_type: MediaType) -> StatusCode {
    match (code, media_type) {
        (Code::Internal, _) => StatusCode::INTERNAL_SERVER_ERROR,
        (Code::Overloaded | Code::Timeout, _) => StatusCode::SERVICE_UNAVAILABLE,
        (Code::Unauthenticated, _) => StatusCode::UNAUTHORIZED,
        (Code::Forbidden, MediaType::GraphqlResponse | MediaType::EventStream) => StatusCode::FORBIDDEN,
        (Code::NotFound, MediaType::GraphqlResponse | MediaType::EventStream) => StatusCode::NOT_FOUND,
        (Code::RateLimited, _) => StatusCode::TOO_MANY_REQUESTS,
        (Code::ReadsOnly, _) => StatusCode::METHOD_NOT_ALLOWED,
        (_, MediaType::GraphqlResponse | MediaType::EventStream) => StatusCode::BAD_REQUEST,
        (_, MediaType::Json) => StatusCode::OK,
    }
}

/// Whether a client has the answer of this tag already.
pub fn has(headers: &HeaderMap, tag: Tag) -> bool {
    let tags = headers.get_all(header::IF_NONE_MATCH).iter();
    tags.filter_map(|tags| tags.to_str().ok()).any(|tags| tag.is_in(tags))
}

/// Lets caches keep a response for a while, and ask for it by its tag from then on.
pub fn cacheable(mut response: Response, tag: Tag) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, KEEP);
    if let Ok(etag) = HeaderValue::try_from(tag.header()) {
        headers.insert(header::ETAG, etag);
    }
    if tag.state > 0 {
        state::tell(&mut response, tag.state);
    }
    response
}

/// Why a request is no GraphQL request.
pub struct Refusal {
    status: StatusCode,
    error: Error,
}

impl Refusal {
    pub fn new(status: StatusCode, code: Code, message: impl Into<String>) -> Self {
        Self { status, error: Error::new(code, message) }
    }

    /// The request is not what GraphQL over HTTP asks for.
    pub fn bad(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, Code::BadRequest, message)
    }

    pub fn response(self, media_type: MediaType) -> Response {
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
