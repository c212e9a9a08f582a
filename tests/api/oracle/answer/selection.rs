use super::Reader;
use crate::oracle::document::{Directive, Field, Selection, Value};
use crate::oracle::json::Json;

/// What one response key asks for.
pub struct Selected<'d> {
    /// The first field of the key; the others say the same but for what is below them.
    pub field: &'d Field,
    pub below: Vec<&'d [Selection]>,
}

impl<'d> Reader<'d> {
    /// An object of the selected fields, in the order in which their keys come first
    /// (GraphQL specification, October 2021, 6.3.2 CollectFields). `types` are the object's type and
    /// the interfaces that it implements.
    pub fn json_object(&self, types: &[&str], sets: &[&'d [Selection]], value: impl Fn(&Selected<'d>) -> Json) -> Json {
        let mut selected = Vec::new();
        for set in sets {
            self.collect(types, set, &mut selected);
        }
        let part = |field: &Selected<'d>| (field.field.key().to_owned(), value(field));
        Json::Object(selected.iter().map(part).collect())
    }

    fn collect(&self, types: &[&str], set: &'d [Selection], selected: &mut Vec<Selected<'d>>) {
        for selection in set {
            match selection {
                Selection::Field(field) if is_included(&field.directives) => {
                    match selected.iter_mut().find(|it| it.field.key() == field.key()) {
                        Some(same) => same.below.push(&field.below),
                        None => selected.push(Selected { field, below: vec![&field.below] }),
                    }
                }
                Selection::Inline { on, directives, below }
                    if is_included(directives) && on.as_deref().is_none_or(|on| types.contains(&on)) =>
                {
                    self.collect(types, below, selected);
                }
                Selection::Spread { name, directives } if is_included(directives) => {
                    let mut fragments = self.document.fragments.iter();
                    let fragment = fragments.find(|it| it.name == *name).expect("a known fragment");
                    if types.contains(&fragment.on.as_str()) {
                        self.collect(types, &fragment.below, selected);
                    }
                }
                _ => {}
            }
        }
    }
}

/// `@skip` wins where its condition is true, `@include` where its is false (3.13 Directives).
fn is_included(directives: &[Directive]) -> bool {
    directives.iter().all(|directive| {
        let truth = match directive.condition.given() {
            Some(Value::Boolean(truth)) => *truth,
            other => panic!("no truth value: {other:?}"),
        };
        truth == (directive.name == "include")
    })
}
