//! Connections over rows that no resource describes.

use async_graphql::dynamic::SchemaBuilder;

use super::published::{Published, object};
use crate::query::InputField;

/// Publishes `NameConnection` and `NameEdge` over nodes of a type; `doc` says what the connection lists,
/// and `groups` is its field of that name, if it has one.
pub fn register_connection(
    builder: SchemaBuilder,
    name: &str,
    node: &str,
    doc: &str,
    groups: Option<Published>,
) -> SchemaBuilder {
    let mut fields = vec![
        Published::new("edges", format!("[{name}Edge!]!"), "The page's rows with their cursors."),
        Published::new("nodes", format!("[{node}!]!"), "The page's rows."),
        Published::new("pageInfo", "PageInfo!", "Where the page lies."),
        Published::new("totalCount", "Int!", "How many rows there are on all pages."),
    ];
    fields.extend(groups);
    builder.register(object(&format!("{name}Connection"), &format!("{doc}, page by page (Relay)."), fields)).register(
        object(
            &format!("{name}Edge"),
            &format!("A place in a list of `{node}`."),
            vec![
                Published::new("cursor", "String!", "Where it is, for `after` and `before`."),
                Published::new("node", format!("{node}!"), "What is there."),
            ],
        ),
    )
}

/// `first`, `after`, `last`, `before`.
pub fn page_arguments() -> [InputField; 4] {
    [
        InputField::new(
            "first",
            "Int",
            "How many from the beginning, no more than `limits { page }`; 20 if neither `first` nor `last` is given.",
        ),
        InputField::new("after", "String", "Only rows after this cursor."),
        InputField::new(
            "last",
            "Int",
            "How many from the end, no more than `limits { page }`; not together with `first`.",
        ),
        InputField::new("before", "String", "Only rows before this cursor."),
    ]
}
