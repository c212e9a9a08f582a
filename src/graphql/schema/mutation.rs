//! What can be written, and what is told of it.

use async_graphql::dynamic::SchemaBuilder;

use super::connection_arguments;
use super::published::{Published, interface, object};
use crate::graphql::mutation::Mutation;
use crate::query::{InputField, USER_ERRORS};
use crate::resource::{Catalog, Role};

/// Publishes the mutations with their payloads and user errors.
pub fn register_mutation(builder: SchemaBuilder, catalog: &Catalog) -> SchemaBuilder {
    let fields = Mutation::all(catalog).map(|mutation| {
        let input = InputField::new("input", format!("{}!", mutation.input()), "What is to be done.");
        let payload = format!("{}!", mutation.subject(catalog).payload());
        Published::new(mutation.name(), payload, mutation.doc()).taking(vec![input])
    });
    let doc = "What can be done to the directory. The root fields of a request are done one after the other; what is \
               wrong with one is told in its `userErrors`, and the next is done all the same.";
    let builder = builder.register(object("Mutation", doc, fields.collect()));
    let written = catalog.resources().iter().filter(|resource| resource.role != Role::Entry);
    let builder = written.fold(builder, |builder, resource| {
        let name = resource.name;
        let record = "The record as it is now; null if it was withdrawn, or if nothing was written.";
        let changes = "What was written, as the log has it; nothing if it was so already, or only tried.";
        let preview = "What would be written, after a dry run, or where it was only proposed; empty if it was written.";
        let proposal = "The proposal that it is about, or that it became because your token may not write this; null \
                        otherwise.";
        let errors = "Why nothing was written; empty if all is well.";
        let fields = vec![
            Published::new("record", name, record),
            Published::new("userErrors", "[UserError!]!", errors),
            Published::new("preview", "[PreviewedChange!]!", preview),
            Published::new("proposal", "Proposal", proposal),
            Published::new("changes", "ChangeConnection!", changes).taking(connection_arguments("Change")),
        ];
        builder.register(object(
            &format!("{name}Payload"),
            &format!("What came of a mutation of one of the `{}`.", resource.plural),
            fields,
        ))
    });
    register_user_errors(builder)
}

fn register_user_errors(builder: SchemaBuilder) -> SchemaBuilder {
    let shared = || {
        vec![
            Published::new("message", "String!", "A sentence that says what is wrong and what would be right."),
            Published::new("code", "UserErrorCode!", "What sort of error it is: its type, as an enum spells it."),
            Published::new(
                "path",
                "[String!]!",
                "Where in the field's arguments it is: `[\"input\", \"participations\", \"0\", \"role\"]`.",
            ),
        ]
    };
    let builder = builder.register(interface(USER_ERRORS.name, USER_ERRORS.doc, shared(), &[]));
    USER_ERRORS.values.iter().fold(builder, |builder, (name, doc)| {
        let more = match *name {
            "VersionConflict" => {
                Some(Published::new("current", "Record", "The record as it is now; null for a claim."))
            }
            "AlreadyTaken" => Some(Published::new("by", "Record", "The record that has it.")),
            "StandsInTheWay" => Some(Published::new("change", "Int!", "The number of the later change.")),
            _ => None,
        };
        let fields = shared().into_iter().chain(more).collect();
        builder.register(object(name, doc, fields).implement(USER_ERRORS.name))
    })
}
