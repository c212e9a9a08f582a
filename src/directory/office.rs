use crate::resource::{Resource, choice, fuzzy, fuzzy_dates, text};

use super::BASIS;

pub fn resource() -> Resource {
    Resource::new("Office", "offices", "A person holds a post in an organization for a time.")
        .holds("since", "until")
        .links(&["person", "organization"])
        .fact("TOOK_OFFICE", "since")
        .fact("LEFT_OFFICE", "until")
        .one_at_a_time(&["post", "organization"])
        .believed_for(6, &["inOfficeBy", "observedOn"])
        .attribute(text("post", "The post as named, for example `President`.").required().indexed())
        .attribute(fuzzy("since", "The first day; null where no source says."))
        .attribute(fuzzy("until", "The last day; null where no end is known."))
        .attribute(fuzzy("inOfficeBy", "The latest day by which the person held the post, where only that is known."))
        .attribute(fuzzy_dates("observedOn", "Days on which a source shows the person in the post.").indexed())
        .attribute(choice("basis", &BASIS, "Whether a source states it.").required())
        .to_one_required("person", "Person", "Who holds it.")
        .to_one_required("organization", "Organization", "Where.")
}
