//! oEmbed 1.0: from the address of a listing to the frame that shows it, for programs that put one in the place of the
//! other.

use std::borrow::Cow;

use axum::Extension;
use axum::extract::{Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::asked::{Asked, escaped};
use super::rows::Rows;
use crate::error::Result;
use crate::http::App;
use crate::http::exchange::RequestId;
use crate::http::graphql::Guest;
use crate::http::listings::{Visitor, feed};

/// How large a frame is unless it must be smaller, in pixels.
const SIZE: (u32, u32) = (800, 600);
/// For how long whoever asked need not ask again, in seconds.
const KEEP: u32 = 86_400;

/// `/oembed?url=…&format=json&maxwidth=…&maxheight=…`
pub async fn answer(
    State(app): State<App>,
    Extension(id): Extension<RequestId>,
    Visitor(guest): Visitor,
    Query(parameters): Query<Vec<(String, String)>>,
) -> Response {
    let get = |name: &str| parameters.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    if get("format").is_some_and(|format| format != "json") {
        return refuse(StatusCode::NOT_IMPLEMENTED, "The answer can only be JSON: `format=json`.");
    }
    let most = |name: &str, usual: u32| match get(name).map(str::parse) {
        None => Some(usual),
        Some(Ok(most)) if most > 0 => Some(usual.min(most)),
        Some(_) => None,
    };
    let (Some(url), Some(width), Some(height)) = (get("url"), most("maxwidth", SIZE.0), most("maxheight", SIZE.1))
    else {
        let message = "There must be a `url`; `maxwidth` and `maxheight` are numbers of pixels.";
        return refuse(StatusCode::BAD_REQUEST, message);
    };
    let base = app.api.base_url();
    let Some(query) = url.strip_prefix(base).and_then(listing) else {
        return refuse(StatusCode::NOT_FOUND, &format!("`url` is no address of a listing of {base}."));
    };
    let (address, title) = match shown(&app, &guest, &query, id).await {
        Ok(shown) => shown,
        Err(error) => return refuse(StatusCode::NOT_FOUND, &error.message),
    };
    let frame = format!(
        "<iframe src=\"{}\" title=\"{}\" width=\"{width}\" height=\"{height}\" loading=\"lazy\" \
         style=\"border: 0; max-width: 100%\"></iframe>",
        escaped(&address),
        escaped(&title),
    );
    let found = json!({
        "version": "1.0",
        "type": "rich",
        "title": title,
        "provider_name": "Cluster Directory",
        "provider_url": base,
        "cache_age": KEEP,
        "width": width,
        "height": height,
        "html": frame,
    });
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "public, max-age=3600")];
    guest.told((headers, found.to_string()).into_response())
}

/// The address of a listing's page, and its title; an error if there is no such listing.
async fn shown(app: &App, guest: &Guest, query: &str, id: RequestId) -> Result<(String, String)> {
    let asked = Asked::read(query)?;
    let rows = Rows::read(&feed(app, guest, &asked.feed(Some("1"), id)).await?.text)?;
    Ok((asked.address(app.api.base_url()), rows.title))
}

fn refuse(status: StatusCode, message: &str) -> Response {
    (status, format!("{message}\n")).into_response()
}

/// The parameters of the listing at an address below the root: of the page that builds the code, of a frame, or in
/// another of its forms.
fn listing(address: &str) -> Option<Cow<'_, str>> {
    let address = address.split('#').next().unwrap_or_default();
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let name = path.strip_prefix('/')?;
    if matches!(name, "embed" | "embed/listing") {
        return Some(query.into());
    }
    let known = |ending: &&str| matches!(*ending, "ics" | "atom" | "json" | "jsonld");
    let (name, ending) = name.rsplit_once('.')?;
    let _known = Some(ending).filter(known)?;
    match name.strip_prefix("views/") {
        Some(slug) => Some(format!("view={slug}&{query}").into()),
        None => (name == "events").then(|| query.into()),
    }
}
