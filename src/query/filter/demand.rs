//! What a filter leaves out for sure.

use async_graphql::Name;

use super::Place;
use crate::error::Result;
use crate::query::compiler::Compiler;
use crate::query::dialect::column;
use crate::query::input::{Input, Shape};
use crate::query::slot::SlotKind;
use crate::resource::{Attribute, Format, Join, Kind, Relationship, Resource, Searched};

impl<'a> Compiler<'a> {
    /// Whether a filter leaves out every row that has no value of an attribute; of a date, none in its first column.
    pub(in crate::query) fn demands(&mut self, attribute: &Attribute, filter: &Input<'a>) -> bool {
        let keys = self.keys(filter);
        keys.iter().any(|(name, value)| match name.as_str() {
            "and" => match self.shape(value) {
                Shape::List(filters) => filters.iter().any(|filter| self.demands(attribute, filter)),
                _ => self.demands(attribute, value),
            },
            name => name == attribute.name && self.demands_value(attribute, value),
        })
    }

    /// Whether operators leave out whatever has no value.
    fn demands_value(&mut self, attribute: &Attribute, operators: &Input<'a>) -> bool {
        let operators = self.keys(operators);
        let has = |wanted: &[&str]| operators.iter().any(|(name, _)| wanted.contains(&name.as_str()));
        match attribute.kind {
            // With a certainty, what may be so is let through too.
            Kind::Fuzzy => has(&["from"]) && !has(&["certainty"]),
            _ => has(&["eq", "in", "lt", "lte", "gt", "gte", "contains", "startsWith"]),
        }
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

    /// What the filter demands of ours, said of the rows of an association, because it stands beside our id: where that id
    /// stands in `row`, and conditions. So the few that somebody took part in are found in the right year, and not among
    /// all that they ever took part in.
    pub(super) fn beside(
        &mut self,
        place: Place<'a, '_>,
        relationship: &Relationship,
        association: &'a Resource,
        row: &str,
    ) -> Result<Option<(String, String)>> {
        let Join::Inverse { inverse } = &relationship.join else { return Ok(None) };
        let Some(beside) = association.beside.filter(|it| it.of == *inverse) else { return Ok(None) };
        let id = association.find_relationship(inverse).and_then(Relationship::own_column);
        let (Some(date), Some(id)) = (place.resource.find_attribute(beside.date), id) else { return Ok(None) };
        let (key, mut conditions) = (column(row, &beside.column()), Vec::new());
        for (name, operators) in self.keys(place.filter) {
            if name != date.name || !self.demands_value(date, &operators) {
                continue;
            }
            // The earliest day is there and not before the one, and the latest, which is not before it, not after the other.
            for (bound, day) in self.keys(&operators) {
                let compared = match bound.as_str() {
                    "from" => ">=",
                    "to" => "<=",
                    _ => continue,
                };
                let day = self.bind_given(&day, SlotKind::Date, &format!("{}.{bound}", beside.date))?;
                conditions.push(format!("{key} {compared} {day}"));
            }
        }
        Ok((!conditions.is_empty()).then(|| (column(row, id), conditions.join(" AND "))))
    }

    /// The keys of a filter that are given.
    fn keys(&mut self, input: &Input<'a>) -> Vec<(Name, Input<'a>)> {
        match self.shape(input) {
            Shape::Object(parts) => parts,
            _ => Vec::new(),
        }
    }
}
