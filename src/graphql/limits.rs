//! What is measured before a document is parsed or walked.

use std::collections::HashMap;

use async_graphql::Name;
use async_graphql::parser::types::{ExecutableDocument, OperationDefinition, Selection, SelectionSet};

use crate::error::{Code, Error, Result};
use crate::limits::QueryLimits;

/// How many lists of the schema may lie in each other when it is asked for: `types`, their `fields`, and
/// those fields' `args`.
const MOST_SCHEMA_LISTS: usize = 3;
/// How deep the question for the schema may be nested: the usual one unwraps nine levels of types.
const MOST_SCHEMA_DEPTH: usize = 18;
/// About how many values its answer may have: some times what GraphiQL asks for.
const MOST_SCHEMA_OBJECTS: usize = 3_000_000;

/// How deep brackets may be nested: the parser would overflow the stack on thousands.
const MOST_BRACKETS: usize = 64;

/// Refuses text that has too many tokens, or whose brackets are nested too deep to be parsed safely; those in
/// strings and comments do not count.
pub fn text(text: &str, limits: &QueryLimits) -> Result<()> {
    let (mut depth, mut tokens) = (0_usize, 0_usize);
    let mut rest = text.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        tokens += 1;
        match byte {
            b'[' | b'{' | b'(' => depth += 1,
            b']' | b'}' | b')' => depth = depth.saturating_sub(1),
            b'"' if rest.starts_with(b"\"\"") => rest = skip(&rest[2..], b"\"\"\""),
            b'"' => rest = skip(rest, b"\""),
            b'#' => (rest, tokens) = (skip(rest, b"\n"), tokens - 1),
            b' ' | b'\t' | b'\r' | b'\n' | b',' => tokens -= 1,
            byte if is_word(*byte) => {
                let end = rest.iter().position(|byte| !is_word(*byte)).unwrap_or(rest.len());
                rest = &rest[end..];
            }
            _ => {}
        }
        if depth > MOST_BRACKETS {
            let message = format!("The document nests brackets deeper than {MOST_BRACKETS}.");
            return Err(Error::new(Code::TooLarge, message));
        }
    }
    at_most("tokens", tokens, limits.max_tokens)
}

/// Whether a byte can stand in a name or a number.
fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-' | b'+')
}

/// Refuses a document that has more of something than it may have.
fn at_most(what: &str, count: usize, most: usize) -> Result<()> {
    if count <= most {
        return Ok(());
    }
    Err(Error::new(Code::TooLarge, format!("The document has {count} {what} and may have {most}.")))
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

/// Refuses a document that is too large in any way that can be counted before it is validated.
///
/// Fields are counted as if fragments were written out. A fragment's weight is counted once and multiplied,
/// so that a kilobyte cannot keep us busy for long.
pub fn document(document: &ExecutableDocument, limits: &QueryLimits) -> Result<()> {
    at_most("fragments", document.fragments.len(), limits.max_fragments)?;
    let mut counts = Counts::default();
    for (_, operation) in document.operations.iter() {
        let set = &operation.node.selection_set.node;
        counts.directives += operation.node.directives.len();
        counts.add(set);
        at_most("root fields", fields(document, set, &mut HashMap::new(), false), limits.max_root_fields)?;
    }
    for fragment in document.fragments.values() {
        counts.directives += fragment.node.directives.len();
        counts.add(&fragment.node.selection_set.node);
    }
    at_most("aliases", counts.aliases, limits.max_aliases)?;
    at_most("directives", counts.directives, limits.max_directives)?;
    let mut weights = HashMap::new();
    for (_, operation) in document.operations.iter() {
        let weight = fields(document, &operation.node.selection_set.node, &mut weights, true);
        at_most("fields, once its fragments are written out,", weight, limits.max_fields)?;
    }
    Ok(())
}

/// What a document has as it is written.
#[derive(Default)]
struct Counts {
    aliases: usize,
    directives: usize,
}

impl Counts {
    fn add(&mut self, set: &SelectionSet) {
        for item in &set.items {
            match &item.node {
                Selection::Field(field) => {
                    self.aliases += usize::from(field.node.alias.is_some());
                    self.directives += field.node.directives.len();
                    self.add(&field.node.selection_set.node);
                }
                Selection::InlineFragment(fragment) => {
                    self.directives += fragment.node.directives.len();
                    self.add(&fragment.node.selection_set.node);
                }
                Selection::FragmentSpread(spread) => self.directives += spread.node.directives.len(),
            }
        }
    }
}

/// How many fields a selection has once its fragments are written out: those `below` it included, or not.
fn fields<'d>(
    document: &'d ExecutableDocument,
    set: &'d SelectionSet,
    weights: &mut HashMap<&'d Name, usize>,
    below: bool,
) -> usize {
    set.items.iter().fold(0_usize, |total, item| {
        let weight = match &item.node {
            Selection::Field(field) if below => {
                fields(document, &field.node.selection_set.node, weights, below).saturating_add(1)
            }
            Selection::Field(_) => 1,
            Selection::InlineFragment(fragment) => fields(document, &fragment.node.selection_set.node, weights, below),
            Selection::FragmentSpread(spread) => {
                let name = &spread.node.fragment_name.node;
                let inside = match (weights.get(name), document.fragments.get(name)) {
                    (Some(known), _) => *known,
                    (None, Some(fragment)) => {
                        // Inside itself a fragment weighs nothing more; validation refuses it.
                        weights.insert(name, 0);
                        let weight = fields(document, &fragment.node.selection_set.node, weights, below);
                        weights.insert(name, weight);
                        weight
                    }
                    (None, None) => 0,
                };
                // A spread has a weight of its own, so that spreads of nothing cannot double for ever.
                inside.saturating_add(usize::from(below))
            }
        };
        total.saturating_add(weight)
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
        "types" => 400,
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
