//! Which record it is, by id or slug. Both lead on, as everywhere: who keeps a filter keeps meaning the same record
//! when it is renamed or merged into another.

use super::all;
use crate::error::Result;
use crate::query::change::{named, present};
use crate::query::compiler::Compiler;
use crate::query::dialect::column;
use crate::query::input::Input;
use crate::query::slot::SlotKind;
use crate::resource::{Attribute, Resource, Role};

/// What names a record.
#[derive(Clone, Copy)]
pub enum Key<'r> {
    Id,
    Slug(&'r Attribute),
}

impl<'a> Compiler<'a> {
    /// Conditions on the id or the slug of a record.
    pub(super) fn identity(
        &mut self,
        resource: &Resource,
        alias: &str,
        key: Key<'_>,
        value: &Input<'a>,
        at: &str,
    ) -> Result<String> {
        let (kind, own) = match key {
            Key::Id => (SlotKind::Id, format!("{alias}.id")),
            Key::Slug(attribute) => (SlotKind::Text, column(alias, &attribute.column)),
        };
        // What is no record was never merged and has no slug.
        if matches!(resource.role, Role::Node | Role::Entry) {
            return self.comparisons(&own, false, kind, value, at);
        }
        let mut conditions = Vec::new();
        for (operator, value) in self.operators(value, at)? {
            let at = format!("{at}.{operator}");
            let many = matches!(operator.as_str(), "in" | "notIn");
            if !many && !matches!(operator.as_str(), "eq" | "neq") {
                conditions.push(self.comparison(&own, false, kind, &operator, &value, &at)?);
                continue;
            }
            let given = if many { self.listed(kind, &value, &at)? } else { vec![self.bind_given(&value, kind, &at)?] };
            // No record has the number 0.
            let meant = given.iter().map(|given| match key {
                Key::Id => format!("coalesce({}, 0)", present(self.dialect, given)),
                Key::Slug(_) => format!("coalesce({}, 0)", named(self.dialect, resource, given)),
            });
            let meant = meant.collect::<Vec<_>>().join(", ");
            let inside = matches!(operator.as_str(), "eq" | "in");
            conditions.push(match (given.is_empty(), inside) {
                (true, inside) => if inside { "FALSE" } else { "TRUE" }.to_owned(),
                (false, true) => format!("({alias}.id IN ({meant}))"),
                (false, false) => format!("({alias}.id NOT IN ({meant}))"),
            });
        }
        Ok(all(&conditions))
    }
}
