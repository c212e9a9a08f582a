//! The published schema, made from the descriptions.

mod derived;
mod mutation;
mod proposals;
mod published;
mod query;
mod shared;
mod subscription;
mod timeline;
mod viewer;
mod work_list;

use async_graphql::SDLExportOptions;
use async_graphql::dynamic::{Enum, EnumItem, InputObject, Scalar, Schema, SchemaBuilder};

use super::document::Gate;
use crate::query::{InputField, InputType, Inputs};
use crate::resource::{Attribute, Catalog, Kind, RECORD, Relationship, Resource, Role};
use derived::page_arguments;
use mutation::register_mutation;
use proposals::register_proposals;
use published::{Published, input_value, interface, object};
use query::query;
use shared::{limits, register_search, register_shared, shared};
use subscription::subscription;
use timeline::register_timeline;
use viewer::viewer;
use work_list::register_work_list;

/// Makes the schema. Its fields have no resolvers to speak of: reads are compiled.
pub fn build(catalog: &Catalog, inputs: &Inputs) -> Schema {
    let mut builder = Schema::build("Query", Some("Mutation"), Some("Subscription")).extension(Gate);
    builder = register_inputs(builder, inputs);
    builder = register_search(register_shared(builder));
    builder = register_work_list(register_timeline(builder));
    builder = register_mutation(register_proposals(builder), catalog);
    for resource in catalog.resources() {
        builder = register_resource(builder, catalog, inputs, resource);
    }
    let builder = builder
        .register(interface("Node", NODE_DOC, vec![id()], &[]))
        .register(interface(RECORD, RECORD_DOC, shared_fields(catalog), &["Node"]))
        .register(shared(catalog))
        .register(limits())
        .register(viewer())
        .register(query(catalog))
        .register(subscription());
    match builder.finish() {
        Ok(schema) => schema,
        // Found at every start, and by every test.
        Err(error) => panic!("the descriptions make no schema: {}", error.0),
    }
}

/// The schema in SDL, types in the order of their names.
pub fn sdl(schema: &Schema) -> String {
    let options = SDLExportOptions::new()
        .prefer_single_line_descriptions()
        .include_specified_by()
        .use_space_ident()
        .indent_width(2);
    // async-graphql 8.0.0-rc.5 forgets that a dynamic interface implements another.
    let sdl = schema.sdl_with_options(options);
    sdl.replacen("interface Record {", "interface Record implements Node {", 1)
}

const NODE_DOC: &str = "Anything with an id, which `node(id:)` finds again.";
const URL_DOC: &str = "Where it can be looked at: an article's own address, for all else a page of this server.";
const RECORD_DOC: &str = "Anything in the directory that has an address, a history and sources.";
fn register_inputs(builder: SchemaBuilder, inputs: &Inputs) -> SchemaBuilder {
    inputs.iter().fold(builder, |builder, (name, input)| match input {
        InputType::Enum { doc, words } => {
            builder.register(words.iter().fold(Enum::new(name).description(doc), |it, (word, doc)| {
                it.item(EnumItem::new(word).description(doc))
            }))
        }
        InputType::Object { doc, one_of, fields } => {
            let object = InputObject::new(name).description(doc);
            let object = fields.iter().cloned().map(input_value).fold(object, InputObject::field);
            builder.register(if *one_of { object.oneof() } else { object })
        }
        InputType::Scalar { doc, specified_by } => {
            let scalar = Scalar::new(name).description(doc);
            builder.register(match specified_by {
                Some(url) => scalar.specified_by_url(*url),
                None => scalar,
            })
        }
    })
}

/// A noun with its connection and edge.
fn register_resource(builder: SchemaBuilder, catalog: &Catalog, inputs: &Inputs, resource: &Resource) -> SchemaBuilder {
    let name = resource.name;
    let edge = object(
        &format!("{name}Edge"),
        &format!("A place in a list of `{name}`."),
        vec![
            Published::new("cursor", "String!", "Where it is, for `after` and `before` under the same order."),
            Published::new("node", format!("{name}!"), "What is there."),
        ],
    );
    let mut parts = vec![
        Published::new("edges", format!("[{name}Edge!]!"), "The page's rows with their cursors."),
        Published::new("nodes", format!("[{name}!]!"), "The page's rows."),
        Published::new("pageInfo", "PageInfo!", "Where the page lies."),
        Published::new("totalCount", "Int!", "How many rows there are on all pages."),
    ];
    if inputs.contains_key(&format!("{name}Group")) {
        let by = InputField::new("by", format!("[{name}Group!]!"), "What to group by: one to three, each with each.");
        parts.push(
            Published::new(
                "groups",
                "[Group!]!",
                "How many rows share a value, on all pages; the largest first, 500 at most.",
            )
            .taking(vec![by]),
        );
    }
    let connection = object(&format!("{name}Connection"), &format!("A list of `{name}`, page by page (Relay)."), parts);
    let builder = builder.register(edge).register(connection);
    if resource.role == Role::Interface {
        return builder;
    }
    let fields = fields(catalog, resource);
    let noun = object(name, resource.doc, fields);
    builder.register(match resource.role {
        Role::Record => noun.implement("Node").implement(RECORD),
        Role::Node => noun.implement("Node"),
        Role::Entry | Role::Interface => noun,
    })
}

fn id() -> Published {
    Published::new("id", "ID!", "Its id, unique over all types; made by the server and kept for ever.")
}

/// What an entry of the log has beside its attributes.
fn changed() -> Vec<Published> {
    vec![
        Published::new("recordId", "ID!", "The id of the record, which may be there no more."),
        Published::new("claimId", "ID", "The id of the claim, if the change was one of a claim about the record."),
        Published::new("differences", "[Difference!]!", "What differs since, part by part; none of what was erased."),
    ]
}

/// All fields of a noun.
fn fields(catalog: &Catalog, resource: &Resource) -> Vec<Published> {
    let mut fields = match resource.role {
        Role::Entry => changed(),
        _ => vec![id()],
    };
    if resource.role == Role::Record && resource.find_attribute("url").is_none() {
        fields.push(Published::new("url", "String!", URL_DOC));
    }
    fields.extend(resource.attributes.iter().map(attribute));
    let relationships = resource.relationships.iter();
    fields.extend(relationships.map(|relationship| related(catalog, resource, relationship)));
    if resource.role == Role::Record {
        let doc = "The attributes on which its sources disagree.";
        fields.push(Published::new("conflicts", "[Conflict!]!", doc));
    }
    fields
}

/// The fields that all records have.
fn shared_fields(catalog: &Catalog) -> Vec<Published> {
    let mut records = catalog.records();
    let Some(first) = records.next() else { return Vec::new() };
    let others: Vec<_> = records.collect();
    let mut shared = fields(catalog, first);
    shared.retain(|field| {
        let name = field.name.as_str();
        let has = |it: &&Resource| {
            matches!(name, "id" | "url" | "conflicts")
                || it.find_attribute(name).is_some_and(|own| attribute(own).ty == field.ty)
                || it.find_relationship(name).is_some_and(|own| related(catalog, it, own).ty == field.ty)
        };
        others.iter().all(has)
    });
    shared
}

fn attribute(attribute: &Attribute) -> Published {
    let ty = match attribute.kind {
        Kind::Text => "String",
        Kind::Integer => "Int",
        Kind::Float => "Float",
        Kind::Boolean => "Boolean",
        Kind::Instant => "DateTime",
        Kind::Fuzzy => "FuzzyDate",
        Kind::Choice(choice) => choice.name,
        Kind::Texts => "[String!]",
        Kind::FuzzyDates => "[FuzzyDate!]",
        Kind::Listing => "JSON",
    };
    let required = if attribute.required { "!" } else { "" };
    Published::new(attribute.name, format!("{ty}{required}"), attribute.doc)
}

fn related(catalog: &Catalog, owner: &Resource, relationship: &Relationship) -> Published {
    let target = relationship.target;
    let holds = catalog.interval(owner, relationship).is_some();
    let as_of = || InputField::new("asOf", "AsOf", "Only what held on this day.");
    if relationship.many {
        let mut arguments = connection_arguments(target);
        if holds {
            arguments.insert(0, as_of());
        }
        if relationship.name == "claims" {
            let doc = "Only claims on this attribute.";
            arguments.insert(0, InputField::new("attribute", "String", doc));
        }
        let ty = format!("{target}Connection!");
        return Published::new(relationship.name, ty, relationship.doc).taking(arguments);
    }
    let required = if relationship.required { "!" } else { "" };
    let field = Published::new(relationship.name, format!("{target}{required}"), relationship.doc);
    // What is always there cannot be asked for on one day only.
    if holds && relationship.own_column().is_none() { field.taking(vec![as_of()]) } else { field }
}

fn connection_arguments(target: &str) -> Vec<InputField> {
    let mut arguments = vec![
        InputField::new("where", format!("{target}Filter"), "Which rows; all if left out."),
        InputField::new("orderBy", format!("[{target}Order!]"), "In which order; by age in the directory if left out."),
    ];
    arguments.extend(page_arguments());
    arguments
}
