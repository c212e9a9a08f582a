//! What waits for a decision, and what a change would do.

use async_graphql::dynamic::SchemaBuilder;

use super::derived::{page_arguments, register_connection};
use super::published::{Published, object};
use crate::query::InputField;

/// Types of proposals and previews.
pub fn register_proposals(builder: SchemaBuilder) -> SchemaBuilder {
    let steps = "What is to be done, as a JSON list of steps, each an object with one key: \
                 `{\"update\": {\"id\": \"r42\", \"expected\": 3, \"patch\": {\"website\": \"https://…\"}}}`, \
                 `{\"create\": {\"resource\": \"Event\", \"content\": {…}}}`, `withdraw`, `restore`, `merge`, `undo`. \
                 Other records stand in them by their ids, a record that step 0 creates as `\"#0\"`. `expected` is the \
                 version that the author has seen.";
    let fields = vec![
        Published::new("id", "ID!", "Its id, for example `p12`. It is no record, so `node` does not find it."),
        Published::new("status", "ProposalStatus!", "What has become of it."),
        Published::new("author", "String!", "Who proposed it, by the name of a token."),
        Published::new("comment", "String", "Why, in its author's words."),
        Published::new("createdAt", "DateTime!", "When it was proposed."),
        Published::new("updatedAt", "DateTime!", "When it was last edited, decided about or withdrawn."),
        Published::new("decidedBy", "String", "Who approved or rejected it, by the name of a token."),
        Published::new("decidedAt", "DateTime", "When that was."),
        Published::new("reason", "String", "Why it was rejected."),
        Published::new("steps", "String!", steps),
        Published::new(
            "group",
            "Int",
            "The number of the group of changes that approving it made; null if none was made.",
        ),
    ];
    let doc = "Changes that somebody may not make and proposes. Only its author and those who decide about proposals \
               see it.";
    let builder = builder.register(object("Proposal", doc, fields));
    register_connection(builder, "Proposal", "Proposal", "Proposals by their age", None).register(object(
        "PreviewedChange",
        "A change that would be made.",
        vec![
            Published::new("operation", "Operation!", "What it would do."),
            Published::new("type", "RecordType!", "What the record is."),
            Published::new("slug", "String", "The record's slug; null for a claim."),
            Published::new("id", "ID", "The id of the record; null if it would be new."),
            Published::new("isClaim", "Boolean!", "Whether not the record itself would change, but a claim about it."),
            Published::new(
                "cause",
                "ID",
                "The record on whose account it would happen: that which is withdrawn, or that into which another is \
                 merged.",
            ),
            Published::new(
                "differences",
                "[Difference!]!",
                "What would differ, part by part. A new record stands in it as `#3`, by its place in the preview from \
                 0. Of a record that is merged into another they are its values that are lost, with the other's in \
                 `after`.",
            ),
        ],
    ))
}

/// `proposals`, `proposal`.
pub fn proposals() -> [Published; 2] {
    let id = InputField::new("id", "ID!", "The id of a proposal.");
    let mut arguments = vec![InputField::new("status", "[ProposalStatus!]", "Only those of which this has become.")];
    arguments.extend(page_arguments());
    let whose = "Whoever decides about proposals sees all, a contributor those of its own token";
    [
        Published::new("proposal", "Proposal", format!("A proposal; null if there is none. {whose}.")).taking(vec![id]),
        Published::new(
            "proposals",
            "ProposalConnection!",
            format!("Proposals, the oldest first. {whose}, others none."),
        )
        .taking(arguments),
    ]
}
