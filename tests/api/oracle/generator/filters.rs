use cluster_directory::directory::catalog;
use cluster_directory::resource::{Attribute, Kind, Resource};

use super::{Generator, NO_ID};
use crate::oracle::LOG;
use crate::oracle::document::Value;
use crate::oracle::rows::Row;

/// How many relationships a condition can lie behind.
const MOST_HOPS: usize = 3;
/// How deep the oracle nests conditions; the server allows more.
const MOST_NESTING: usize = 7;

impl Generator<'_> {
    /// A filter object on rows of a resource.
    pub(super) fn filter(&mut self, resource: &'static Resource, hops: usize, nesting: usize) -> Value {
        let count = *self.random.pick(&[0, 1, 1, 1, 1, 1, 2, 2, 3]);
        let mut parts: Vec<(String, Value)> = Vec::new();
        for _ in 0..count {
            let (name, ty, value) = self.condition(resource, hops, nesting);
            let value = self.vary(&ty, value);
            if parts.iter().all(|(known, _)| known != name) {
                parts.push((name.to_owned(), value));
            }
        }
        Value::Object(parts)
    }

    /// One key of a filter: its name, its type and its value.
    fn condition(&mut self, resource: &'static Resource, hops: usize, nesting: usize) -> (&'static str, String, Value) {
        let name = resource.name;
        let indexed: Vec<_> = resource.attributes.iter().filter(|it| it.indexed).collect();
        match self.random.below(100) {
            0..18 if nesting < MOST_NESTING => self.logic(resource, hops, nesting),
            18..50 if hops < MOST_HOPS && nesting < MOST_NESTING && !resource.relationships.is_empty() => {
                let relationships: Vec<_> = resource.relationships.iter().filter(|it| it.target != LOG).collect();
                let relationship = *self.random.pick(&relationships);
                let target = catalog().get(relationship.target);
                if !relationship.many {
                    let filter = self.filter(target, hops + 1, nesting + 1);
                    return (relationship.name, format!("{}Filter", target.name), filter);
                }
                let mut parts = Vec::new();
                for quantifier in ["some", "every", "none"] {
                    if self.random.chance(40) {
                        let filter = self.filter(target, hops + 1, nesting + 1);
                        let filter = self.vary(&format!("{}Filter", target.name), filter);
                        parts.push((quantifier.to_owned(), filter));
                    }
                }
                (relationship.name, format!("{}ListFilter", target.name), Value::Object(parts))
            }
            50..62 if resource.interval.is_some() => ("asOf", "AsOf".to_owned(), self.as_of(resource)),
            50..62 if resource.period.is_some() => ("during", "PeriodFilter".to_owned(), self.period(resource)),
            62..96 if !indexed.is_empty() => {
                let attribute = *self.random.pick(&indexed);
                let (ty, value) = self.attribute_filter(resource, attribute);
                (attribute.name, ty, value)
            }
            0..50 if nesting == 0 => self.logic(resource, hops, nesting),
            _ => {
                let filter = self.operators("ID", &["eq", "neq", "in", "notIn"], &mut |it| {
                    let id = it.row(catalog().get(name)).map_or(NO_ID, Row::id);
                    Value::text(format!("r{id}"))
                });
                ("id", "IDFilter".to_owned(), filter)
            }
        }
    }

    fn logic(&mut self, resource: &'static Resource, hops: usize, nesting: usize) -> (&'static str, String, Value) {
        let ty = format!("{}Filter", resource.name);
        let operator = *self.random.pick(&["and", "or", "not"]);
        if operator == "not" || self.random.chance(10) {
            let ty = if operator == "not" { ty } else { format!("[{ty}!]") };
            return (operator, ty, self.filter(resource, hops, nesting + 1));
        }
        let mut items = Vec::new();
        for _ in 0..self.random.below(4) {
            let filter = self.filter(resource, hops, nesting + 1);
            items.push(self.vary(&format!("{ty}!"), filter));
        }
        (operator, format!("[{ty}!]"), Value::List(items))
    }

    fn attribute_filter(&mut self, resource: &'static Resource, attribute: &'static Attribute) -> (String, Value) {
        let equal = &["eq", "neq", "in", "notIn"][..];
        let compare = &["eq", "neq", "lt", "lte", "gt", "gte"][..];
        let whole = &["eq", "neq", "in", "notIn", "lt", "lte", "gt", "gte"][..];
        let text = &["eq", "neq", "in", "notIn", "contains", "startsWith"][..];
        let near = &mut |it: &mut Self| it.value_near(resource, attribute);
        let (scalar, value) = match attribute.kind {
            Kind::Text | Kind::Texts => ("String", self.operators("String", text, near)),
            Kind::Integer => ("Int", self.operators("Int", whole, near)),
            Kind::Instant => ("DateTime", self.operators("DateTime", compare, near)),
            Kind::Choice(choice) => (choice.name, self.operators(choice.name, equal, near)),
            Kind::Fuzzy | Kind::FuzzyDates => ("FuzzyDate", self.fuzzy(resource)),
            Kind::Float | Kind::Boolean | Kind::Listing => unreachable!("{} has no index", attribute.name),
        };
        (format!("{scalar}Filter"), value)
    }

    /// `{ eq: …, in: … }` with none to two operators.
    fn operators(&mut self, scalar: &str, known: &[&str], value: &mut dyn FnMut(&mut Self) -> Value) -> Value {
        let mut parts: Vec<(String, Value)> = Vec::new();
        let count = *self.random.pick(&[0, 1, 1, 1, 1, 1, 1, 2]);
        for _ in 0..count {
            let (operator, operand) = if self.random.chance(12) {
                ("isNull", self.is_null())
            } else {
                let operator = *self.random.pick(known);
                let operand = if matches!(operator, "in" | "notIn") {
                    let count = *self.random.pick(&[0, 1, 1, 2, 2, 3, 5]);
                    let items = (0..count).map(|_| {
                        let item = value(self);
                        self.vary(&format!("{scalar}!"), item)
                    });
                    let list = Value::List(items.collect());
                    let list = if self.random.chance(5) { value(self) } else { list };
                    self.vary(&format!("[{scalar}!]"), list)
                } else {
                    let operand = value(self);
                    self.vary(scalar, operand)
                };
                (operator, operand)
            };
            if parts.iter().all(|(known, _)| known != operator) {
                parts.push((operator.to_owned(), operand));
            }
        }
        Value::Object(parts)
    }

    fn is_null(&mut self) -> Value {
        let truth = Value::Boolean(self.random.chance(50));
        self.vary("Boolean", truth)
    }

    fn fuzzy(&mut self, resource: &Resource) -> Value {
        let mut parts = self.bounds(resource);
        parts.extend(self.certainty());
        if self.random.chance(20) {
            let words = ["DAY", "MONTH", "YEAR", "INTERVAL"];
            let known = ["eq", "neq", "in", "notIn"];
            let precision = self.operators("DatePrecision", &known, &mut |it| Value::word(*it.random.pick(&words)));
            let precision = self.vary("DatePrecisionFilter", precision);
            parts.push(("precision".to_owned(), precision));
        }
        if self.random.chance(15) {
            parts.push(("isNull".to_owned(), self.is_null()));
        }
        Value::Object(parts)
    }

    fn period(&mut self, resource: &Resource) -> Value {
        let mut parts = self.bounds(resource);
        parts.extend(self.certainty());
        Value::Object(parts)
    }

    fn bounds(&mut self, resource: &Resource) -> Vec<(String, Value)> {
        let mut parts = Vec::new();
        for name in ["from", "to"] {
            if self.random.chance(50) {
                let day = self.day(resource);
                parts.push((name.to_owned(), self.vary("Date", day)));
            }
        }
        parts
    }
}
