//! What stands in an answer many times is worked out once: a network below each of its members, with all its lists.
//!
//! SQLite remembers while a statement runs ([`REMEMBERED`]). PostgreSQL has nothing to remember with; there the records
//! that will be needed are gathered before, in tables of the statement (`WITH`), and the lists take them from there.
//! To gather them, it must be known how a list is reached from the rows of a page: the way, which the walk through the
//! document keeps.

use super::compiler::Compiler;
use super::connection::Rows;
use crate::database::{Dialect, REMEMBERED};
use crate::error::Result;

/// From the rows of a page to where the walk is.
pub(super) struct Way {
    /// What to read from: the page's table, then a join for each step.
    steps: Vec<String>,
    /// The aliases of the steps.
    aliases: Vec<String>,
    /// The tables that were made for lists on the way, each `name AS MATERIALIZED (…)`.
    made: Vec<String>,
}

/// What was made on the way from a page, and the name of the page's own table.
pub(super) struct Made {
    pub page: String,
    pub tables: Vec<String>,
}

impl Way {
    fn from(page: &str, alias: &str) -> Self {
        Self { steps: vec![format!("{page} {alias}")], aliases: vec![alias.to_owned()], made: Vec::new() }
    }

    fn is_at(&self, alias: &str) -> bool {
        self.aliases.last().is_some_and(|last| last == alias)
    }
}

impl<'a> Compiler<'a> {
    /// What follows from an id alone, worked out once for each, if that is worth its while: where it has lists in it.
    pub(super) fn once(&mut self, id: &str, walk: impl FnOnce(&mut Self) -> Result<String>) -> Result<String> {
        let lists = self.lists();
        let json = walk(self)?;
        if !self.remembers || self.lists() == lists {
            return Ok(json);
        }
        let place = self.place();
        Ok(format!("coalesce({REMEMBERED}({place}, {id}), {REMEMBERED}({place}, {id}, {json}))"))
    }

    /// Whether lists of a row can be reached from a page.
    pub(super) fn is_on_way(&self, alias: &str) -> bool {
        self.ways.last().is_some_and(|way| way.is_at(alias))
    }

    /// Walks on from the rows of a page; gives what was made on the way, if anything was.
    pub(super) fn along_page<T>(
        &mut self,
        alias: &str,
        walk: impl FnOnce(&mut Self) -> Result<T>,
    ) -> Result<(T, Made)> {
        let page = format!("p{}", self.place());
        if self.dialect == Dialect::Postgres {
            self.ways.push(Way::from(&page, alias));
        }
        let walked = walk(self);
        let way = if self.dialect == Dialect::Postgres { self.ways.pop() } else { None };
        Ok((walked?, Made { page, tables: way.map(|way| way.made).unwrap_or_default() }))
    }

    /// Walks on from a row on the way to those that a join leads to.
    pub(super) fn further<T>(
        &mut self,
        from: &str,
        alias: &str,
        join: impl FnOnce() -> String,
        walk: impl FnOnce(&mut Self) -> Result<T>,
    ) -> Result<T> {
        if !self.is_on_way(from) {
            return walk(self);
        }
        if let Some(way) = self.ways.last_mut() {
            way.steps.push(join());
            way.aliases.push(alias.to_owned());
        }
        let walked = walk(self);
        if let Some(way) = self.ways.last_mut() {
            way.steps.pop();
            way.aliases.pop();
        }
        walked
    }

    /// Has the rows that some lists will need gathered, with what is made of each, and gives the select of one list
    /// from there: of those rows that `ids` selects for it, in that order.
    pub(super) fn gathered(&mut self, rows: &Rows<'_, 'a>, ids: &str, object: &str, below: Made) -> String {
        let (Made { page, tables }, alias) = (below, &rows.alias);
        let objects = format!("o{}", self.place());
        if let Some(way) = self.ways.last_mut() {
            let needed = format!("SELECT q.i FROM {} CROSS JOIN LATERAL ({ids}) q", way.steps.join(" "));
            let table = rows.table();
            way.made.push(format!(
                "{page} AS MATERIALIZED (SELECT {alias}.* FROM {table} {alias} WHERE {alias}.id IN ({needed}))"
            ));
            way.made.extend(tables);
            way.made
                .push(format!("{objects} AS MATERIALIZED (SELECT {alias}.id AS i, {object} AS j FROM {page} {alias})"));
        }
        format!(
            "SELECT o.j AS x0 FROM (SELECT q.i, row_number() OVER () AS n FROM ({ids}) q) p \
             JOIN {objects} o ON o.i = p.i ORDER BY p.n"
        )
    }
}

impl Made {
    pub fn is_empty(&self) -> bool {
        self.tables.is_empty()
    }

    /// An expression within what was made.
    pub fn around(&self, page: &str, json: &str) -> String {
        format!("(WITH {} AS MATERIALIZED ({page}), {} SELECT {json})", self.page, self.tables.join(", "))
    }
}
