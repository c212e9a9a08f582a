//! The input types and enums, made from the descriptions.
//!
//! They are published by `graphql/` and used by `coerce` to check variables, so both say the same.

mod shared;

use std::collections::{BTreeMap, BTreeSet};

use crate::resource::{Catalog, Choice, Kind, Relationship, Resource, Role};

use super::groups::{Grouping, groupings};
use super::paths::link_kinds;
use super::proposals::PROPOSAL_STATUS;
use super::view::VIEW;
use super::webhooks::WEBHOOK_STATUS;
use super::work_list::{TASK_KIND, task_groupings};
use shared::{object, operators_on, shared};

/// All input types by name.
pub type Inputs = BTreeMap<String, InputType>;

/// What a client can send.
#[derive(Debug)]
pub enum InputType {
    Enum { doc: String, words: Vec<(String, String)> },
    Object { doc: String, one_of: bool, fields: Vec<InputField> },
    Scalar { doc: String, specified_by: Option<&'static str> },
}

/// A key of an input object, or an argument.
#[derive(Clone, Debug)]
pub struct InputField {
    pub name: String,
    /// In GraphQL's spelling: `[EventFilter!]`.
    pub ty: String,
    pub doc: String,
    /// In GraphQL's spelling.
    pub default: Option<&'static str>,
}

impl InputField {
    pub fn new(name: impl Into<String>, ty: impl Into<String>, doc: impl Into<String>) -> Self {
        Self { name: name.into(), ty: ty.into(), doc: doc.into(), default: None }
    }

    pub fn or(mut self, default: &'static str) -> Self {
        self.default = Some(default);
        self
    }
}

/// Makes all input types.
pub fn input_types(catalog: &Catalog) -> Inputs {
    let mut inputs = Inputs::new();
    shared(&mut inputs);
    let kinds = link_kinds(catalog).into_iter().map(|(word, doc)| (word, doc.to_owned())).collect();
    let doc = "What links two records.".to_owned();
    inputs.insert("LinkKind".to_owned(), InputType::Enum { doc, words: kinds });
    inputs.insert(catalog.fact_kinds().name.to_owned(), words(catalog.fact_kinds()));
    inputs.insert(TASK_KIND.name.to_owned(), words(&TASK_KIND));
    inputs.insert(PROPOSAL_STATUS.name.to_owned(), words(&PROPOSAL_STATUS));
    inputs.insert(WEBHOOK_STATUS.name.to_owned(), words(&WEBHOOK_STATUS));
    inputs.insert("ListingFilter".to_owned(), listing_filter(catalog));
    inputs.insert("TaskGroup".to_owned(), group_words("What tasks can be grouped by.".to_owned(), task_groupings()));
    for resource in catalog.resources() {
        of_resource(&mut inputs, catalog, resource);
    }
    keep_reachable(&mut inputs, catalog);
    inputs
}

/// The resources of which there are listings, for partner sites.
pub fn listings(catalog: &Catalog) -> impl Iterator<Item = &Resource> {
    ["Event", "Organization", "Partnership", "Project", "Article"].into_iter().map(|name| catalog.get(name))
}

/// A listing, by what is in it.
fn listing_filter(catalog: &Catalog) -> InputType {
    let field = |resource: &Resource| {
        let doc = format!("The `{}` that meet this; `{{}}` for all.", resource.plural);
        InputField::new(resource.plural, format!("{}Filter", resource.name), doc)
    };
    let doc = "What is in a listing: exactly one key.".to_owned();
    let view = InputField::new(VIEW, "String", "What the view with this slug lists, as it is when one asks.");
    InputType::Object { doc, one_of: true, fields: listings(catalog).map(field).chain([view]).collect() }
}

/// Drops input objects that no argument leads to, such as the filter of a list that nothing has.
fn keep_reachable(inputs: &mut Inputs, catalog: &Catalog) {
    let mut reached: BTreeSet<String> = BTreeSet::new();
    let arguments =
        catalog.resources().iter().flat_map(|it| ["Filter", "Order", "By"].map(|end| it.name.to_owned() + end));
    let mut next: Vec<String> = arguments.chain(["AsOf", "PeriodFilter", "ListingFilter"].map(str::to_owned)).collect();
    while let Some(name) = next.pop() {
        if let Some(InputType::Object { fields, .. }) = inputs.get(&name)
            && reached.insert(name)
        {
            next.extend(fields.iter().map(|field| field.ty.trim_matches(['[', ']', '!']).to_owned()));
        }
    }
    inputs.retain(|name, input| !matches!(input, InputType::Object { .. }) || reached.contains(name));
}

/// What there is to group by as an enum.
fn group_words(doc: String, groups: Vec<Grouping>) -> InputType {
    InputType::Enum { doc, words: groups.into_iter().map(|it| (it.word, it.doc)).collect() }
}

/// A closed set of words as an enum.
fn words(choice: &Choice) -> InputType {
    let words = choice.values.iter().map(|(word, doc)| ((*word).to_owned(), (*doc).to_owned()));
    InputType::Enum { doc: choice.doc.to_owned(), words: words.collect() }
}

/// What a resource's rows can be filtered, ordered, grouped and found by.
fn of_resource(inputs: &mut Inputs, catalog: &Catalog, resource: &Resource) {
    let name = resource.name;
    for attribute in &resource.attributes {
        if let Kind::Choice(choice) = attribute.kind {
            inputs.entry(choice.name.to_owned()).or_insert_with(|| words(choice));
            inputs
                .entry(format!("{}Filter", choice.name))
                .or_insert_with(|| operators_on(choice.name, "one word of a list", &["eq", "neq", "in", "notIn"]));
        }
    }
    inputs.insert(format!("{name}Filter"), filter(resource));
    inputs.insert(
        format!("{name}ListFilter"),
        object(
            &format!("Conditions on a record's `{}`; all that are given must hold.", resource.plural),
            vec![
                InputField::new("some", format!("{name}Filter"), "There is one that meets this."),
                InputField::new(
                    "every",
                    format!("{name}Filter"),
                    "All that there are meet this, even if there are none.",
                ),
                InputField::new("none", format!("{name}Filter"), "There is none that meets this."),
            ],
        ),
    );
    inputs.insert(format!("{name}Order"), order(resource));
    let groups = groupings(catalog, resource);
    if !groups.is_empty() {
        let doc = format!("What `{}` can be grouped by.", resource.plural);
        inputs.insert(format!("{name}Group"), group_words(doc, groups));
    }
    if resource.role == Role::Record {
        inputs.insert(
            format!("{name}By"),
            InputType::Object {
                doc: format!("How to find one `{name}`: exactly one key."),
                one_of: true,
                fields: vec![InputField::new("id", "ID", "Its id."), InputField::new("slug", "String", "Its slug.")],
            },
        );
    }
}

fn filter(resource: &Resource) -> InputType {
    let name = resource.name;
    let mut fields = vec![
        InputField::new("and", format!("[{name}Filter!]"), "All of these hold."),
        InputField::new("or", format!("[{name}Filter!]"), "At least one of these holds."),
        InputField::new("not", format!("{name}Filter"), "This does not hold."),
    ];
    if resource.role != Role::Entry {
        fields.push(InputField::new("id", "IDFilter", "Conditions on its id."));
    }
    for attribute in resource.attributes.iter().filter(|attribute| attribute.indexed) {
        let ty = match attribute.kind {
            Kind::Text | Kind::Texts => "StringFilter".to_owned(),
            Kind::Integer => "IntFilter".to_owned(),
            Kind::Float => "FloatFilter".to_owned(),
            Kind::Boolean => "BooleanFilter".to_owned(),
            Kind::Instant => "DateTimeFilter".to_owned(),
            Kind::Fuzzy | Kind::FuzzyDates => "FuzzyDateFilter".to_owned(),
            Kind::Choice(choice) => format!("{}Filter", choice.name),
            // Has no index.
            Kind::Listing => continue,
        };
        let one_of_them = if attribute.kind.is_list() { "One of them meets this. " } else { "" };
        fields.push(InputField::new(attribute.name, ty, format!("{one_of_them}{}", attribute.doc)));
    }
    if resource.interval.is_some() {
        fields.push(InputField::new("asOf", "AsOf", "It held on this day."));
    }
    if resource.period.is_some() {
        fields.push(InputField::new("during", "PeriodFilter", "Some day of it lies in this period."));
    }
    if resource.is_searched() || resource.role == Role::Interface {
        let doc = "All words of this text begin words of its names or texts, in whatever script or case.";
        fields.push(InputField::new("text", "String", doc));
    }
    for relationship in &resource.relationships {
        let list = if relationship.many { "List" } else { "" };
        let ty = format!("{}{list}Filter", relationship.target);
        let doc = if relationship.many {
            relationship.doc.to_owned()
        } else {
            format!(
                "It has one that meets this; for those without any use `not: {{ {}: {{}} }}`. {}",
                relationship.name, relationship.doc
            )
        };
        fields.push(InputField::new(relationship.name, ty, doc));
    }
    object(&format!("Conditions on `{}`; all that are given must hold.", resource.plural), fields)
}

fn order(resource: &Resource) -> InputType {
    let mut fields = match resource.role {
        Role::Entry => Vec::new(),
        _ => vec![InputField::new("id", "Direction", "By age in the directory.")],
    };
    for attribute in resource.attributes.iter().filter(|it| it.indexed && !it.kind.is_list()) {
        let doc = match attribute.kind {
            Kind::Fuzzy => {
                format!("By the earliest day of `{}`; where that is open or unknown it is missing.", attribute.name)
            }
            _ => format!("By `{}`.", attribute.name),
        };
        fields.push(InputField::new(attribute.name, "Direction", doc));
    }
    for relationship in resource.relationships.iter().filter(|it| is_ordering(it)) {
        let doc = format!("By an attribute of its `{}`.", relationship.name);
        fields.push(InputField::new(relationship.name, format!("{}Order", relationship.target), doc));
    }
    InputType::Object {
        doc: format!("One thing to order `{}` by: exactly one key. Give several in a list.", resource.plural),
        one_of: true,
        fields,
    }
}

/// Rows can be ordered through relationships that lead to one row by a column of their own.
fn is_ordering(relationship: &Relationship) -> bool {
    relationship.own_column().is_some() && relationship.target != crate::resource::RECORD
}
