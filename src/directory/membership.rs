use crate::resource::{Choice, Resource, choice, fuzzy, fuzzy_dates};

use super::BASIS;

static KIND: Choice = Choice {
    name: "MembershipKind",
    doc: "How a member belongs.",
    values: &[
        ("MEMBER", "As a member."),
        ("FOUNDING_MEMBER", "As one of the founders."),
        ("FULL_MEMBER", "As a member with full rights."),
        ("HONORARY_MEMBER", "As a member of honour."),
    ],
};

pub fn resource() -> Resource {
    Resource::new("Membership", "memberships", "One organization belongs to another, from one day to another.")
        .holds("since", "until")
        .links(&["member", "organization"])
        .fact("JOINED", "since")
        .fact("LEFT", "until")
        .believed_for(10, &["observedOn"])
        .attribute(choice("kind", &KIND, "How the member belongs.").required())
        .attribute(fuzzy("since", "The first day; null where no source says."))
        .attribute(fuzzy("until", "The last day; null where no end is known."))
        .attribute(fuzzy_dates("observedOn", "Days on which a source shows the membership.").indexed())
        .attribute(choice("basis", &BASIS, "Whether a source states it.").required())
        .to_one_required("member", "Organization", "Who belongs.")
        .to_one_required("organization", "Organization", "What they belong to.")
        .to_one("admittedAt", "Event", "The event at which the member was admitted.")
}
