//! The token of a request (RFC 6750): `Authorization: Bearer cd_…`.

use axum::http::{HeaderMap, header};

use super::App;
use crate::allowance::Allowance;
use crate::error::{Error, Result};
use crate::viewer::{Secret, Viewer};

/// Whether anything was sent that should be a token.
pub fn is_given(headers: &HeaderMap) -> bool {
    headers.contains_key(header::AUTHORIZATION)
}

/// Who is asking with these headers, from an address with this allowance. What is not a token is refused, and never
/// taken for nobody's: a client that means to have a token would not learn that it has none.
pub async fn viewer(app: &App, headers: &HeaderMap, address: &Allowance) -> Result<Viewer> {
    let mut given = headers.get_all(header::AUTHORIZATION).iter();
    let Some(value) = given.next() else { return Ok(Viewer::Anonymous) };
    let secret = value.to_str().ok().filter(|_| given.next().is_none()).and_then(|value| {
        let (scheme, secret) = value.split_once(' ')?;
        Secret::parse(secret.trim()).filter(|_| scheme.eq_ignore_ascii_case("bearer"))
    });
    let secret = secret.ok_or_else(|| {
        Error::unauthenticated(
            "`Authorization` must be `Bearer` and a token as the server gave it, beginning with `cd_`.",
        )
    })?;
    app.api.authority().viewer(&secret, address).await
}
