use crate::resource::{Choice, Resource, choice, fuzzy, text};

static KIND: Choice = Choice {
    name: "ProgrammeKind",
    doc: "A programme, or one of its calls.",
    values: &[
        ("PROGRAMME", "A funding programme or fund."),
        ("CALL", "A call for proposals within a programme; its `parent` is the programme."),
    ],
};

pub fn resource() -> Resource {
    Resource::new("Programme", "programmes", "A funding programme, or a call within one.")
        .named_by("name")
        .lasts("start", "end")
        .fact("BEGAN", "start")
        .fact("ENDED", "end")
        .told_apart_by(&["kind", "code", "start", "parent"])
        .attribute(text("name", "What it is called.").required().indexed().names_it())
        .attribute(choice("kind", &KIND, "Programme or call.").required())
        .attribute(
            text("code", "The funder's code for a call, for example `COS-CLUSTER-2014-3-03`.").indexed().names_it(),
        )
        .attribute(fuzzy("start", "When it began; for a call, when it opened."))
        .attribute(fuzzy("end", "When it ended; for a call, its deadline."))
        .attribute(text("description", "What it pays for, in a sentence or two.").searched())
        .to_one("parent", "Programme", "The programme that a call belongs to.")
        .owns_many("names", "Name", "record", "Other names.")
        .owns_many("figures", "Figure", "record", "Numbers that sources give: budget, projects, applications.")
        .to_many("calls", "Programme", "parent", "Its calls.")
        .linked("funders", "Organization", ["programme_funder", "programme_id", "organization_id"], "Who pays for it.")
        .to_many("partnerships", "Partnership", "programme", "Partnerships that it supports.")
        .to_many("callPartnerships", "Partnership", "call", "Partnerships that came out of this call.")
        .to_many("projects", "Project", "programme", "Projects that it pays for.")
        .to_many("callProjects", "Project", "call", "Projects that came out of this call.")
}
