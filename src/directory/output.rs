use crate::resource::{Choice, Resource, choice, text};

static KIND: Choice = Choice {
    name: "OutputKind",
    doc: "What sort of result it is.",
    values: &[
        ("ORGANISATION", "An organization that was founded."),
        ("SURVEY", "A survey."),
        ("PLAN", "A plan of action."),
        ("STRATEGY", "A strategy."),
        ("SUMMARY", "A summary or report."),
    ],
};

pub fn resource() -> Resource {
    Resource::new("Output", "outputs", "What came out of a project.")
        .named_by("title")
        .attribute(choice("kind", &KIND, "What sort of result it is.").required())
        .attribute(text("title", "What it is.").required().indexed().names_it())
        .to_one_required("project", "Project", "The project.")
}
