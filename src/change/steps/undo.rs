//! A group of changes is taken back.

use crate::change::content::id_text;
use crate::change::draft::Draft;
use crate::change::history::{self, Logged};
use crate::change::log::Operation;
use crate::change::refusal::{FaultKind, Refusal};
use crate::change::step::Outcome;

impl Draft<'_> {
    pub(in crate::change) async fn step_undo(&mut self, group: i64) -> Result<Outcome, Refusal> {
        let entries = history::of_group(self.transaction, self.catalog, group).await?;
        let Some(first) = entries.first().map(|entry| entry.subject) else {
            self.fault(FaultKind::NotFound, None, format!("There is no group of changes {group}."));
            return Ok(Outcome::Unchanged(0));
        };
        if entries.iter().any(|entry| entry.operation == Operation::Erase.word()) {
            self.fault(FaultKind::Invalid, None, "What was erased is nowhere any more.");
            return Ok(Outcome::Unchanged(first));
        }
        self.load(entries.iter().map(|entry| entry.subject)).await?;
        self.named.extend(entries.iter().filter(|entry| entry.cause.is_none()).map(|entry| entry.subject));
        for entry in entries.iter().rev() {
            let present = self.get(entry.subject).await?.map(|(_, content)| content);
            if !entry.left(present.as_ref()) {
                self.stale(entry).await?;
                continue;
            }
            match (&entry.before, present) {
                (None, _) => {
                    self.put(entry.subject, Operation::Withdraw, None, None);
                }
                (Some(before), None) => {
                    self.create(entry.subject, entry.resource, Operation::Restore, before.clone(), None);
                }
                (Some(_), Some(present)) => {
                    self.put(entry.subject, Operation::Update, Some(entry.taken_from(present)), None);
                }
            }
        }
        // What came into being may have been linked with others since.
        for entry in entries.iter().filter(|entry| entry.before.is_none()) {
            if self.get(entry.subject).await?.is_none()
                && let Some((referrer, name)) = self.referrers(entry.resource, entry.subject).await?.first()
            {
                let message = format!("`r{}` came with it, and `{name}` of `r{referrer}` names it.", entry.subject);
                self.fault(FaultKind::Invalid, None, message);
            }
        }
        Ok(Outcome::Updated(first))
    }
    /// Says which later change stands on an entry.
    async fn stale(&mut self, entry: &Logged) -> Result<(), Refusal> {
        let later = history::standing_on(self.transaction, self.catalog, entry).await?.unwrap_or(entry.number);
        let (subject, what) = (id_text(entry.subject), entry.resource.name);
        self.fault(
            FaultKind::Stale(later),
            None,
            format!("Change {later} of `{subject}` ({what}) stands on it; undo that first."),
        );
        Ok(())
    }
}
