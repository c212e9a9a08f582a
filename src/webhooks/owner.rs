//! What its owner does with a webhook: whoever made it, by token, or an ADMIN.

use chrono::{DateTime, TimeDelta, Utc};

use super::signature::SigningSecret;
use super::target::Target;
use crate::change::{Fault, FaultKind, Refusal};
use crate::config::WebhookSettings;
use crate::database::{Database, NewWebhook, WebhookEdit};
use crate::error::Error;
use crate::follow::last_number;
use crate::query::{ViewBy, find_view};
use crate::resource::{Catalog, webhook_text};
use crate::viewer::Viewer;

/// How long an old secret signs beside the new one.
const BOTH_SECRETS: TimeDelta = TimeDelta::days(1);

/// Somebody who may have webhooks.
pub struct Owner<'a> {
    pub database: &'a Database,
    pub catalog: &'static Catalog,
    pub settings: &'a WebhookSettings,
    pub viewer: &'a Viewer,
    pub now: DateTime<Utc>,
}

/// The number of the webhook, and its secret if that is new.
pub type Done = Result<(i64, Option<SigningSecret>), Refusal>;

impl Owner<'_> {
    /// Has an address told of the changes of a view.
    ///
    /// # Errors
    ///
    /// When the address is none, the view is not there, there are too many already, or something breaks.
    pub async fn create(&self, url: &str, view: &ViewBy) -> Done {
        let mut faults = Vec::new();
        if let Err(why) = Target::parse(url, &self.settings.webhook_networks) {
            faults.push(fault(FaultKind::Invalid, "url", format!("The address of a receiver {why}.")));
        }
        let view = find_view(self.database, self.catalog, view).await?;
        if view.is_none() {
            faults.push(fault(FaultKind::NotFound, "view", "There is no such view.".to_owned()));
        }
        let (Some(view), Some(token), []) = (view, self.viewer.token(), faults.as_slice()) else {
            return Err(Refusal::Faults(faults));
        };
        let secret = new_secret()?;
        let new = NewWebhook { token: token.id, owner: &token.name, url, view: view.id, secret: secret.reveal() };
        let most = self.settings.max_webhooks;
        let made = self.database.create_webhook(&new, most, self.now).await?;
        let id = made.ok_or_else(|| {
            let message = format!("A token may have {most} webhooks at most.");
            Refusal::Faults(vec![fault(FaultKind::NotAllowed, "url", message)])
        })?;
        Ok((id, Some(secret)))
    }

    /// Has it told nothing until it is resumed.
    ///
    /// # Errors
    ///
    /// When it is not there for them, or something breaks.
    pub async fn pause(&self, id: i64) -> Done {
        self.edit(id, WebhookEdit::Pause).await
    }

    /// Goes on where it was.
    ///
    /// # Errors
    ///
    /// As [`Self::pause`].
    pub async fn resume(&self, id: i64) -> Done {
        self.edit(id, WebhookEdit::Resume).await
    }

    /// Ends it.
    ///
    /// # Errors
    ///
    /// As [`Self::pause`].
    pub async fn delete(&self, id: i64) -> Done {
        self.edit(id, WebhookEdit::Delete).await
    }

    /// Has it told everything after a change once more.
    ///
    /// # Errors
    ///
    /// As [`Self::pause`], or when there is no such change.
    pub async fn replay(&self, id: i64, after: i64) -> Done {
        let last = last_number(self.database).await?;
        if !(0..=last).contains(&after) {
            let message = format!("`after` is the number of a change, from 0 to {last}.");
            return Err(Refusal::Faults(vec![fault(FaultKind::Invalid, "after", message)]));
        }
        self.edit(id, WebhookEdit::Replay(after)).await
    }

    /// Gives it a new secret.
    ///
    /// # Errors
    ///
    /// As [`Self::pause`].
    pub async fn rotate(&self, id: i64) -> Done {
        let secret = new_secret()?;
        let (id, _) = self.edit(id, WebhookEdit::Rotate(secret.reveal(), self.now + BOTH_SECRETS)).await?;
        Ok((id, Some(secret)))
    }

    async fn edit(&self, id: i64, edit: WebhookEdit<'_>) -> Done {
        let token = self.viewer.token().map(|token| token.id).filter(|_| !self.viewer.may_administer());
        let is_there = self.database.edit_webhook(id, token, edit, self.now).await?;
        if is_there { Ok((id, None)) } else { Err(unknown(&webhook_text(id))) }
    }
}

/// There is no such webhook, as far as whoever asks may know.
pub fn unknown(id: &str) -> Refusal {
    let message = format!("There is no webhook with the id `{id}`; ids of webhooks look like \"w42\".");
    Refusal::Faults(vec![fault(FaultKind::NotFound, "id", message)])
}

fn fault(kind: FaultKind, part: &str, message: String) -> Fault {
    Fault { step: 0, part: Some(part.to_owned()), message, kind }
}

fn new_secret() -> Result<SigningSecret, Error> {
    let mut chance = [0; 32];
    getrandom::fill(&mut chance).map_err(Error::internal)?;
    Ok(SigningSecret::made_of(chance))
}
