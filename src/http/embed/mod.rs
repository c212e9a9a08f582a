//! What other sites embed: a script, a page for frames, what finds that page, and the page that builds the code.
//!
//! A site that embeds a listing gives this server its visitors' trust. So the script's policy is that of the site, the
//! frame's is as narrow as can be, and neither sets nor reads a cookie.

mod asked;
mod frame;
mod oembed;
mod query;
mod rows;

use axum::Router;
use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::graphql::has;
use super::{App, assets, pages};

/// Sites write the script's name into their pages, so it stays the same when the content changes: browsers keep it for
/// a while, and ask by its tag from then on.
const KEEP: HeaderValue = HeaderValue::from_static("public, max-age=300, stale-while-revalidate=86400");
/// What the page that builds the code may do: talk to this server, and nothing else.
const BUILDER: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-ancestors 'none'; \
     base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'",
);

pub fn routes() -> Router<App> {
    Router::new()
        .route("/embed", get(builder))
        .route("/embed.js", get(script))
        .route("/embed/listing", get(frame::page))
        .route("/embed/query", get(query::request))
        .route("/embed/{file}", get(part))
        .route("/oembed", get(oembed::answer))
}

/// `/embed`: the page that builds the code.
async fn builder(headers: HeaderMap) -> Response {
    let mut response = file("embed/builder.html", &headers);
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, BUILDER);
    response
}

/// `/embed.js`
async fn script(headers: HeaderMap) -> Response {
    file("embed.js", &headers)
}

/// `/embed/builder.js` and the others that belong to these pages.
async fn part(path: Result<Path<String>, PathRejection>, headers: HeaderMap) -> Response {
    let Ok(Path(name)) = path else { return pages::absent() };
    file(&format!("embed/{name}"), &headers)
}

fn file(path: &str, headers: &HeaderMap) -> Response {
    let Some(asset) = assets::find(path) else { return pages::absent() };
    let mut response = if has(headers, asset.tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        ([(header::CONTENT_TYPE, asset.content_type)], asset.bytes).into_response()
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, KEEP);
    if let Ok(tag) = HeaderValue::try_from(asset.tag.header()) {
        headers.insert(header::ETAG, tag);
    }
    response
}
