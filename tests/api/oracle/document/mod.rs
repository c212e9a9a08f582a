//! A GraphQL document as the oracle holds it: made by chance, printed for the server, read by itself.

mod print;
mod revalue;

use std::rc::Rc;

use super::json::Place;

/// An input value.
#[derive(Clone, Debug)]
pub enum Value {
    Null,
    Boolean(bool),
    Integer(i64),
    Text(String),
    /// A word of an enum.
    Word(String),
    List(Vec<Value>),
    Object(Vec<(String, Value)>),
    Variable(Rc<Variable>),
    /// The cursor of a row, and the `orderBy` and the plural of the resource to ask for it with.
    Cursor {
        place: Place,
        plural: &'static str,
        order: Box<Value>,
    },
}

/// A value that stands outside the document.
#[derive(Debug)]
pub struct Variable {
    pub name: String,
    /// In GraphQL's spelling: `[EventFilter!]`.
    pub ty: String,
    /// What is sent; nothing if it is declared and not given.
    pub value: Option<Value>,
    /// What is written in the document for when nothing is sent.
    pub default: Option<Value>,
}

impl Value {
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    pub fn word(word: impl Into<String>) -> Self {
        Self::Word(word.into())
    }

    /// What the variable stands for, or the value itself; nothing for a variable that is not given.
    pub fn given(&self) -> Option<&Self> {
        match self {
            Self::Variable(variable) => variable.value.as_ref().or(variable.default.as_ref()),
            value => Some(value),
        }
    }

    /// The keys of an object. A key whose variable is not given is not there
    /// (GraphQL specification, October 2021, 3.10 Input Coercion).
    pub fn entries(&self) -> Vec<(&str, &Self)> {
        match self.given() {
            Some(Self::Object(parts)) => {
                parts.iter().filter_map(|(name, part)| Some((name.as_str(), part.given()?))).collect()
            }
            other => panic!("no object: {other:?}"),
        }
    }

    /// The value under a key of an object.
    pub fn entry(&self, wanted: &str) -> Option<&Self> {
        self.entries().into_iter().find(|(name, _)| *name == wanted).map(|(_, part)| part)
    }

    /// The items of a list; a single value is a list of one (3.11 Input Coercion).
    pub fn items(&self) -> Vec<&Self> {
        match self.given() {
            None => Vec::new(),
            Some(Self::List(items)) => items.iter().filter_map(Self::given).collect(),
            Some(single) => vec![single],
        }
    }

    /// The text of a text or word.
    pub fn as_text(&self) -> &str {
        match self.given() {
            Some(Self::Text(text) | Self::Word(text)) => text,
            other => panic!("no text: {other:?}"),
        }
    }

    /// The same without variables, as the value of a variable must be.
    pub fn plain(&self) -> Self {
        match self.given() {
            Some(Self::List(items)) => Self::List(items.iter().map(Self::plain).collect()),
            Some(value @ Self::Object(_)) => {
                let parts = value.entries().into_iter();
                Self::Object(parts.map(|(name, part)| (name.to_owned(), part.plain())).collect())
            }
            Some(value) => value.clone(),
            None => Self::Null,
        }
    }
}

/// `@skip(if:)` or `@include(if:)`.
#[derive(Clone, Debug)]
pub struct Directive {
    pub name: &'static str,
    pub condition: Value,
}

/// One item of a selection set.
#[derive(Clone, Debug)]
pub enum Selection {
    Field(Field),
    Inline { on: Option<String>, directives: Vec<Directive>, below: Vec<Selection> },
    Spread { name: String, directives: Vec<Directive> },
}

/// A field with all that is asked of it.
#[derive(Clone, Debug)]
pub struct Field {
    pub alias: Option<String>,
    pub name: String,
    /// Its type in GraphQL's spelling, which decides with whom it can share a key.
    pub ty: String,
    pub arguments: Vec<(String, Value)>,
    pub directives: Vec<Directive>,
    pub below: Vec<Selection>,
}

impl Field {
    pub fn new(name: impl Into<String>, ty: impl Into<String>) -> Self {
        Self {
            alias: None,
            name: name.into(),
            ty: ty.into(),
            arguments: Vec::new(),
            directives: Vec::new(),
            below: Vec::new(),
        }
    }

    pub fn key(&self) -> &str {
        self.alias.as_deref().unwrap_or(&self.name)
    }

    /// An argument's value; nothing if it is not given.
    pub fn argument(&self, wanted: &str) -> Option<&Value> {
        let argument = self.arguments.iter().find(|(name, _)| name == wanted);
        argument.and_then(|(_, value)| value.given())
    }
}

/// A named fragment.
#[derive(Clone, Debug)]
pub struct Fragment {
    pub name: String,
    pub on: String,
    pub below: Vec<Selection>,
}

/// A query operation with its fragments.
#[derive(Clone, Debug, Default)]
pub struct Document {
    pub selections: Vec<Selection>,
    pub fragments: Vec<Fragment>,
}

impl Document {
    /// Every cursor that stands in it.
    pub fn cursors(&self) -> Vec<Value> {
        let mut found = Vec::new();
        let fragments = self.fragments.iter().flat_map(|fragment| &fragment.below);
        for selection in self.selections.iter().chain(fragments) {
            cursors_of(selection, &mut found);
        }
        found
    }
}

fn cursors_of(selection: &Selection, found: &mut Vec<Value>) {
    let below = match selection {
        Selection::Field(field) => {
            let values = field.arguments.iter().filter_map(|(_, value)| value.given());
            found.extend(values.filter(|it| matches!(it, Value::Cursor { .. })).cloned());
            &field.below
        }
        Selection::Inline { below, .. } => below,
        Selection::Spread { .. } => return,
    };
    for selection in below {
        cursors_of(selection, found);
    }
}
