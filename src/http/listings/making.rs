//! From a listing and the parameters of its address to the text of a feed.

use axum::extract::Query;
use axum::http::Uri;
use chrono::NaiveTime;
use serde_json::json;

use super::{Asked, Made, Source};
use crate::error::{Code, Error, Result};
use crate::feeds::{Cancelled, Feed, Format};
use crate::http::App;
use crate::http::graphql::Guest;
use crate::listing::{Listing, Parameters, View};

/// What makes a feed for somebody.
pub struct Making {
    pub app: App,
    pub guest: Guest,
    pub asked: Asked,
}

/// A listing as it is shown: under which title and address.
struct Shown {
    listing: Listing,
    title: String,
    description: Option<String>,
    /// Without the ending.
    path: String,
}

impl Making {
    /// The feed that is asked for.
    pub async fn make(self) -> Result<Made> {
        let format = self.asked.format;
        let shown = self.shown().await?;
        let resource = shown.listing.resource;
        if !format.holds(resource) {
            let message = format!("A list of {} is no calendar. Take .atom, .json or .jsonld.", resource.plural);
            return Err(Error::new(Code::NotFound, message));
        }
        let calendar = format == Format::Calendar;
        let others: &[&str] = if calendar { &["cancelled"] } else { &["limit", "after"] };
        let parameters = Parameters::read(resource, pairs(&self.asked.query)?, others)?;
        let cancelled = cancelled(parameters.get("cancelled"))?;
        let first = limit(parameters.get("limit"), self.page_size())?;
        let api = &self.app.api;
        let listing = parameters.narrow(shown.listing, api.database()).await?;
        let page = if calendar {
            // A calendar has no order, so it is read in the one that costs least.
            let listing = Listing { order: json!([{ "id": "ASC" }]), ..listing.clone() };
            self.whole(&listing, self.app.limits.max_calendar).await?
        } else {
            self.page(&listing, first, parameters.get("after")).await?
        };
        let gone =
            if calendar && cancelled != Cancelled::Omit { self.gone(&listing, &page.rows).await? } else { Vec::new() };
        let place = format!("{}{}.{}", api.base_url(), shown.path, format.ending());
        let after = |cursor: &str| with(&place, &[&parameters.address(), &format!("after={cursor}")]);
        let address = with(&place, &[&parameters.address()]);
        let words = parameters.words();
        let feed = Feed {
            resource,
            title: if words.is_empty() { shown.title } else { format!("{} ({words})", shown.title) },
            description: shown.description,
            here: parameters.get("after").map_or_else(|| address.clone(), after),
            address,
            home: api.base_url().to_owned(),
            next: page.next.as_deref().map(after),
            directory: api.database().identity().await?,
            rows: page.rows,
            gone,
            cancelled,
        };
        // What is yet to come is other with every day.
        let changed = page.changed.max(Some(api.today().and_time(NaiveTime::MIN).and_utc()));
        Ok(Made { text: format.write(&feed).into(), changed, next: feed.next })
    }

    /// What is listed, in the words of GraphQL.
    ///
    /// # Errors
    ///
    /// When there is no such view, or a parameter is wrong.
    pub async fn listing(&self) -> Result<Listing> {
        let listing = self.shown().await?.listing;
        let parameters = Parameters::read(listing.resource, pairs(&self.asked.query)?, &[])?;
        parameters.narrow(listing, self.app.api.database()).await
    }

    /// What is listed, under which title.
    async fn shown(&self) -> Result<Shown> {
        Ok(match &self.asked.source {
            Source::All(resource) => Shown {
                listing: Listing::all(resource),
                title: format!("Cluster Directory: {}", resource.plural),
                description: None,
                path: format!("/{}", resource.plural),
            },
            Source::View(slug) => {
                let View { slug, title, description, listing } = self.view(slug).await?;
                Shown { listing, title, description, path: format!("/views/{slug}") }
            }
        })
    }
}

/// An address with these parameters, of which some may be none.
fn with(place: &str, parameters: &[&str]) -> String {
    let given: Vec<&str> = parameters.iter().copied().filter(|it| !it.is_empty()).collect();
    if given.is_empty() { place.to_owned() } else { format!("{place}?{}", given.join("&")) }
}

/// The parameters of an address.
fn pairs(query: &str) -> Result<Vec<(String, String)>> {
    let unread = |why: String| Error::new(Code::BadRequest, format!("The address cannot be read: {why}."));
    let uri: Uri =
        format!("/?{query}").parse().map_err(|_| unread("it has characters that no address has".to_owned()))?;
    let Query(pairs) = Query::try_from_uri(&uri).map_err(|rejection| unread(rejection.body_text()))?;
    Ok(pairs)
}

fn cancelled(word: Option<&str>) -> Result<Cancelled> {
    let Some(word) = word else { return Ok(Cancelled::default()) };
    Cancelled::parse(word).ok_or_else(|| wrong("cancelled", word, "`status`, `title` or `omit`"))
}

fn limit(text: Option<&str>, most: usize) -> Result<usize> {
    let Some(text) = text else { return Ok(most) };
    let limit = text.parse().ok().filter(|limit| (1..=most).contains(limit));
    limit.ok_or_else(|| wrong("limit", text, &format!("a number from 1 to {most}")))
}

fn wrong(name: &str, value: &str, takes: &str) -> Error {
    Error::new(Code::BadRequest, format!("The parameter `{name}` is `{value}`; it takes {takes}."))
}
