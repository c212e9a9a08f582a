//! Listings as feeds: `/events.ics`, `/projects.atom`, with the filter as parameters of the address.
//!
//! A request walks: guest → is its answer known, by its tag or whole → admission → `making`, which reads the rows
//! through [`crate::graphql`] and has [`crate::feeds`] write them. What is refused is said in plain text, because it is
//! read by people who try out an address.

mod gone;
mod kept;
mod making;
mod reading;
mod visitor;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};
use chrono::{DateTime, SubsecRound, Utc};
use tokio::time::timeout;

use super::exchange::RequestId;
use super::graphql::{Guest, MediaType, cacheable, has, status};
use super::{App, pages};
use crate::error::{Code, Error, Result};
use crate::feeds::Format;
use crate::graphql::Tag;
use crate::listing::listed;
use crate::resource::Resource;

pub use kept::{Kept, Made};
pub use making::Making;
pub use visitor::Visitor;

/// All records of each resource, and views, in each format that can hold them.
pub fn routes() -> Router<App> {
    let mut router = Router::new().route("/views/{name}", get(view));
    for resource in listed() {
        for format in Format::ALL.into_iter().filter(|format| format.holds(resource)) {
            let listing = move |state, id, visitor, query, headers| {
                answer(state, id, visitor, query, headers, Source::All(resource), format)
            };
            router = router.route(&format!("/{}.{}", resource.plural, format.ending()), get(listing));
        }
    }
    router
}

/// `/views/{slug}.ics` and the other formats; without an ending it is a record's address as any.
async fn view(
    state: State<App>,
    id: Extension<RequestId>,
    visitor: Visitor,
    query: RawQuery,
    headers: HeaderMap,
    path: Result<Path<String>, PathRejection>,
) -> Response {
    let Ok(Path(name)) = path else { return pages::not_found().await };
    let parts = name.rsplit_once('.').map(|(slug, ending)| (slug.to_owned(), Format::ending_with(ending)));
    match parts {
        Some((slug, Some(format))) => answer(state, id, visitor, query, headers, Source::View(slug), format).await,
        _ => pages::record(Ok(Path(("views".to_owned(), name)))).await,
    }
}

/// What is listed.
#[derive(Clone, Debug)]
pub enum Source {
    /// All records of a resource.
    All(&'static Resource),
    /// The view that has this slug, or had it.
    View(String),
}

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Asked {
    pub source: Source,
    pub format: Format,
    /// What stands behind `?`.
    pub query: String,
    pub id: RequestId,
}

impl Asked {
    /// What was asked, as it was written.
    fn address(&self) -> String {
        let Self { source, format, query, .. } = self;
        match source {
            Source::All(resource) => format!("/{}.{}?{query}", resource.plural, format.ending()),
            Source::View(slug) => format!("/views/{slug}.{}?{query}", format.ending()),
        }
    }
}

/// A listing as a feed.
async fn answer(
    State(app): State<App>,
    Extension(id): Extension<RequestId>,
    Visitor(guest): Visitor,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    source: Source,
    format: Format,
) -> Response {
    let asked = Asked { source, format, query: query.unwrap_or_default(), id };
    let found = find(&app, &guest, &asked, &headers).await;
    let found = found.map_err(|error| error.reported(asked.id.as_str()));
    let outcome = found.as_ref().map_or_else(|error| error.code.as_str(), |_| "OK");
    app.api.metrics().feed(format.ending(), outcome);
    // Caches keep only what anybody may read.
    let public = !guest.has_token();
    let response = match found {
        Ok((tag, None)) => cacheable(StatusCode::NOT_MODIFIED.into_response(), tag),
        Ok((tag, Some(made))) if public => cacheable(respond(format, &made), tag),
        Ok((_, Some(made))) => respond(format, &made),
        Err(error) => refuse(&error),
    };
    guest.told(response)
}

/// A feed for another page of this server, from the kept ones like any.
///
/// # Errors
///
/// As the feed itself is refused.
pub async fn feed(app: &App, guest: &Guest, asked: &Asked) -> Result<Made> {
    let (_, made) = find(app, guest, asked, &HeaderMap::new()).await?;
    made.ok_or_else(|| Error::internal("a feed was taken for known to whoever named no tag"))
}

/// The feed with its tag; without the feed, if whoever asks has it.
async fn find(app: &App, guest: &Guest, asked: &Asked, headers: &HeaderMap) -> Result<(Tag, Option<Made>)> {
    let address = asked.address();
    let state = app.api.database().state().await?;
    let tag = Tag::of_listing(&address, state, app.api.today());
    let public = !guest.has_token();
    if public && has(headers, tag) {
        return Ok((tag, None));
    }
    let made = match app.feeds.recall(tag) {
        Some(made) => made,
        None => make(app, guest, asked, tag).await?,
    };
    let fresh = public && is_older(headers, made.changed);
    Ok((tag, (!fresh).then_some(made)))
}

/// Makes a feed, in its place and within its time.
async fn make(app: &App, guest: &Guest, asked: &Asked, tag: Tag) -> Result<Made> {
    let Some(_place) = app.admission.enter(app.api.metrics()) else {
        let message = "The server has more to answer than it can at the moment; ask again in a second.";
        return Err(Error::new(Code::Overloaded, message).retried_after(1));
    };
    let limit = guest.time(app);
    let making = Making { app: app.clone(), guest: guest.clone(), asked: asked.clone() };
    let work = app.answering.work_out(async move { making.make().await });
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
pub fn refuse(error: &Error) -> Response {
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
    put(&mut headers, header::VARY, "authorization, directory-state");
    put(&mut headers, header::CACHE_CONTROL, "private, no-store");
    headers
}

fn put(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::try_from(value) {
        headers.insert(name, value);
    }
}
