//! The published schema, made from the descriptions.

use async_graphql::dynamic::{
    Enum, EnumItem, Field, FieldFuture, InputObject, InputValue, Interface, InterfaceField, Object, Scalar, Schema,
    SchemaBuilder, TypeRef,
};
use async_graphql::{SDLExportOptions, Value};

use super::document::Gate;
use crate::query::{InputField, InputType, Inputs, SHARED};
use crate::resource::{Attribute, Catalog, Kind, RECORD, Relationship, Resource, Role};

/// Makes the schema. Its fields have no resolvers to speak of: reads are compiled.
pub fn build(catalog: &Catalog, inputs: &Inputs) -> Schema {
    let mut builder = Schema::build("Query", None, None).extension(Gate);
    builder = register_inputs(builder, inputs);
    builder = register_search(register_shared(builder));
    for resource in catalog.resources() {
        builder = register_resource(builder, catalog, inputs, resource);
    }
    let builder = builder
        .register(interface("Node", NODE_DOC, vec![id()], &[]))
        .register(interface(RECORD, RECORD_DOC, shared_fields(catalog), &["Node"]))
        .register(shared(catalog))
        .register(query(catalog));
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

/// A published field: what it gives, what it takes, what it means.
struct Published {
    name: String,
    ty: String,
    doc: String,
    arguments: Vec<InputField>,
}

impl Published {
    fn new(name: impl Into<String>, ty: impl Into<String>, doc: impl Into<String>) -> Self {
        Self { name: name.into(), ty: ty.into(), doc: doc.into(), arguments: Vec::new() }
    }

    fn taking(mut self, arguments: Vec<InputField>) -> Self {
        self.arguments = arguments;
        self
    }

    fn field(self) -> Field {
        let field = Field::new(self.name, type_ref(&self.ty), |_| FieldFuture::from_value(None));
        let arguments = self.arguments.into_iter().map(input_value);
        arguments.fold(field.description(self.doc), Field::argument)
    }

    fn interface_field(self) -> InterfaceField {
        let field = InterfaceField::new(self.name, type_ref(&self.ty)).description(self.doc);
        self.arguments.into_iter().map(input_value).fold(field, InterfaceField::argument)
    }
}

/// GraphQL's spelling of a type as a reference.
fn type_ref(ty: &str) -> TypeRef {
    if let Some(inner) = ty.strip_suffix('!') {
        TypeRef::NonNull(Box::new(type_ref(inner)))
    } else if let Some(inner) = ty.strip_prefix('[').and_then(|ty| ty.strip_suffix(']')) {
        TypeRef::List(Box::new(type_ref(inner)))
    } else {
        TypeRef::named(ty)
    }
}

fn input_value(field: InputField) -> InputValue {
    let value = InputValue::new(field.name, type_ref(&field.ty)).description(field.doc);
    match field.default {
        Some(word) => value.default_value(Value::Enum(async_graphql::Name::new(word))),
        None => value,
    }
}

fn object(name: &str, doc: &str, fields: Vec<Published>) -> Object {
    fields.into_iter().fold(Object::new(name).description(doc), |object, field| object.field(field.field()))
}

fn interface(name: &str, doc: &str, fields: Vec<Published>, implements: &[&str]) -> Interface {
    let interface = Interface::new(name).description(doc);
    let interface = implements.iter().fold(interface, |it, name| it.implement(*name));
    fields.into_iter().fold(interface, |it, field| it.field(field.interface_field()))
}

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

/// Types that do not depend on a resource.
fn register_shared(builder: SchemaBuilder) -> SchemaBuilder {
    builder
        .register(object("PageInfo", "Where a page lies in its connection (Relay).", vec![
            Published::new("hasNextPage", "Boolean!", "Whether there is more after this page."),
            Published::new("hasPreviousPage", "Boolean!", "Whether there is more before this page; only asked with a cursor or `last`."),
            Published::new("startCursor", "String", "The cursor of the first edge; null on an empty page."),
            Published::new("endCursor", "String", "The cursor of the last edge; null on an empty page."),
        ]))
        .register(object("FuzzyDate", "A day that is known more or less exactly.", vec![
            Published::new("edtf", "String!", "The date by EDTF (ISO 8601-2), for example `2016-09-28`, `2014-11~` (about), `../2016-10-23` (by that day)."),
            Published::new("earliest", "Date", "The first day it can be; null if nothing bounds it."),
            Published::new("latest", "Date", "The last day it can be; null if nothing bounds it."),
            Published::new("precision", "DatePrecision!", "How exactly its source gives it."),
            Published::new("text", "String!", "The date in English words, for example `about November 2014`."),
        ]))
        .register(object("Conflict", "An attribute on which sources disagree.", vec![
            Published::new("attribute", "String!", "The attribute's name, or a few words where no attribute holds it."),
            Published::new("claims", "[Claim!]!", "All that sources state about it, in the order it was entered."),
        ]))
        .register(object("Group", "Rows of a connection that share a value.", vec![
            Published::new("keys", "[GroupKey!]!", "What they share, in the order of `by`."),
            Published::new("count", "Int!", "How many they are."),
        ]))
        .register(object("GroupKey", "A value that rows are grouped by.", vec![
            Published::new("value", "String", "The value; for another record its slug; null where there is none."),
            Published::new("label", "String", "The value for people: for another record its name."),
        ]))
}

/// What records have in common.
fn shared(catalog: &Catalog) -> Object {
    let fields = SHARED.iter().map(|(name, target, doc)| {
        let target = catalog.get(target).name;
        Published::new(*name, format!("{target}Connection!"), *doc).taking(connection_arguments(target))
    });
    object("Shared", "What several records have in common.", fields.collect())
}

/// Types of the search.
fn register_search(builder: SchemaBuilder) -> SchemaBuilder {
    builder
        .register(object(
            "SearchConnection",
            "What a search found, the best first, page by page (Relay).",
            vec![
                Published::new("edges", "[SearchEdge!]!", "The page's hits with their cursors."),
                Published::new("nodes", "[SearchHit!]!", "The page's hits."),
                Published::new("pageInfo", "PageInfo!", "Where the page lies."),
                Published::new("totalCount", "Int!", "How many hits there are on all pages."),
            ],
        ))
        .register(object(
            "SearchEdge",
            "A place in a list of `SearchHit`.",
            vec![
                Published::new("cursor", "String!", "Where it is, for `after` in the same search."),
                Published::new("node", "SearchHit!", "What is there."),
            ],
        ))
        .register(object(
            "SearchHit",
            "A record that a search found.",
            vec![
                Published::new("record", "Record!", "The record."),
                Published::new(
                    "score",
                    "Int!",
                    "How well it fits: names count more than texts, whole words more than their beginnings.",
                ),
                Published::new(
                    "highlights",
                    "[Highlight!]!",
                    "The words that were found, 20 at most; none where a word was found in spite of a slip.",
                ),
            ],
        ))
        .register(object(
            "Highlight",
            "A word that a search found.",
            vec![
                Published::new("attribute", "String!", "Where it stands: an attribute of the record, or `names`."),
                Published::new("text", "String!", "The word as it is written there."),
            ],
        ))
}

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
    let noun = object(name, resource.doc, fields).implement("Node");
    builder.register(if resource.role == Role::Record { noun.implement(RECORD) } else { noun })
}

fn id() -> Published {
    Published::new("id", "ID!", "Its id, unique over all types; made by the server and kept for ever.")
}

/// All fields of a noun.
fn fields(catalog: &Catalog, resource: &Resource) -> Vec<Published> {
    let mut fields = vec![id()];
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
    // A name that every record happens to have says nothing about records as such.
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
    vec![
        InputField::new("where", format!("{target}Filter"), "Which rows; all if left out."),
        InputField::new("orderBy", format!("[{target}Order!]"), "In which order; by age in the directory if left out."),
        InputField::new(
            "first",
            "Int",
            "How many from the beginning, 0 to 100; 20 if neither `first` nor `last` is given.",
        ),
        InputField::new("after", "String", "Only rows after this cursor."),
        InputField::new("last", "Int", "How many from the end, 0 to 100; not together with `first`."),
        InputField::new("before", "String", "Only rows before this cursor."),
    ]
}

/// The root fields.
fn query(catalog: &Catalog) -> Object {
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
    let text =
        "What to look for, as one would type it: in any script of the region, without diacritics, beginnings of words.";
    fields.push(
        Published::new("search", "SearchConnection!", "The records whose names or texts have all words of a text; if none has, those that have them but for one letter.")
            .taking(vec![
                InputField::new("text", "String!", text),
                InputField::new("types", "[RecordType!]", "Only records of these types."),
                InputField::new("first", "Int", "How many from the beginning, 0 to 100; 20 if left out."),
                InputField::new("after", "String", "Only hits after this cursor."),
            ]),
    );
    let records = InputField::new(
        "records",
        "[ID!]!",
        "The ids of two to ten records, for example of two organizations or people.",
    );
    fields.push(Published::new("shared", "Shared!", "What these records have in common.").taking(vec![records]));
    for resource in catalog.resources() {
        if resource.role == Role::Record {
            let by = InputField::new("by", format!("{}By!", resource.name), "How to find it.");
            let doc = format!("One `{}`, by id or slug; null if there is none. {}", resource.name, resource.doc);
            fields.push(Published::new(resource.singular.clone(), resource.name, doc).taking(vec![by]));
        }
        let connection = || format!("{}Connection!", resource.name);
        fields.push(
            Published::new(resource.plural, connection(), format!("All of them. {}", resource.doc))
                .taking(connection_arguments(resource.name)),
        );
        for subset in &resource.subsets {
            fields.push(
                Published::new(subset.field, connection(), subset.doc).taking(connection_arguments(resource.name)),
            );
        }
    }
    object("Query", "What can be asked of the directory.", fields)
}
