use crate::resource::{Choice, RECORD, Resource, Role, choice, instant, integer, text};
use crate::viewer::Power;

static OPERATION: Choice = Choice {
    name: "Operation",
    doc: "What a change did.",
    values: &[
        ("CREATE", "The record came into the directory."),
        ("UPDATE", "Something that is written about it changed."),
        ("WITHDRAW", "It was taken from the directory."),
        ("RESTORE", "It came back as it was."),
        ("MERGE", "It was found to be the same as another, which goes on for both."),
        ("ERASE", "A person's name, and all text about them, was taken away for ever."),
    ],
};

/// The log, as a resource that is read like any other; `types` are the words for what a record is.
pub fn resource(types: &'static Choice) -> Resource {
    let mut change = Resource::new(
        "Change",
        "changes",
        "An entry of the log: one record, or one claim about it, was written. Whoever reads all entries in their order \
         has what the directory holds.",
    )
    .attribute(
        integer("number", "Its place in the order of all changes, from 1, without gaps.")
            .stored_in("id")
            .required()
            .indexed(),
    )
    .attribute(instant("at", "When it happened.").required())
    .attribute(choice("operation", &OPERATION, "What it did.").required())
    .attribute(choice("type", types, "What the record is, or was.").required())
    .attribute(text("slug", "The record's slug then; null for a claim."))
    .attribute(
        integer("group", "The number of the first change of those that were made together.").required().indexed(),
    )
    .attribute(
        text("actor", "Who did it, by the name of a token or a command; for those who decide about proposals only.")
            .seen_by(Power::Decide),
    )
    .attribute(
        text("comment", "Why, in the words of who did it; for those who decide about proposals only.")
            .seen_by(Power::Decide),
    )
    .to_one("record", RECORD, "The record as it is now; null if it is not there any more.")
    .to_one(
        "claim",
        "Claim",
        "The claim as it is now, if the change was one of a claim; null if it is not there any more.",
    )
    .to_one(
        "cause",
        RECORD,
        "The record on whose account it happened: that which was withdrawn, or that into which this one was merged.",
    );
    change.role = Role::Entry;
    change
}
