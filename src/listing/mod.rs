//! A listing: which records of a resource, in which order. What a feed, a calendar, a view and a page show.
//!
//! Its filter and its order are in the words of GraphQL, and it is read by a GraphQL document (`documents/`) that only
//! the variables change. So filters, limits, prices and kept answers are those of queries, and there is no second way
//! to read.

mod parameters;
mod row;
mod view;

use serde_json::{Map, Value as Json, json};

use crate::directory;
use crate::resource::Resource;

pub use parameters::Parameters;
pub use row::{Coded, Day, Link, Page, Place, Row};
pub use view::View;

/// What can be listed, by the plural of its name: the document that reads a page, and the usual order.
const LISTED: [(&str, &str, &str); 5] = [
    ("events", include_str!("documents/events.graphql"), r#"[{"start":"DESC"},{"startsAt":"DESC"}]"#),
    ("organizations", include_str!("documents/organizations.graphql"), r#"[{"name":"ASC"}]"#),
    ("partnerships", include_str!("documents/partnerships.graphql"), r#"[{"start":"DESC"}]"#),
    ("projects", include_str!("documents/projects.graphql"), r#"[{"start":"DESC"}]"#),
    ("articles", include_str!("documents/articles.graphql"), r#"[{"published":"DESC"}]"#),
];

/// The resources that can be listed.
pub fn listed() -> impl Iterator<Item = &'static Resource> {
    directory::catalog().resources().iter().filter(|it| it.listed)
}

/// The documents by which listings are read, and views.
pub fn documents() -> impl Iterator<Item = &'static str> {
    LISTED.iter().map(|(_, document, _)| *document).chain([View::DOCUMENT])
}

/// Which records of a resource, in which order.
#[derive(Clone, Debug)]
pub struct Listing {
    pub resource: &'static Resource,
    /// As in `where: EventFilter`; `{}` for all.
    pub filter: Json,
    /// As in `orderBy: [EventOrder!]`; `[]` for the usual.
    pub order: Json,
}

impl Listing {
    /// All records of a resource.
    pub fn all(resource: &'static Resource) -> Self {
        Self { resource, filter: json!({}), order: json!([]) }
    }

    /// From the words of GraphQL, under the name of the root field: `{"events":{"where":{…},"orderBy":[…]}}`.
    pub fn read(listing: &Json) -> Option<Self> {
        let (plural, parts) = listing.as_object()?.iter().next()?;
        let all = Self::all(listed().find(|it| it.plural == plural)?);
        let part = |name: &str, none: Json| Some(parts[name].clone()).filter(|part| !part.is_null()).unwrap_or(none);
        Some(Self { filter: part("where", all.filter), order: part("orderBy", all.order), ..all })
    }

    /// Those of them that meet these conditions too.
    pub fn narrowed(self, filter: Json) -> Self {
        let none = json!({});
        let filter = match (self.filter, filter) {
            (all, filter) | (filter, all) if all == none => filter,
            (own, filter) => json!({ "and": [own, filter] }),
        };
        Self { filter, ..self }
    }

    /// The document that reads a page of it.
    pub fn document(&self) -> &'static str {
        self.known().1
    }

    /// What that document takes: which page, of how many rows.
    pub fn variables(&self, first: usize, after: Option<&str>) -> Map<String, Json> {
        let usual = || serde_json::from_str(self.known().2).unwrap_or_default();
        let order = if self.order == json!([]) { usual() } else { self.order.clone() };
        let variables =
            [("where", self.filter.clone()), ("orderBy", order), ("first", json!(first)), ("after", json!(after))];
        variables.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }

    /// # Panics
    ///
    /// When the resource is none that can be listed. That is a mistake in this source: [`listed`] says which can.
    fn known(&self) -> (&'static str, &'static str, &'static str) {
        let known = LISTED.into_iter().find(|(plural, ..)| *plural == self.resource.plural);
        known.unwrap_or_else(|| panic!("{} cannot be listed", self.resource.plural))
    }
}
