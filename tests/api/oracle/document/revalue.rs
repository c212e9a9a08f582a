use std::collections::HashMap;
use std::rc::Rc;

use super::{Directive, Document, Field, Selection, Value, Variable};
use crate::oracle::generator::STRANGE;
use crate::support::random::Random;

impl Document {
    /// The same text with other values in its variables; nothing if it has none. Orders stay, because
    /// cursors belong to them, and pages do not grow, because the answer would.
    pub fn revalued(&self, random: &mut Random) -> Option<Self> {
        let mut revalue = Revalue { random, known: HashMap::new() };
        let mut document = self.clone();
        for selection in &mut document.selections {
            revalue.selection(selection);
        }
        for selection in document.fragments.iter_mut().flat_map(|it| &mut it.below) {
            revalue.selection(selection);
        }
        (!revalue.known.is_empty()).then_some(document)
    }
}

struct Revalue<'r> {
    random: &'r mut Random,
    /// The variables by name, as they are now.
    known: HashMap<String, Rc<Variable>>,
}

impl Revalue<'_> {
    fn selection(&mut self, selection: &mut Selection) {
        let (directives, below): (&mut Vec<Directive>, &mut [Selection]) = match selection {
            Selection::Field(Field { arguments, directives, below, .. }) => {
                for (_, value) in arguments {
                    self.replace(value);
                }
                (directives, below)
            }
            Selection::Inline { directives, below, .. } => (directives, below),
            Selection::Spread { directives, .. } => (directives, &mut []),
        };
        for directive in directives {
            self.replace(&mut directive.condition);
        }
        for selection in below {
            self.selection(selection);
        }
    }

    /// Puts the new variables in place of the old ones.
    fn replace(&mut self, value: &mut Value) {
        match value {
            Value::List(items) => items.iter_mut().for_each(|item| self.replace(item)),
            Value::Object(parts) => parts.iter_mut().for_each(|(_, part)| self.replace(part)),
            Value::Variable(variable) => {
                let known = self.known.get(&variable.name).cloned();
                *variable = known.unwrap_or_else(|| {
                    let new = Rc::new(self.variable(variable));
                    self.known.insert(new.name.clone(), Rc::clone(&new));
                    new
                });
            }
            _ => {}
        }
    }

    fn variable(&mut self, old: &Variable) -> Variable {
        let Variable { name, ty, value, default } = old;
        let base = ty.trim_matches(['[', ']', '!']);
        let stays = base == "Direction" || base.ends_with("Order") || base.ends_with("By");
        let can_be_absent = base != "Int" && (!ty.ends_with('!') || default.is_some());
        let given = value.as_ref().or(default.as_ref());
        let value = match given {
            _ if stays => value.clone(),
            _ if can_be_absent && self.random.chance(20) => None,
            Some(value) => Some(self.other(base, value)),
            None if base == "Boolean" => Some(Value::Boolean(self.random.chance(50))),
            None if base.ends_with("Filter") && !ty.starts_with('[') => Some(Value::Object(Vec::new())),
            None => None,
        };
        Variable { name: name.clone(), ty: ty.clone(), value, default: default.clone() }
    }

    /// Another value of the same type, or the same again. Inside an object the type is not known.
    fn other(&mut self, base: &str, value: &Value) -> Value {
        match value {
            Value::Boolean(_) => Value::Boolean(self.random.chance(50)),
            Value::Integer(number @ 0..=100) => {
                let most = usize::try_from(*number).expect("a small number");
                Value::Integer(i64::try_from(self.random.below(most + 1)).expect("no larger one"))
            }
            Value::Word(_) if base == "Certainty" => Value::word(*self.random.pick(&["CERTAIN", "POSSIBLE"])),
            Value::Text(text) => Value::Text(self.other_text(base, text)),
            Value::List(items) => {
                let mut items: Vec<_> = items.iter().map(|item| self.other(base, item)).collect();
                if items.len() > 1 && self.random.chance(30) {
                    items.pop();
                }
                Value::List(items)
            }
            Value::Object(parts) => {
                let mut parts = parts.clone();
                parts.retain(|(name, _)| name == "date" || !self.random.chance(15));
                for (_, part) in &mut parts {
                    *part = self.other("", part);
                }
                Value::Object(parts)
            }
            same => same.clone(),
        }
    }

    fn other_text(&mut self, base: &str, text: &str) -> String {
        let is_id = text.strip_prefix('r').is_some_and(|number| number.parse::<i64>().is_ok());
        let days = ["2016-09-28", "2015-12-31", "2013-05-01", "2018-01-01"];
        // A moment looks like a day at its beginning.
        let is_day = text.get(..10).is_some_and(|it| it.parse::<chrono::NaiveDate>().is_ok());
        match base {
            _ if self.random.chance(30) => text.to_owned(),
            "Date" => (*self.random.pick(&days)).to_owned(),
            "ID" | "" if is_id => format!("r{}", 1 + self.random.below(2_000)),
            "" if is_day && text.len() == 10 => (*self.random.pick(&days)).to_owned(),
            "" if is_day => text.to_owned(),
            "String" | "" => (*self.random.pick(STRANGE)).to_owned(),
            _ => text.to_owned(),
        }
    }
}
