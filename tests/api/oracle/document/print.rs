use std::collections::BTreeMap;
use std::rc::Rc;

use serde_json::{Map, Value as Sent};

use super::{Directive, Document, Selection, Value, Variable};
use crate::oracle::cursors::Cursors;

/// A document as it is sent.
pub struct Printed {
    pub query: String,
    pub variables: Sent,
}

impl Document {
    /// Writes it down, with the texts of cursors that were seen before.
    pub fn print(&self, cursors: &Cursors) -> Printed {
        let mut printer = Printer { cursors, text: String::new(), variables: BTreeMap::new() };
        printer.selections(&self.selections);
        for fragment in &self.fragments {
            printer.text.push_str(&format!(" fragment {} on {}", fragment.name, fragment.on));
            printer.selections(&fragment.below);
        }
        let Printer { text, variables, .. } = printer;
        let mut declared = String::new();
        let mut sent = Map::new();
        for variable in variables.values() {
            let mut inner = Printer { cursors, text: String::new(), variables: BTreeMap::new() };
            if let Some(value) = &variable.default {
                inner.text.push_str(" = ");
                inner.value(value);
            }
            if let Some(value) = &variable.value {
                sent.insert(variable.name.clone(), json(value, cursors));
            }
            declared.push_str(&format!(" ${}: {}{}", variable.name, variable.ty, inner.text));
        }
        let head = if declared.is_empty() { String::new() } else { format!("query({declared})") };
        Printed { query: format!("{head}{text}"), variables: Sent::Object(sent) }
    }
}

/// A value as JSON, for a variable.
fn json(value: &Value, cursors: &Cursors) -> Sent {
    match value {
        Value::Null => Sent::Null,
        Value::Boolean(truth) => (*truth).into(),
        Value::Integer(number) => (*number).into(),
        Value::Text(text) | Value::Word(text) => text.as_str().into(),
        Value::List(items) => items.iter().map(|item| json(item, cursors)).collect(),
        Value::Object(parts) => {
            let parts = parts.iter().map(|(name, part)| (name.clone(), json(part, cursors)));
            Sent::Object(parts.collect())
        }
        Value::Variable(variable) => panic!("a variable inside a variable: {variable:?}"),
        Value::Cursor { place, .. } => cursors.text(place).expect("asked for before").into(),
    }
}

struct Printer<'p> {
    cursors: &'p Cursors,
    text: String,
    variables: BTreeMap<String, Rc<Variable>>,
}

impl Printer<'_> {
    fn selections(&mut self, selections: &[Selection]) {
        self.text.push_str(" {");
        for selection in selections {
            self.text.push(' ');
            match selection {
                Selection::Field(field) => {
                    if let Some(alias) = &field.alias {
                        self.text.push_str(&format!("{alias}: "));
                    }
                    self.text.push_str(&field.name);
                    if !field.arguments.is_empty() {
                        self.parts('(', &field.arguments, ')');
                    }
                    self.directives(&field.directives);
                    if !field.below.is_empty() {
                        self.selections(&field.below);
                    }
                }
                Selection::Inline { on, directives, below } => {
                    self.text.push_str("...");
                    if let Some(on) = on {
                        self.text.push_str(&format!(" on {on}"));
                    }
                    self.directives(directives);
                    self.selections(below);
                }
                Selection::Spread { name, directives } => {
                    self.text.push_str(&format!("...{name}"));
                    self.directives(directives);
                }
            }
        }
        self.text.push_str(" }");
    }

    fn directives(&mut self, directives: &[Directive]) {
        for directive in directives {
            self.text.push_str(&format!(" @{}(if: ", directive.name));
            self.value(&directive.condition);
            self.text.push(')');
        }
    }

    fn parts(&mut self, open: char, parts: &[(String, Value)], close: char) {
        self.text.push(open);
        for (index, (name, part)) in parts.iter().enumerate() {
            self.text.push_str(&format!("{}{name}: ", if index == 0 { "" } else { ", " }));
            self.value(part);
        }
        self.text.push(close);
    }

    fn value(&mut self, value: &Value) {
        match value {
            Value::Word(word) => self.text.push_str(word),
            Value::List(items) => {
                self.text.push('[');
                for (index, item) in items.iter().enumerate() {
                    self.text.push_str(if index == 0 { "" } else { ", " });
                    self.value(item);
                }
                self.text.push(']');
            }
            Value::Object(parts) => self.parts('{', parts, '}'),
            Value::Variable(variable) => {
                self.text.push_str(&format!("${}", variable.name));
                self.variables.insert(variable.name.clone(), Rc::clone(variable));
            }
            // JSON's spelling of the rest is GraphQL's too.
            single => self.text.push_str(&json(single, self.cursors).to_string()),
        }
    }
}
