use crate::resource::{Choice, Resource, choice, fuzzy, text};

use super::BASIS;

static ROLE: Choice = Choice {
    name: "PartnerRole",
    doc: "Which part a partner has.",
    values: &[
        ("LEAD", "Leads the others."),
        ("PARTNER", "Takes part."),
        ("ASSOCIATED_PARTNER", "Takes part without the duties of a partner."),
        ("BENEFICIARY", "The work is done for them."),
        ("IMPLEMENTER", "Carries it out for a donor."),
    ],
};

pub fn resource() -> Resource {
    Resource::new("Partner", "partners", "An organization's part in a partnership or a project.")
        .holds("since", "until")
        .links(&["organization", "partnership", "project"])
        .fact("JOINED", "since")
        .fact("LEFT", "until")
        .believed_for(10, &[])
        .attribute(choice("role", &ROLE, "Which part it has.").required())
        .attribute(text("roleDetail", "The source's word for the role where it says more."))
        .attribute(fuzzy("since", "When it joined; null where no source says."))
        .attribute(fuzzy("until", "When it left; null where that is not known."))
        .attribute(choice("basis", &BASIS, "Whether a source states it; null where nobody looked."))
        .to_one_required("organization", "Organization", "The partner.")
        .to_one("partnership", "Partnership", "The partnership, if it is one.")
        .to_one("project", "Project", "The project, if it is one.")
        .to_one("joinedAt", "Event", "The event at which it joined.")
        .to_one("agreement", "Agreement", "The agreement by which it joined.")
}
