//! The rows of a listing, page by page.

use bytes::Bytes;
use serde_json::{Map, Value as Json};

use super::making::Making;
use crate::allowance::Allowance;
use crate::error::{Code, Error, Result};
use crate::graphql::{Answer, Request};
use crate::listing::{Listing, Page, View};

/// How often a listing is read, because something was written between its pages. Then it is as it is: whoever asks
/// again gets another.
const MOST_TRIES: usize = 3;

impl Making {
    /// A page of a listing, paid as the query that it is.
    pub(super) async fn page(&self, listing: &Listing, first: usize, after: Option<&str>) -> Result<Page> {
        self.read(self.guest.asks(request(listing.document(), listing.variables(first, after)))).await
    }

    /// All rows of a listing, if they are no more than so many.
    pub(super) async fn whole(&self, listing: &Listing, most: usize) -> Result<Page> {
        for _ in 1..MOST_TRIES {
            let (page, still) = self.pages(listing, most).await?;
            if still {
                return Ok(page);
            }
        }
        Ok(self.pages(listing, most).await?.0)
    }

    /// All rows from as few pages as there can be, and whether nothing was written meanwhile. The first page is paid as
    /// any; what the others cost comes out when it is too late to refuse, so it is owed.
    async fn pages(&self, listing: &Listing, most: usize) -> Result<(Page, bool)> {
        let size = self.page_size();
        let mut whole = self.page(listing, size, None).await?;
        let mut still = true;
        loop {
            if whole.rows.len() + usize::from(whole.next.is_some()) > most {
                let message = format!(
                    "A calendar has {most} events at most, and there are more here: narrow it down, for example by \
                     `upcoming=true`."
                );
                return Err(Error::new(Code::TooLarge, message));
            }
            let Some(after) = whole.next.take() else { return Ok((whole, still)) };
            let request = self.guest.asks(request(listing.document(), listing.variables(size, Some(&after))));
            let page = self.read(Request { allowance: Allowance::default(), ..request }).await?;
            self.guest.allowance().owe(page.cost);
            still &= page.changed == whole.changed;
            whole.rows.extend(page.rows);
            whole.next = page.next;
        }
    }

    /// How many rows a page has, unless it is asked for fewer.
    pub(super) fn page_size(&self) -> usize {
        let bounds = self.app.api.bounds();
        bounds.anonymous.query.max_page
    }

    /// The view with this slug.
    pub(super) async fn view(&self, slug: &str) -> Result<View> {
        let request = request(View::DOCUMENT, View::variables(slug));
        let answer = self.answer(self.guest.asks(request)).await?;
        View::read(&answer).ok_or_else(|| Error::new(Code::NotFound, format!("There is no view `{slug}`.")))
    }

    async fn read(&self, request: Request) -> Result<Page> {
        Page::read(&self.answer(request).await?)
    }

    /// The answer to a document: kept, or worked out now.
    async fn answer(&self, request: Request) -> Result<Bytes> {
        let mut recalled = self.app.api.recall(&request).await;
        let answer = match recalled.as_mut().and_then(|recalled| recalled.kept.take()) {
            Some(answer) => answer,
            None => self.app.api.answer(request, recalled, self.asked.id.as_str()).await,
        };
        match answer.refused {
            None => Ok(answer.body),
            Some(code) => Err(refusal(&answer, code)),
        }
    }
}

/// A document of ours.
pub(super) fn request(document: &str, variables: Map<String, Json>) -> Request {
    let (query, variables) = (Some(document.to_owned()), Some(variables));
    Request { query, variables, reads_only: true, ..Request::default() }
}

/// Why a document was not answered.
fn refusal(answer: &Answer, code: Code) -> Error {
    let body: Json = serde_json::from_slice(&answer.body).unwrap_or_default();
    let message = body["errors"][0]["message"].as_str().unwrap_or_default();
    let error = Error::new(code, message);
    match answer.retry_after {
        Some(seconds) => error.retried_after(seconds),
        None => error,
    }
}
