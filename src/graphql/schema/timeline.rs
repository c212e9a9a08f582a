//! The types and the root field of the timeline.

use async_graphql::dynamic::SchemaBuilder;

use super::derived::{page_arguments, register_connection};
use super::published::{Published, object};
use crate::query::InputField;

/// Types of the timeline.
pub fn register_timeline(builder: SchemaBuilder) -> SchemaBuilder {
    register_connection(builder, "Timeline", "TimelineEntry", "The dated facts of a record in order", None).register(object(
        "TimelineEntry",
        "A dated fact.",
        vec![
            Published::new("kind", "FactKind!", "What happened."),
            Published::new("date", "FuzzyDate!", "When."),
            Published::new(
                "certainty",
                "Certainty!",
                "Whether the day certainly lies in `during`, or may lie outside; certain where there is no `during`.",
            ),
            Published::new("basis", "Basis", "Whether a source states it; null where the record does not say."),
            Published::new(
                "record",
                "Record!",
                "The record that says it, with its sources: the membership, the participation, the agreement, …",
            ),
        ],
    ))
}

/// `timeline`.
pub fn timeline() -> Published {
    let doc = "The dated facts of a record, in the order of their earliest days; a day that nothing bounds from before \
               stands at its latest. They are what the record says of itself, what links it with others (memberships, \
               terms, posts, participations, signatures), what belongs to it (a network's events), its labels, and for \
               an event what announced it. Empty if nothing has the id.";
    let mut arguments = vec![
        InputField::new("of", "ID!", "The id of any record: an organization, a person, an event, …"),
        InputField::new("during", "PeriodFilter", "Only what happened in this period."),
        InputField::new("kinds", "[FactKind!]", "Only facts of these kinds."),
    ];
    arguments.extend(page_arguments());
    Published::new("timeline", "TimelineConnection!", doc).taking(arguments)
}
