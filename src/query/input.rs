//! An argument as the compiler sees it.
//!
//! Whoever looks at a variable through these methods leaves a guard behind, so that the statement is
//! used again only for variables that would have led to the same one.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use async_graphql::{Name, Value as ConstValue};
use async_graphql_value::Value;

use super::compiler::Compiler;
use super::guard::{Guard, Path, Seen, Step, at};
use super::plan::Variables;
use super::slot::{Slot, SlotKind, Source, as_integer, as_text};
use crate::error::{Error, Result};

/// A value in an argument's place: written in the document, or found in a variable.
#[derive(Clone, Debug)]
pub enum Input<'a> {
    Absent,
    Literal(&'a Value),
    Variable(Path),
}

/// How an [`Input`] looks from outside.
pub enum Shape<'a> {
    Absent,
    Null,
    List(Vec<Input<'a>>),
    Object(Vec<(Name, Input<'a>)>),
    Scalar,
}

impl<'a> Input<'a> {
    /// The value of an argument or of a literal's part, which may be a variable itself.
    pub fn of(value: Option<&'a Value>) -> Self {
        match value {
            None => Self::Absent,
            Some(Value::Variable(name)) => Self::Variable(vec![Step::Key(name.clone())]),
            Some(value) => Self::Literal(value),
        }
    }
}

/// A value with what its variables stand for; `None` for a variable without value, whose key is then as good as
/// not there.
pub fn constant(value: &Value, variables: &Variables) -> Option<ConstValue> {
    match value {
        Value::Variable(name) => variables.get(name).cloned(),
        Value::List(items) => {
            let items = items.iter().map(|item| constant(item, variables).unwrap_or_default());
            Some(ConstValue::List(items.collect()))
        }
        Value::Object(parts) => {
            let parts = parts.iter().filter_map(|(name, part)| Some((name.clone(), constant(part, variables)?)));
            Some(ConstValue::Object(parts.collect()))
        }
        other => other.clone().into_const(),
    }
}

impl<'a> Compiler<'a> {
    /// Looks at a value from outside.
    pub(super) fn shape(&mut self, input: &Input<'a>) -> Shape<'a> {
        match input {
            Input::Absent => Shape::Absent,
            Input::Literal(value) => match value {
                Value::Null => Shape::Null,
                Value::List(items) => Shape::List(items.iter().map(|item| Input::of(Some(item))).collect()),
                Value::Object(fields) => {
                    let parts = fields.iter().map(|(name, part)| (name.clone(), Input::of(Some(part))));
                    Shape::Object(parts.filter(|(_, part)| !self.is_not_given(part)).collect())
                }
                _ => Shape::Scalar,
            },
            Input::Variable(path) => {
                let seen = Seen::of(at(self.variables, path));
                self.guards.push(Guard { path: path.clone(), seen: seen.clone() });
                let part = |step: Step| {
                    let mut path = path.clone();
                    path.push(step);
                    Input::Variable(path)
                };
                match seen {
                    Seen::Absent => Shape::Absent,
                    Seen::Null => Shape::Null,
                    Seen::List(length) => Shape::List((0..length).map(|index| part(Step::Index(index))).collect()),
                    Seen::Object(names) => {
                        Shape::Object(names.into_iter().map(|name| (name.clone(), part(Step::Key(name)))).collect())
                    }
                    _ => Shape::Scalar,
                }
            }
        }
    }

    /// Whether it is a variable without a value: then its key is as good as not there
    /// (GraphQL specification, October 2021, 3.10 Input Coercion).
    fn is_not_given(&mut self, input: &Input<'a>) -> bool {
        matches!(input, Input::Variable(_)) && matches!(self.shape(input), Shape::Absent)
    }

    /// The value itself, which then belongs to the statement's shape. `None` if absent or null.
    pub(super) fn exactly(&mut self, input: &Input<'a>) -> Option<ConstValue> {
        if matches!(self.shape(input), Shape::Absent | Shape::Null) {
            return None;
        }
        match input {
            Input::Absent => None,
            Input::Literal(value) => (*value).clone().into_const(),
            Input::Variable(path) => {
                let value = at(self.variables, path)?.clone();
                let seen = Seen::Exactly(value.clone());
                self.guards.push(Guard { path: path.clone(), seen });
                Some(value)
            }
        }
    }

    /// An enum's word or another text that shapes the statement.
    pub(super) fn word(&mut self, input: &Input<'a>) -> Option<String> {
        self.exactly(input).as_ref().and_then(as_text).map(str::to_owned)
    }

    /// A number that shapes the statement: how many of something.
    pub(super) fn whole(&mut self, input: &Input<'a>, at: &str, range: RangeInclusive<usize>) -> Result<Option<usize>> {
        let Some(value) = self.exactly(input) else { return Ok(None) };
        let number = as_integer(&value).and_then(|number| usize::try_from(number).ok());
        match number.filter(|number| range.contains(number)) {
            Some(number) => Ok(Some(number)),
            None => Err(Error::input(at, format!("is {value}; it takes {} to {}", range.start(), range.end()))),
        }
    }

    /// Whether nothing is given, or null, which says the same for an optional argument.
    pub(super) fn is_absent(&mut self, input: &Input<'a>) -> bool {
        matches!(self.shape(input), Shape::Absent | Shape::Null)
    }

    /// The text of a cursor argument; whoever reads it guards what of it shapes the statement.
    pub(super) fn cursor_text(&mut self, input: &Input<'a>) -> Option<String> {
        match input {
            Input::Variable(path) => at(self.variables, path).and_then(as_text).map(str::to_owned),
            Input::Literal(Value::String(text)) => Some(text.clone()),
            _ => None,
        }
    }

    /// The items of a list, where a single value stands for a list of one.
    pub(super) fn items(&mut self, input: &Input<'a>, at: &str) -> Result<Vec<Input<'a>>> {
        match self.shape(input) {
            Shape::Absent => Ok(Vec::new()),
            Shape::Null => Err(Error::input(at, "cannot be null")),
            Shape::List(items) => Ok(items),
            Shape::Object(_) | Shape::Scalar => Ok(vec![input.clone()]),
        }
    }

    /// The words of a list of an enum's, which shape the statement; `None` if the list is not given.
    pub(super) fn words_of(&mut self, input: &Input<'a>, at: &str) -> Result<Option<BTreeSet<String>>> {
        if self.is_absent(input) {
            return Ok(None);
        }
        let items = self.items(input, at)?;
        let words = items.iter().map(|item| self.word(item).ok_or_else(|| Error::input(at, "cannot hold null")));
        words.collect::<Result<_>>().map(Some)
    }

    /// Binds a value that must not be null.
    pub(super) fn bind_given(&mut self, input: &Input<'a>, kind: SlotKind, at: &str) -> Result<String> {
        match self.shape(input) {
            Shape::Null => Err(Error::input(at, "cannot be null; to ask for what has no value use `isNull: true`")),
            _ => Ok(self.bind(input, kind, at)),
        }
    }

    /// Binds the value and gives its placeholder.
    pub(super) fn bind(&mut self, input: &Input<'a>, kind: SlotKind, argument: &str) -> String {
        let source = match input {
            Input::Absent => Source::Literal(ConstValue::Null),
            Input::Literal(value) => Source::Literal((*value).clone().into_const().unwrap_or_default()),
            Input::Variable(path) => Source::Variable(path.clone()),
        };
        self.bind_source(source, kind, argument)
    }

    pub(super) fn bind_source(&mut self, source: Source, kind: SlotKind, argument: &str) -> String {
        self.slots.push(Slot { source, kind, argument: argument.to_owned() });
        format!("${}", self.slots.len())
    }
}
