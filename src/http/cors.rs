//! What pages of other sites may do: ask anything, without their visitors' credentials.
//!
//! A browser has none to send by itself; a token is sent by the page that has it. So the answer is the same for every
//! page and every address: headers that never change.

use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};

/// What every answer says: any page may read it, and these of its headers.
pub const SAID: [(HeaderName, HeaderValue); 2] = [
    (header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*")),
    (header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("retry-after,x-request-id,directory-state")),
];

/// The answer to a browser that asks, of whatever address, what a page may send there. It may remember it for a day.
pub fn preflight() -> Response {
    let headers = [
        (header::ACCESS_CONTROL_ALLOW_METHODS, "GET,HEAD,POST"),
        (
            header::ACCESS_CONTROL_ALLOW_HEADERS,
            "accept,authorization,content-type,x-request-id,last-event-id,directory-state,apollo-require-preflight,\
             x-apollo-operation-name",
        ),
        (header::ACCESS_CONTROL_MAX_AGE, "86400"),
    ];
    headers.into_response()
}
