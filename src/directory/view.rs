use crate::resource::{Resource, listing, text};

pub fn resource() -> Resource {
    Resource::new("View", "views", "A list that somebody named and keeps, for sites and calendars that show it.")
        .named_by("title")
        .needs_no_source()
        .kept_by("organization")
        .attribute(text("title", "What its readers see above it.").required().indexed().names_it())
        .attribute(text("description", "What it lists and for whom, in a sentence or two.").searched())
        .attribute(
            listing(
                "listing",
                "Which records it lists, and in which order: the words of `where` and `orderBy` under the name of the \
                 root field, as in `{ events: { where: { country: { code: { eq: \"RS\" } }, during: { fromToday: 0 } } } }`. \
                 Days that are counted from today move with it.",
            )
            .required(),
        )
        .to_one("organization", "Organization", "Whose list it is; null if it is nobody's in particular.")
}
