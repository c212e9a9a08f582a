//! A draft into the tables.

use std::collections::BTreeMap;

use sea_orm::sea_query::{Alias, Expr, ExprTrait, OnConflict, Query};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr};
use serde_json::Value as Json;

use super::content::Content;
use super::draft::{Beside, Draft, Held};
use super::rows::{Rows, Stamp, Table, described, insert, insert_new};
use super::{forget, index, proposals, revise};
use crate::resource::{Part, Resource, Role, upper_case};

/// Writes what will not stand as it stood: rows away, rows anew, and the words by which they are found.
pub async fn write(draft: &Draft<'_>) -> Result<(), DbErr> {
    let transaction = draft.transaction;
    let changed: Vec<(i64, &Held)> = draft.changed().map(|(id, held)| (*id, held)).collect();
    take_away(transaction, &changed).await?;
    let mut tables: BTreeMap<&str, Table> = BTreeMap::new();
    let mut dates = Table::default();
    for (id, held) in &changed {
        let Some(content) = &held.is else { continue };
        let Held { version, created_at, .. } = **held;
        let stamp = Stamp { id: *id, version, created_at, updated_at: draft.now };
        let rows = Rows::of(held.resource, stamp, content).map_err(DbErr::Custom)?;
        if held.was.is_some() {
            overwrite(transaction, held.resource, rows.own).await?;
        } else {
            tables.entry(&held.resource.table).or_default().push(rows.own);
            if let Some(registry) = rows.registry {
                tables.entry("record").or_default().push(registry);
            }
        }
        for cells in rows.items {
            tables.entry("list_item").or_default().push(cells);
        }
        for (table, _, cells) in rows.pairs {
            tables.entry(table).or_default().push(cells);
        }
        for date in rows.dates {
            dates.push(described(date));
        }
    }
    insert_new(transaction, "edtf", dates).await?;
    for (name, table) in tables {
        insert(transaction, name, table).await?;
    }
    revise::count(draft, &changed).await?;
    redirect(draft, &changed).await?;
    for beside in &draft.beside {
        note(draft, beside).await?;
    }
    index::renew(draft, &changed).await
}

/// Takes away the rows of what goes, and those beside a record's own row of what stays.
async fn take_away(transaction: &DatabaseTransaction, changed: &[(i64, &Held)]) -> Result<(), DbErr> {
    for (id, held) in changed.iter().filter(|(_, held)| held.was.is_some()) {
        let resource = held.resource;
        if resource.attributes.iter().any(|it| it.kind.is_list()) {
            delete(transaction, "list_item", "record_id", *id).await?;
        }
        for part in resource.parts() {
            if let Part::Many { table, own, .. } = part {
                delete(transaction, table, own, *id).await?;
            }
        }
        if held.is.is_none() {
            delete(transaction, &resource.table, "id", *id).await?;
            if resource.role == Role::Record {
                delete(transaction, "record", "id", *id).await?;
            }
        }
    }
    Ok(())
}

pub async fn delete(transaction: &DatabaseTransaction, table: &str, column: &str, id: i64) -> Result<(), DbErr> {
    let mut delete = Query::delete();
    delete.from_table(Alias::new(table)).and_where(Expr::col(Alias::new(column)).eq(id));
    transaction.execute(&delete).await.map(drop)
}

/// Writes a record's own row over the one that is there.
async fn overwrite(
    transaction: &DatabaseTransaction,
    resource: &Resource,
    cells: super::rows::Cells<'_>,
) -> Result<(), DbErr> {
    let mut update = Query::update();
    update.table(Alias::new(&resource.table));
    for (column, cell) in cells {
        match (column.as_ref(), cell) {
            ("id", id) => drop(update.and_where(Expr::col(Alias::new("id")).eq(Expr::val(id)))),
            (column, cell) => drop(update.value(Alias::new(column), Expr::val(cell))),
        }
    }
    transaction.execute(&update).await.map(drop)
}

/// A slug that a record had leads to it; one that it has leads nowhere else.
async fn redirect(draft: &Draft<'_>, changed: &[(i64, &Held)]) -> Result<(), DbErr> {
    let slug = |content: &Option<Content>| {
        content.as_ref().and_then(|it| it.get("slug")).and_then(Json::as_str).map(str::to_owned)
    };
    for (id, held) in changed.iter().filter(|(_, held)| held.resource.role == Role::Record) {
        let (had, has) = (slug(&held.was), slug(&held.is));
        if had == has || has.is_none() {
            continue;
        }
        if let Some(has) = has {
            let mut straight = Query::delete();
            straight.from_table(Alias::new("slug_redirect")).and_where(Expr::col(Alias::new("slug")).eq(has));
            straight.and_where(Expr::col(Alias::new("type")).eq(upper_case(held.resource.name)));
            draft.transaction.execute(&straight).await?;
        }
        match had {
            Some(had) => lead(draft.transaction, held.resource, had, *id).await?,
            None => delete(draft.transaction, "id_redirect", "id", *id).await?,
        }
    }
    Ok(())
}

/// Lets a slug lead to a record.
async fn lead(transaction: &DatabaseTransaction, resource: &Resource, slug: String, id: i64) -> Result<(), DbErr> {
    let mut insert = Query::insert();
    insert.into_table(Alias::new("slug_redirect")).columns(["type", "slug", "record_id"].map(Alias::new));
    insert.values_panic([upper_case(resource.name).into(), slug.into(), id.into()]);
    let update =
        OnConflict::columns(["type", "slug"].map(Alias::new)).update_column(Alias::new("record_id")).to_owned();
    transaction.execute(insert.on_conflict(update)).await.map(drop)
}

async fn note(draft: &Draft<'_>, beside: &Beside) -> Result<(), DbErr> {
    let transaction = draft.transaction;
    match beside {
        Beside::Merged { resource, id, slug, leads_to } => {
            lead(transaction, resource, slug.clone(), *leads_to).await?;
            let mut insert = Query::insert();
            insert.into_table(Alias::new("id_redirect")).columns(["id", "record_id"].map(Alias::new));
            insert.values_panic([(*id).into(), (*leads_to).into()]);
            transaction.execute(&insert).await.map(drop)
        }
        Beside::Remembered { source, key, record, content } => {
            let content = serde_json::to_string(content).map_err(|error| DbErr::Custom(error.to_string()))?;
            let mut insert = Query::insert();
            insert.into_table(Alias::new("remembered"));
            insert.columns(["source", "key", "record_id", "content"].map(Alias::new));
            insert.values_panic([source.clone().into(), key.clone().into(), (*record).into(), content.into()]);
            let update = OnConflict::columns(["source", "key"].map(Alias::new))
                .update_columns(["record_id", "content"].map(Alias::new))
                .to_owned();
            transaction.execute(insert.on_conflict(update)).await.map(drop)
        }
        Beside::Forgotten { person, gone, texts, slug } => {
            proposals::forget(transaction, draft.catalog, *person, gone).await?;
            forget::forget(transaction, *person, texts, slug).await
        }
    }
}
