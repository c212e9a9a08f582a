use crate::resource::{Choice, Resource, boolean, choice, fuzzy, text};

static KIND: Choice = Choice {
    name: "ProjectKind",
    doc: "What sort of project it is.",
    values: &[
        ("FUNDED_PROJECT", "Paid for by a programme."),
        ("DONOR_PROJECT", "Carried out and paid for by a donor."),
        ("INITIATIVE", "Carried out without a programme."),
        ("PROJECT_IDEA", "Not more than an idea so far."),
    ],
};

static STATUS: Choice = Choice {
    name: "ProjectStatus",
    doc: "How far a project has come.",
    values: &[("IDEA", "Thought of, not begun."), ("LAUNCHED", "Begun."), ("FINISHED", "Over.")],
};

pub fn resource() -> Resource {
    Resource::new("Project", "projects", "A funded project, an initiative or an idea for one, such as DANUBE ICT.")
        .named_by("name")
        .listed()
        .lasts("start", "end")
        .belongs(&["partnership", "networks", "followUpOf"])
        .fact("BEGAN", "start")
        .fact("ENDED", "end")
        .over_when("status", &["FINISHED"])
        .told_apart_by(&["start", "call", "partnership"])
        .attribute(text("name", "The name it is known by.").required().indexed().names_it())
        .attribute(text("acronym", "Its name where that is an acronym.").indexed().names_it())
        .attribute(text("fullName", "Its full title, or what the acronym stands for.").names_it())
        .attribute(choice("kind", &KIND, "What sort of project it is.").required())
        .attribute(choice("status", &STATUS, "How far it has come.").required())
        .attribute(fuzzy("start", "When it began."))
        .attribute(fuzzy("end", "When it ended; its last day."))
        .attribute(boolean("partnersComplete", "True if all its partners are known.").required())
        .attribute(text("description", "What it is for, in a sentence or two.").searched())
        .to_one("programme", "Programme", "The programme that pays for it.")
        .to_one("call", "Programme", "The call it came out of.")
        .to_one("partnership", "Partnership", "The partnership that carries it out.")
        .owns_many("names", "Name", "record", "Other names.")
        .owns_many("partners", "Partner", "project", "Its partners, each with their role.")
        .owns_many("activities", "Activity", "project", "Its work, part by part.")
        .owns_many("outputs", "Output", "project", "What came out of it.")
        .owns_many("figures", "Figure", "record", "Numbers that sources give: months, money, partners.")
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
        .linked(
            "followUps",
            "Project",
            ["project_follow_up", "project_id", "follow_up_id"],
            "Projects and ideas that came out of it.",
        )
        .linked_back(
            "followUpOf",
            "Project",
            ["project_follow_up", "follow_up_id", "project_id"],
            "The projects it came out of.",
        )
        .linked_back("events", "Event", ["event_project", "project_id", "event_id"], "Its events.")
        .linked("topics", "Topic", ["project_topic", "project_id", "topic_id"], "What it is about.")
        .linked(
            "networks",
            "Organization",
            ["project_network", "project_id", "organization_id"],
            "The networks it came out of.",
        )
}
