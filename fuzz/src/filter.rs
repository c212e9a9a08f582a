use std::sync::LazyLock;

use async_graphql_value::{ConstValue, Name, indexmap::IndexMap};
use cluster_directory::directory::catalog;
use cluster_directory::query::{InputField, InputType, Inputs, input_types};
use serde_json::json;

use super::directory::Directory;

/// How deep a filter is made: somewhat deeper than one may be.
const DEEPEST: usize = 7;

static INPUTS: LazyLock<Inputs> = LazyLock::new(|| input_types(catalog()));

/// A filter of any resource means the same in the document and in a variable.
pub fn filter(bytes: &[u8]) {
    let mut choices = Choices(bytes);
    let resource = choices.of(catalog().resources());
    let (name, plural) = (resource.name, resource.plural);
    let filter = choices.value(&format!("{name}Filter"), 0);
    let selected = "totalCount nodes { id }";
    let literal = format!("{{ {plural}(where: {filter}) {{ {selected} }} }}");
    let variable = format!("query ($where: {name}Filter) {{ {plural}(where: $where) {{ {selected} }} }}");
    let given = filter.into_json().expect("JSON");
    let written = Directory::shared().ask(&literal, json!({}));
    let given = Directory::shared().ask(&variable, json!({ "where": given }));
    assert_eq!(written["data"], given["data"], "{literal}\n{written}\n{given}");
}

/// What the bytes choose; when they are used up, always the first.
struct Choices<'b>(&'b [u8]);

impl<'b> Choices<'b> {
    fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        *first
    }

    fn below(&mut self, bound: usize) -> usize {
        usize::from(self.byte()) % bound
    }

    fn of<'t, T>(&mut self, items: &'t [T]) -> &'t T {
        &items[self.below(items.len())]
    }

    fn some(&mut self, most: usize) -> &'b [u8] {
        let count = self.below(most).min(self.0.len());
        let (some, rest) = self.0.split_at(count);
        self.0 = rest;
        some
    }

    /// A value of a type, mostly.
    fn value(&mut self, ty: &str, depth: usize) -> ConstValue {
        let named = ty.trim_end_matches('!');
        if named == ty && depth > 0 && self.below(32) == 31 {
            return ConstValue::Null;
        }
        if let Some(item) = named.strip_prefix('[').and_then(|item| item.strip_suffix(']')) {
            return ConstValue::List((0..self.below(4)).map(|_| self.value(item, depth + 1)).collect());
        }
        match INPUTS.get(named) {
            Some(InputType::Enum { words, .. }) => ConstValue::Enum(Name::new(&self.of(words).0)),
            Some(InputType::Object { one_of, fields, .. }) => self.object(*one_of, fields, depth),
            _ => self.scalar(named),
        }
    }

    fn object(&mut self, one_of: bool, fields: &[InputField], depth: usize) -> ConstValue {
        let count = if one_of { 1 } else { self.below(4) };
        let mut object = IndexMap::new();
        for _ in 0..count {
            let field = self.of(fields);
            if depth < DEEPEST {
                object.insert(Name::new(&field.name), self.value(&field.ty, depth + 1));
            }
        }
        ConstValue::Object(object)
    }

    fn scalar(&mut self, ty: &str) -> ConstValue {
        match ty {
            "Boolean" => ConstValue::Boolean(self.byte() % 2 == 1),
            "Int" => i32::from_le_bytes([self.byte(), self.byte(), self.byte(), self.byte()]).into(),
            "Float" => (f64::from(self.byte()) - 90.0 + f64::from(self.byte()) / 256.0).into(),
            "ID" => format!("r{}", u16::from_le_bytes([self.byte(), self.byte()])).into(),
            _ => match self.below(4) {
                0 => String::from_utf8_lossy(self.some(12)).into(),
                1 => format!("20{:02}-{:02}-{:02}", self.below(30), self.below(13), self.below(33)).into(),
                2 => format!("20{:02}-{:02}-01T00:00:00Z", self.below(30), self.below(13)).into(),
                _ => (*self.of(&["ict", "Sofia", "RS", "БГ", "", "%", "\0", "2016"])).into(),
            },
        }
    }
}
