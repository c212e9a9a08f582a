//! What can be proposed.

use sea_orm::{DatabaseTransaction, TransactionTrait};

use crate::change::apply::apply_within;
use crate::change::refusal::{Fault, FaultKind, Refusal};
use crate::change::{Applied, Author, Scope, Step};
use crate::resource::Catalog;

/// Steps as a proposal shows them, read back.
///
/// # Errors
///
/// With what is wrong with the text.
pub fn steps_of(text: &str) -> Result<Vec<Step>, Fault> {
    let steps = serde_json::from_str(text).map_err(|error| (0, error.to_string()));
    let steps: Result<Vec<Step>, _> = steps.and_then(|steps: Vec<Step>| {
        let wrong = steps.iter().enumerate().find_map(|(step, it)| Some((step, refusal(it)?.to_owned())));
        wrong.map_or(Ok(steps), Err)
    });
    steps.map_err(|(step, why)| Fault {
        step,
        part: None,
        message: format!("These steps cannot be proposed: {why}."),
        kind: FaultKind::Invalid,
    })
}

/// Why a step cannot be proposed: it is not for those who decide about proposals either.
fn refusal(step: &Step) -> Option<&'static str> {
    match step {
        Step::Erase { .. } => Some("a person is erased by an ADMIN, at once"),
        Step::Remember { .. } => Some("what a source said is noted by imports"),
        Step::Create { id: Some(_), .. } => Some("a new record gets its id when it is made"),
        _ => None,
    }
}

/// Does the steps as somebody who may do everything, and takes it all back: whether they fit, and what they would do.
pub async fn tried(
    transaction: &DatabaseTransaction,
    catalog: &'static Catalog,
    author: &Author,
    steps: Vec<Step>,
) -> Result<Applied, Refusal> {
    let within = transaction.begin().await?;
    let author = Author { may: Scope::Everything, ..author.clone() };
    let applied = apply_within(&within, catalog, &author, steps).await?;
    within.rollback().await?;
    // Nothing has come of it.
    Ok(Applied { group: None, outcomes: Vec::new(), ..applied })
}
