//! Whether there is room for a request whose body would have to be read first.

use std::time::Duration;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use axum::response::Response;

use super::media_type::MediaType;
use super::response::respond;
use crate::error::{Code, Error};
use crate::graphql::Answer;
use crate::http::App;

/// How many bytes of a body surely came along with the headers.
const SHORT: usize = 4096;

/// Room for one more.
///
/// Under more pressure than there are places for, refusing takes a good part of the processors. So what comes by POST
/// is then refused before it is known who asks and what. What comes by GET is looked for among the kept answers first.
pub struct Room;

impl FromRequestParts<App> for Room {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        if app.admission.has_room() || !is_short(&parts.headers) {
            return Ok(Self);
        }
        app.api.metrics().asked(None, Code::Overloaded.as_str(), Duration::ZERO);
        let media_type = MediaType::accepted(&parts.headers).unwrap_or(MediaType::Json);
        Err(respond(Answer::refusal(&overloaded()), media_type, false))
    }
}

/// Whether the body came along with the headers: a connection on which more is to come could not be used again, and
/// its client might never read the refusal.
fn is_short(headers: &HeaderMap) -> bool {
    let length = headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    length.is_some_and(|length| length <= SHORT)
}

/// All places are taken.
pub fn overloaded() -> Error {
    Error::new(Code::Overloaded, "The server has more to answer than it can at the moment; ask again in a second.")
}
