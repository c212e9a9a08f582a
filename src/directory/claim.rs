use crate::resource::{RECORD, Resource, Role, boolean, integer, text};

pub fn resource() -> Resource {
    let mut claim = Resource::new(
        "Claim",
        "claims",
        "What an article states about a record: the whole of it, or one attribute's value. Claims on one attribute may disagree.",
    )
    .attribute(text("attribute", "What it is about: an attribute's name, or a few words where no attribute holds it. Null if the whole record rests on the article.").indexed())
    .attribute(text("value", "The value as the article gives it; null if the claim is about the whole record."))
    .attribute(text("note", "What to know about the claim, for example why two claims differ."))
    .attribute(boolean("preferred", "True if the record itself has this value.").required())
    .attribute(
        integer("version", "How often it was written, from 1; an update says which version it has seen.")
            .required()
            .given(),
    )
    .to_one_required("record", RECORD, "What it is about.")
    .to_one_required("article", "Article", "Who says so.");
    claim.role = Role::Node;
    claim
}
