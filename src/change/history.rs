//! The log, read back.

use sea_orm::sea_query::{Alias, Cond, Expr, ExprTrait, Order, Query, SelectStatement};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr, QueryResult};

use super::content::Content;
use crate::resource::{Catalog, Resource, upper_case};

/// An entry, as it stands in the log.
#[derive(Clone, Debug)]
pub struct Logged {
    pub number: i64,
    pub group: i64,
    pub operation: String,
    /// The record or claim that changed.
    pub subject: i64,
    pub resource: &'static Resource,
    pub cause: Option<i64>,
    pub before: Option<Content>,
    pub after: Option<Content>,
}

impl Logged {
    /// Whether a record is as the entry left it, as far as the entry is about it.
    pub fn left(&self, present: Option<&Content>) -> bool {
        match (&self.before, &self.after, present) {
            (_, None, present) => present.is_none(),
            (None, Some(after), Some(present)) => after == present,
            (Some(_), Some(_), Some(present)) => self.stands_in(present),
            (_, Some(_), None) => false,
        }
    }

    /// Whether the parts are still as the entry left them.
    pub fn stands_in(&self, present: &Content) -> bool {
        let (before, after) = (self.before.as_ref(), self.after.as_ref());
        let names = before.into_iter().chain(after).flat_map(Content::keys);
        names.into_iter().all(|name| present.get(name) == after.and_then(|after| after.get(name)))
    }

    /// The content with the parts as they were before.
    pub fn taken_from(&self, mut present: Content) -> Content {
        for name in self.after.iter().flat_map(Content::keys) {
            present.remove(name);
        }
        present.extend(self.before.clone().unwrap_or_default());
        present
    }

    /// Whether both entries have a part in common, or one of them is about the whole.
    fn meets(&self, other: &Self) -> bool {
        let whole = |entry: &Self| entry.before.is_none() || entry.after.is_none();
        let parts = |entry: &'_ Self| {
            let sides = [entry.before.clone(), entry.after.clone()];
            sides.into_iter().flatten().flat_map(|side| side.into_iter().map(|(name, _)| name)).collect::<Vec<_>>()
        };
        let others = parts(other);
        whole(self) || whole(other) || parts(self).iter().any(|name| others.contains(name))
    }
}

/// The entries of a group in their order.
pub async fn of_group(
    transaction: &DatabaseTransaction,
    catalog: &'static Catalog,
    group: i64,
) -> Result<Vec<Logged>, DbErr> {
    let mut query = entries();
    query.and_where(Expr::col(Alias::new("group")).eq(group)).order_by(Alias::new("id"), Order::Asc);
    let rows = transaction.query_all(&query).await?;
    rows.iter().map(|row| logged(catalog, row)).collect()
}

/// The last entry about a record or claim itself.
pub async fn last_of(
    transaction: &DatabaseTransaction,
    catalog: &'static Catalog,
    id: i64,
) -> Result<Option<Logged>, DbErr> {
    let mut query = entries();
    query.cond_where(about(id)).order_by(Alias::new("id"), Order::Desc).limit(1);
    transaction.query_one(&query).await?.map(|row| logged(catalog, &row)).transpose()
}

/// The number of a later entry, of another group, that rests on what this one left.
pub async fn standing_on(
    transaction: &DatabaseTransaction,
    catalog: &'static Catalog,
    entry: &Logged,
) -> Result<Option<i64>, DbErr> {
    let mut query = entries();
    query.cond_where(about(entry.subject)).and_where(Expr::col(Alias::new("id")).gt(entry.number));
    query.and_where(Expr::col(Alias::new("group")).ne(entry.group)).order_by(Alias::new("id"), Order::Asc);
    for row in transaction.query_all(&query).await? {
        let later = logged(catalog, &row)?;
        if entry.meets(&later) {
            return Ok(Some(later.number));
        }
    }
    Ok(None)
}

/// Claims have no entries under their record's number that are not theirs.
fn about(id: i64) -> Cond {
    let own = Expr::col(Alias::new("record_id")).eq(id).and(Expr::col(Alias::new("claim_id")).is_null());
    Cond::any().add(own).add(Expr::col(Alias::new("claim_id")).eq(id))
}

fn entries() -> SelectStatement {
    let columns = ["id", "group", "operation", "type", "record_id", "claim_id", "cause_id", "before", "after"];
    Query::select().columns(columns.map(Alias::new)).from(Alias::new("change")).take()
}

fn logged(catalog: &'static Catalog, row: &QueryResult) -> Result<Logged, DbErr> {
    let (record, claim): (i64, Option<i64>) = (row.try_get("", "record_id")?, row.try_get("", "claim_id")?);
    let word: String = row.try_get("", "type")?;
    let resource = match claim {
        Some(_) => catalog.find("Claim"),
        None => catalog.records().find(|resource| upper_case(resource.name) == word),
    };
    let content = |column: &str| -> Result<Option<Content>, DbErr> {
        let text: Option<String> = row.try_get("", column)?;
        let content = text.map(|text| serde_json::from_str(&text)).transpose();
        content.map_err(|error| DbErr::Custom(format!("the log holds what is no content: {error}")))
    };
    Ok(Logged {
        number: row.try_get("", "id")?,
        group: row.try_get("", "group")?,
        operation: row.try_get("", "operation")?,
        subject: claim.unwrap_or(record),
        resource: resource.ok_or_else(|| DbErr::Custom(format!("the log knows a resource {word}")))?,
        cause: row.try_get("", "cause_id")?,
        before: content("before")?,
        after: content("after")?,
    })
}

/// What sources said last of the records that came from them.
pub type Remembered = std::collections::BTreeMap<String, (i64, Content)>;

/// What a source said last, by its own keys.
///
/// # Errors
///
/// When the database does not answer.
pub async fn remembered<C: ConnectionTrait>(connection: &C, source: &str) -> Result<Remembered, DbErr> {
    let mut query = Query::select();
    query.columns(["key", "record_id", "content"].map(Alias::new)).from(Alias::new("remembered"));
    query.and_where(Expr::col(Alias::new("source")).eq(source));
    let rows = connection.query_all(&query).await?;
    let known = rows.iter().map(|row| {
        let text: String = row.try_get("", "content")?;
        let content = serde_json::from_str(&text).map_err(|error| DbErr::Custom(error.to_string()))?;
        Ok((row.try_get("", "key")?, (row.try_get("", "record_id")?, content)))
    });
    known.collect()
}
