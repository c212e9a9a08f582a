//! Where a record can stand in others.

use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr};

use crate::resource::{Catalog, Part, RECORD, Resource, Role};

/// The parts of all resources in which records of this one can stand.
pub fn into(
    catalog: &'static Catalog,
    target: &'static Resource,
) -> impl Iterator<Item = (&'static Resource, Part<'static>)> {
    let any = target.role == Role::Record;
    catalog.nodes().flat_map(|resource| resource.parts().map(move |part| (resource, part))).filter(move |(_, part)| {
        let to = part.relationship().map(|it| it.target);
        to.is_some_and(|to| to == target.name || (any && to == RECORD))
    })
}

/// The records of a resource in whose part this one stands.
pub async fn rows(
    transaction: &DatabaseTransaction,
    resource: &Resource,
    part: Part<'_>,
    id: i64,
) -> Result<Vec<i64>, DbErr> {
    let (table, own, other) = match part {
        Part::Value(_) => return Ok(Vec::new()),
        Part::One { column, .. } => (resource.table.as_str(), "id", column),
        Part::Many { table, own, other, .. } => (table, own, other),
    };
    let mut query = Query::select();
    query.column(Alias::new(own)).from(Alias::new(table)).and_where(Expr::col(Alias::new(other)).eq(id));
    let rows = transaction.query_all(&query).await?;
    rows.iter().map(|row| row.try_get("", own)).collect()
}
