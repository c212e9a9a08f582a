//! What the views that a request names keep.

use std::sync::Arc;

use async_graphql::Value;
use moka::sync::Cache;
use serde_json::Value as Json;

use super::Inner;
use super::known::Known;
use crate::error::{Error, Result};
use crate::query::{self, Variables};
use crate::resource::Format;

/// How many are kept.
const MOST: u64 = 1_000;

/// Views that were asked for, each with the state of the data in which it was found.
pub struct Views(Cache<String, (i64, Arc<Value>)>);

impl Default for Views {
    fn default() -> Self {
        Self(Cache::new(MOST))
    }
}

impl Inner {
    /// A request's variables, checked, and with them what the views keep that it names.
    pub(super) async fn variables(&self, known: &Known, given: &Variables) -> Result<Variables> {
        let mut variables = query::coerce_variables(&self.inputs, known.document.operation(), given)?;
        if !known.views.is_empty() {
            let mut views = Vec::new();
            for slug in query::named_views(&known.views, &variables) {
                let listing = self.view(&slug).await?;
                views.push((slug, (*listing).clone()));
            }
            query::keep_views(&mut variables, views);
        }
        Ok(variables)
    }

    /// What a view lists: `{ events: { where: …, orderBy: … } }`; null if there is no such view.
    ///
    /// # Errors
    ///
    /// When it does not fit what is published any more, or the database does not answer.
    pub(super) async fn view(&self, slug: &str) -> Result<Arc<Value>> {
        if Format::Slug.wants(slug).is_some() {
            return Ok(Arc::default());
        }
        let database = &self.databases.anonymous;
        let state = database.state().await?;
        if let Some((_, listing)) = self.views.0.get(slug).filter(|(seen, _)| *seen == state) {
            return Ok(listing);
        }
        let text = database.read(&query::kept_view(), vec![slug.into()]).await?;
        let json: Json = serde_json::from_str(&text).map_err(Error::internal)?;
        let listing = Value::from_json(json).map_err(Error::internal)?;
        let at = format!("view {slug}");
        query::coerce_argument(&self.inputs, "ListingInput", &listing, &at)?;
        let listing = Arc::new(listing);
        self.views.0.insert(slug.to_owned(), (state, Arc::clone(&listing)));
        Ok(listing)
    }
}
