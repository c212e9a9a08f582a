//! The input types and enums, made from the descriptions.
//!
//! They are published by `graphql/` and used by `coerce` to check variables, so both say the same.

use std::collections::{BTreeMap, BTreeSet};

use crate::resource::{Catalog, Kind, Relationship, Resource, Role};

use super::groups::groupings;

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

    fn or(mut self, default: &'static str) -> Self {
        self.default = Some(default);
        self
    }
}

/// Makes all input types.
pub fn input_types(catalog: &Catalog) -> Inputs {
    let mut inputs = Inputs::new();
    shared(&mut inputs);
    for resource in catalog.resources() {
        of_resource(&mut inputs, catalog, resource);
    }
    keep_reachable(&mut inputs, catalog);
    inputs
}

/// Drops input objects that no argument leads to, such as the filter of a list that nothing has.
fn keep_reachable(inputs: &mut Inputs, catalog: &Catalog) {
    let mut reached: BTreeSet<String> = BTreeSet::new();
    let arguments =
        catalog.resources().iter().flat_map(|it| ["Filter", "Order", "By"].map(|end| it.name.to_owned() + end));
    let mut next: Vec<String> = arguments.chain(["AsOf".to_owned()]).collect();
    while let Some(name) = next.pop() {
        if let Some(InputType::Object { fields, .. }) = inputs.get(&name)
            && reached.insert(name)
        {
            next.extend(fields.iter().map(|field| field.ty.trim_matches(['[', ']', '!']).to_owned()));
        }
    }
    inputs.retain(|name, input| !matches!(input, InputType::Object { .. }) || reached.contains(name));
}

/// Those that do not depend on a resource.
#[expect(clippy::too_many_lines, reason = "a list of types")]
fn shared(inputs: &mut Inputs) {
    let words = |words: &[(&str, &str)]| {
        words.iter().map(|(word, doc)| ((*word).to_owned(), (*doc).to_owned())).collect::<Vec<_>>()
    };
    inputs.insert(
        "Direction".into(),
        InputType::Enum {
            doc: "The direction of an order. Values that are missing come last unless it says otherwise.".into(),
            words: words(&[
                ("ASC", "Smallest first, missing last."),
                ("DESC", "Largest first, missing last."),
                ("ASC_NULLS_FIRST", "Missing first, then smallest first."),
                ("ASC_NULLS_LAST", "Smallest first, missing last; the same as ASC."),
                ("DESC_NULLS_FIRST", "Missing first, then largest first."),
                ("DESC_NULLS_LAST", "Largest first, missing last; the same as DESC."),
            ]),
        },
    );
    inputs.insert(
        "Certainty".into(),
        InputType::Enum {
            doc: "How an uncertain date is compared.".into(),
            words: words(&[
                ("CERTAIN", "It is so whatever the unknown days were."),
                ("POSSIBLE", "Nothing that is known speaks against it."),
            ]),
        },
    );
    inputs.insert(
        "DatePrecision".into(),
        InputType::Enum {
            doc: "How exactly a date is known.".into(),
            words: words(&[
                ("DAY", "To the day."),
                ("MONTH", "To the month."),
                ("YEAR", "To the year."),
                ("INTERVAL", "Somewhere between two days, before or after one, or about one."),
            ]),
        },
    );
    inputs.insert(
        "Date".into(),
        InputType::Scalar {
            doc: "A day by ISO 8601, for example `2016-09-28`.".into(),
            specified_by: Some("https://www.rfc-editor.org/rfc/rfc3339"),
        },
    );
    inputs.insert(
        "DateTime".into(),
        InputType::Scalar {
            doc: "A moment by RFC 3339, for example `2016-09-28T09:00:00Z`; answers are in UTC.".into(),
            specified_by: Some("https://www.rfc-editor.org/rfc/rfc3339"),
        },
    );
    inputs.insert(
        "AsOf".into(),
        object(
            "A day on which something must have held.",
            vec![
                InputField::new("date", "Date!", "The day."),
                InputField::new("certainty", "Certainty", "Whether only what certainly held that day counts.")
                    .or("CERTAIN"),
            ],
        ),
    );
    let certainty =
        || InputField::new("certainty", "Certainty", "Whether dates that may lie outside count too.").or("CERTAIN");
    inputs.insert("FuzzyDateFilter".into(), object(
        "Conditions on a date that may be uncertain. A date that is not recorded meets neither bound; ask for it with `isNull`.",
        vec![
            InputField::new("from", "Date", "The first day it may be."),
            InputField::new("to", "Date", "The last day it may be."),
            certainty(),
            InputField::new("precision", "DatePrecisionFilter", "How exactly it is known."),
            is_null(),
        ],
    ));
    inputs.insert(
        "PeriodFilter".into(),
        object(
            "A period with which something must share a day.",
            vec![
                InputField::new("from", "Date", "Its first day; open if left out."),
                InputField::new("to", "Date", "Its last day; open if left out."),
                certainty(),
            ],
        ),
    );
    for (name, scalar, what, operators) in [
        (
            "StringFilter",
            "String",
            "a text, letter by letter",
            &["eq", "neq", "in", "notIn", "contains", "startsWith"][..],
        ),
        ("IntFilter", "Int", "a whole number", &["eq", "neq", "in", "notIn", "lt", "lte", "gt", "gte"]),
        ("FloatFilter", "Float", "a number", &["eq", "neq", "lt", "lte", "gt", "gte"]),
        ("BooleanFilter", "Boolean", "a truth value", &["eq", "neq"]),
        ("DateTimeFilter", "DateTime", "a moment", &["eq", "neq", "lt", "lte", "gt", "gte"]),
        ("IDFilter", "ID", "an id", &["eq", "neq", "in", "notIn"]),
        ("DatePrecisionFilter", "DatePrecision", "the precision of a date", &["eq", "neq", "in", "notIn"]),
    ] {
        inputs.insert(name.into(), operators_on(scalar, what, operators));
    }
}

/// A filter on single values: all given operators must hold.
fn operators_on(scalar: &str, what: &str, operators: &[&str]) -> InputType {
    let field = |operator: &&str| {
        let (ty, doc) = match *operator {
            "eq" => (scalar.to_owned(), "It is this."),
            "neq" => (scalar.to_owned(), "It is not this; a missing value is not."),
            "in" => (format!("[{scalar}!]"), "It is one of these; 250 at most."),
            "notIn" => (format!("[{scalar}!]"), "It is none of these; a missing value is none. 250 at most."),
            "lt" => (scalar.to_owned(), "It is smaller or earlier."),
            "lte" => (scalar.to_owned(), "It is this, smaller or earlier."),
            "gt" => (scalar.to_owned(), "It is larger or later."),
            "gte" => (scalar.to_owned(), "It is this, larger or later."),
            "contains" => (scalar.to_owned(), "It has this somewhere in it; capitals count."),
            _ => (scalar.to_owned(), "It begins with this; capitals count."),
        };
        InputField::new(*operator, ty, doc)
    };
    let mut fields: Vec<_> = operators.iter().map(field).collect();
    fields.push(is_null());
    object(&format!("Conditions on {what}; all that are given must hold."), fields)
}

fn is_null() -> InputField {
    InputField::new("isNull", "Boolean", "True: there is no value. False: there is one.")
}

fn object(doc: &str, fields: Vec<InputField>) -> InputType {
    InputType::Object { doc: doc.to_owned(), one_of: false, fields }
}

/// What a resource's rows can be filtered, ordered, grouped and found by.
fn of_resource(inputs: &mut Inputs, catalog: &Catalog, resource: &Resource) {
    let name = resource.name;
    for attribute in &resource.attributes {
        if let Kind::Choice(choice) = attribute.kind {
            let words = choice.values.iter();
            inputs.entry(choice.name.to_owned()).or_insert_with(|| InputType::Enum {
                doc: choice.doc.to_owned(),
                words: words.map(|(word, doc)| ((*word).to_owned(), (*doc).to_owned())).collect(),
            });
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
        inputs.insert(
            format!("{name}Group"),
            InputType::Enum {
                doc: format!("What `{}` can be grouped by.", resource.plural),
                words: groups.into_iter().map(|it| (it.word, it.doc)).collect(),
            },
        );
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
        InputField::new("id", "IDFilter", "Conditions on its id."),
    ];
    for attribute in resource.attributes.iter().filter(|attribute| attribute.indexed) {
        let ty = match attribute.kind {
            Kind::Text | Kind::Texts => "StringFilter".to_owned(),
            Kind::Integer => "IntFilter".to_owned(),
            Kind::Float => "FloatFilter".to_owned(),
            Kind::Boolean => "BooleanFilter".to_owned(),
            Kind::Instant => "DateTimeFilter".to_owned(),
            Kind::Fuzzy | Kind::FuzzyDates => "FuzzyDateFilter".to_owned(),
            Kind::Choice(choice) => format!("{}Filter", choice.name),
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
    let mut fields = vec![InputField::new("id", "Direction", "By age in the directory.")];
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
