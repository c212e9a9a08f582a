//! From a listing and the parameters of its address to the text of a feed.

use axum::extract::Query;
use axum::http::Uri;

use super::{Asked, Made};
use crate::error::{Code, Error, Result};
use crate::feeds::{Cancelled, Feed, Format};
use crate::http::App;
use crate::http::graphql::Guest;
use crate::listing::{Listing, Parameters};

/// A listing that is shown under an address.
pub struct Shown {
    pub listing: Listing,
    pub title: String,
    pub description: Option<String>,
    /// Of the feed, as `/events.ics`.
    pub path: String,
}

/// What makes a feed for somebody.
pub struct Making {
    pub app: App,
    pub guest: Guest,
    pub asked: Asked,
}

impl Making {
    /// The feed of a listing, narrowed by the parameters of the address.
    pub async fn make(self, shown: Shown) -> Result<Made> {
        let format = self.asked.format;
        let calendar = format == Format::Calendar;
        let others: &[&str] = if calendar { &["cancelled"] } else { &["limit", "after"] };
        let resource = shown.listing.resource;
        let parameters = Parameters::read(resource, pairs(&self.asked.query)?, others)?;
        let cancelled = cancelled(parameters.get("cancelled"))?;
        let first = limit(parameters.get("limit"), self.page_size())?;
        let api = &self.app.api;
        let listing = parameters.narrow(shown.listing, api.database(), api.today()).await?;
        let page = if calendar {
            self.whole(&listing, self.app.limits.max_calendar).await?
        } else {
            self.page(&listing, first, parameters.get("after")).await?
        };
        let base = format!("{}{}", api.base_url(), shown.path);
        let address = |query: String| if query.is_empty() { base.clone() } else { format!("{base}?{query}") };
        let from = |cursor: &str| {
            let separator = if parameters.address().is_empty() { "" } else { "&" };
            address(format!("{}{separator}after={cursor}", parameters.address()))
        };
        let words = parameters.words();
        let feed = Feed {
            resource,
            title: if words.is_empty() { shown.title } else { format!("{} ({words})", shown.title) },
            description: shown.description,
            address: address(parameters.address()),
            here: parameters.get("after").map_or_else(|| address(parameters.address()), from),
            home: api.base_url().to_owned(),
            next: page.next.as_deref().map(from),
            directory: self.directory().await?,
            rows: page.rows,
            gone: Vec::new(),
            cancelled,
        };
        Ok(Made { text: format.write(&feed).into(), changed: page.changed, next: feed.next })
    }

    /// The name that no other directory has.
    async fn directory(&self) -> Result<String> {
        let read = || self.app.api.database().identity();
        Ok(self.app.identity.get_or_try_init(read).await?.clone())
    }
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
