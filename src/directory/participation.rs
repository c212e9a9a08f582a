use crate::resource::{Choice, Resource, choice, integer, text};

static ROLE: Choice = Choice {
    name: "ParticipationRole",
    doc: "Which part somebody had in an event.",
    values: &[
        ("ORGANIZER", "Organized it."),
        ("HOST", "Received the others."),
        ("FACILITATOR", "Led through it."),
        ("SPEAKER", "Spoke."),
        ("ANNOUNCED_SPEAKER", "Was announced as a speaker, or as sending one; no source says that they came."),
        ("PANELIST", "Spoke on a panel."),
        ("MODERATOR", "Led a talk or a panel."),
        ("CHAIR", "Chaired it or a session of it."),
        ("ATTENDEE", "Took part."),
        ("GUEST", "Was a guest."),
        ("SPECIAL_GUEST", "Was a guest of honour."),
        ("PATRON", "Gave it their name and favour."),
        ("SPONSOR", "Gave money for it."),
        ("EXHIBITOR", "Showed their work."),
        ("SIGNATORY", "Signed."),
        ("WITNESS", "Signed as a witness or was present at the signing."),
        ("SPOKESPERSON", "Spoke for it to the public."),
        ("AUTHOR", "Wrote what was presented."),
        ("DIRECTOR", "Directed it."),
        ("INITIATOR", "Had the idea."),
        ("LEAD", "Led the project or the work that it was about."),
        ("PARTNER", "Was or became a partner in what it was about."),
        ("ADMITTED_MEMBER", "Was admitted as a member."),
        ("ELECTED", "Was elected; `roleDetail` says to what."),
        ("FOUNDED_BODY", "Was founded at it."),
        ("AWARD_GIVER", "Gave the award."),
        ("AWARD_WINNER", "Received the award."),
        ("HEAD_OF_DELEGATION", "Led a delegation."),
    ],
};

pub fn resource() -> Resource {
    Resource::new(
        "Participation",
        "participations",
        "Somebody's part in an event: a person, an organization, a person for an organization, or a group that nobody names.",
    )
    .links(&["event", "person", "organization"])
    .fact_at("TOOK_PART", ["event", "start"])
    .beside("event", "start")
    .attribute(choice("role", &ROLE, "Which part they had.").required())
    .attribute(text("roleDetail", "The source's word for the role where it says more, for example `hard talk panel speaker`."))
    .attribute(text("group", "People or organizations that no source names, for example `cluster representatives`."))
    .attribute(integer("count", "How many the group has; null where no source says."))
    .to_one_required("event", "Event", "The event.")
    .to_one("person", "Person", "Who took part.")
    .to_one("organization", "Organization", "Which organization took part, or for which the person did.")
    .to_one("country", "Country", "Where an unnamed group comes from.")
}
