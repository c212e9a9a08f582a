//! What is measured before a document is parsed or walked.

use std::collections::HashMap;

use async_graphql::Name;
use async_graphql::parser::types::{ExecutableDocument, OperationDefinition, Selection, SelectionSet};

use crate::error::{Code, Error, Result};

/// How many lists of the schema may lie in each other when it is asked for: `types`, their `fields`, and
/// those fields' `args`.
const MOST_SCHEMA_LISTS: usize = 3;
/// How deep the question for the schema may be nested: the usual one unwraps nine levels of types.
const MOST_SCHEMA_DEPTH: usize = 18;
/// About how many values its answer may have: some times what GraphiQL asks for.
const MOST_SCHEMA_OBJECTS: usize = 3_000_000;

/// How deep brackets may be nested: the parser would overflow the stack on thousands.
const MOST_BRACKETS: usize = 64;
/// How many fields a document may select once its fragments are written out.
const MOST_FIELDS: usize = 2_000;

/// Refuses text whose brackets are nested too deep to be parsed safely; those in strings and comments
/// do not count.
pub fn brackets(text: &str) -> Result<()> {
    let mut depth = 0_usize;
    let mut rest = text.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        match byte {
            b'[' | b'{' | b'(' => depth += 1,
            b']' | b'}' | b')' => depth = depth.saturating_sub(1),
            b'#' => rest = skip(rest, b"\n"),
            b'"' if rest.starts_with(b"\"\"") => rest = skip(&rest[2..], b"\"\"\""),
            b'"' => rest = skip(rest, b"\""),
            _ => {}
        }
        if depth > MOST_BRACKETS {
            let message = format!("The document nests brackets deeper than {MOST_BRACKETS}.");
            return Err(Error::new(Code::TooLarge, message));
        }
    }
    Ok(())
}

/// What comes after the end of a string or comment; a backslash takes the next byte with it.
fn skip<'t>(mut rest: &'t [u8], end: &[u8]) -> &'t [u8] {
    while !rest.is_empty() {
        if rest.starts_with(end) {
            return &rest[end.len()..];
        }
        let step = if rest[0] == b'\\' && end != b"\n" { 2 } else { 1 };
        rest = rest.get(step..).unwrap_or_default();
    }
    rest
}

/// Refuses a document that selects too many fields once its fragments are written out. A fragment's
/// weight is counted once and multiplied, so that a kilobyte cannot keep us busy for long.
pub fn fields(document: &ExecutableDocument) -> Result<()> {
    let mut weights = HashMap::new();
    for (_, operation) in document.operations.iter() {
        let weight = weight(document, &operation.node.selection_set.node, &mut weights);
        if weight > MOST_FIELDS {
            let message =
                format!("The document selects more than {MOST_FIELDS} fields once its fragments are written out.");
            return Err(Error::new(Code::TooLarge, message));
        }
    }
    Ok(())
}

fn weight<'d>(
    document: &'d ExecutableDocument,
    set: &'d SelectionSet,
    weights: &mut HashMap<&'d Name, usize>,
) -> usize {
    set.items.iter().fold(0_usize, |sum, item| {
        let weight = match &item.node {
            Selection::Field(field) => weight(document, &field.node.selection_set.node, weights).saturating_add(1),
            Selection::InlineFragment(fragment) => weight(document, &fragment.node.selection_set.node, weights),
            Selection::FragmentSpread(spread) => {
                let name = &spread.node.fragment_name.node;
                let below = match (weights.get(name), document.fragments.get(name)) {
                    (Some(known), _) => *known,
                    (None, Some(fragment)) => {
                        // Inside itself a fragment weighs nothing more; validation refuses it.
                        weights.insert(name, 0);
                        let weight = weight(document, &fragment.node.selection_set.node, weights);
                        weights.insert(name, weight);
                        weight
                    }
                    (None, None) => 0,
                };
                // A spread has a weight of its own, so that spreads of nothing cannot double for ever.
                below.saturating_add(1)
            }
        };
        sum.saturating_add(weight)
    })
}

/// Refuses a valid question for the schema whose answer would multiply the schema with itself.
pub fn introspection(document: &ExecutableDocument, operation: &OperationDefinition) -> Result<()> {
    let Size { depth, lists, objects } = schema_size(document, &operation.selection_set.node);
    if depth > MOST_SCHEMA_DEPTH || lists > MOST_SCHEMA_LISTS || objects > MOST_SCHEMA_OBJECTS {
        let message = format!(
            "The question for the schema nests {depth} fields and {lists} lists in each other for about {objects} \
             objects; it takes {MOST_SCHEMA_DEPTH}, {MOST_SCHEMA_LISTS} and {MOST_SCHEMA_OBJECTS} at most."
        );
        return Err(Error::new(Code::TooLarge, message));
    }
    Ok(())
}

/// How large the answer to a question for the schema is.
#[derive(Default)]
struct Size {
    /// The most fields in each other.
    depth: usize,
    /// The most lists in each other.
    lists: usize,
    /// About how many values there are in all.
    objects: usize,
}

/// About how long a list of the schema is; `None` for what is no list.
fn length(field: &str) -> Option<usize> {
    Some(match field {
        "types" => 300,
        "possibleTypes" => 24,
        "fields" | "inputFields" => 15,
        "enumValues" => 8,
        "args" => 6,
        "directives" => 4,
        "interfaces" => 2,
        _ => return None,
    })
}

/// The document is valid, so no fragment lies in itself, and its fields were counted, so the walk is short.
fn schema_size(document: &ExecutableDocument, set: &SelectionSet) -> Size {
    let sizes = set.items.iter().map(|item| match &item.node {
        Selection::Field(field) => {
            let below = schema_size(document, &field.node.selection_set.node);
            let length = length(field.node.name.node.as_str());
            Size {
                depth: below.depth + 1,
                lists: below.lists + usize::from(length.is_some()),
                objects: below.objects.saturating_add(1).saturating_mul(length.unwrap_or(1)),
            }
        }
        Selection::InlineFragment(fragment) => schema_size(document, &fragment.node.selection_set.node),
        Selection::FragmentSpread(spread) => document
            .fragments
            .get(&spread.node.fragment_name.node)
            .map_or_else(Size::default, |fragment| schema_size(document, &fragment.node.selection_set.node)),
    });
    sizes.fold(Size::default(), |sum, size| Size {
        depth: sum.depth.max(size.depth),
        lists: sum.lists.max(size.lists),
        objects: sum.objects.saturating_add(size.objects),
    })
}
