//! A bundle into an empty database, in one transaction.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, DbErr};

use super::bundle::Bundle;
use super::rows::Rows;
use crate::change::rows::insert;
use crate::database::Database;
use crate::error::Stop;
use crate::resource::{Catalog, Join};

/// Loads the bundle if the directory is empty; gives the number of records and claims it put there.
///
/// # Errors
///
/// When the bundle has a fault, with file, record and reason, or the database fails. Nothing was
/// written then.
pub async fn load(
    database: &Database,
    catalog: &'static Catalog,
    bundle: &Bundle,
    now: DateTime<Utc>,
) -> Result<Option<i64>, Stop> {
    let failed = |error: DbErr| Stop::new(format!("the directory could not be loaded: {error}"));
    let transaction = database.begin().await.map_err(failed)?;
    if !is_empty(&transaction).await.map_err(failed)? {
        return Ok(None);
    }
    let uuid = bundle.uuid().map_err(Stop::new)?;
    let mut rows = Rows::of(catalog, bundle, now).map_err(Stop::new)?;
    let tables = tables(catalog);
    while rows.fill().map_err(Stop::new)? {
        write(&transaction, &tables, &mut rows).await.map_err(failed)?;
    }
    close(&transaction, &rows).await.map_err(failed)?;
    if let Some(uuid) = uuid {
        let mut identity = Query::update();
        identity.table(Alias::new("identity")).value(Alias::new("uuid"), uuid);
        transaction.execute(&identity).await.map_err(failed)?;
    }
    transaction.commit().await.map_err(failed)?;
    Ok(Some(rows.last_id()))
}

/// Whether no id was ever given out; servers that start together ask one after the other.
async fn is_empty(transaction: &DatabaseTransaction) -> Result<bool, DbErr> {
    let mut any = Query::select();
    any.expr(Expr::val(1)).from(Alias::new("counter")).and_where(Expr::col(Alias::new("name")).eq("id"));
    Ok(transaction.query_one(&any).await?.is_none())
}

/// The tables, each after those it refers to; pairs last.
fn tables(catalog: &Catalog) -> Vec<&str> {
    let mut order = vec!["record", "edtf"];
    order.extend(catalog.nodes().map(|resource| resource.table.as_str()));
    order.extend(["list_item", "search_word", "search_typo", "search_name", "change"]);
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
    counter.values_panic(["change".into(), rows.changes().into()]);
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
