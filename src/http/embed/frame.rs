//! The page for a frame: the listing and nothing around it.

use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};

use super::asked::{Asked, escaped};
use super::rows::Rows;
use crate::error::Result;
use crate::http::App;
use crate::http::exchange::{Framed, RequestId};
use crate::http::graphql::Guest;
use crate::http::listings::{Visitor, feed, refuse};

/// What the page may do: run the script of this server, talk to it, and stand in a frame of any site.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; \
    frame-ancestors *; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'";
/// How many rows there are without JavaScript, unless a number is asked for.
const ROWS: &str = "20";

/// `/embed/listing?view=…` or with the parameters of `/events.json`
pub async fn page(
    State(app): State<App>,
    Extension(id): Extension<RequestId>,
    Visitor(guest): Visitor,
    RawQuery(query): RawQuery,
) -> Response {
    let response = match written(&app, &guest, &query.unwrap_or_default(), id.clone()).await {
        Ok(page) => {
            let headers = [(header::CONTENT_SECURITY_POLICY, POLICY), (header::CACHE_CONTROL, "public, max-age=30")];
            (Extension(Framed), headers, Html(page)).into_response()
        }
        Err(error) => refuse(&error.reported(id.as_str())),
    };
    guest.told(response)
}

/// Links lead out of the frame into a page of their own: what they lead to need not allow frames.
async fn written(app: &App, guest: &Guest, query: &str, id: RequestId) -> Result<String> {
    let asked = Asked::read(query)?;
    let limit = asked.get("limit").unwrap_or(ROWS);
    let rows = Rows::read(&feed(app, guest, &asked.feed(Some(limit), id)).await?.text)?;
    let base = app.api.base_url();
    Ok(format!(
        include_str!("frame.html"),
        lang = escaped(asked.get("lang").unwrap_or("en")),
        theme = escaped(asked.get("theme").unwrap_or("auto")),
        title = escaped(&rows.title),
        attributes = asked.attributes(),
        rows = rows.written(),
        oembed = escaped(&asked.oembed(base)),
        calendar = escaped(&asked.elsewhere(base, "ics")),
        atom = escaped(&asked.elsewhere(base, "atom")),
        json = escaped(&asked.elsewhere(base, "json")),
    ))
}
