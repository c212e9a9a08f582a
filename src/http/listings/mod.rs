//! Listings as feeds: `/events.ics`, `/projects.atom`, with the filter as parameters of the address.
//!
//! A request walks: guest → is its answer known, by its tag or whole → admission → `making`, which reads the rows
//! through [`crate::graphql`] and has [`crate::feeds`] write them. What is refused is said in plain text, because it is
//! read by people who try out an address.

mod kept;
mod making;
mod reading;
mod visitor;

use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};
use chrono::{DateTime, SubsecRound, Utc};
use tokio::time::timeout;

use super::App;
use super::exchange::RequestId;
use super::graphql::{Guest, MediaType, cacheable, has, status};
use crate::error::{Code, Error, Result};
use crate::feeds::Format;
use crate::graphql::Tag;
use crate::listing::{Listing, listed};
use making::{Making, Shown};
use visitor::Visitor;

pub use kept::{Kept, Made};

/// A listing of each resource in each format that can hold it.
pub fn routes() -> Router<App> {
    let mut router = Router::new();
    for resource in listed() {
        for format in Format::ALL.into_iter().filter(|format| format.holds(resource)) {
            let path = format!("/{}.{}", resource.plural, format.ending());
            let handler = {
                let path = path.clone();
                move |State(app): State<App>,
                      Extension(id): Extension<RequestId>,
                      Visitor(guest): Visitor,
                      RawQuery(query): RawQuery,
                      headers: HeaderMap| async move {
                    let title = format!("Cluster Directory: {}", resource.plural);
                    let shown = Shown { listing: Listing::all(resource), title, description: None, path };
                    let asked = Asked { format, query: query.unwrap_or_default(), id };
                    answer(&app, guest, asked, shown, &headers).await
                }
            };
            router = router.route(&path, get(handler));
        }
    }
    router
}

/// How a listing is asked for.
pub struct Asked {
    pub format: Format,
    /// What stands behind `?`.
    pub query: String,
    pub id: RequestId,
}

/// A listing as a feed.
pub async fn answer(app: &App, guest: Guest, asked: Asked, shown: Shown, headers: &HeaderMap) -> Response {
    let format = asked.format;
    let found = find(app, &guest, asked, shown, headers).await;
    let outcome = found.as_ref().map_or_else(|error| error.code.as_str(), |_| "OK");
    app.api.metrics().feed(format.ending(), outcome);
    // Caches keep only what anybody may read.
    let public = !guest.has_token();
    let response = match found {
        Ok((tag, None)) => cacheable(StatusCode::NOT_MODIFIED.into_response(), tag),
        Ok((tag, Some(made))) => {
            let response = respond(format, &made);
            if public { cacheable(response, tag) } else { response }
        }
        Err(error) => refuse(&error),
    };
    guest.told(response)
}

/// The feed with its tag; without the feed, if whoever asks has it.
async fn find(
    app: &App,
    guest: &Guest,
    asked: Asked,
    shown: Shown,
    headers: &HeaderMap,
) -> Result<(Tag, Option<Made>)> {
    let address = format!("{}?{}", shown.path, asked.query);
    let state = app.api.database().state().await?;
    let tag = Tag::of_listing(&address, state, app.api.today());
    let public = !guest.has_token();
    if public && has(headers, tag) {
        return Ok((tag, None));
    }
    let made = match app.feeds.recall(tag) {
        Some(made) => made,
        None => make(app, guest, asked, shown, tag).await?,
    };
    let fresh = public && is_older(headers, made.changed);
    Ok((tag, (!fresh).then_some(made)))
}

/// Makes a feed, in its place and within its time.
async fn make(app: &App, guest: &Guest, asked: Asked, shown: Shown, tag: Tag) -> Result<Made> {
    let Some(_place) = app.admission.enter(app.api.metrics()) else {
        let message = "The server has more to answer than it can at the moment; ask again in a second.";
        return Err(Error::new(Code::Overloaded, message).retried_after(1));
    };
    let limit = guest.time(app);
    let making = Making { app: app.clone(), guest: guest.clone(), asked };
    let work = app.answering.work_out(async move { making.make(shown).await });
    let made = timeout(limit, work).await.unwrap_or_else(|_| {
        let limit = humantime::format_duration(limit);
        Err(Error::new(Code::Timeout, format!("The listing took longer than {limit}; ask for less, or later.")))
    })?;
    app.feeds.keep(tag, made.clone());
    Ok(made)
}

/// Whether nothing was written since the moment that a client names, if it knows no tag (RFC 9110, 13.1.3).
fn is_older(headers: &HeaderMap, changed: Option<DateTime<Utc>>) -> bool {
    let since = headers.get(header::IF_MODIFIED_SINCE).filter(|_| !headers.contains_key(header::IF_NONE_MATCH));
    let since = since.and_then(|since| DateTime::parse_from_rfc2822(since.to_str().ok()?).ok());
    since.zip(changed).is_some_and(|(since, changed)| changed.trunc_subsecs(0) <= since)
}

fn respond(format: Format, made: &Made) -> Response {
    let mut headers = base_headers(format.content_type());
    if let Some(changed) = made.changed {
        put(&mut headers, header::LAST_MODIFIED, &changed.format("%a, %d %b %Y %H:%M:%S GMT").to_string());
    }
    if let Some(next) = &made.next {
        put(&mut headers, header::LINK, &format!("<{next}>; rel=\"next\""));
    }
    (headers, made.text.clone()).into_response()
}

/// A refusal, as somebody reads it who tries out an address.
fn refuse(error: &Error) -> Response {
    let mut headers = base_headers("text/plain; charset=utf-8");
    let status = status(error.code, MediaType::GraphqlResponse);
    if let Some(seconds) = error.retry_after {
        headers.insert(header::RETRY_AFTER, seconds.into());
    }
    if status == StatusCode::UNAUTHORIZED {
        put(&mut headers, header::WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"");
    }
    (status, headers, Extension(error.code), format!("{}\n", error.message)).into_response()
}

fn base_headers(content_type: &str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    put(&mut headers, header::CONTENT_TYPE, content_type);
    put(&mut headers, header::VARY, "authorization");
    put(&mut headers, header::CACHE_CONTROL, "private, no-store");
    headers
}

fn put(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::try_from(value) {
        headers.insert(name, value);
    }
}
