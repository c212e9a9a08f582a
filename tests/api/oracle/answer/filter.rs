//! `where`. Every condition is true or false: a missing value equals no other, so `neq` and `notIn`
//! hold for it and nothing else does. All keys of an object must hold.

use chrono::DateTime;
use cluster_directory::directory::catalog;
use cluster_directory::resource::{Attribute, Kind, Resource};

use super::Reader;
use super::interval::{Date, during, held};
use crate::oracle::document::Value;
use crate::oracle::rows::{Cell, Row};

impl Reader<'_> {
    /// Whether a row meets a filter object.
    pub fn meets(&self, resource: &'static Resource, row: &Row, filter: &Value) -> bool {
        filter.entries().into_iter().all(|(name, value)| self.meets_key(resource, row, name, value))
    }

    fn meets_key(&self, resource: &'static Resource, row: &Row, name: &str, value: &Value) -> bool {
        match name {
            "and" => value.items().into_iter().all(|it| self.meets(resource, row, it)),
            "or" => value.items().into_iter().any(|it| self.meets(resource, row, it)),
            "not" => !self.meets(resource, row, value),
            "id" => {
                let id = Cell::Text(format!("r{}", row.id()));
                value.entries().iter().all(|(name, value)| compares(&id, Kind::Text, name, value))
            }
            "asOf" if resource.interval.is_some() => held(resource, row, value),
            "during" if resource.period.is_some() => {
                during(resource, row, resource.period.expect("it takes place"), value)
            }
            _ => match resource.find_attribute(name) {
                Some(attribute) => self.attribute_meets(attribute, row, value),
                None => self.relation_meets(resource, row, name, value),
            },
        }
    }

    fn attribute_meets(&self, attribute: &Attribute, row: &Row, filter: &Value) -> bool {
        let all =
            |cell: &Cell, kind: Kind| filter.entries().iter().all(|(name, value)| compares(cell, kind, name, value));
        match attribute.kind {
            Kind::Fuzzy => self.fuzzy_meets(Date::column(row, &attribute.column), filter),
            // "One of them meets this."
            Kind::Texts => self.items(attribute, row).iter().any(|item| all(item.cell("value"), Kind::Text)),
            Kind::FuzzyDates => {
                self.items(attribute, row).iter().any(|item| self.fuzzy_meets(Date::item(item), filter))
            }
            kind => all(row.cell(&attribute.column), kind),
        }
    }

    /// To one: there is one that meets the filter. To many: some, every (even of none), none.
    fn relation_meets(&self, resource: &'static Resource, row: &Row, name: &str, filter: &Value) -> bool {
        let relationship = resource.find_relationship(name).expect("a known key");
        let target = catalog().get(relationship.target);
        let rows = self.related(resource, row, relationship, None);
        let meets = |filter: &Value| rows.iter().filter(|it| self.meets(target, it, filter)).count();
        if !relationship.many {
            return meets(filter) > 0;
        }
        filter.entries().into_iter().all(|(quantifier, filter)| match quantifier {
            "some" => meets(filter) > 0,
            "every" => meets(filter) == rows.len(),
            "none" => meets(filter) == 0,
            other => panic!("no quantifier {other}"),
        })
    }
}

/// Whether an operator holds for a value.
pub fn compares(cell: &Cell, kind: Kind, operator: &str, value: &Value) -> bool {
    let equals = |value: &Value| *cell == operand(kind, value);
    let compared = || {
        let other = operand(kind, value);
        if cell.is_null() { None } else { Some(super::order::compare(cell, &other)) }
    };
    match operator {
        "isNull" => matches!(value, Value::Boolean(truth) if *truth == cell.is_null()),
        "eq" => equals(value),
        "neq" => !equals(value),
        "in" => value.items().into_iter().any(equals),
        "notIn" => !value.items().into_iter().any(equals),
        "lt" => compared().is_some_and(std::cmp::Ordering::is_lt),
        "lte" => compared().is_some_and(std::cmp::Ordering::is_le),
        "gt" => compared().is_some_and(std::cmp::Ordering::is_gt),
        "gte" => compared().is_some_and(std::cmp::Ordering::is_ge),
        // Letter by letter: `%`, `_` and `\` are letters like others.
        "contains" => cell.as_text().is_some_and(|text| text.contains(value.as_text())),
        "startsWith" => cell.as_text().is_some_and(|text| text.starts_with(value.as_text())),
        other => panic!("no operator {other}"),
    }
}

/// What a value of a filter stands for in a column of that kind.
fn operand(kind: Kind, value: &Value) -> Cell {
    match (kind, value) {
        (Kind::Instant, Value::Text(text)) => {
            let moment = DateTime::parse_from_rfc3339(text).expect("a moment");
            Cell::Integer(moment.timestamp_micros())
        }
        (_, Value::Text(text) | Value::Word(text)) => Cell::Text(text.clone()),
        (_, Value::Integer(number)) => Cell::Integer(*number),
        (_, Value::Boolean(truth)) => Cell::Boolean(*truth),
        (_, other) => panic!("no operand: {other:?}"),
    }
}
