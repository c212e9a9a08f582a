//! Plain rows by a few small statements inside each other, as a program of one's own would do it; JSON is written by
//! hand.

mod questions;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, Params, Row};

use crate::asked::{Asked, Question};
use crate::template::{Columns, Template, quoted};

impl Columns for Row<'_> {
    fn is_null(&self, column: usize) -> bool {
        matches!(self.get_ref(column), Ok(ValueRef::Null))
    }

    fn write(&self, column: usize, out: &mut Vec<u8>) {
        match self.get_ref(column) {
            Ok(ValueRef::Text(text)) => quoted(text, out),
            _ => out.extend_from_slice(b"null"),
        }
    }
}

pub fn answer(connection: &Connection, question: Question, asked: &Asked) -> rusqlite::Result<Vec<u8>> {
    let mut out = Vec::with_capacity(16 * 1024);
    match question {
        Question::Q1 => questions::organization(connection, asked, &mut out),
        Question::Q2 => questions::next_events(connection, asked, &mut out),
        Question::Q3 => questions::partnership(connection, asked, &mut out),
        Question::Q4 => questions::clusters(connection, asked, &mut out),
        Question::Q5 => questions::speakers(connection, asked, &mut out),
        Question::Q6 => questions::deep_page(connection, asked, &mut out),
    }?;
    Ok(out)
}

/// A list of all rows of a statement, as `each` writes them.
fn list(
    connection: &Connection,
    sql: &str,
    parameters: impl Params,
    out: &mut Vec<u8>,
    mut each: impl FnMut(&Row, &mut Vec<u8>) -> rusqlite::Result<()>,
) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(parameters)?;
    out.extend_from_slice(b"{\"nodes\":[");
    let mut several = false;
    while let Some(row) = rows.next()? {
        if several {
            out.push(b',');
        }
        several = true;
        each(row, out)?;
    }
    out.extend_from_slice(b"]}");
    Ok(())
}

/// The same, each row by a template.
fn plain(
    connection: &Connection,
    sql: &str,
    parameters: impl Params,
    template: &Template,
    out: &mut Vec<u8>,
) -> rusqlite::Result<()> {
    list(connection, sql, parameters, out, |row, out| {
        template.write(row, 0, out);
        Ok(())
    })
}
