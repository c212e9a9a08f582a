//! What is measured before a document is parsed or walked.

use std::collections::HashMap;

use async_graphql::Name;
use async_graphql::parser::types::{ExecutableDocument, Selection, SelectionSet};

use crate::error::{Code, Error, Result};

/// How deep brackets may be nested: the parser would overflow the stack on thousands.
const MOST_BRACKETS: usize = 64;
/// How many fields a document may select once its fragments are written out.
const MOST_FIELDS: usize = 2_000;

/// Refuses text whose brackets are nested too deep to be parsed safely.
pub fn brackets(text: &str) -> Result<()> {
    let mut depth = 0_usize;
    for byte in text.bytes() {
        match byte {
            b'[' | b'{' | b'(' => depth += 1,
            b']' | b'}' | b')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MOST_BRACKETS {
            let message = format!("The document nests brackets deeper than {MOST_BRACKETS}.");
            return Err(Error::new(Code::TooLarge, message));
        }
    }
    Ok(())
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
                match (weights.get(name), document.fragments.get(name)) {
                    (Some(known), _) => *known,
                    (None, Some(fragment)) => {
                        // A fragment inside itself weighs nothing here; validation refuses it.
                        weights.insert(name, 0);
                        let below = &fragment.node.selection_set.node;
                        let weight = weight(document, below, weights);
                        weights.insert(name, weight);
                        weight
                    }
                    (None, None) => 0,
                }
            }
        };
        sum.saturating_add(weight)
    })
}
