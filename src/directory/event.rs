use crate::resource::{Choice, Format, Resource, boolean, choice, fuzzy, instant, integer, text, texts};

static KIND: Choice = Choice {
    name: "EventKind",
    doc: "What sort of occasion it is.",
    values: &[
        ("CONFERENCE", "Talks and panels for a wide audience."),
        ("MATCHMAKING", "Short arranged talks between possible partners."),
        ("NETWORK_MEETING", "A network's own meeting."),
        ("ASSEMBLY", "A general assembly."),
        ("FESTIVAL", "A festival of several days and kinds of occasion."),
        ("SIGNING", "The signing of an agreement."),
        ("WORKSHOP", "Work in a small circle."),
        ("MEETING", "Any other meeting."),
        ("VISIT", "One party's visit to another."),
        ("PRESENTATION", "Something is presented to an audience."),
        ("FAIR", "A trade fair or exhibition."),
        ("PROJECT_MEETING", "A project's own meeting."),
        ("LAUNCH", "The public beginning of something."),
        ("MILESTONE", "A step that is worth a date."),
        ("FOUNDING", "Something is founded."),
        ("CELEBRATION", "An anniversary or another occasion to celebrate."),
        ("MEMBERSHIP", "Somebody becomes a member."),
        ("ELECTION", "Somebody is elected."),
        ("PARTNERSHIP_MEETING", "A partnership's own meeting."),
        ("AWARD", "A prize or label is given."),
        ("SEMINAR", "Teaching in a small circle."),
        ("WEBINAR", "A seminar online."),
        ("NETWORKING", "An occasion to meet people."),
        ("COMPETITION", "A contest."),
        ("SOCIAL", "A social occasion beside another event."),
    ],
};

static STATUS: Choice = Choice {
    name: "EventStatus",
    doc: "What is known of an event's coming about.",
    values: &[
        ("ANNOUNCED", "Announced; no source says that it was held."),
        ("SCHEDULED", "It has a place and a time and is expected to be held."),
        ("HELD", "A source says that it was held."),
        ("POSTPONED", "Put off; the date is the original one."),
        ("CANCELLED", "It will not or did not take place."),
    ],
};

/// What a visitor must hear of.
static REVISED: [&str; 12] = [
    "title", "status", "start", "end", "startsAt", "endsAt", "timeZone", "allDay", "online", "venue", "city", "country",
];

#[expect(clippy::too_many_lines, reason = "a list of what an event has")]
pub fn resource() -> Resource {
    Resource::new("Event", "events", "A meeting, conference, signing, launch or other occasion.")
        .named_by("title")
        .listed()
        .takes_place("start", "end")
        .from_moment_to("startsAt", "endsAt")
        .called_off_when("status", "CANCELLED")
        .kept_by("organizers")
        .belongs(&["networks", "partnerships", "projects", "parent"])
        .fact("TOOK_PLACE", "start")
        .awaited_while("status", &["ANNOUNCED", "SCHEDULED"])
        .told_apart_by(&["start", "edition", "series", "city", "country"])
        .same_as("probablySameAs")
        .attribute(
            text("title", "Its title as printed, or in our words where it has none.").required().indexed().names_it(),
        )
        .attribute(boolean("titleInOwnWords", "True if no source prints a title and ours was given.").required())
        .attribute(choice("kind", &KIND, "What sort of occasion it is.").required())
        .attribute(choice("status", &STATUS, "What is known of its coming about.").required())
        .attribute(integer("edition", "Which edition of its series it is, counted from 1.").indexed())
        .attribute(fuzzy(
            "start",
            "Its first day. A date that is not known to the day has an earliest and a latest day.",
        ))
        .attribute(fuzzy("end", "Its last day; null where `start` is not known to the day."))
        .attribute(text("dateBasis", "How its date was found where no source prints it."))
        .attribute(instant("startsAt", "The moment it begins, where a source gives the time of day."))
        .attribute(instant("endsAt", "The moment it ends, where a source gives the time of day."))
        .attribute(
            text("timeZone", "The time zone of its place by IANA name, for example `Europe/Belgrade`.")
                .of(Format::TimeZone),
        )
        .attribute(boolean("allDay", "True if it fills its days; null where that is not known."))
        .attribute(boolean("online", "True if one can take part from afar; null where that is not known."))
        .attribute(text("website", "Its own site.").of(Format::Address))
        .attribute(text("registrationUrl", "Where one can register.").of(Format::Address))
        .attribute(text("description", "What it was or will be, in a sentence or two.").searched())
        .attribute(texts("decisions", "What was decided at it."))
        .attribute(texts("goals", "What it was meant to reach."))
        .attribute(
            integer(
                "revision",
                "How often its title, status, time or place was changed, from 0; calendars call it SEQUENCE.",
            )
            .counts(&REVISED),
        )
        .to_one("series", "EventSeries", "The series it is an edition of.")
        .to_one("parent", "Event", "The larger event within which it takes place.")
        .to_one("venue", "Place", "The house in which it takes place.")
        .to_one("city", "Place", "The city in which it takes place.")
        .to_one("country", "Country", "The country in which it takes place.")
        .to_one("probablySameAs", "Event", "An event that is probably the same, though no source says so.")
        .owns_many("names", "Name", "record", "Other names.")
        .owns_many("participations", "Participation", "event", "Who took part, in which role.")
        .owns_many("figures", "Figure", "record", "Numbers that sources give: guests, countries, exhibitors.")
        .to_many("subEvents", "Event", "parent", "Events that take place within it.")
        .to_many("probableDuplicates", "Event", "probablySameAs", "Events that are probably the same as this.")
        .through(
            "organizations",
            "Organization",
            ["participations", "organization"],
            "The organizations that took part, in whatever role.",
        )
        .through("people", "Person", ["participations", "person"], "The people who took part, in whatever role.")
        .through_only(
            "organizers",
            "Organization",
            ["participations", "organization"],
            ("role", Some("ORGANIZER")),
            "Who organized it.",
        )
        .through_only(
            "hosts",
            "Organization",
            ["participations", "organization"],
            ("role", Some("HOST")),
            "Whose guests the others were.",
        )
        .through_only(
            "facilitators",
            "Organization",
            ["participations", "organization"],
            ("role", Some("FACILITATOR")),
            "Who led through it.",
        )
        .linked(
            "networks",
            "Organization",
            ["event_network", "event_id", "organization_id"],
            "The networks whose event it is.",
        )
        .linked(
            "partnerships",
            "Partnership",
            ["event_partnership", "event_id", "partnership_id"],
            "The partnerships whose event it is.",
        )
        .linked("projects", "Project", ["event_project", "event_id", "project_id"], "The projects whose event it is.")
        .linked("topics", "Topic", ["event_topic", "event_id", "topic_id"], "What it is about.")
        .linked_back(
            "activities",
            "Activity",
            ["activity_event", "event_id", "activity_id"],
            "The project activities it belongs to.",
        )
        .linked(
            "announcedIn",
            "Article",
            ["event_announcement", "event_id", "article_id"],
            "Articles that spoke of it beforehand.",
        )
        .to_many("agreements", "Agreement", "signedAt", "Agreements that were signed at it.")
        .to_many("admissions", "Membership", "admittedAt", "Memberships that began at it.")
        .to_many("elections", "Term", "electedAt", "Chairs that were elected at it.")
        .to_many("agreedTerms", "Term", "agreedAt", "Chairs that were agreed upon at it.")
        .to_many("joinings", "Partner", "joinedAt", "Partners that joined a partnership or project at it.")
}
