//! Who is asking.

use async_graphql::dynamic::Object;

use super::published::{Published, object};

/// The type of `viewer`.
pub fn viewer() -> Object {
    object(
        "Viewer",
        "Who is asking: what the server knows of the token that came with the request.",
        vec![
            Published::new("name", "String!", "What the token is called; histories name it so."),
            Published::new("role", "ViewerRole!", "What it is for."),
            Published::new(
                "organization",
                "Organization",
                "For whom a contributor speaks; null for all others, and where the organization was withdrawn.",
            ),
            Published::new("createdAt", "DateTime!", "When it was made."),
            Published::new("expiresAt", "DateTime", "From when on it is refused; null if it does not end by itself."),
            Published::new("mayPropose", "Boolean!", "Whether it may propose changes."),
            Published::new(
                "mayEdit",
                "Boolean!",
                "Whether it may change everything that is public. A contributor may not; it may change its own \
                 organization and the events that this organizes.",
            ),
            Published::new("mayDecide", "Boolean!", "Whether it may approve and reject proposals."),
            Published::new("mayAdminister", "Boolean!", "Whether it may do what cannot be taken back."),
        ],
    )
}
