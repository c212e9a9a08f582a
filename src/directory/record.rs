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
}

/// The interface itself: any record, of which the table knows the type and nothing else.
pub fn interface(nouns: &[Resource]) -> Resource {
    let types = nouns.iter().map(|noun| (upper_case(noun.name), noun.doc));
    // Leaked once in the life of the process: all other choices are written in the source.
    let types: Vec<(&'static str, &'static str)> = types.map(|(word, doc)| (&*word.leak(), doc)).collect();
    let choice_of_types =
        Box::leak(Box::new(Choice { name: "RecordType", doc: "What a record is.", values: types.leak() }));
    let mut interface =
        Resource::new(RECORD, "records", "Anything in the directory that has an address, a history and sources.")
            .attribute(choice("type", choice_of_types, "What the record is.").required());
    interface.role = Role::Interface;
    interface
}
