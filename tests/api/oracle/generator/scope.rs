use std::collections::HashMap;

use super::{Field, Selection};

/// Which field stands behind each response key of the document, so that no key means two things.
#[derive(Default)]
pub struct Scope(HashMap<(String, String), String>);

impl Scope {
    /// Takes the field's key below a path; false if the key stands for another field there.
    pub fn takes(&mut self, path: &str, field: &Field) -> bool {
        let place = (path.to_owned(), field.key().to_owned());
        let meaning = meaning(field);
        *self.0.entry(place).or_insert_with(|| meaning.clone()) == meaning
    }

    /// As [`Self::takes`], for fields without fields of their own; takes all or none.
    pub fn takes_leaves(&mut self, path: &str, leaves: &[Selection]) -> bool {
        let fields = || {
            leaves.iter().filter_map(|leaf| match leaf {
                Selection::Field(field) => Some(field),
                _ => None,
            })
        };
        let known = |field: &Field| self.0.get(&(path.to_owned(), field.key().to_owned()));
        let all = fields().all(|field| known(field).is_none_or(|known| *known == meaning(field)));
        all && fields().all(|field| self.takes(path, field))
    }
}

fn meaning(field: &Field) -> String {
    format!("{}({:?}): {}", field.name, field.arguments, field.ty)
}
