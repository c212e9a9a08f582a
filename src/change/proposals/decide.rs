//! Somebody decides about a proposal. That they may is asked before.

use sea_orm::ConnectionTrait;

use super::row::{Proposal, Status, closing, open};
use crate::change::apply::{apply_within, begin, end};
use crate::change::content::proposal_text;
use crate::change::refusal::Refusal;
use crate::change::{Applied, Author, Mode};
use crate::database::Database;
use crate::resource::Catalog;

/// Does the steps of a proposal, all in one transaction with its end. What no longer fits stays open. In the log it is
/// the decider's, with a comment that names the proposal and its author.
///
/// # Errors
///
/// When it is not there or not open, its steps cannot be done any more, or something breaks.
pub async fn approve(
    database: &Database,
    catalog: &'static Catalog,
    decider: &Author,
    id: i64,
    mode: Mode,
) -> Result<Applied, Refusal> {
    let transaction = begin(database).await?;
    let proposal = open(&transaction, id).await?;
    let decider = Author { comment: Some(comment(id, &proposal, decider)), ..decider.clone() };
    let applied = apply_within(&transaction, catalog, &decider, proposal.steps).await?;
    let mut closing = closing(id, Status::Approved, &decider);
    closing.value("group", applied.group);
    transaction.execute(&closing).await?;
    end(database, transaction, mode, &applied).await?;
    Ok(Applied { proposal: Some(id), ..applied })
}

/// Rejects a proposal.
///
/// # Errors
///
/// When it is not there or not open, or something breaks.
pub async fn reject(database: &Database, decider: &Author, id: i64, reason: &str) -> Result<Applied, Refusal> {
    let transaction = begin(database).await?;
    open(&transaction, id).await?;
    let mut closing = closing(id, Status::Rejected, decider);
    closing.value("reason", reason);
    transaction.execute(&closing).await?;
    transaction.commit().await?;
    database.stir();
    Ok(Applied { proposal: Some(id), ..Applied::default() })
}

/// What the log says to it: whose proposal it was, and both comments.
fn comment(id: i64, proposal: &Proposal, decider: &Author) -> String {
    let whose = format!("Proposal {} by {}.", proposal_text(id), proposal.author);
    [Some(whose), proposal.comment.clone(), decider.comment.clone()].into_iter().flatten().collect::<Vec<_>>().join(" ")
}
