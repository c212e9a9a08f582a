//! The table of proposals.

use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query, UpdateStatement};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr};

use crate::change::content::proposal_text;
use crate::change::refusal::{Fault, FaultKind, Refusal};
use crate::change::{Author, Step};

/// What becomes of a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Open,
    Approved,
    Rejected,
    Withdrawn,
}

impl Status {
    /// As the table spells it, and `query/proposals.rs` explains it.
    fn word(self) -> &'static str {
        match self {
            Self::Open => "OPEN",
            Self::Approved => "APPROVED",
            Self::Rejected => "REJECTED",
            Self::Withdrawn => "WITHDRAWN",
        }
    }
}

/// A proposal that waits.
pub struct Proposal {
    pub steps: Vec<Step>,
    /// The number of its author's token.
    pub token: i64,
    pub author: String,
    pub comment: Option<String>,
}

/// Adds a proposal and gives its number: one more than the last. Writers come one after the other.
pub async fn insert(transaction: &DatabaseTransaction, author: &Author, steps: &[Step]) -> Result<i64, DbErr> {
    let mut last = Query::select();
    last.expr_as(Expr::col(Alias::new("id")).max(), "id").from("proposal");
    let last: Option<i64> = transaction.query_one(&last).await?.map(|row| row.try_get("", "id")).transpose()?.flatten();
    let id = last.unwrap_or_default() + 1;
    let at = author.at.timestamp_micros();
    let mut insert = Query::insert();
    let columns = ["id", "steps", "status", "token_id", "author", "comment", "created_at", "updated_at"];
    insert.into_table("proposal").columns(columns).values_panic([
        id.into(),
        text(steps)?.into(),
        Status::Open.word().into(),
        author.token.unwrap_or_default().into(),
        author.name.clone().into(),
        author.comment.clone().into(),
        at.into(),
        at.into(),
    ]);
    transaction.execute(&insert).await?;
    Ok(id)
}

/// The proposal, if it is there and nobody has decided about it.
pub async fn open(transaction: &DatabaseTransaction, id: i64) -> Result<Proposal, Refusal> {
    let mut query = Query::select();
    query.columns(["steps", "status", "token_id", "author", "comment"]).from("proposal");
    query.and_where(Expr::col("id").eq(id));
    let Some(row) = transaction.query_one(&query).await? else { return Err(unknown(id)) };
    let status: String = row.try_get("", "status")?;
    if status != Status::Open.word() {
        return Err(refused(FaultKind::Decided, format!("The proposal `{}` is {status} already.", proposal_text(id))));
    }
    let steps: String = row.try_get("", "steps")?;
    Ok(Proposal {
        steps: serde_json::from_str(&steps).map_err(crate::error::Error::internal)?,
        token: row.try_get("", "token_id")?,
        author: row.try_get("", "author")?,
        comment: row.try_get("", "comment")?,
    })
}

/// An update of the proposal by somebody; what is to be written is still to be said.
pub fn update(id: i64, by: &Author) -> UpdateStatement {
    let mut update = Query::update();
    update.table("proposal").value("updated_at", by.at.timestamp_micros()).and_where(Expr::col("id").eq(id));
    update.value("version", Expr::col("version").add(1));
    update
}

/// The same, by which the proposal waits no more.
pub fn closing(id: i64, status: Status, by: &Author) -> UpdateStatement {
    let mut update = update(id, by);
    update.value("status", status.word());
    if status != Status::Withdrawn {
        update.value("decided_by", by.name.clone()).value("decided_at", by.at.timestamp_micros());
    }
    update
}

/// Steps as they are kept.
pub fn text(steps: &[Step]) -> Result<String, DbErr> {
    serde_json::to_string(steps).map_err(|error| DbErr::Custom(error.to_string()))
}

/// There is no such proposal, as far as whoever asks may know.
pub fn unknown(id: i64) -> Refusal {
    refused(FaultKind::NotFound, format!("There is no proposal with the id `{}`.", proposal_text(id)))
}

/// What is wrong is not a step, but what is asked about the proposal.
pub fn refused(kind: FaultKind, message: String) -> Refusal {
    Refusal::Faults(vec![Fault { step: 0, part: Some("id".to_owned()), message, kind }])
}
