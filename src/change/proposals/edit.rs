//! A proposal is changed while it waits.

use sea_orm::ConnectionTrait;

use super::row::{Status, closing, open, refused, text, unknown, update};
use super::steps::tried;
use crate::change::apply::begin;
use crate::change::refusal::{FaultKind, Refusal};
use crate::change::{Applied, Author, Mode, Scope, Step};
use crate::database::Database;
use crate::resource::Catalog;

/// What is to be written anew of a proposal; what is `None` stays.
pub struct Edit {
    pub steps: Option<Vec<Step>>,
    pub comment: Option<Option<String>>,
}

/// Changes a proposal, for its author or whoever decides, and says what approving it would do now.
///
/// # Errors
///
/// When it is not there for them or not open, the steps cannot be done, or something breaks.
pub async fn edit(
    database: &Database,
    catalog: &'static Catalog,
    by: &Author,
    id: i64,
    edit: Edit,
    mode: Mode,
) -> Result<Applied, Refusal> {
    let transaction = begin(database).await?;
    let proposal = open(&transaction, id).await?;
    if by.may != Scope::Everything && by.token != Some(proposal.token) {
        return Err(unknown(id));
    }
    let steps = edit.steps.unwrap_or(proposal.steps);
    let applied = tried(&transaction, catalog, by, steps.clone()).await?;
    if mode == Mode::Done {
        let comment = edit.comment.unwrap_or(proposal.comment);
        let mut update = update(id, by);
        update.value("steps", text(&steps)?).value("comment", comment);
        transaction.execute(&update).await?;
        transaction.commit().await?;
        database.stir();
    }
    Ok(Applied { proposal: Some(id), ..applied })
}

/// Takes a proposal back, for its author.
///
/// # Errors
///
/// When it is not theirs or not open, or something breaks.
pub async fn withdraw(database: &Database, by: &Author, id: i64) -> Result<Applied, Refusal> {
    let transaction = begin(database).await?;
    let proposal = open(&transaction, id).await?;
    if by.token != Some(proposal.token) {
        let message = "A proposal is withdrawn by its author; whoever decides rejects it.".to_owned();
        let known = by.may == Scope::Everything;
        return Err(if known { refused(FaultKind::NotAllowed, message) } else { unknown(id) });
    }
    transaction.execute(&closing(id, Status::Withdrawn, by)).await?;
    transaction.commit().await?;
    database.stir();
    Ok(Applied { proposal: Some(id), ..Applied::default() })
}
