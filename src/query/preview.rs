//! `preview`: what would be written. It is known before the statement, so it is written out here and bound as one text.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use super::compiler::Compiler;
use super::selection::Selected;

/// A change that would be made, field by field as JSON; `differences` is a list of such.
pub type Previewed = BTreeMap<&'static str, Json>;

impl<'a> Compiler<'a> {
    /// The JSON of the changes that would be made.
    pub(super) fn preview(&mut self, field: &Selected<'a>, changes: &[Previewed]) -> String {
        let fields = self.collect("PreviewedChange", &[], &field.below);
        let fields: Vec<_> =
            fields.iter().map(|part| (part.key, part.name, self.collect("Difference", &[], &part.below))).collect();
        let changes = changes.iter().map(|change| {
            object(fields.iter().map(|(key, name, below)| {
                let text = match (*name, change.get(name)) {
                    ("__typename", _) => json!("PreviewedChange").to_string(),
                    (_, Some(Json::Array(differences))) => list(differences.iter().map(|it| difference(it, below))),
                    (_, value) => value.unwrap_or(&Json::Null).to_string(),
                };
                (*key, text)
            }))
        });
        let text = list(changes);
        self.text(text)
    }
}

fn difference(difference: &Json, fields: &[Selected<'_>]) -> String {
    object(fields.iter().map(|part| match part.name {
        "__typename" => (part.key, json!("Difference").to_string()),
        name => (part.key, difference[name].to_string()),
    }))
}

fn object<'k>(parts: impl Iterator<Item = (&'k str, String)>) -> String {
    let parts: Vec<String> = parts.map(|(key, text)| format!("\"{key}\":{text}")).collect();
    format!("{{{}}}", parts.join(","))
}

fn list(items: impl Iterator<Item = String>) -> String {
    format!("[{}]", items.collect::<Vec<_>>().join(","))
}
