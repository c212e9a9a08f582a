//! `where` as a condition.
//!
//! Every condition is true or false, never NULL: a missing value is a value that equals no other. So
//! `not` means exactly the rest, and `every` exactly "none that is otherwise". Relations are asked
//! with EXISTS or IN, never joined to the rows, so counts and pages stay right.

mod compare;
mod demand;
mod identity;

use async_graphql::Name;
use identity::Key;

use crate::database::Dialect;
use crate::error::{Code, Error, Result};
use crate::query::compiler::Compiler;
use crate::query::dialect::{column, literal};
use crate::query::input::{Input, Shape};
use crate::query::slot::SlotKind;
use crate::query::value::FuzzyColumns;
use crate::resource::{Attribute, Kind, Relationship, Resource};

/// How deep `and`, `or` and `not` can be nested.
const MOST_NESTING: usize = 12;

impl<'a> Compiler<'a> {
    /// The conditions of a filter, all of which must hold.
    pub(in crate::query) fn filter(
        &mut self,
        resource: &'a Resource,
        alias: &str,
        input: &Input<'a>,
        at: &str,
    ) -> Result<Vec<String>> {
        let place = Place { resource, alias, filter: input, hops: 0, nesting: 0 };
        // Relay sends null for a filter that is not set.
        if self.is_absent(input) {
            return Ok(Vec::new());
        }
        self.conditions = 0;
        Ok(vec![self.condition(place, input, at)?])
    }

    /// One filter object: all its keys must hold.
    fn condition(&mut self, place: Place<'a, '_>, input: &Input<'a>, at: &str) -> Result<String> {
        if place.nesting > MOST_NESTING {
            let message = format!("`{at}` is nested deeper than {MOST_NESTING} conditions.");
            return Err(Error::new(Code::TooLarge, message));
        }
        let (mut conditions, place) = (Vec::new(), Place { filter: input, ..place });
        for (name, value) in self.operators(input, at)? {
            let at = format!("{at}.{name}");
            conditions.push(self.key_condition(place, &name, &value, &at)?);
        }
        Ok(all(&conditions))
    }

    fn key_condition(&mut self, place: Place<'a, '_>, name: &Name, value: &Input<'a>, at: &str) -> Result<String> {
        let Place { resource, alias, .. } = place;
        self.conditions += 1;
        let most = self.limits.max_conditions;
        if self.conditions > most {
            let message = format!("`{at}` is one condition too many; a filter takes {most} at most.");
            return Err(Error::new(Code::TooLarge, message));
        }
        let deeper = Place { nesting: place.nesting + 1, ..place };
        match name.as_str() {
            "and" | "or" => {
                let items = self.items(value, at)?;
                if items.len() > most {
                    let message = format!("`{at}` has {} conditions; a filter takes {most} at most.", items.len());
                    return Err(Error::new(Code::TooLarge, message));
                }
                let mut conditions = Vec::with_capacity(items.len());
                for (index, item) in items.iter().enumerate() {
                    conditions.push(self.condition(deeper, item, &format!("{at}[{index}]"))?);
                }
                return Ok(if name == "and" { all(&conditions) } else { any(&conditions) });
            }
            "not" => return Ok(format!("NOT {}", self.condition(deeper, value, at)?)),
            "id" => {
                return self.identity(resource, alias, Key::Id, value, at);
            }
            // A figure has an ordinary date of this name.
            "asOf" if resource.interval.is_some() => {
                let as_of = self.as_of(value, at)?;
                return Ok(as_of.map_or_else(|| "TRUE".to_owned(), |it| it.condition(resource, alias)));
            }
            "text" if resource.find_attribute("text").is_none() => return self.text_condition(alias, value, at),
            "during" => {
                if let Some(period) = resource.period {
                    return self.during(resource, alias, period, value, at);
                }
            }
            _ => {}
        }
        if let Some(attribute) = resource.find_attribute(name) {
            if name == "slug" {
                return self.identity(resource, alias, Key::Slug(attribute), value, at);
            }
            return self.attribute_condition(attribute, alias, value, at);
        }
        match resource.find_relationship(name) {
            Some(relationship) => self.related_condition(place, relationship, value, at),
            None => Err(Error::internal(format!("filter {at} is published but not compiled"))),
        }
    }

    /// `country: { … }`, or `participations: { some: { … } }`.
    fn related_condition(
        &mut self,
        place: Place<'a, '_>,
        relationship: &'a Relationship,
        value: &Input<'a>,
        at: &str,
    ) -> Result<String> {
        let most = self.limits.max_hops;
        if place.hops >= most {
            let message = format!("`{at}` lies behind more than {most} relationships.");
            return Err(Error::new(Code::TooLarge, message));
        }
        self.charge(1);
        if !relationship.many {
            if matches!(self.shape(value), Shape::Null) {
                let message =
                    format!("cannot be null; to ask for what has none use `not: {{ {}: {{}} }}`", relationship.name);
                return Err(Error::input(at, message));
            }
            return self.exists(place, relationship, value, at, false);
        }
        let mut conditions = Vec::new();
        for (quantifier, value) in self.operators(value, at)? {
            let at = format!("{at}.{quantifier}");
            conditions.push(match quantifier.as_str() {
                "some" => self.exists(place, relationship, &value, &at, false)?,
                "none" => format!("NOT {}", self.exists(place, relationship, &value, &at, false)?),
                _ => format!("NOT {}", self.exists(place, relationship, &value, &at, true)?),
            });
        }
        Ok(all(&conditions))
    }

    /// Whether the other side has a row that meets the filter, or with `otherwise` one that does not.
    fn exists(
        &mut self,
        place: Place<'a, '_>,
        relationship: &'a Relationship,
        value: &Input<'a>,
        at: &str,
        otherwise: bool,
    ) -> Result<String> {
        let catalog = self.catalog;
        let target = catalog.get(relationship.target);
        let row = self.alias();
        let (from, joined) = self.reached(place.resource, relationship, place.alias, &row)?;
        let there =
            Place { resource: target, alias: &row, filter: value, hops: place.hops + 1, nesting: place.nesting + 1 };
        let condition = self.condition(there, value, at)?;
        let condition = if otherwise { format!("NOT {condition}") } else { condition };
        let beside = self.beside(place, relationship, target, &row)?;
        let leads = self.leads_to_named(target, value);
        // The few that are named are found first, and lead to ours by an index. PostgreSQL finds those that are behind them
        // by itself.
        let first = self.names(target, value) || (leads && self.dialect == Dialect::Sqlite);
        if let Some(own) = relationship.own_column().filter(|_| first) {
            let own = column(place.alias, own);
            let few = self.dialect.few(&format!("{own} IN (SELECT {row}.id FROM {from} WHERE {condition})"));
            return Ok(format!("({own} IS NOT NULL AND {few})"));
        }
        let condition = match beside {
            Some((id, beside)) if leads && self.dialect == Dialect::Sqlite => {
                return Ok(format!("{}.id IN (SELECT {id} FROM {from} WHERE {beside} AND {condition})", place.alias));
            }
            Some((_, beside)) => format!("{beside} AND {condition}"),
            None => condition,
        };
        let found = format!("SELECT 1 FROM {from} WHERE {joined} AND {condition}");
        // What the few are behind may be found from there; anything else is looked for row by row.
        let found = if leads { found } else { self.dialect.not_joined(&found) };
        Ok(format!("EXISTS ({found})"))
    }

    fn attribute_condition(
        &mut self,
        attribute: &Attribute,
        alias: &str,
        value: &Input<'a>,
        at: &str,
    ) -> Result<String> {
        let nullable = !attribute.required;
        let sql = column(alias, &attribute.column);
        let slot = match attribute.kind {
            Kind::Text | Kind::Choice(_) => SlotKind::Text,
            Kind::Integer => SlotKind::Integer,
            Kind::Float => SlotKind::Float,
            Kind::Boolean => SlotKind::Boolean,
            Kind::Instant => SlotKind::Instant,
            Kind::Fuzzy => {
                let parts = self.operators(value, at)?;
                let date = FuzzyColumns::of(attribute, alias);
                return Ok(all(&self.fuzzy_filter(&date, &parts, at)?));
            }
            Kind::Texts | Kind::FuzzyDates => {
                return self.list_condition(attribute, alias, value, at);
            }
            Kind::Listing => return Err(Error::internal(format!("filter {at} is published but not compiled"))),
        };
        self.comparisons(&sql, nullable, slot, value, at)
    }

    /// Whether one of several values meets the filter.
    fn list_condition(&mut self, attribute: &Attribute, alias: &str, value: &Input<'a>, at: &str) -> Result<String> {
        let item = self.alias();
        let condition = if matches!(attribute.kind, Kind::Texts) {
            self.comparisons(&format!("{item}.value"), false, SlotKind::Text, value, at)?
        } else {
            let parts = self.operators(value, at)?;
            all(&self.fuzzy_filter(&FuzzyColumns::of_item(&item), &parts, at)?)
        };
        let name = literal(attribute.name);
        Ok(format!(
            "EXISTS (SELECT 1 FROM list_item {item} WHERE {item}.record_id = {alias}.id \
             AND {item}.attribute = {name} AND {condition})"
        ))
    }

    /// The keys of a filter object.
    pub(in crate::query) fn operators(&mut self, input: &Input<'a>, at: &str) -> Result<Vec<(Name, Input<'a>)>> {
        match self.shape(input) {
            Shape::Object(parts) => Ok(parts),
            Shape::Null => Err(Error::input(
                at,
                "cannot be null; leave it out, or to ask for what has no value use `isNull: true`",
            )),
            // A variable inside a filter that was not given: as if its key were not there.
            Shape::Absent => Ok(Vec::new()),
            _ => Err(Error::input(at, "must be an object")),
        }
    }
}

/// Where in the data a filter is.
#[derive(Clone, Copy)]
struct Place<'a, 'p> {
    resource: &'a Resource,
    alias: &'p str,
    /// The filter object, all of whose keys must hold.
    filter: &'p Input<'a>,
    hops: usize,
    nesting: usize,
}

pub fn all(conditions: &[String]) -> String {
    if conditions.is_empty() { "TRUE".to_owned() } else { format!("({})", conditions.join(" AND ")) }
}

fn any(conditions: &[String]) -> String {
    if conditions.is_empty() { "FALSE".to_owned() } else { format!("({})", conditions.join(" OR ")) }
}
