//! Rows on their way to the database. None is given out before those that it points to.

use std::collections::{BTreeMap, HashSet};

use sea_orm::Value as Cell;

use crate::change::rows::{Cells, Table};

/// How many values are gathered before they are to be written.
const FULL: usize = 400_000;

/// Rows by table, and those that wait.
#[derive(Default)]
pub struct Buffer<'a> {
    tables: BTreeMap<&'a str, Table>,
    values: usize,
    whole: bool,
    waiting: Vec<Waiting<'a>>,
    /// The ids of the rows that wait.
    absent: HashSet<i64>,
    /// The ids whose rows will come.
    to_come: HashSet<i64>,
}

/// A row that points to one that is not there yet.
struct Waiting<'a> {
    table: &'a str,
    id: Option<i64>,
    row: Vec<Cell>,
    targets: Vec<i64>,
}

impl<'a> Buffer<'a> {
    /// Says that the rows of this id will come.
    pub fn announce(&mut self, id: i64) {
        self.to_come.insert(id);
    }

    /// Says that the rows of this id come now.
    pub fn reach(&mut self, id: i64) {
        self.to_come.remove(&id);
    }

    /// Takes a row that nothing points to and that points to registered ids only.
    pub fn put(&mut self, table: &'a str, cells: Cells<'a>) {
        self.put_after(table, None, cells, Vec::new());
    }

    /// Takes the row of an id that points to the rows of others, the `targets`.
    pub fn put_after(&mut self, table: &'a str, id: Option<i64>, cells: Cells<'a>, targets: Vec<i64>) {
        let rows = self.tables.entry(table).or_default();
        if rows.columns.is_empty() {
            rows.columns = cells.iter().map(|(column, _)| column.clone().into_owned()).collect();
        }
        debug_assert!(rows.columns.iter().eq(cells.iter().map(|(column, _)| column)));
        let row: Vec<Cell> = cells.into_iter().map(|(_, cell)| cell).collect();
        if targets.iter().any(|target| self.to_come.contains(target) || self.absent.contains(target)) {
            self.absent.extend(id);
            self.waiting.push(Waiting { table, id, row, targets });
        } else {
            self.values += row.len();
            rows.rows.push(row);
        }
    }

    /// Whether it is time to write.
    pub fn is_full(&self) -> bool {
        self.values >= FULL
    }

    /// Whether there is nothing to write.
    pub fn is_empty(&self) -> bool {
        self.values == 0
    }

    /// Once all rows have come and were written, except those that wait: lets those go that wait for none of the
    /// others; false if none waits any more.
    pub fn release(&mut self) -> bool {
        self.to_come.clear();
        let ready = |row: &Waiting| !row.targets.iter().any(|target| self.absent.contains(target));
        let (mut free, still): (Vec<_>, Vec<_>) = std::mem::take(&mut self.waiting).into_iter().partition(ready);
        self.whole = free.is_empty();
        if self.whole {
            // Rows that point to each other, and those that point to them.
            free = still;
        } else {
            self.waiting = still;
        }
        for Waiting { table, id, row, .. } in free {
            if let Some(id) = id {
                self.absent.remove(&id);
            }
            self.values += row.len();
            self.tables.entry(table).or_default().rows.push(row);
        }
        !self.is_empty()
    }

    /// The rows of a table that can be written now.
    pub fn take(&mut self, table: &str) -> Option<Table> {
        let whole = self.whole;
        let rows = self.tables.get_mut(table).filter(|it| !it.rows.is_empty())?;
        let taken = Table { columns: rows.columns.clone(), rows: std::mem::take(&mut rows.rows), whole };
        self.values -= taken.rows.len() * taken.columns.len();
        Some(taken)
    }

    /// The tables that got rows.
    pub fn tables(&self) -> impl Iterator<Item = &'a str> {
        self.tables.keys().copied()
    }
}
