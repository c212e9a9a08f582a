use crate::resource::{Resource, text, texts};

pub fn resource() -> Resource {
    Resource::new("Person", "people", "Somebody in a public role. No contact data is kept.")
        .named_by("name")
        .told_apart_by(&[])
        .attribute(text("name", "Their name; other spellings are in `names`.").required().indexed().names_it())
        .attribute(texts("titles", "Titles before the name, for example `Prof.`, `Dr.`."))
        .attribute(text("description", "Who they are, in a sentence.").searched())
        .owns_many("names", "Name", "record", "Other spellings of the name.")
        .to_many("offices", "Office", "person", "The posts they held, where and when.")
        .through(
            "organizations",
            "Organization",
            ["offices", "organization"],
            "The organizations in which they held a post.",
        )
        .to_many("participations", "Participation", "person", "Their parts in events, by role.")
        .through("events", "Event", ["participations", "event"], "The events they took part in, in whatever role.")
        .to_many("signatures", "Signatory", "person", "Their signatures under agreements.")
        .through("agreements", "Agreement", ["signatures", "agreement"], "The agreements they signed.")
        .to_many("terms", "Term", "person", "What they chaired, where a source names the person.")
}
