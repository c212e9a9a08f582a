//! Rows into their tables, many with each statement.

use sea_orm::sea_query::{Alias, Expr, OnConflict, Query};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr, Value as Cell};

use super::Cells;

/// How many values a statement binds at most: fewer than either database allows.
const MOST_VALUES: usize = 16_000;
/// How many values it binds better; beyond, it is not faster any more.
const VALUES: usize = 4_000;
/// How many rows a statement writes: so many times itself, as often as fits. Rows that are left over go into
/// statements of fewer rows, and so the statements' texts are few and are prepared once.
const ROWS: usize = 8;

/// Rows of one table.
#[derive(Debug, Default)]
pub struct Table {
    pub columns: Vec<String>,
    pub rows: Vec<Vec<Cell>>,
    /// Whether some point to each other, so that they must come in one statement.
    pub whole: bool,
}

impl Table {
    /// Adds a row; all rows of a table have the same columns.
    pub fn push(&mut self, cells: Cells<'_>) {
        if self.columns.is_empty() {
            self.columns = cells.iter().map(|(column, _)| column.clone().into_owned()).collect();
        }
        debug_assert!(self.columns.iter().eq(cells.iter().map(|(column, _)| column)));
        self.rows.push(cells.into_iter().map(|(_, cell)| cell).collect());
    }
}

/// Writes the rows.
///
/// # Errors
///
/// When the database refuses one.
pub async fn insert(transaction: &DatabaseTransaction, name: &str, table: Table) -> Result<(), DbErr> {
    write(transaction, name, table, false).await
}

/// Writes those rows that are not there yet.
///
/// # Errors
///
/// When the database refuses one.
pub async fn insert_new(transaction: &DatabaseTransaction, name: &str, table: Table) -> Result<(), DbErr> {
    write(transaction, name, table, true).await
}

async fn write(transaction: &DatabaseTransaction, name: &str, table: Table, new: bool) -> Result<(), DbErr> {
    let mut left = table.rows.len();
    let mut rows = table.rows.into_iter();
    while left > 0 {
        let mut size = 1;
        if table.whole {
            size = left.min(MOST_VALUES / table.columns.len());
        }
        while !table.whole && size * ROWS <= left.min(VALUES / table.columns.len()) {
            size *= ROWS;
        }
        let mut insert = Query::insert();
        insert.into_table(Alias::new(name)).columns(table.columns.iter().map(Alias::new));
        for row in rows.by_ref().take(size) {
            insert.values_panic(row.into_iter().map(Expr::val));
        }
        if new {
            insert.on_conflict(OnConflict::new().do_nothing().to_owned());
        }
        transaction.execute(&insert).await?;
        left -= size;
    }
    Ok(())
}
