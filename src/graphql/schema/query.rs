//! The root fields.

use async_graphql::dynamic::Object;

use super::connection_arguments;
use super::derived::page_arguments;
use super::proposals::proposals;
use super::published::{Published, object};
use super::timeline::timeline;
use super::webhooks::webhooks;
use super::work_list::work_list;
use crate::query::{InputField, VIEW};
use crate::resource::{Catalog, Resource, Role};

/// The root fields.
pub fn query(catalog: &Catalog) -> Object {
    let ids = InputField::new("ids", "[ID!]!", "Ids, 100 at most.");
    let mut fields = vec![
        Published::new("node", "Node", "Whatever has this id; null if nothing has.").taking(vec![InputField::new(
            "id",
            "ID!",
            "An id as the server gave it.",
        )]),
        Published::new("nodes", "[Node]!", "Whatever has these ids, in their order; null where nothing has.")
            .taking(vec![ids]),
    ];
    let text = "What to look for, as one would type it: in any script of the region, without diacritics, beginnings of \
         words; eight words at most, of the first 1,000 characters.";
    fields.push(
        Published::new("search", "SearchConnection!", "The records whose names or texts have all words of a text; if none has, those that have them but for one letter.")
            .taking(vec![
                InputField::new("text", "String!", text),
                InputField::new("types", "[RecordType!]", "Only records of these types."),
            ].into_iter().chain(page_arguments()).collect()),
    );
    let records = InputField::new(
        "records",
        "[ID!]!",
        "The ids of two to ten records, for example of two organizations or people.",
    );
    fields.push(Published::new("shared", "Shared!", "What these records have in common.").taking(vec![records]));
    fields.push(Published::new("viewer", "Viewer", "Who is asking; null for whoever asks without a token."));
    fields.push(Published::new("limits", "Limits!", "How much whoever asks may ask for of this server."));
    let one = |name: &str, doc: &str| InputField::new(name, "ID!", doc);
    fields.push(
        Published::new(
            "paths",
            "[Path!]!",
            "The shortest chains from one record to another, the most telling first; none if nothing links them. \
             A step costs 1. To pass through a record with 16 links costs 1 more, with 32 links 2, with 64 links 3 \
             and so on: what everything is linked with tells little.",
        )
        .taking(vec![
            one("from", "The id of an organization, person, event, partnership, project or agreement."),
            one("to", "The id of another."),
            InputField::new("via", "[LinkKind!]", "Only links of these kinds; all if left out."),
            InputField::new("avoid", "[ID!]", "Records through which no chain leads, 100 at most."),
            InputField::new(
                "asOf",
                "AsOf",
                "Only links that were there on this day: a membership, a post or a partner's role that held, an event \
                 that had begun, an agreement that was signed.",
            ),
            InputField::new("maxSteps", "Int", "How many steps a chain has at most, 1 to 6.").or("4"),
            InputField::new("first", "Int", "How many chains, 0 to 10.").or("3"),
        ]),
    );
    fields.push(timeline());
    fields.push(work_list());
    fields.extend(proposals());
    fields.extend(webhooks());
    for resource in catalog.resources() {
        if resource.role == Role::Record {
            let by = InputField::new("by", format!("{}By!", resource.name), "How to find it.");
            let doc = format!("One `{}`, by id or slug; null if there is none. {}", resource.name, resource.doc);
            fields.push(Published::new(resource.singular.clone(), resource.name, doc).taking(vec![by]));
        }
        let connection = || format!("{}Connection!", resource.name);
        fields.push(
            Published::new(resource.plural, connection(), format!("All of them. {}", resource.doc))
                .taking(list_arguments(resource)),
        );
        for subset in &resource.subsets {
            fields.push(
                Published::new(subset.field, connection(), subset.doc).taking(connection_arguments(resource.name)),
            );
        }
    }
    object("Query", "What can be asked of the directory.", fields)
}

/// What a list of all takes; the log can be followed for some types alone.
fn list_arguments(resource: &Resource) -> Vec<InputField> {
    let mut arguments = connection_arguments(resource.name);
    if resource.role == Role::Entry {
        let doc = "Only changes of records of these types, and of claims about them; all if left out.";
        arguments.push(InputField::new("types", "[RecordType!]", doc));
    }
    if resource.listed {
        let doc = "Only what this view lists, by its slug; in its order, if `orderBy` is left out.";
        arguments.push(InputField::new(VIEW, "String", doc));
    }
    arguments
}
