//! What is to be forgotten, out of the tables that are no record's: the log, the redirects, what sources said.

use sea_orm::sea_query::{Alias, Cond, Expr, ExprTrait, Query};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr, Value as Cell};
use serde_json::Value as Json;

use super::steps::{holds, strike_out};
use crate::fold;

/// The tables, beside those of records, in which something of a person can stand.
pub const TABLES: [&str; 9] = [
    "change",
    "claim",
    "list_item",
    "proposal",
    "remembered",
    "search_name",
    "search_typo",
    "search_word",
    "slug_redirect",
];

/// Takes a person's texts out of the log and whatever else is kept.
pub async fn forget(transaction: &DatabaseTransaction, person: i64, texts: &[String], slug: &str) -> Result<(), DbErr> {
    // What the person's own entries say is the person's.
    let nothing: Cell = Cell::String(None);
    let mut own = Query::update();
    own.table(Alias::new("change"));
    for column in ["before", "after", "slug", "comment"] {
        own.value(Alias::new(column), Expr::val(nothing.clone()));
    }
    own.and_where(Expr::col(Alias::new("record_id")).eq(person));
    transaction.execute(&own).await?;
    let mut redirects = Query::delete();
    redirects.from_table(Alias::new("slug_redirect")).and_where(holds("slug", slug));
    transaction.execute(&redirects).await?;
    let mut slugs = Query::update();
    slugs.table(Alias::new("change")).value(Alias::new("slug"), Expr::val(nothing)).and_where(holds("slug", slug));
    transaction.execute(&slugs).await?;
    let all: Vec<String> = texts.iter().cloned().chain([slug.to_owned()]).collect();
    strike(transaction, "change", &["before", "after", "comment"], &["id"], &all).await?;
    strike(transaction, "proposal", &["steps", "comment", "reason"], &["id"], &all).await?;
    strike(transaction, "remembered", &["content"], &["source", "key"], &all).await?;
    slips(transaction, texts).await
}

/// Strikes the texts out of columns that hold text or contents; `key` tells the rows apart.
async fn strike(
    transaction: &DatabaseTransaction,
    table: &str,
    columns: &[&str],
    key: &[&str],
    texts: &[String],
) -> Result<(), DbErr> {
    let any = columns.iter().flat_map(|column| texts.iter().map(|text| holds(column, &in_json(text))));
    let mut query = Query::select();
    query.columns(columns.iter().chain(key).map(|name| Alias::new(*name))).from(Alias::new(table));
    query.cond_where(any.fold(Cond::any(), Cond::add));
    for row in transaction.query_all(&query).await? {
        let mut update = Query::update();
        update.table(Alias::new(table));
        for column in columns {
            let Some(text) = row.try_get::<Option<String>>("", column)? else { continue };
            let mut json = serde_json::from_str::<Json>(&text).unwrap_or(Json::String(text));
            strike_out(&mut json, texts);
            let text = if let Json::String(text) = json { text } else { json.to_string() };
            update.value(Alias::new(*column), Expr::val(text));
        }
        for name in key {
            let same = Expr::col(Alias::new(*name));
            update.and_where(match *name {
                "id" => same.eq(row.try_get::<i64>("", name)?),
                _ => same.eq(row.try_get::<String>("", name)?),
            });
        }
        transaction.execute(&update).await?;
    }
    Ok(())
}

/// A text as it stands within JSON.
fn in_json(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default().trim_matches('"').to_owned()
}

/// Words of the names that no other record has are not kept for those who write them wrong.
async fn slips(transaction: &DatabaseTransaction, texts: &[String]) -> Result<(), DbErr> {
    for word in texts.iter().flat_map(|text| fold::words(text)) {
        let mut others = Query::select();
        others.expr(Expr::val(1)).from(Alias::new("search_word")).limit(1);
        others.and_where(Expr::col(Alias::new("word")).eq(&word.folded));
        if transaction.query_one(&others).await?.is_none() {
            let mut delete = Query::delete();
            delete.from_table(Alias::new("search_typo"));
            delete.and_where(Expr::col(Alias::new("variant")).is_in(fold::deletions(&word.folded)));
            delete.and_where(Expr::col(Alias::new("word")).eq(word.folded));
            transaction.execute(&delete).await?;
        }
    }
    Ok(())
}
