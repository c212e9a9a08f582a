//! What its author may not do becomes a proposal.

use super::row;
use super::steps::tried;
use crate::change::apply::{apply, begin};
use crate::change::refusal::{FaultKind, Refusal};
use crate::change::{Applied, Author, Mode, Scope, Step, kept};
use crate::database::Database;
use crate::resource::Catalog;

/// Does all steps, or none; if a lack of authority is all that is wrong with them, they become a proposal.
///
/// # Errors
///
/// As [`apply`], but for [`FaultKind::NotAllowed`].
pub async fn submit(
    database: &Database,
    catalog: &'static Catalog,
    author: &Author,
    steps: Vec<Step>,
    mode: Mode,
) -> Result<Applied, Refusal> {
    match apply(database, catalog, author, steps.clone(), mode).await {
        Err(Refusal::Faults(mut faults)) if author.may != Scope::Everything => {
            faults.retain(|fault| fault.kind != FaultKind::NotAllowed);
            if faults.is_empty() {
                propose(database, catalog, author, steps, mode).await
            } else {
                Err(Refusal::Faults(faults))
            }
        }
        done => done,
    }
}

async fn propose(
    database: &Database,
    catalog: &'static Catalog,
    author: &Author,
    steps: Vec<Step>,
    mode: Mode,
) -> Result<Applied, Refusal> {
    let transaction = begin(database).await?;
    let mut applied = tried(&transaction, catalog, author, steps.clone()).await?;
    // The same request may have become one a moment ago.
    if mode == Mode::Done && applied.proposal.is_none() {
        applied.proposal = Some(row::insert(&transaction, author, &steps).await?);
        let request = kept::Request::of(author, &steps);
        kept::keep(&transaction, request.as_ref(), &applied, author.at).await?;
        transaction.commit().await?;
        database.stir();
    }
    Ok(applied)
}
