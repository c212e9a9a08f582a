//! What every record has, whatever it is.

use crate::resource::{Choice, Format, RECORD, Resource, Role, choice, instant, integer, text, upper_case};

/// Adds to a noun what all records share.
pub fn complete(resource: Resource) -> Resource {
    resource
        .attribute(
            text("slug", "Its name in addresses, such as `cluj-it-cluster`; unique within the type and kept for ever.")
                .of(Format::Slug)
                .required()
                .indexed(),
        )
        .attribute(
            integer("version", "How often it was written, from 1; an update says which version it has seen.")
                .required()
                .given(),
        )
        .attribute(instant("createdAt", "When it came into the directory.").required().given())
        .attribute(instant("updatedAt", "When it was last written.").required().given())
        .attribute(text(
            "note",
            "What a careful reader should know about it: doubts, inferences, what is missing. Null if nothing.",
        ))
        .to_many("claims", "Claim", "record", "What sources state about it, and about which of its attributes.")
        .through_only(
            "sources",
            "Article",
            ["claims", "article"],
            ("attribute", None),
            "The articles that it rests on as a whole.",
        )
        .linked_back(
            "mentionedIn",
            "Article",
            ["mention", "record_id", "article_id"],
            "Articles whose text speaks of it.",
        )
        .to_many("history", "Change", "record", "What was written about it and its claims, and when; the oldest first.")
}

/// The words for what a record is.
pub fn types(nouns: &[Resource]) -> &'static Choice {
    let types = nouns.iter().map(|noun| (upper_case(noun.name), noun.doc));
    // Leaked once in the life of the process: all other choices are written in the source.
    let types: Vec<(&'static str, &'static str)> = types.map(|(word, doc)| (&*word.leak(), doc)).collect();
    Box::leak(Box::new(Choice { name: "RecordType", doc: "What a record is.", values: types.leak() }))
}

/// The interface itself: any record, of which the table knows the type and nothing else.
pub fn interface(types: &'static Choice) -> Resource {
    let mut interface =
        Resource::new(RECORD, "records", "Anything in the directory that has an address, a history and sources.")
            .attribute(choice("type", types, "What the record is.").required());
    interface.role = Role::Interface;
    interface
}
