//! The types that do not depend on a resource.

use async_graphql::dynamic::{Object, SchemaBuilder};

use super::connection_arguments;
use super::derived::register_connection;
use super::published::{Published, object};
use crate::bounds::ByViewer;
use crate::config::Limits;
use crate::limits::QueryLimits;
use crate::query::SHARED;
use crate::resource::Catalog;

/// Types that do not depend on a resource.
pub fn register_shared(builder: SchemaBuilder) -> SchemaBuilder {
    builder
        .register(object("PageInfo", "Where a page lies in its connection (Relay).", vec![
            Published::new("hasNextPage", "Boolean!", "Whether there is more after this page."),
            Published::new("hasPreviousPage", "Boolean!", "Whether there is more before this page; only asked with a cursor or `last`."),
            Published::new("startCursor", "String", "The cursor of the first edge; null on an empty page."),
            Published::new("endCursor", "String", "The cursor of the last edge; null on an empty page."),
        ]))
        .register(object("FuzzyDate", "A day that is known more or less exactly.", vec![
            Published::new("edtf", "String!", "The date by EDTF (ISO 8601-2), for example `2016-09-28`, `2014-11~` (about), `../2016-10-23` (by that day)."),
            Published::new("earliest", "Date", "The first day it can be; null if nothing bounds it."),
            Published::new("latest", "Date", "The last day it can be; null if nothing bounds it."),
            Published::new("precision", "DatePrecision!", "How exactly its source gives it."),
            Published::new("text", "String!", "The date in English words, for example `about November 2014`."),
        ]))
        .register(object("Conflict", "An attribute on which sources disagree.", vec![
            Published::new("attribute", "String!", "The attribute's name, or a few words where no attribute holds it."),
            Published::new("claims", "[Claim!]!", "All that sources state about it, in the order it was entered."),
        ]))
        .register(object("Difference", "A part of a record that a change made different.", vec![
            Published::new("part", "String!", "Its name: an attribute or a relationship."),
            Published::new("before", "String", "As it was: a text as it is, a date as EDTF, records as their ids, several values as JSON; null if there was none."),
            Published::new("after", "String", "As it is since; null if there is none."),
        ]))
        .register(object("Path", "A chain of records from one to another, each linked with the next.", vec![
            Published::new("cost", "Int!", "What the chain was ordered by: its steps, and more for records with many links."),
            Published::new("length", "Int!", "How many steps it has."),
            Published::new("steps", "[PathStep!]!", "Its steps in order; the last one leads to the other end."),
        ]))
        .register(object("PathStep", "A step from one record to the next.", vec![
            Published::new("kind", "LinkKind!", "What links the two."),
            Published::new("link", "Record!", "The record that links them, for example a membership; where one belongs to the other, the one that does. Its sources say so."),
            Published::new("record", "Record!", "Where the step leads."),
        ]))
        .register(object("Group", "Rows of a connection that share a value.", vec![
            Published::new("keys", "[GroupKey!]!", "What they share, in the order of `by`."),
            Published::new("count", "Int!", "How many they are."),
        ]))
        .register(object("GroupKey", "A value that rows are grouped by.", vec![
            Published::new("value", "String", "The value; for another record its slug; null where there is none."),
            Published::new("label", "String", "The value for people: for another record its name."),
        ]))
}

/// What a request may ask for.
pub fn limits() -> Object {
    let bounds = ByViewer::new(&QueryLimits::default(), &Limits::default());
    let fields = bounds
        .anonymous
        .published
        .into_iter()
        .map(|limit| Published::new(limit.published_name(), "Int!", format!("{}.", limit.doc)));
    object(
        "Limits",
        "How much a request of whoever asks may ask for; with a token it is more. What is beyond is refused with the code `LIMIT_EXCEEDED`.",
        fields.collect(),
    )
}

/// What records have in common.
pub fn shared(catalog: &Catalog) -> Object {
    let fields = SHARED.iter().map(|(name, target, doc)| {
        let target = catalog.get(target).name;
        Published::new(*name, format!("{target}Connection!"), *doc).taking(connection_arguments(target))
    });
    object("Shared", "What several records have in common.", fields.collect())
}

/// Types of the search.
pub fn register_search(builder: SchemaBuilder) -> SchemaBuilder {
    register_connection(builder, "Search", "SearchHit", "What a search found, the best first", None)
        .register(object(
            "SearchHit",
            "A record that a search found.",
            vec![
                Published::new("record", "Record!", "The record."),
                Published::new(
                    "score",
                    "Int!",
                    "How well it fits: names count more than texts, whole words more than their beginnings.",
                ),
                Published::new(
                    "highlights",
                    "[Highlight!]!",
                    "The words that were found, 20 at most; none where a word was found in spite of a slip.",
                ),
            ],
        ))
        .register(object(
            "Highlight",
            "A word that a search found.",
            vec![
                Published::new("attribute", "String!", "Where it stands: an attribute of the record, or `names`."),
                Published::new("text", "String!", "The word as it is written there."),
            ],
        ))
}
