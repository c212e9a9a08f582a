use crate::resource::{Choice, Resource, choice, fuzzy, integer, text, texts};

use super::BASIS;

static ROLE: Choice = Choice {
    name: "TermRole",
    doc: "What a term in office is for.",
    values: &[("CHAIR", "The chairmanship of a network.")],
};

pub fn resource() -> Resource {
    Resource::new("Term", "terms", "An organization, a person or an unnamed group chairs a network for a time.")
        .holds("since", "until")
        .links(&["network", "organization", "person"])
        .fact("TOOK_CHAIR", "since")
        .fact("LEFT_CHAIR", "until")
        .one_at_a_time(&["network", "role"])
        .believed_for(3, &[])
        .attribute(choice("role", &ROLE, "What the term is for.").required())
        .attribute(text(
            "group",
            "Who holds it where only a group is named, for example `Serbian clusters of the network`.",
        ))
        .attribute(integer("groupCount", "How many the group has; null where no source says."))
        .attribute(fuzzy("since", "The first day."))
        .attribute(fuzzy("until", "The last day."))
        .attribute(choice("basis", &BASIS, "Whether a source states it.").required())
        .attribute(texts("objectives", "What was to be reached in the term."))
        .to_one_required("network", "Organization", "What is chaired.")
        .to_one("organization", "Organization", "The organization that chairs; null where only a group is named.")
        .to_one("person", "Person", "The person who chairs for it, where a source names one.")
        .to_one("country", "Country", "The country of an unnamed group.")
        .to_one("electedAt", "Event", "The event at which the chair was elected.")
        .to_one("agreedAt", "Event", "The event at which the chair was agreed upon.")
}
