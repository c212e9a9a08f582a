use crate::resource::{Resource, text};

pub fn resource() -> Resource {
    Resource::new("Topic", "topics", "What events, projects and partnerships are about.")
        .named_by("name")
        .told_apart_by(&["broader"])
        .attribute(text("name", "The topic, for example `Smart agriculture`.").required().indexed().names_it())
        .to_one("broader", "Topic", "The wider topic that it is part of.")
        .owns_many("names", "Name", "record", "Other words for it.")
        .to_many("narrower", "Topic", "broader", "Topics that are part of it.")
        .linked_back("events", "Event", ["event_topic", "topic_id", "event_id"], "Events about it.")
        .linked_back("projects", "Project", ["project_topic", "topic_id", "project_id"], "Projects about it.")
        .linked_back(
            "partnerships",
            "Partnership",
            ["partnership_topic", "topic_id", "partnership_id"],
            "Partnerships about it.",
        )
}
