//! Fragments, directives and repeated fields flattened to response keys
//! (GraphQL specification, October 2021, 6.3.2 `CollectFields`).

use async_graphql::Positioned;
use async_graphql::Value as ConstValue;
use async_graphql::parser::types::{Directive, Field, Selection, SelectionSet};

use super::compiler::Compiler;
use super::input::{Input, constant};
use super::plan::Variables;
use crate::error::{Code, Error};

/// What one response key asks for.
#[derive(Clone, Debug)]
pub struct Selected<'a> {
    pub key: &'a str,
    pub name: &'a str,
    field: &'a Field,
    /// The selection sets of all fields that share the key.
    pub below: Vec<&'a SelectionSet>,
}

impl<'a> Selected<'a> {
    /// Whether another selection has the same field with the same things below it.
    pub fn is_same(&self, other: &Self) -> bool {
        let below = |one: &[&SelectionSet], two: &[&SelectionSet]| {
            one.len() == two.len() && one.iter().zip(two).all(|(one, two)| std::ptr::eq(*one, *two))
        };
        self.key == other.key && std::ptr::eq(self.field, other.field) && below(&self.below, &other.below)
    }

    /// The value of an argument.
    pub fn argument(&self, name: &str) -> Input<'a> {
        Input::of(self.field.get_argument(name).map(|value| &value.node))
    }

    /// The value of an argument itself; `None` if it is not given.
    pub fn given(&self, name: &str, variables: &Variables) -> Option<ConstValue> {
        constant(&self.field.get_argument(name)?.node, variables)
    }
}

impl<'a> Compiler<'a> {
    /// The fields selected on an object of this type, by response key, in the order of the document.
    /// `interfaces` are those that the type implements.
    pub(super) fn collect(
        &mut self,
        type_name: &str,
        interfaces: &[&str],
        sets: &[&'a SelectionSet],
    ) -> Vec<Selected<'a>> {
        let mut selected = Vec::new();
        for set in sets {
            self.collect_into(&mut selected, type_name, interfaces, set);
        }
        selected
    }

    fn collect_into(
        &mut self,
        selected: &mut Vec<Selected<'a>>,
        type_name: &str,
        interfaces: &[&str],
        set: &'a SelectionSet,
    ) {
        for item in &set.items {
            if !self.included(item.node.directives()) {
                continue;
            }
            let fits = |on: &str| on == type_name || interfaces.contains(&on);
            match &item.node {
                Selection::Field(field) => {
                    let field = &field.node;
                    let key = field.response_key().node.as_str();
                    let below = &field.selection_set.node;
                    if let Some(other) = selected.iter_mut().find(|other| other.key == key) {
                        if !same(other.field, field) {
                            // async-graphql looks for this within one selection set only.
                            let message = format!(
                                "Two fields are answered under `{key}` and ask for different things; give one of them an alias."
                            );
                            self.refusal.get_or_insert(Error::new(Code::Validation, message));
                        }
                        other.below.push(below);
                    } else {
                        let name = field.name.node.as_str();
                        selected.push(Selected { key, name, field, below: vec![below] });
                    }
                }
                Selection::InlineFragment(fragment) => {
                    let condition = fragment.node.type_condition.as_ref();
                    if condition.is_none_or(|condition| fits(&condition.node.on.node)) {
                        let below = &fragment.node.selection_set.node;
                        self.collect_into(selected, type_name, interfaces, below);
                    }
                }
                Selection::FragmentSpread(spread) => {
                    let document = self.document;
                    let fragment = document.fragments.get(&spread.node.fragment_name.node);
                    if let Some(fragment) = fragment
                        && fits(&fragment.node.type_condition.node.on.node)
                    {
                        let below = &fragment.node.selection_set.node;
                        self.collect_into(selected, type_name, interfaces, below);
                    }
                }
            }
        }
    }

    /// `@skip(if:)` and `@include(if:)`.
    fn included(&mut self, directives: &'a [Positioned<Directive>]) -> bool {
        directives.iter().all(|directive| {
            let directive = &directive.node;
            let condition = directive.arguments.iter().find(|(name, _)| name.node == "if");
            let input = Input::of(condition.map(|(_, value)| &value.node));
            let value = self.exactly(&input);
            if value.is_none() {
                let at = format!("@{}.if", directive.name.node);
                self.refusal.get_or_insert(Error::input(&at, "cannot be null; it takes true or false"));
            }
            let truth = value == Some(ConstValue::Boolean(true));
            match directive.name.node.as_str() {
                "skip" => !truth,
                "include" => truth,
                _ => true,
            }
        })
    }
}

/// Whether two fields ask for the same: then their selections are put together.
fn same(one: &Field, other: &Field) -> bool {
    let arguments = |field: &Field| {
        let mut arguments: Vec<_> =
            field.arguments.iter().map(|(name, value)| (name.node.to_string(), value.node.to_string())).collect();
        arguments.sort_unstable();
        arguments
    };
    one.name.node == other.name.node && arguments(one) == arguments(other)
}
