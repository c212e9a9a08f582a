use cluster_directory::directory::catalog;
use cluster_directory::resource::{RECORD, Resource};

use super::fields::groupings;
use super::{Generator, Spot};
use crate::oracle::answer::words;
use crate::oracle::document::Value;
use crate::oracle::json::Place;
use crate::oracle::rows::Row;

/// The six directions.
const DIRECTIONS: &[&str] =
    &["ASC", "DESC", "ASC_NULLS_FIRST", "ASC_NULLS_LAST", "DESC_NULLS_FIRST", "DESC_NULLS_LAST"];
/// How many rows a page has if nobody says.
const DEFAULT_SIZE: usize = 20;

impl Generator<'_> {
    /// What every connection takes, and how many rows it has at most.
    pub(super) fn page(&mut self, resource: &'static Resource, spot: &Spot) -> (Vec<(String, Value)>, usize) {
        let mut arguments = Vec::new();
        let mut add = |name: &str, value: Value| arguments.push((name.to_owned(), value));
        if self.random.chance(55) {
            let filter = self.filter(resource, 0, 0);
            add("where", self.vary(&format!("{}Filter", resource.name), filter));
        }
        let mut order = Value::List(Vec::new());
        if self.random.chance(50) {
            order = self.order(resource);
            let mut given = self.vary(&format!("[{}Order!]", resource.name), order.clone());
            if given.given().is_none() {
                given = order.clone();
            }
            add("orderBy", given);
        }
        let mut size = DEFAULT_SIZE;
        let allowed = if spot.times <= 20 { 30 } else { 0 };
        let name = *self.random.pick(&["first", "first", "first", "last"]);
        if !self.random.chance(allowed) {
            size = *self.random.pick(&[0, 1, 1, 2, 2, 3, 3, 4, 5]);
            if spot.depth == 0 && self.random.chance(5) {
                size = 100;
            }
            let number = Value::Integer(i64::try_from(size).expect("a page's size"));
            let given = self.vary("Int", number.clone());
            add(name, if given.given().is_some() { given } else { number });
        } else if self.random.chance(10) {
            add(name, Value::Null);
        }
        for (name, percent) in [("after", 20), ("before", 15)] {
            if self.random.chance(percent)
                && let Some(row) = self.cursor_row(resource)
            {
                let order = Box::new(order.plain());
                let place = Place { order: words(resource, Some(&order)), row };
                let cursor = Value::Cursor { place, plural: resource.plural, order };
                add(name, self.vary("String", cursor));
            } else if self.random.chance(2) {
                add(name, Value::Null);
            }
        }
        (arguments, size)
    }

    /// The row of a cursor; often one that has few before or after it.
    fn cursor_row(&mut self, resource: &Resource) -> Option<i64> {
        let ids = self.rows.of(resource).keys();
        match self.random.below(5) {
            0 => ids.copied().next(),
            1 => ids.copied().last(),
            _ => self.row(resource).map(Row::id),
        }
    }

    /// None to three keys, or a single one without a list.
    fn order(&mut self, resource: &'static Resource) -> Value {
        let count = *self.random.pick(&[0, 1, 1, 1, 2, 2, 3]);
        let mut keys: Vec<_> = (0..count).map(|_| self.order_key(resource, 0)).collect();
        match keys.pop() {
            Some(single) if keys.is_empty() && self.random.chance(30) => single,
            last => {
                keys.extend(last);
                Value::List(keys)
            }
        }
    }

    fn order_key(&mut self, resource: &'static Resource, hops: usize) -> Value {
        let ways: Vec<_> =
            resource.relationships.iter().filter(|it| it.own_column().is_some() && it.target != RECORD).collect();
        let (name, value) = if hops < 3 && !ways.is_empty() && self.random.chance(30) {
            let way = self.random.pick(&ways);
            let target = catalog().get(way.target);
            let key = self.order_key(target, hops + 1);
            (way.name, self.vary(&format!("{}Order!", target.name), key))
        } else {
            let mut names = vec!["id"];
            let attributes = resource.attributes.iter();
            names.extend(attributes.filter(|it| it.indexed && !it.kind.is_list()).map(|it| it.name));
            let direction = Value::word(*self.random.pick(DIRECTIONS));
            (*self.random.pick(&names), self.vary("Direction!", direction))
        };
        Value::Object(vec![(name.to_owned(), value)])
    }

    /// One to three words to group by.
    pub(super) fn grouped_by(&mut self, resource: &'static Resource) -> Value {
        let known = groupings(resource);
        let ty = format!("{}Group!", resource.name);
        let count = *self.random.pick(&[1, 1, 1, 2, 2, 3]);
        let mut by = Vec::new();
        for _ in 0..count {
            let word = Value::word(self.random.pick(&known).as_str());
            by.push(self.vary(&ty, word));
        }
        let by = match by.pop() {
            Some(single) if by.is_empty() && self.random.chance(30) => single.plain(),
            last => {
                by.extend(last);
                Value::List(by)
            }
        };
        self.vary(&format!("[{ty}]!"), by)
    }

    /// A day on which something must have held.
    pub(super) fn as_of(&mut self, resource: &Resource) -> Value {
        let value = self.day(resource);
        let mut parts = vec![("date".to_owned(), self.vary("Date!", value))];
        parts.extend(self.certainty());
        Value::Object(parts)
    }

    pub(super) fn as_of_argument(&mut self, holds: &Resource) -> (String, Value) {
        let as_of = self.as_of(holds);
        ("asOf".to_owned(), self.vary("AsOf", as_of))
    }

    pub(super) fn certainty(&mut self) -> Option<(String, Value)> {
        if self.random.chance(30) {
            return None;
        }
        let word = Value::word(*self.random.pick(&["CERTAIN", "POSSIBLE", "POSSIBLE"]));
        Some(("certainty".to_owned(), self.vary("Certainty", word)))
    }
}
