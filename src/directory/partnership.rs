use crate::resource::{Choice, Resource, choice, fuzzy, text};

static KIND: Choice = Choice {
    name: "PartnershipKind",
    doc: "What sort of partnership it is.",
    values: &[
        ("EUROPEAN_STRATEGIC_CLUSTER_PARTNERSHIP", "A European Strategic Cluster Partnership of the COSME programme."),
        ("EUROCLUSTER", "A Eurocluster: a cluster group of the European Commission's initiative of 2022."),
    ],
};

static STATUS: Choice = Choice {
    name: "PartnershipStatus",
    doc: "How far a partnership has come.",
    values: &[("PLANNED", "Agreed upon but not begun."), ("RUNNING", "Under way."), ("ENDED", "Over.")],
};

pub fn resource() -> Resource {
    Resource::new("Partnership", "partnerships", "Organizations that work together under one name, such as GIVE.")
        .named_by("name")
        .listed()
        .lasts("start", "end")
        .belongs(&["networks"])
        .fact("BEGAN", "start")
        .fact("ENDED", "end")
        .over_when("status", &["ENDED"])
        .told_apart_by(&["start", "call"])
        .attribute(text("name", "The name it is known by.").required().indexed().names_it())
        .attribute(text("acronym", "Its name where that is an acronym, for example `GIVE`.").indexed().names_it())
        .attribute(text("fullName", "What the name stands for.").names_it())
        .attribute(choice("kind", &KIND, "What sort of partnership it is.").required())
        .attribute(choice("status", &STATUS, "How far it has come; null where no source says."))
        .attribute(fuzzy("start", "When it began."))
        .attribute(fuzzy("end", "When it ended."))
        .attribute(fuzzy(
            "partnersCompleteAsOf",
            "Day of the last complete list of its partners; null where none was found.",
        ))
        .attribute(text("description", "What it is for, in a sentence or two.").searched())
        .to_one("programme", "Programme", "The programme that supports it.")
        .to_one("call", "Programme", "The call it came out of.")
        .owns_many("names", "Name", "record", "Other names.")
        .owns_one("label", "Label", "partnership", "The label it was given, such as ESCP-4i.")
        .owns_many("partners", "Partner", "partnership", "Its partners, each with role and day of joining.")
        .owns_many("figures", "Figure", "record", "Numbers that sources give.")
        .through_one(
            "lead",
            "Organization",
            ["partners", "organization"],
            ("role", Some("LEAD")),
            "The partner that leads it.",
        )
        .through(
            "organizations",
            "Organization",
            ["partners", "organization"],
            "The organizations that are its partners.",
        )
        .linked_back("events", "Event", ["event_partnership", "partnership_id", "event_id"], "Its events.")
        .linked("topics", "Topic", ["partnership_topic", "partnership_id", "topic_id"], "What it is about.")
        .linked(
            "networks",
            "Organization",
            ["partnership_network", "partnership_id", "organization_id"],
            "The networks it came out of.",
        )
        .to_many("projects", "Project", "partnership", "Projects that it carries out.")
        .to_many("agreements", "Agreement", "partnership", "Agreements that it rests on.")
}
