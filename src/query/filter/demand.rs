//! What a filter leaves out for sure.

use async_graphql::Name;

use crate::query::compiler::Compiler;
use crate::query::input::{Input, Shape};
use crate::resource::{Attribute, Format, Kind, Resource, Searched};

impl<'a> Compiler<'a> {
    /// Whether a filter leaves out every row that has no value of an attribute; of a date, none in its first column.
    pub(in crate::query) fn demands(&mut self, attribute: &Attribute, filter: &Input<'a>) -> bool {
        let keys = self.keys(filter);
        keys.iter().any(|(name, value)| match name.as_str() {
            "and" => match self.shape(value) {
                Shape::List(filters) => filters.iter().any(|filter| self.demands(attribute, filter)),
                _ => self.demands(attribute, value),
            },
            name if name == attribute.name => {
                let operators = self.keys(value);
                let has = |wanted: &[&str]| operators.iter().any(|(name, _)| wanted.contains(&name.as_str()));
                match attribute.kind {
                    // With a certainty, what may be so is let through too.
                    Kind::Fuzzy => has(&["from"]) && !has(&["certainty"]),
                    _ => has(&["eq", "in", "lt", "lte", "gt", "gte", "contains", "startsWith"]),
                }
            }
            _ => false,
        })
    }

    /// Whether a filter names the records that it lets through, so that there are few of them.
    pub(super) fn names(&mut self, resource: &Resource, filter: &Input<'a>) -> bool {
        let keys = self.keys(filter);
        keys.iter().any(|(name, value)| {
            let attribute = resource.find_attribute(name);
            let is_name = matches!(name.as_str(), "id" | "slug")
                || attribute.is_some_and(|it| it.format == Format::Country || it.searched == Some(Searched::Name));
            is_name && self.keys(value).iter().any(|(operator, _)| matches!(operator.as_str(), "eq" | "in"))
        })
    }

    /// Whether a filter names records, or records that these are related to.
    pub(super) fn leads_to_named(&mut self, resource: &'a Resource, filter: &Input<'a>) -> bool {
        self.names(resource, filter)
            || self.keys(filter).iter().any(|(name, value)| {
                let Some(relationship) = resource.find_relationship(name) else { return false };
                let target = self.catalog.get(relationship.target);
                match self.keys(value).iter().find(|(quantifier, _)| relationship.many && quantifier == "some") {
                    Some((_, some)) => self.leads_to_named(target, some),
                    None => !relationship.many && self.leads_to_named(target, value),
                }
            })
    }

    /// The keys of a filter that are given.
    fn keys(&mut self, input: &Input<'a>) -> Vec<(Name, Input<'a>)> {
        match self.shape(input) {
            Shape::Object(parts) => parts,
            _ => Vec::new(),
        }
    }
}
