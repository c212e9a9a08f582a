//! The input types that do not depend on a resource.

use clap::ValueEnum;
use clap::builder::PossibleValue;

use super::{InputField, InputType, Inputs};
use crate::viewer::Role;

/// Those that do not depend on a resource.
#[expect(clippy::too_many_lines, reason = "a list of types")]
pub fn shared(inputs: &mut Inputs) {
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
        "ViewerRole".into(),
        InputType::Enum {
            doc: "What a token is for. Each role may do what those before it may.".into(),
            words: roles(),
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
        "JSON".into(),
        InputType::Scalar {
            doc: "JSON as it is, not in a string.".into(),
            specified_by: Some("https://www.rfc-editor.org/rfc/rfc8259"),
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
                InputField::new(
                    "fromToday",
                    "Int",
                    "Its first day as so many days after today (UTC), instead of `from`: 0 is today, -30 a month ago.",
                ),
                InputField::new("toToday", "Int", "Its last day likewise, instead of `to`."),
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
pub fn operators_on(scalar: &str, what: &str, operators: &[&str]) -> InputType {
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

pub fn object(doc: &str, fields: Vec<InputField>) -> InputType {
    InputType::Object { doc: doc.to_owned(), one_of: false, fields }
}

/// The roles, as the command line tells them.
fn roles() -> Vec<(String, String)> {
    let roles = Role::value_variants().iter().filter_map(ValueEnum::to_possible_value);
    let told = |role: &PossibleValue| role.get_help().map(|help| format!("{help}.")).unwrap_or_default();
    roles.map(|role| (role.get_name().to_owned(), told(&role))).collect()
}
