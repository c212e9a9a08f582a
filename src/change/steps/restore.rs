//! A withdrawn record comes back, with all that went with it.

use crate::change::draft::Draft;
use crate::change::history::{self, Logged};
use crate::change::log::Operation;
use crate::change::refusal::{FaultKind, Refusal};
use crate::change::step::Outcome;

impl Draft<'_> {
    pub(in crate::change) async fn step_restore(&mut self, id: i64) -> Result<Outcome, Refusal> {
        if self.get(id).await?.is_some() {
            return Ok(Outcome::Unchanged(id));
        }
        let last = history::last_of(self.transaction, self.catalog, id).await?;
        let Some(last) = last else {
            self.fault(FaultKind::NotFound, None, format!("There never was a record `r{id}`."));
            return Ok(Outcome::Unchanged(id));
        };
        if last.operation != Operation::Withdraw.word() {
            let (group, message) = (last.group, "It was merged into another");
            self.fault(FaultKind::Invalid, None, format!("{message}; undo the changes of group {group} instead."));
            return Ok(Outcome::Unchanged(id));
        }
        if last.before.is_none() {
            self.fault(FaultKind::NotFound, None, "What was erased is nowhere any more.");
            return Ok(Outcome::Unchanged(id));
        }
        self.named.push(id);
        // It may itself have gone on another's account; then it comes back alone with what went for it.
        let entries = history::of_group(self.transaction, self.catalog, last.group).await?;
        for entry in entries.into_iter().rev() {
            if entry.subject == id || entry.cause == Some(id) {
                self.put_back(&entry, (entry.subject != id).then_some(id)).await?;
            }
        }
        Ok(Outcome::Created(id))
    }

    /// Makes it as it was before an entry, where that still says something.
    async fn put_back(&mut self, entry: &Logged, cause: Option<i64>) -> Result<(), Refusal> {
        match (&entry.before, self.get(entry.subject).await?) {
            (Some(before), None) if entry.after.is_none() => {
                self.create(entry.subject, entry.resource, Operation::Restore, before.clone(), cause);
            }
            (Some(_), Some((_, present))) if entry.after.is_some() && entry.stands_in(&present) => {
                self.put(entry.subject, Operation::Update, Some(entry.taken_from(present)), cause);
            }
            _ => {}
        }
        Ok(())
    }
}
