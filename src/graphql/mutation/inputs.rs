//! The input types of mutations, made from the descriptions.

use super::kind::Mutation;
use super::nested::Nested;
use crate::query::{InputField, InputType, Inputs, USER_ERRORS};
use crate::resource::{Attribute, Catalog, Kind, Part, RECORD, Relationship, Resource, upper_case};

/// Adds the types that the arguments of all mutations need.
pub fn register_inputs(inputs: &mut Inputs, catalog: &Catalog) {
    let edtf = "The date by EDTF (ISO 8601-2), for example `2016-09-28`, `2016-02` (some day of the month), `2014-11~` \
                (about), `../2016-10-23` (by that day).";
    let days = vec![
        InputField::new("edtf", "String!", edtf),
        InputField::new("earliest", "Date", "The first day it can be, if it is known more narrowly than by `edtf`."),
        InputField::new("latest", "Date", "The last day it can be, likewise."),
    ];
    inputs.insert("FuzzyDateInput".to_owned(), object("A day that is known more or less exactly.", days));
    listing(inputs, catalog);
    let codes = USER_ERRORS.values.iter().map(|(name, doc)| (upper_case(name), (*doc).to_owned()));
    let doc = "What sort of error a `UserError` is.".to_owned();
    inputs.insert("UserErrorCode".to_owned(), InputType::Enum { doc, words: codes.collect() });
    for mutation in Mutation::all(catalog) {
        if let Mutation::Create(resource) | Mutation::Update(resource) = mutation {
            inputs.insert(format!("{}Patch", resource.name), patch(resource));
            for nested in Nested::of(catalog, resource).filter(|nested| nested.end.is_none()) {
                inputs.insert(format!("{}Part", nested.resource.name), part_of_owner(catalog, nested.resource));
            }
        }
        inputs.entry(mutation.input()).or_insert_with(|| input(catalog, mutation));
    }
}

/// What a view lists: a filter and an order over one resource.
fn listing(inputs: &mut Inputs, catalog: &Catalog) {
    let mut fields = Vec::new();
    for Resource { name, plural, .. } in catalog.resources().iter().filter(|it| it.listed) {
        let parts = vec![
            InputField::new("where", format!("{name}Filter"), "Which of them; all if left out."),
            InputField::new("orderBy", format!("[{name}Order!]"), "In which order; the usual one if left out."),
        ];
        let ty = format!("{name}ListingInput");
        inputs.insert(ty.clone(), object(&format!("Which `{plural}` to list, and in which order."), parts));
        fields.push(InputField::new(*plural, ty, format!("Some of the `{plural}`.")));
    }
    let doc = "What to list: exactly one key.".to_owned();
    inputs.insert("ListingInput".to_owned(), InputType::Object { doc, one_of: true, fields });
}

/// The argument of a mutation.
fn input(catalog: &Catalog, mutation: Mutation<'_>) -> InputType {
    let mut fields = match mutation {
        Mutation::Create(resource) => {
            let nested = Nested::of(catalog, resource).map(|nested| nested_field(&nested));
            resource.parts().map(part).chain(nested).collect()
        }
        Mutation::Update(resource) => vec![
            id("The id of the record."),
            expected_version(),
            InputField::new("patch", format!("{}Patch!", resource.name), "What is to be written anew."),
        ],
        Mutation::Withdraw(_) => vec![id("The id of the record."), expected_version()],
        Mutation::Restore(_) => vec![id("The id that the record had.")],
        Mutation::PreferClaim => {
            vec![InputField::new("claim", "ID!", "The id of a claim on an attribute."), expected_version()]
        }
        Mutation::MergeRecords => vec![
            InputField::new("from", "ID!", "The id of the record that is the same as another."),
            InputField::new("into", "ID!", "The id of the one that goes on for both."),
        ],
        Mutation::UndoChanges => {
            vec![InputField::new("group", "Int!", "The number of the group, that of its first change.")]
        }
        Mutation::ErasePerson => vec![id("The id of the person.")],
        _ if mutation.is_about_a_webhook() => return about_a_webhook(mutation),
        _ => return about_a_proposal(mutation),
    };
    fields.extend([
        InputField::new("comment", "String", "Why, for the history."),
        InputField::new(
            "idempotencyKey",
            "String",
            "What you call this mutation. Sent again under the same key it is not done again, and the answer is about \
             what was done then. A key counts for your token alone.",
        ),
        dry_run(),
    ]);
    let doc = match mutation {
        Mutation::Withdraw(_) => "Which record is to be taken from the directory.".to_owned(),
        Mutation::Restore(_) => "Which record is to come back.".to_owned(),
        _ => format!("What `{}` is to do.", mutation.name()),
    };
    object(&doc, fields)
}

/// The argument of a mutation that is about a proposal. To decide twice does no harm, so it takes no key.
fn about_a_proposal(mutation: Mutation<'_>) -> InputType {
    let mut fields = vec![id("The id of the proposal.")];
    fields.extend(match mutation {
        Mutation::EditProposal => vec![
            InputField::new(
                "steps",
                "String",
                "The steps as JSON, in the form in which `Proposal.steps` has them; what is left out stays.",
            ),
            InputField::new("comment", "String", "Why it is proposed; what is left out stays, null clears."),
            dry_run(),
        ],
        Mutation::ApproveProposal => vec![
            InputField::new("comment", "String", "What the history is to say beside the author's comment."),
            dry_run(),
        ],
        Mutation::RejectProposal => vec![InputField::new("reason", "String!", "Why, for its author.")],
        _ => Vec::new(),
    });
    object(&format!("What `{}` is to do.", mutation.name()), fields)
}

/// The argument of a mutation that is about a webhook.
fn about_a_webhook(mutation: Mutation<'_>) -> InputType {
    let url = "Where messages are sent by POST: an `https` address of the public internet. Redirects are not followed.";
    let after = "The number of a change, as in `changes`: everything after it is told once more. 0 for everything.";
    let (doc, fields) = match mutation {
        Mutation::CreateWebhook => (
            "Who is to be told of what.",
            vec![
                InputField::new("url", "String!", url),
                InputField::new("view", "ViewBy!", "Of which view's changes."),
            ],
        ),
        Mutation::ReplayWebhook => (
            "From where on a receiver is to be told once more.",
            vec![id("The id of the webhook."), InputField::new("after", "Int!", after)],
        ),
        _ => ("Which webhook is meant.", vec![id("The id of the webhook.")]),
    };
    object(doc, fields)
}

fn dry_run() -> InputField {
    let doc = "Whether everything is only checked, and nothing is written: `preview` tells what would be.";
    InputField::new("dryRun", "Boolean", doc).or("false")
}

fn id(doc: &str) -> InputField {
    InputField::new("id", "ID!", doc)
}

fn expected_version() -> InputField {
    let doc = "The version of the record that you have seen; if it was written since, nothing is done. It must be \
               given: null writes over whatever is there.";
    InputField::new("expectedVersion", "Int", doc)
}

/// All that can be written anew.
fn patch(resource: &Resource) -> InputType {
    let doc =
        format!("What is to be written anew of one of the `{}`: what is left out stays, null clears.", resource.plural);
    object(&doc, resource.parts().map(|it| InputField { ty: part_type(it), ..part(it) }).collect())
}

/// A record that is made along with its owner, without what leads back to it.
fn part_of_owner(catalog: &Catalog, resource: &Resource) -> InputType {
    let owners: Vec<_> = catalog.owners(resource).collect();
    let parts = resource.parts().filter(|it| !owners.contains(&it.name())).map(part);
    let nested = Nested::of(catalog, resource).map(|nested| nested_field(&nested));
    let doc = format!("One of the `{}` that are made along with what they belong to.", resource.plural);
    object(&doc, parts.chain(nested).collect())
}

fn nested_field(nested: &Nested<'_>) -> InputField {
    let relationship = nested.relationship;
    let one = match &nested.end {
        Some(end) => reference(end.part),
        None => format!("{}Part", nested.resource.name),
    };
    let ty = if relationship.many { format!("[{one}!]") } else { one };
    InputField::new(relationship.name, ty, relationship.doc)
}

/// A part of a new record; a slug is made if none is given.
fn part(part: Part<'_>) -> InputField {
    let required = if part.is_required() && part.name() != "slug" { "!" } else { "" };
    let doc = match part {
        Part::Value(attribute) => attribute.doc,
        Part::One { relationship, .. } | Part::Many { relationship, .. } => relationship.doc,
    };
    InputField::new(part.name(), part_type(part) + required, doc)
}

fn part_type(part: Part<'_>) -> String {
    match part {
        Part::Value(attribute) => value(attribute).to_owned(),
        Part::One { relationship, .. } => reference(relationship),
        Part::Many { relationship, .. } => format!("[{}!]", reference(relationship)),
    }
}

fn value(attribute: &Attribute) -> &'static str {
    match attribute.kind {
        Kind::Text => "String",
        Kind::Integer => "Int",
        Kind::Float => "Float",
        Kind::Boolean => "Boolean",
        Kind::Instant => "DateTime",
        Kind::Fuzzy => "FuzzyDateInput",
        Kind::Choice(choice) => choice.name,
        Kind::Texts => "[String!]",
        Kind::FuzzyDates => "[FuzzyDateInput!]",
        Kind::Listing => "ListingInput",
    }
}

/// One record of the relationship's target; any record has no slug that would say which.
fn reference(relationship: &Relationship) -> String {
    if relationship.target == RECORD { "ID".to_owned() } else { format!("{}By", relationship.target) }
}

fn object(doc: &str, fields: Vec<InputField>) -> InputType {
    InputType::Object { doc: doc.to_owned(), one_of: false, fields }
}
