//! An order by what may be missing has two stretches: the rows that have it and those that have not.
//!
//! Neither database enters an index where the order goes on at a value *or* at none, and each has an opinion of its own
//! about where those without value stand. Within a stretch there is nothing to tell apart. The second is read only as far
//! as the first has too few rows.

use super::rows::{Noun, Rows};
use crate::query::compiler::Compiler;
use crate::query::order::{Key, Order};
use crate::query::page::{Bound, Page};
use crate::query::selection::Selected;

/// How the rows of a page are read in their order.
pub struct Reading<'r, 's, 'a> {
    pub rows: &'r Rows<'s, 'a>,
    /// Whether what is made of them shall be made of those of the page alone: SQLite makes it of every row that it
    /// sorts.
    pub late: bool,
    /// Whether there may be many, and an index in the order. Those of one record are gathered and sorted otherwise.
    pub many: bool,
    pub stretches: Stretches,
}

/// Which stretches there are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Stretches {
    /// None to tell apart.
    One,
    /// Those that have the first key, because the filter leaves out all others.
    Present,
    /// Those that have the first key and those that have not, one after the other.
    Two,
}

impl<'a> Compiler<'a> {
    /// Which stretches an order of these rows has.
    pub(super) fn stretches(&mut self, noun: Noun<'_, 'a>, order: &Order, field: &Selected<'a>) -> Stretches {
        let (Noun::Resource(resource), [key, _]) = (noun, order.keys.as_slice()) else { return Stretches::One };
        let Some(attribute) = key.attribute.filter(|_| key.nullable).and_then(|it| resource.find_attribute(it)) else {
            return Stretches::One;
        };
        if self.demands(attribute, &field.argument("where")) { Stretches::Present } else { Stretches::Two }
    }
}

impl Reading<'_, '_, '_> {
    /// The select of the page's columns.
    pub fn select(&self, columns: &str, order: &Order, page: &Page, limit: usize) -> String {
        let rows = self.rows;
        // The ids of a page alone, where they stand in its order.
        if let Some((by, ids)) = rows.ids_in(order) {
            let ids = self.stretches.read(&ids, &by, page, limit);
            return rows.of(&ids, columns, &order.sql(page.backward));
        }
        let select = |columns: &str| format!("SELECT {columns} {}", rows.from());
        let stretches = if self.many { self.stretches } else { Stretches::One };
        // Sorted by id they come as they are found.
        if self.late && order.keys.len() > 1 {
            let ids = stretches.read(&select(&format!("{}.id AS i", rows.alias)), order, page, limit);
            return rows.of(&ids, columns, &order.sql(page.backward));
        }
        stretches.read(&select(columns), order, page, limit)
    }
}

impl Stretches {
    /// The page of what a select gives.
    fn read(self, select: &str, order: &Order, page: &Page, limit: usize) -> String {
        let ([key, id], true) = (order.keys.as_slice(), self != Self::One) else {
            let (seek, order) = (page.seek(order), order.sql(page.backward));
            return format!("{select}{seek} ORDER BY {order} LIMIT {limit}");
        };
        let mut stretches = if self == Self::Two { vec![true, false] } else { vec![true] };
        // Where those without value come first in the order, or last read backward.
        if key.nulls_first != page.backward {
            stretches.reverse();
        }
        let parts = stretches.into_iter().filter_map(|present| {
            let seek = page.bounds.iter().map(|bound| beyond(key, id, bound, present)).collect::<Option<String>>()?;
            let is = if present { "IS NOT NULL" } else { "IS NULL" };
            let first = if present { format!("{} {}, ", key.sql, key.direction(page.backward)) } else { String::new() };
            let (sql, id, direction) = (&key.sql, &id.sql, id.direction(page.backward));
            Some(format!("{select} AND {sql} {is}{seek} ORDER BY {first}{id} {direction} LIMIT {limit}"))
        });
        let parts: Vec<String> = parts.collect();
        match parts.as_slice() {
            [] => format!("{select} AND FALSE LIMIT {limit}"),
            [part] => part.clone(),
            parts => {
                let parts = parts.iter().zip('a'..).map(|(part, name)| format!("SELECT * FROM ({part}) {name}"));
                format!("{} LIMIT {limit}", parts.collect::<Vec<_>>().join(" UNION ALL "))
            }
        }
    }
}

/// The condition of a stretch's rows that lie on the right side of a cursor, to stand behind another; `None` if there
/// are none.
fn beyond(key: &Key, id: &Key, bound: &Bound, present: bool) -> Option<String> {
    let further = |key: &Key| if key.descending == bound.after { "<" } else { ">" };
    match (bound.values.as_slice(), present) {
        ([Some(value), Some(number)], true) => {
            Some(format!(" AND ({}, {}) {} ({value}, {number})", key.sql, id.sql, further(key)))
        }
        ([None, Some(number)], false) => Some(format!(" AND {} {} {number}", id.sql, further(id))),
        // The whole stretch lies on one side of the cursor.
        _ => (present == (key.nulls_first == bound.after)).then(String::new),
    }
}
