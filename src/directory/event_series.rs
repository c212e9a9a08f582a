use crate::resource::{Resource, text};

pub fn resource() -> Resource {
    Resource::new("EventSeries", "eventSeriesList", "A series of events, edition after edition.")
        .named_by("name")
        .needs_no_source()
        .told_apart_by(&["organizer"])
        .attribute(text("name", "What the series is called.").required().indexed().names_it())
        .attribute(text("description", "What it is, in a sentence or two.").searched())
        .to_one("organizer", "Organization", "Who organizes it, where it is always the same.")
        .to_many("events", "Event", "series", "Its editions.")
}
