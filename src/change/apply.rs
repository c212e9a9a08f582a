//! The transaction.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::{DatabaseTransaction, DbErr};

use super::draft::Draft;
use super::refusal::{FaultKind, Refusal};
use super::{Applied, Author, Content, Entry, Mode, Operation, Outcome, Step, forget, kept, log, prepare, write};
use crate::database::Database;
use crate::error::Error;
use crate::resource::Catalog;

/// Does all steps, or none.
///
/// Steps are worked out one after the other on a draft; what is wrong with any of them is found before anything is
/// written. Writers come one after the other, so nobody changes what the draft rests on.
///
/// # Errors
///
/// With all that is wrong with them, or what broke. Nothing was written then.
pub async fn apply(
    database: &Database,
    catalog: &'static Catalog,
    author: &Author,
    steps: Vec<Step>,
    mode: Mode,
) -> Result<Applied, Refusal> {
    let transaction = begin(database).await?;
    let applied = apply_within(&transaction, catalog, author, steps).await?;
    end(database, transaction, mode, &applied).await?;
    Ok(applied)
}

/// Begins a transaction in which steps can be done.
pub async fn begin(database: &Database) -> Result<DatabaseTransaction, DbErr> {
    let transaction = database.begin().await?;
    database.defer_checks(&transaction).await?;
    Ok(transaction)
}

/// Does all steps within a transaction. If it fails, the transaction must be taken back.
pub async fn apply_within(
    transaction: &DatabaseTransaction,
    catalog: &'static Catalog,
    author: &Author,
    steps: Vec<Step>,
) -> Result<Applied, Refusal> {
    let request = kept::Request::of(author, &steps);
    if let Some(applied) = kept::find(transaction, request.as_ref()).await? {
        return Ok(applied);
    }
    let mut draft = Draft::new(transaction, catalog, author.at);
    let steps = prepare::prepared(&mut draft, steps).await?;
    let mut outcomes = Vec::with_capacity(steps.len());
    for (number, step) in steps.into_iter().enumerate() {
        draft.step = number;
        outcomes.push(draft.take(step).await?);
    }
    draft.check(author.may).await?;
    if !draft.faults.is_empty() {
        return Err(Refusal::Faults(draft.faults));
    }
    write::write(&draft).await?;
    let group = match draft.log.as_slice() {
        [] => None,
        entries => Some(log::append(transaction, author, entries).await?),
    };
    let merged = draft.merged();
    let applied = Applied { group, outcomes, entries: draft.log, merged, proposal: None };
    kept::keep(transaction, request.as_ref(), &applied, author.at).await?;
    Ok(applied)
}

/// Ends a transaction in which steps were done, or only tried.
pub async fn end(
    database: &Database,
    transaction: DatabaseTransaction,
    mode: Mode,
    applied: &Applied,
) -> Result<(), Refusal> {
    if mode == Mode::Tried {
        return Ok(transaction.rollback().await?);
    }
    let state = database.state_within(&transaction).await?;
    transaction.commit().await?;
    database.wrote(state);
    if applied.entries.iter().any(|entry| entry.operation == Operation::Erase) {
        sweep(database.clone(), &applied.entries).await?;
    }
    Ok(())
}

/// Takes what was forgotten out of the database's files, to the end, whether or not somebody waits for it.
async fn sweep(database: Database, entries: &[Entry]) -> Result<(), Refusal> {
    let mut tables: BTreeSet<&str> = entries.iter().map(|entry| entry.resource.table.as_str()).collect();
    tables.extend(forget::TABLES);
    let sweeping = tokio::spawn(async move { database.sweep(&tables.into_iter().collect::<Vec<_>>()).await });
    sweeping.await.map_err(|broken| Refusal::Broken(Error::internal(broken)))?.map_err(Refusal::from)
}

impl Draft<'_> {
    /// Works a step out.
    async fn take(&mut self, step: Step) -> Result<Outcome, Refusal> {
        Ok(match step {
            Step::Create { resource, id, content } => {
                self.step_create(&resource, id.unwrap_or_default(), content).await?
            }
            Step::Update { id, expected, patch } => self.step_update(id, expected, patch).await?,
            Step::Withdraw { id, expected } => self.step_withdraw(id, expected).await?,
            Step::Restore { id } => self.step_restore(id).await?,
            Step::Merge { from, into } => self.step_merge(from, into).await?,
            Step::Undo { group } => self.step_undo(group).await?,
            Step::Erase { id } => self.step_erase(id).await?,
            Step::Remember { source, key, record, content } => self.step_remember(source, key, &record, content),
        })
    }

    /// The records into which others were merged.
    fn merged(&self) -> BTreeMap<i64, Content> {
        let merges = self.log.iter().filter(|entry| entry.operation == Operation::Merge);
        let into = merges.filter_map(|entry| entry.cause);
        into.filter_map(|id| Some((id, self.records.get(&id)?.is.clone()?))).collect()
    }

    /// The record of a step, if it is there and its author has seen it as it is.
    pub(super) async fn seen(&mut self, id: i64, expected: Option<i32>) -> Result<bool, Refusal> {
        self.load([id]).await?;
        self.named.push(id);
        let Some(held) = self.records.get(&id).filter(|held| held.is.is_some()) else {
            self.fault(FaultKind::NotFound, None, format!("There is no record `r{id}`; it may have been withdrawn."));
            return Ok(false);
        };
        // What the same list did before does not count.
        let stored = held.stored;
        match expected {
            Some(seen) if seen != stored => {
                let message = format!("The record was written since version {seen}; it is at version {stored}.");
                self.fault(FaultKind::VersionConflict(id), None, message);
                Ok(false)
            }
            _ => Ok(true),
        }
    }
}
