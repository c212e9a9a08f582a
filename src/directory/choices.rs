//! Words that more than one resource uses.

use crate::resource::Choice;

/// How well a fact is founded.
pub static BASIS: Choice = Choice {
    name: "Basis",
    doc: "How a source supports a fact.",
    values: &[
        ("STATED", "A source says so."),
        ("IMPLIED", "It follows from what a source says, but no source says it; not to be taken as proven."),
    ],
};
