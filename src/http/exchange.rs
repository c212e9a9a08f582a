//! What every request and every response have: an id, a line in the log, a count, and the headers that say what a
//! browser may do with an answer, and keep it from doing more.

use std::any::Any;
use std::convert::Infallible;
use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, OnceLock};
use std::time::Instant;

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{BoxError, Extension};
use tower::Service;
use tower_http::catch_panic::ResponseForPanic;
use tracing::{Instrument, Span};

use super::compression::Encodings;
use super::span::{self, End};
use super::{App, cors};
use crate::error::{Code, Error};
use crate::graphql::{Answer, DocumentName};
use crate::metrics::Metrics;
use crate::viewer::{Token, Viewer};

/// The header with a request's id, from the client or a proxy, and back.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// How long an id from outside may be.
const LONGEST_ID: usize = 128;
/// The status that is counted where the client did not wait for one; nginx calls it so.
const CLIENT_GONE: u16 = 499;
const OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
/// What a browser may do with anything that is no page.
const POLICY: &str = "default-src 'none'; frame-ancestors 'none'";

/// Of a response: any site may have it in a frame, as its policy says. The older header has no word for that.
#[derive(Clone, Copy)]
pub struct Framed;

/// What the log and the answer call a request.
#[derive(Clone, Debug)]
pub struct RequestId(HeaderValue);

impl RequestId {
    /// The id that came with the request, if it is one that a log can show as it is, or a new one.
    fn of(request: &Request) -> Self {
        let given = request.headers().get(REQUEST_ID).filter(|value| {
            let bytes = value.as_bytes();
            (1..=LONGEST_ID).contains(&bytes.len())
                && bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || b"-_.:/+=@".contains(byte))
        });
        Self(given.cloned().unwrap_or_else(Self::fresh))
    }

    /// An id that no other request of this or another process has.
    fn fresh() -> HeaderValue {
        static PROCESS: LazyLock<String> =
            LazyLock::new(|| format!("{:016x}-", RandomState::new().hash_one("process")));
        static COUNT: AtomicU64 = AtomicU64::new(1);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let id = format!("{}{count:x}", *PROCESS);
        HeaderValue::try_from(id).unwrap_or(HeaderValue::from_static("none"))
    }

    pub fn as_str(&self) -> &str {
        self.0.to_str().unwrap_or_default()
    }
}

/// Where the router notes which of its routes a request takes, for the log and the trace.
#[derive(Clone, Default)]
struct Route(Arc<OnceLock<MatchedPath>>);

/// See [`Route`].
pub fn note_route(request: Request) -> Request {
    if let (Some(Route(route)), Some(path)) = (request.extensions().get(), request.extensions().get::<MatchedPath>()) {
        // It is matched once.
        let _ = route.set(path.clone());
    }
    request
}

/// What is around all other layers: answers a request with what `service` says to it.
pub async fn answer<S, B>(app: App, mut service: S, mut request: Request) -> Response
where
    S: Service<Request, Response = Response<B>, Error = Infallible>,
    B: HttpBody<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    let id = RequestId::of(&request);
    request.extensions_mut().insert(id.clone());
    // Statements and whatever else is logged on the way are told to which request they belong.
    let span = span::begin(&app, &request, &id);
    let is_told = tracing::enabled!(tracing::Level::INFO);
    let route = (is_told || !span.is_disabled()).then(Route::default);
    if let Some(route) = &route {
        request.extensions_mut().insert(route.clone());
    }
    let encodings = Encodings::of(request.headers());
    let watch = Watch {
        metrics: app.api.metrics(),
        id: &id,
        span: span.clone(),
        method: request.method().clone(),
        route,
        path: is_told.then(|| request.uri().path().to_owned()),
        begun: Instant::now(),
        answered: false,
    };
    let mut response = if request.method() == Method::OPTIONS {
        cors::preflight()
    } else {
        let Ok(response) = service.call(request).instrument(span).await;
        response.map(Body::new)
    };
    if let Some(Panic(cause)) = response.extensions_mut().remove() {
        let error = Error::internal(cause).reported(id.as_str());
        app.api.metrics().asked(None, error.code.as_str(), watch.begun.elapsed());
        let body = Answer::refusal(&error).body;
        let kind = (header::CONTENT_TYPE, "application/json; charset=utf-8");
        let headers = [kind, (header::CACHE_CONTROL, "no-store")];
        response = (response.status(), headers, Extension(error.code), body).into_response();
    }
    watch.answered(&response);

    let mut response = encodings.encode(response).await;
    let framed = response.extensions_mut().remove::<Framed>().is_some();
    let headers = response.headers_mut();
    let policy = headers.entry(header::CONTENT_SECURITY_POLICY);
    policy.or_insert(HeaderValue::from_static(POLICY));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if !framed {
        headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    }
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(OPENER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(RESOURCE_POLICY, HeaderValue::from_static("cross-origin"));
    headers.extend(cors::SAID);
    headers.insert(REQUEST_ID, id.0);
    if app.is_stopping() {
        headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

/// Sees a request to its end, also if that is that the client goes away.
struct Watch<'a> {
    metrics: &'a Metrics,
    id: &'a RequestId,
    span: Span,
    method: Method,
    route: Option<Route>,
    /// Known only if the log tells of requests.
    path: Option<String>,
    begun: Instant,
    answered: bool,
}

impl Watch<'_> {
    fn answered(mut self, response: &Response) {
        self.answered = true;
        let document = response.extensions().get::<Arc<DocumentName>>();
        let code = response.extensions().get::<Code>().map(|code| code.as_str());
        let outcome = code.or_else(|| (response.status().as_u16() < 400).then_some("OK"));
        let token = response.extensions().get::<Viewer>().and_then(Viewer::token);
        self.tell(response.status().as_u16(), outcome, document.map(Arc::as_ref), token);
    }

    /// Variables are never told: they may be somebody's. Of a token the name is told, which no other has; and only to
    /// the log, which stays here.
    fn tell(&self, status: u16, outcome: Option<&'static str>, document: Option<&DocumentName>, token: Option<&Token>) {
        self.metrics.responded(status);
        let route = self.route.as_ref().and_then(|Route(route)| route.get()).map(MatchedPath::as_str);
        span::end(&self.span, &End { method: &self.method, route, status, outcome, document });
        if let Some(path) = &self.path {
            tracing::info!(
                request.id = self.id.as_str(),
                method = %self.method,
                path,
                status,
                milliseconds = self.begun.elapsed().as_secs_f64() * 1000.0,
                document = document.map(|document| document.hash.as_str()),
                operation = document.map(|document| document.operation.name.as_str()),
                token = token.map(|token| token.name.as_str()),
                "answered"
            );
        }
    }
}

impl Drop for Watch<'_> {
    fn drop(&mut self) {
        if !self.answered {
            self.tell(CLIENT_GONE, None, None, None);
        }
    }
}

/// What a handler said when it panicked.
#[derive(Clone)]
struct Panic(String);

/// Turns a panic into a response, so that the client is not left without any; [`answer`] fills it.
#[derive(Clone, Copy)]
pub struct Panicked;

impl ResponseForPanic for Panicked {
    type ResponseBody = Body;

    fn response_for_panic(&mut self, cause: Box<dyn Any + Send>) -> Response {
        let said = cause.downcast::<&str>().map(|said| said.to_string());
        let said = said.or_else(|cause| cause.downcast::<String>().map(|said| *said)).unwrap_or_default();
        let mut response = StatusCode::INTERNAL_SERVER_ERROR.into_response();
        response.extensions_mut().insert(Panic(format!("a handler panicked: {said}")));
        response
    }
}
