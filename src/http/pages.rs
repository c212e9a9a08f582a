//! The pages: what this is, GraphiQL, the schema, a record's address.

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};

use super::{App, assets};
use crate::directory;
use crate::resource::{Kind, Role};

/// What a plain page may do: have its styles in itself, and be nobody's frame.
const PLAIN: &str =
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
/// What the GraphiQL page may do: talk to this server, and nothing else. Its editor writes styles.
const GRAPHIQL: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
    img-src data:; font-src data:; connect-src 'self'; worker-src 'self'; frame-ancestors 'none'; \
    base-uri 'none'; form-action 'none'";

/// `/`
pub async fn home() -> Response {
    plain(include_str!("home.html"))
}

/// `/graphiql`
pub async fn graphiql() -> Response {
    if assets::find("graphiql/index.html").is_none() {
        return plain(include_str!("no_graphiql.html"));
    }
    file("graphiql/index.html", "no-cache")
}

/// `/graphiql/assets/…`: their names change with their content.
pub async fn asset(path: Result<Path<String>, PathRejection>) -> Response {
    let Ok(Path(path)) = path else { return absent() };
    file(&format!("graphiql/{path}"), "public, max-age=31536000, immutable")
}

fn plain(page: &'static str) -> Response {
    ([(header::CONTENT_SECURITY_POLICY, PLAIN)], Html(page)).into_response()
}

fn file(path: &str, cache: &'static str) -> Response {
    let Some(asset) = assets::find(path) else { return absent() };
    let headers = [
        (header::CONTENT_TYPE, asset.content_type),
        (header::CONTENT_SECURITY_POLICY, GRAPHIQL),
        (header::CACHE_CONTROL, cache),
    ];
    (headers, asset.bytes).into_response()
}

/// `/schema.graphql`
pub async fn schema(State(app): State<App>) -> Response {
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], app.schema.clone()).into_response()
}

/// `/events/kosict-2016`: a record's address. Until records have pages of their own, GraphiQL shows
/// everything that the directory holds about it by value.
pub async fn record(path: Result<Path<(String, String)>, PathRejection>) -> Response {
    let Ok(Path((plural, slug))) = path else { return absent() };
    let mut resources = directory::catalog().resources().iter();
    let known = resources.find(|it| it.plural == plural && it.role == Role::Record);
    let spelled = slug.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    let Some(resource) = known.filter(|_| spelled) else { return absent() };
    let mut query = format!("{{\n  {}(by: {{ slug: \"{slug}\" }}) {{\n    id\n", resource.singular);
    for attribute in &resource.attributes {
        let below = if matches!(attribute.kind, Kind::Fuzzy | Kind::FuzzyDates) { " { edtf text }" } else { "" };
        query.push_str(&format!("    {}{below}\n", attribute.name));
    }
    query.push_str("    sources { nodes { title url } }\n  }\n}\n");
    let encoded: String = query.bytes().map(|byte| format!("%{byte:02X}")).collect();
    Redirect::to(&format!("/graphiql?query={encoded}")).into_response()
}

/// Any other address.
pub async fn not_found() -> Response {
    absent()
}

/// There is no such address.
pub fn absent() -> Response {
    (StatusCode::NOT_FOUND, "There is nothing here. / says what there is.\n").into_response()
}
