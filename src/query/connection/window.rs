//! The rows of one page, read once, and what is asked of them.

use crate::query::dialect::{json_array, or_null};
use crate::query::page::Page;

/// The rows of one page, as the statement's innermost part, and what is asked of them.
pub struct Window {
    alias: String,
    pub size: usize,
    backward: bool,
    /// JSON of each row, as columns `x0`, `x1`, …
    columns: Vec<String>,
    /// Whether one row more is read, to know whether there are more.
    looks_ahead: bool,
    /// Whether rows must be counted: to leave out the one too many, or to turn their order round.
    numbered: bool,
}

impl Window {
    pub fn new(alias: String, page: &Page, looks_ahead: bool) -> Self {
        let (size, backward) = (page.size, page.backward);
        Self { alias, size, backward, columns: Vec::new(), looks_ahead, numbered: looks_ahead || backward }
    }

    pub fn column(&mut self, json: String) -> String {
        self.columns.push(json);
        format!("{}.x{}", self.alias, self.columns.len() - 1)
    }

    /// A column of the page's rows as a JSON array, in reading order, without the row too many.
    pub fn list(&self, column: &str) -> String {
        let Self { alias, size, .. } = self;
        let ordered = match (self.numbered, self.backward) {
            (true, true) => format!(" ORDER BY {alias}.n DESC"),
            (true, false) => format!(" ORDER BY {alias}.n"),
            (false, _) => String::new(),
        };
        let on_page = if self.looks_ahead { format!(" FILTER (WHERE {alias}.n <= {size})") } else { String::new() };
        json_array(&format!("string_agg({column}, ','{ordered}){on_page}"))
    }

    /// The cursor of the page's last row in reading order, or of its first.
    pub fn cursor_at_end(&mut self, cursor: String, last: bool) -> String {
        // Numbers are needed only from here on: lists made before stand in the order of the rows.
        self.numbered = true;
        let column = self.column(cursor);
        let Self { alias, size, .. } = &self;
        let number = if last {
            format!("CASE WHEN {alias}.m < {size} THEN {alias}.m ELSE {size} END")
        } else {
            // An empty page has no first row, although one was read to see whether there is any.
            size.min(&1).to_string()
        };
        or_null(format!("'\"' || max(CASE WHEN {alias}.n = {number} THEN {column} END) || '\"'"), true)
    }

    /// How many rows are read.
    pub fn limit(&self) -> usize {
        self.size + usize::from(self.looks_ahead)
    }

    /// The JSON of the rows, if that is all that is made of them.
    pub fn only_column(&self) -> Option<&str> {
        if let [column] = self.columns.as_slice() { Some(column) } else { None }
    }

    /// Puts the rows under the JSON that was made of them: what a select of these columns gives.
    pub fn around(self, json: &str, select: impl FnOnce(&str) -> String) -> String {
        if self.columns.is_empty() && !self.looks_ahead {
            return json.to_owned();
        }
        let alias = &self.alias;
        let mut columns: Vec<String> =
            self.columns.iter().enumerate().map(|(n, json)| format!("{json} AS x{n}")).collect();
        if columns.is_empty() {
            columns.push("1 AS x0".to_owned());
        }
        let mut read = select(&columns.join(", "));
        if self.numbered {
            read = format!("SELECT {alias}.*, row_number() OVER () AS n, count(*) OVER () AS m FROM ({read}) {alias}");
        }
        format!("(SELECT {json} FROM ({read}) {alias})")
    }
}
