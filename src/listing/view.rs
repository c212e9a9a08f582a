//! A view: a listing that somebody named and keeps.

use serde_json::{Map, Value as Json, json};

use super::Listing;

/// A listing with a name.
#[derive(Clone, Debug)]
pub struct View {
    /// The slug that it has now.
    pub slug: String,
    pub title: String,
    pub description: Option<String>,
    pub listing: Listing,
}

impl View {
    /// The document that reads one.
    pub const DOCUMENT: &str = include_str!("documents/view.graphql");

    /// What that document takes.
    pub fn variables(slug: &str) -> Map<String, Json> {
        Map::from_iter([("slug".to_owned(), json!(slug))])
    }

    /// Reads the answer to it; `None` if there is no such view.
    pub fn read(answer: &[u8]) -> Option<Self> {
        let answer: Json = serde_json::from_slice(answer).ok()?;
        let view = &answer["data"]["view"];
        let text = |name: &str| view[name].as_str().map(str::to_owned);
        let (slug, title) = (text("slug")?, text("title")?);
        Some(Self { slug, title, description: text("description"), listing: Listing::read(&view["listing"])? })
    }
}
