//! A bundle into an empty database, in one transaction.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query};
use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, SqliteTransactionMode, TransactionOptions, TransactionTrait,
};

use super::bundle::Bundle;
use super::rows::{Rows, Table};
use crate::database::{Database, Dialect};
use crate::error::Stop;
use crate::resource::{Catalog, Join};

/// How many values a statement binds at most: fewer than either database allows.
const MOST_VALUES: usize = 16_000;
/// How many values it binds better; beyond, it is not faster any more.
const VALUES: usize = 4_000;
/// How many rows a statement writes: so many times itself, as often as fits. Rows that are left over go into
/// statements of fewer rows, and so the statements' texts are few and are prepared once.
const ROWS: usize = 8;

/// Loads the bundle if the directory is empty; gives the number of records and claims it put there.
///
/// # Errors
///
/// When the bundle has a fault, with file, record and reason, or the database fails. Nothing was
/// written then.
pub async fn load(
    database: &Database,
    catalog: &Catalog,
    bundle: &Bundle,
    now: DateTime<Utc>,
) -> Result<Option<i64>, Stop> {
    let failed = |error: DbErr| Stop::new(format!("the directory could not be loaded: {error}"));
    let options = TransactionOptions {
        // A transaction that begins by reading and then writes can fail although it waited.
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    };
    let transaction = database.writer().begin_with_options(options).await.map_err(failed)?;
    if !is_empty(&transaction, database.dialect).await.map_err(failed)? {
        return Ok(None);
    }
    let mut rows = Rows::of(catalog, bundle, now).map_err(Stop::new)?;
    let tables = tables(catalog);
    while rows.fill().map_err(Stop::new)? {
        write(&transaction, &tables, &mut rows).await.map_err(failed)?;
    }
    close(&transaction, &rows).await.map_err(failed)?;
    transaction.commit().await.map_err(failed)?;
    Ok(Some(rows.last_id()))
}

/// Whether no record was ever written; servers that start together ask one after the other.
async fn is_empty(transaction: &DatabaseTransaction, dialect: Dialect) -> Result<bool, DbErr> {
    if dialect == Dialect::Postgres {
        transaction.execute_unprepared("LOCK TABLE counter IN EXCLUSIVE MODE").await?;
    }
    // There may be tokens already, and they are counted too.
    let any =
        Query::select().expr(Expr::val(1)).from(Alias::new("counter")).and_where(Expr::col("name").eq("id")).take();
    Ok(transaction.query_one(&any).await?.is_none())
}

/// The tables, each after those it refers to; pairs last.
fn tables(catalog: &Catalog) -> Vec<&str> {
    let mut order = vec!["record", "edtf"];
    order.extend(catalog.nodes().map(|resource| resource.table.as_str()));
    order.extend(["list_item", "search_word", "search_typo", "search_name"]);
    for resource in catalog.resources() {
        for relationship in &resource.relationships {
            if let Join::Pairs { table, .. } = &relationship.join
                && !order.contains(table)
            {
                order.push(table);
            }
        }
    }
    order
}

async fn write(transaction: &DatabaseTransaction, tables: &[&str], rows: &mut Rows<'_>) -> Result<(), DbErr> {
    for name in tables {
        if let Some(table) = rows.buffer.take(name) {
            insert(transaction, name, table).await?;
        }
    }
    Ok(())
}

/// Notes how many ids are given out, and lets the database look at the new rows, so that it plans reads for
/// them. PostgreSQL does so by itself minutes later, and until then takes every table for empty.
async fn close(transaction: &DatabaseTransaction, rows: &Rows<'_>) -> Result<(), DbErr> {
    let mut counter = Query::insert();
    counter.into_table(Alias::new("counter")).columns(["name", "value"].map(Alias::new));
    counter.values_panic(["id".into(), rows.last_id().into()]);
    transaction.execute(&counter).await?;
    for name in rows.buffer.tables() {
        transaction.execute_unprepared(&format!("ANALYZE \"{name}\"")).await?;
    }
    // With samples of what stands in an index, SQLite would plan a statement anew for each value that is bound.
    if transaction.get_database_backend() == DbBackend::Sqlite {
        transaction.execute_unprepared("DROP TABLE IF EXISTS sqlite_stat4").await?;
    }
    Ok(())
}

async fn insert(transaction: &DatabaseTransaction, name: &str, table: Table) -> Result<(), DbErr> {
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
        transaction.execute(&insert).await?;
        left -= size;
    }
    Ok(())
}
