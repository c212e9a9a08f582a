//! Which state of the data an answer has, and which a client must see at least.
//!
//! Every answer that comes from the data says its state in `Directory-State`. Whoever sends that back, to whichever of
//! several servers, is answered from this state or a newer one: so it reads what it wrote, and nothing goes back.

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::Response;

use super::App;
use crate::allowance::Allowance;
use crate::error::{Code, Error, Result};

/// The header, in both directions.
pub const STATE: HeaderName = HeaderName::from_static("directory-state");

/// Says which state an answer has at least.
pub fn tell(response: &mut Response, state: i64) {
    response.headers_mut().insert(STATE, HeaderValue::from(state));
}

/// Whether a client says which state it must see.
pub fn is_named(headers: &HeaderMap) -> bool {
    headers.contains_key(&STATE)
}

/// What it costs an address to name a state that the server must look for.
const LOOK_COST: usize = 1;

/// Sees to it that what is read from now on is not older than a client's headers ask for; the allowance is that of the
/// address from which they came.
pub async fn reach(app: &App, headers: &HeaderMap, address: &Allowance) -> Result<()> {
    let Some(given) = headers.get(&STATE) else { return Ok(()) };
    let asked = given.to_str().ok().and_then(|text| text.parse().ok());
    let asked: i64 = asked.ok_or_else(|| {
        let message = "The header `Directory-State` takes a number, as an earlier answer had it.";
        Error::new(Code::BadRequest, message)
    })?;
    let database = app.api.database();
    if database.known().is_some_and(|known| known >= asked) {
        return Ok(());
    }
    address.pay(LOOK_COST)?;
    let reached = database.look().await?;
    if reached < asked {
        let message = format!(
            "The header `Directory-State` is {asked}, and the directory has come to {reached}; the number is not of \
             this directory."
        );
        return Err(Error::new(Code::BadRequest, message));
    }
    Ok(())
}
