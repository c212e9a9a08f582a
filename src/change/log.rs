//! Entries of the change log.

use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr};

use super::content::Content;
use super::rows::{Cells, Table, insert};
use super::step::Author;
use crate::resource::{Resource, upper_case};

/// What an entry says was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    Create,
    Update,
    Withdraw,
    Restore,
    Merge,
    Erase,
}

impl Operation {
    /// As the log spells it, and `directory/change.rs` explains it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Create => "CREATE",
            Self::Update => "UPDATE",
            Self::Withdraw => "WITHDRAW",
            Self::Restore => "RESTORE",
            Self::Merge => "MERGE",
            Self::Erase => "ERASE",
        }
    }
}

/// A change of one record or claim.
#[derive(Clone, Debug)]
pub struct Entry {
    pub operation: Operation,
    /// The record; for a claim the one that it is about, so that its history has its claims too.
    pub record: i64,
    pub resource: &'static Resource,
    pub claim: Option<i64>,
    pub slug: Option<String>,
    /// The record on whose account it happened, if not on its own: that which was withdrawn, or goes on for both.
    pub cause: Option<i64>,
    /// The parts that differ, as they were and as they are.
    pub before: Option<Content>,
    pub after: Option<Content>,
}

impl Entry {
    /// As a row.
    pub fn cells(&self, number: i64, group: i64, author: &Author) -> Cells<'static> {
        let text = |content: &Option<Content>| content.as_ref().and_then(|it| serde_json::to_string(it).ok());
        vec![
            ("id".into(), number.into()),
            ("at".into(), author.at.timestamp_micros().into()),
            ("operation".into(), self.operation.word().into()),
            ("type".into(), upper_case(self.resource.name).into()),
            ("record_id".into(), self.record.into()),
            ("claim_id".into(), self.claim.into()),
            ("slug".into(), self.slug.clone().into()),
            ("cause_id".into(), self.cause.into()),
            ("before".into(), text(&self.before).into()),
            ("after".into(), text(&self.after).into()),
            ("actor".into(), author.name.clone().into()),
            ("token_id".into(), author.token.into()),
            ("comment".into(), author.comment.clone().into()),
            ("group".into(), group.into()),
        ]
    }
}

/// Appends the entries and gives their group: the number of the first.
pub async fn append(transaction: &DatabaseTransaction, author: &Author, entries: &[Entry]) -> Result<i64, DbErr> {
    let count = i64::try_from(entries.len()).unwrap_or(i64::MAX);
    let group = take(transaction, "change", count).await?;
    let mut table = Table::default();
    for (number, entry) in (group..).zip(entries) {
        table.push(entry.cells(number, group, author));
    }
    insert(transaction, "change", table).await?;
    Ok(group)
}

/// Sees to it that a counter gives no number up to this one any more.
pub async fn reach(transaction: &DatabaseTransaction, counter: &str, last: i64) -> Result<(), DbErr> {
    let next = take(transaction, counter, 1).await?;
    if next < last {
        take(transaction, counter, last - next).await?;
    }
    Ok(())
}

/// Takes so many numbers of a counter, and gives the first. The counter's row is held until the transaction ends,
/// so numbers have no gaps and follow the order in which transactions end.
pub async fn take(transaction: &DatabaseTransaction, counter: &str, count: i64) -> Result<i64, DbErr> {
    let value = Alias::new("value");
    let mut more = Query::update();
    more.table(Alias::new("counter")).value(value.clone(), Expr::col(value).add(count));
    more.and_where(Expr::col(Alias::new("name")).eq(counter));
    let last = if transaction.execute(&more).await?.rows_affected() == 0 {
        let mut first = Query::insert();
        first.into_table(Alias::new("counter")).columns(["name", "value"].map(Alias::new));
        first.values_panic([counter.into(), count.into()]);
        transaction.execute(&first).await?;
        count
    } else {
        let mut read = Query::select();
        read.column(Alias::new("value")).from(Alias::new("counter"));
        read.and_where(Expr::col(Alias::new("name")).eq(counter));
        match transaction.query_one(&read).await? {
            Some(row) => row.try_get("", "value")?,
            None => count,
        }
    };
    Ok(last - count + 1)
}
