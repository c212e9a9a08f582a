//! SQLite on the thread of the server: no hand-over, one connection.

mod rows;

use std::cell::RefCell;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::response::Response;
use rusqlite::{Connection, OpenFlags, ToSql};

use crate::asked::{Asked, Question, Way};
use crate::failure::Failure;
use crate::json;

thread_local! {
    static CONNECTION: RefCell<Option<Connection>> = const { RefCell::new(None) };
}

/// Remembers the file: each thread opens it for itself, and there is one.
pub fn open(file: &str) -> rusqlite::Result<Arc<str>> {
    connect(file)?;
    Ok(file.into())
}

fn connect(file: &str) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(file, flags)?;
    connection.execute_batch("PRAGMA mmap_size = 4294967296; PRAGMA cache_size = -65536; PRAGMA query_only = ON")?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

pub async fn answer(
    State(file): State<Arc<str>>,
    Path((question, way)): Path<(Question, Way)>,
    body: Bytes,
) -> Result<Response, Failure> {
    let asked: Asked = serde_json::from_slice(&body)?;
    CONNECTION.with_borrow_mut(|connection| {
        let connection = match connection {
            Some(connection) => connection,
            None => connection.insert(connect(&file)?),
        };
        match way {
            Way::Json => Ok(json(statement(connection, question, &asked)?)),
            Way::Rows => Ok(json(rows::answer(connection, question, &asked)?)),
        }
    })
}

/// One statement makes the answer.
fn statement(connection: &Connection, question: Question, asked: &Asked) -> rusqlite::Result<String> {
    let Asked { slug, from, to, country, other, day, id } = asked;
    let (sql, parameters): (_, &[&dyn ToSql]) = match question {
        Question::Q1 => (include_str!("../../sql/sqlite/Q1.sql"), &[slug]),
        Question::Q2 => (include_str!("../../sql/sqlite/Q2.sql"), &[from]),
        Question::Q3 => (include_str!("../../sql/sqlite/Q3.sql"), &[slug]),
        Question::Q4 => (include_str!("../../sql/sqlite/Q4.sql"), &[id]),
        Question::Q5 => (include_str!("../../sql/sqlite/Q5.sql"), &[country, other, from, to]),
        Question::Q6 => (include_str!("../../sql/sqlite/Q6.sql"), &[day, id]),
    };
    connection.prepare_cached(sql)?.query_row(parameters, |row| row.get(0))
}
