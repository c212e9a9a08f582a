//! Words that more than one resource uses.

use crate::resource::Choice;

/// What happened, for timelines; facts of one day follow each other in this order.
pub static FACT_KIND: Choice = Choice {
    name: "FactKind",
    doc: "What sort of thing a timeline says to have happened, or to have been planned, on a day.",
    values: &[
        ("FOUNDED", "An organization was founded."),
        ("BEGAN", "A partnership, project, programme or call began."),
        ("ANNOUNCED", "An article spoke of an event beforehand; the day is the article's."),
        ("TOOK_PLACE", "An event took place, or was to: its `status` says which. The day is its first."),
        (
            "TOOK_PART",
            "Somebody had a part in an event; the record says in which role, and the day is the event's first.",
        ),
        ("SIGNED", "An agreement was signed; the record is the agreement, or one of the signatures under it."),
        ("JOINED", "A member or partner joined."),
        ("TOOK_CHAIR", "A chair's term began."),
        ("TOOK_OFFICE", "A person took a post."),
        ("AWARDED", "A label was given."),
        ("PUBLISHED", "An article was published."),
        ("LEFT_OFFICE", "A person left a post; the day is the last in it."),
        ("LEFT_CHAIR", "A chair's term ended; the day is its last."),
        ("LEFT", "A member or partner left; the day is the last on which they belonged."),
        ("ENDED", "A partnership, project, programme or call ended; the day is its last."),
    ],
};

/// How well a fact is founded.
pub static BASIS: Choice = Choice {
    name: "Basis",
    doc: "How a source supports a fact.",
    values: &[
        ("STATED", "A source says so."),
        ("IMPLIED", "It follows from what a source says, but no source says it; not to be taken as proven."),
    ],
};
