//! A request as a trace tells it: what it was, what became of it, and never what it was about.

use axum::extract::Request;
use axum::http::Method;
use tracing::Span;
use tracing::field::Empty;

use super::App;
use super::exchange::RequestId;
use super::listener::Seat;
use crate::graphql::DocumentName;
use crate::traces;

/// Begins a request's span. It continues the trace of a trusted proxy.
pub fn begin(app: &App, request: &Request, id: &RequestId) -> Span {
    // What is known of it already is told at its end, so that a line of the log does not repeat it all.
    let span = tracing::info_span!(
        "request",
        request.id = id.as_str(),
        // With its route, once that is known.
        otel.name = request.method().as_str(),
        otel.kind = "server",
        otel.status_code = Empty,
        http.request.method = Empty,
        http.route = Empty,
        http.response.status_code = Empty,
        graphql.operation.name = Empty,
        graphql.document.hash = Empty,
        outcome = Empty,
    );
    let seat = request.extensions().get::<Seat>();
    if seat.is_some_and(|seat| app.limits.clients.trusted_proxies.contain(seat.peer())) {
        traces::adopt(&span, request.headers());
    }
    span
}

/// What became of a request.
pub struct End<'a> {
    pub method: &'a Method,
    /// The pattern of its address, if it is known.
    pub route: Option<&'a str>,
    pub status: u16,
    /// `OK` or the code of the error.
    pub outcome: Option<&'static str>,
    pub document: Option<&'a DocumentName>,
}

/// Says in a span what became of its request.
pub fn end(span: &Span, end: &End<'_>) {
    if span.is_disabled() {
        return;
    }
    let End { method, route, status, outcome, document } = end;
    if let Some(route) = route {
        // `POST /graphql`: as few names as there are routes.
        traces::rename(span, format!("{method} {route}"));
    }
    tracing::record_all!(
        span,
        otel.status_code = (*status >= 500).then_some("error"),
        http.request.method = method.as_str(),
        http.route = *route,
        http.response.status_code = status,
        graphql.operation.name = document.map(|document| document.operation.name.as_str()),
        graphql.document.hash = document.map(|document| document.hash.as_str()),
        outcome = *outcome,
    );
}
