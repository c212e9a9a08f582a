//! The types and the root field of the work list.

use async_graphql::dynamic::SchemaBuilder;

use super::derived::{page_arguments, register_connection};
use super::published::{Published, object};
use crate::query::InputField;

/// Types of the work list.
pub fn register_work_list(builder: SchemaBuilder) -> SchemaBuilder {
    let by = InputField::new("by", "[TaskGroup!]!", "What to group by.");
    let doc = "How many tasks there are of each sort, on all pages; the most first.";
    let groups = Published::new("groups", "[Group!]!", doc).taking(vec![by]);
    register_connection(builder, "Task", "Task", "What there is to look after", Some(groups)).register(object(
        "Task",
        "Something about a record that wants to be looked at.",
        vec![
            Published::new("kind", "TaskKind!", "What there is to do."),
            Published::new("record", "Record!", "The record that it is about."),
            Published::new("attribute", "String", "The attribute that it is about; null if it is the whole record."),
            Published::new(
                "other",
                "Record",
                "The other record that it is about: the probable duplicate, or the event that was announced too late.",
            ),
            Published::new("reason", "String!", "Why, in an English sentence with the dates or values."),
        ],
    ))
}

/// `workList`.
pub fn work_list() -> Published {
    let doc = "What there is to look after in the directory, kind by kind and then by the age of the record. It is \
               worked out from the records as they are: what is put right is no longer in it. Of a large directory ask \
               for one kind at a time.";
    let mut arguments = vec![
        InputField::new("kinds", "[TaskKind!]", "Only tasks of these kinds."),
        InputField::new("types", "[RecordType!]", "Only tasks about records of these types."),
    ];
    arguments.extend(page_arguments());
    Published::new("workList", "TaskConnection!", doc).taking(arguments)
}
