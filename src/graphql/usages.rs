//! Each variable fits the places where it is used (GraphQL specification, October 2021, 5.8.5
//! `All Variable Usages Are Allowed`).
//!
//! async-graphql 8.0.0-rc.5 has the rule, but its composed visitor never calls it. It also takes a
//! quoted text for an enum's word.

use std::collections::HashSet;

use async_graphql::parser::types::{
    BaseType, Directive, ExecutableDocument, OperationDefinition, OperationType, Selection, SelectionSet, Type,
    VariableDefinition,
};
use async_graphql::registry::{MetaInputValue, MetaType, Registry};
use async_graphql::{Name, Positioned};
use async_graphql_value::Value;

use crate::error::{Code, Error, Result};

/// Refuses an operation that uses a variable where another type is expected. The document is
/// otherwise valid: all names in it exist.
pub fn check(registry: &Registry, document: &ExecutableDocument, operation: &OperationDefinition) -> Result<()> {
    let definitions = &operation.variable_definitions;
    let mut walk = Walk { registry, document, definitions, fragments: HashSet::new() };
    walk.directives(&operation.directives)?;
    let root = match operation.ty {
        OperationType::Query => None,
        OperationType::Mutation => registry.mutation_type.as_ref(),
        OperationType::Subscription => registry.subscription_type.as_ref(),
    };
    let root = root.unwrap_or(&registry.query_type);
    walk.selection(root, &operation.selection_set.node)
}

struct Walk<'d> {
    registry: &'d Registry,
    document: &'d ExecutableDocument,
    definitions: &'d [Positioned<VariableDefinition>],
    /// A fragment is looked at once: its type, not the place of its spread, says what it expects.
    fragments: HashSet<&'d Name>,
}

impl<'d> Walk<'d> {
    fn selection(&mut self, on: &str, set: &'d SelectionSet) -> Result<()> {
        for item in &set.items {
            self.directives(item.node.directives())?;
            match &item.node {
                Selection::Field(field) => {
                    let field = &field.node;
                    let registry = self.registry;
                    let known = registry.types.get(on).and_then(|ty| ty.field_by_name(&field.name.node));
                    let Some(known) = known else { continue };
                    for (name, value) in &field.arguments {
                        if let Some(expected) = known.args.get(name.node.as_str()) {
                            self.value(expected, &value.node)?;
                        }
                    }
                    self.selection(bare(&known.ty), &field.selection_set.node)?;
                }
                Selection::InlineFragment(fragment) => {
                    let condition = fragment.node.type_condition.as_ref();
                    let on = condition.map_or(on, |condition| condition.node.on.node.as_str());
                    self.selection(on, &fragment.node.selection_set.node)?;
                }
                Selection::FragmentSpread(spread) => {
                    let name = &spread.node.fragment_name.node;
                    let Some(fragment) = self.document.fragments.get(name) else { continue };
                    if self.fragments.insert(name) {
                        let on = &fragment.node.type_condition.node.on.node;
                        self.selection(on, &fragment.node.selection_set.node)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// `@skip(if:)` and `@include(if:)`; there are no others.
    fn directives(&self, directives: &[Positioned<Directive>]) -> Result<()> {
        let mut arguments = directives.iter().flat_map(|directive| &directive.node.arguments);
        arguments.try_for_each(|(_, value)| self.typed(&value.node, "Boolean!", false))
    }

    fn value(&self, expected: &MetaInputValue, value: &Value) -> Result<()> {
        self.typed(value, &expected.ty, expected.default_value.is_some())
    }

    fn typed(&self, value: &Value, expected: &str, has_default: bool) -> Result<()> {
        match value {
            Value::Variable(name) => self.usage(name, expected, has_default),
            Value::List(items) => {
                let inner = expected.trim_end_matches('!');
                let item = inner.strip_prefix('[').and_then(|it| it.strip_suffix(']')).unwrap_or(inner);
                items.iter().try_for_each(|value| self.typed(value, item, false))
            }
            Value::Object(parts) => {
                let Some(MetaType::InputObject { input_fields, oneof, .. }) = self.registry.types.get(bare(expected))
                else {
                    return Ok(());
                };
                parts.iter().try_for_each(|(name, value)| match input_fields.get(name.as_str()) {
                    // The one key of such an object must have a value.
                    Some(field) if *oneof => self.typed(value, &format!("{}!", field.ty), false),
                    Some(field) => self.value(field, value),
                    None => Ok(()),
                })
            }
            Value::String(text) if matches!(self.registry.types.get(bare(expected)), Some(MetaType::Enum { .. })) => {
                let message =
                    format!("The text \"{text}\" stands where a word of `{expected}` is expected, without quotes.");
                Err(Error::new(Code::Validation, message))
            }
            _ => Ok(()),
        }
    }

    fn usage(&self, name: &Name, expected: &str, has_default: bool) -> Result<()> {
        let Some(definition) = self.definitions.iter().find(|it| it.node.name.node == *name) else { return Ok(()) };
        let Some(mut place) = Type::new(expected) else { return Ok(()) };
        let given = &definition.node;
        let default = given.default_value.as_ref().is_some_and(|value| value.node != async_graphql::Value::Null);
        if default || has_default {
            place.nullable = true;
        }
        if fits(&given.var_type.node, &place) {
            return Ok(());
        }
        let message =
            format!("Variable `${name}` is `{}`, and is used where `{expected}` is expected.", given.var_type);
        let mut error = Error::new(Code::Validation, message);
        error.locations = vec![(definition.pos.line, definition.pos.column)];
        Err(error)
    }
}

/// Whether every value of one type is one of the other.
fn fits(given: &Type, place: &Type) -> bool {
    (place.nullable || !given.nullable)
        && match (&given.base, &place.base) {
            (BaseType::Named(given), BaseType::Named(place)) => given == place,
            (BaseType::List(given), BaseType::List(place)) => fits(given, place),
            _ => false,
        }
}

/// `[EventFilter!]!` → `EventFilter`.
fn bare(ty: &str) -> &str {
    ty.trim_matches(['[', ']', '!'])
}
