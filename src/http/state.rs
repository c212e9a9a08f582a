//! Which state of the data an answer has, and which a client must see at least.
//!
//! Every answer that comes from the data says its state in `Directory-State`. Whoever sends that back, to whichever of
//! several servers, is answered from this state or a newer one: so it reads what it wrote, and nothing goes back.

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::Response;

use super::App;
use crate::error::{Code, Error, Result};

/// The header, in both directions.
pub const STATE: HeaderName = HeaderName::from_static("directory-state");

/// Says which state an answer has at least.
pub fn tell(response: &mut Response, state: i64) {
    response.headers_mut().insert(STATE, HeaderValue::from(state));
}

/// Sees to it that what is read from now on is not older than a client's headers ask for.
pub async fn reach(app: &App, headers: &HeaderMap) -> Result<()> {
    let Some(given) = headers.get(&STATE) else { return Ok(()) };
    let asked = given.to_str().ok().and_then(|text| text.parse().ok());
    let asked: i64 = asked.ok_or_else(|| {
        let message = "The header `Directory-State` takes a number, as an earlier answer had it.";
        Error::new(Code::BadRequest, message)
    })?;
    let reached = app.api.database().at_least(asked).await?;
    if reached < asked {
        let message = format!(
            "The header `Directory-State` is {asked}, and the directory has come to {reached}; the number is not of \
             this directory."
        );
        return Err(Error::new(Code::BadRequest, message));
    }
    Ok(())
}
