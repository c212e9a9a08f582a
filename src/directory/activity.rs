use crate::resource::{Resource, text};

pub fn resource() -> Resource {
    Resource::new("Activity", "activities", "A part of a project's work.")
        .named_by("title")
        .attribute(text("code", "Its number in the project, for example `1`."))
        .attribute(text("title", "What is done in it.").required().indexed().names_it())
        .to_one_required("project", "Project", "The project.")
        .linked("events", "Event", ["activity_event", "activity_id", "event_id"], "Events that belong to it.")
}
