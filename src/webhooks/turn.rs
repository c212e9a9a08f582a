//! One webhook is told what it was not told yet, message by message.

use std::time::Instant;

use chrono::{DateTime, TimeDelta, Utc};

use super::message::Message;
use super::retry::{retry_after, wait};
use super::signature::{Signed, SigningSecret};
use super::worker::Shared;
use crate::database::{Attempt, Next, Webhook, WebhookStatus};
use crate::error::{Code, Error, Result};
use crate::follow::{Concern, Listed, LogEntry, concerns, entries_after};
use crate::query::{ToldView, ViewBy, find_view};

/// How many changes a message tells at most, and how many entries of the log are looked at for it.
const MOST_CHANGES: usize = 100;
/// How many messages are sent before it is another one's turn.
const MOST_MESSAGES: usize = 20;
/// The answer of a receiver that wants to hear nothing more.
const GONE: u16 = 410;
/// After which time a receiver is asked again at the latest, however long it wants to be left alone.
const LONGEST_WAIT: TimeDelta = TimeDelta::days(1);

/// What is to be done next for a webhook.
enum Step {
    /// Nothing has happened that it was not told.
    Rest,
    /// What has happened does not concern it.
    Look,
    Send(Message),
    /// It cannot be told anything.
    Fail(String),
}

impl Shared {
    /// Tells one webhook all that it was not told yet, or as much as one turn allows.
    ///
    /// # Errors
    ///
    /// When the database does not answer. It is tried again then.
    pub(super) async fn turn(&self, id: i64) -> Result<()> {
        let mut sent = 0;
        while sent < MOST_MESSAGES {
            let now = self.clock.now();
            let until = now + TimeDelta::from_std(self.settings.webhook_timeout * 3).unwrap_or(LONGEST_WAIT);
            let leased = self.database.lease_webhook(id, &self.holder, now, until).await.map_err(Error::internal)?;
            let Some(webhook) = leased else { break };
            let went_on = match self.step(&webhook).await? {
                Step::Rest => false,
                Step::Look => true,
                Step::Send(message) => {
                    sent += 1;
                    self.send(&webhook, message).await?
                }
                Step::Fail(error) => {
                    let attempt = Attempt {
                        at: now,
                        message: message_id(&webhook, webhook.number),
                        number: webhook.number,
                        changes: 0,
                        status: None,
                        milliseconds: 0,
                        error: Some(error),
                    };
                    self.note(&webhook, attempt, None).await?
                }
            };
            if !went_on {
                break;
            }
        }
        self.database.release_webhooks(&self.holder, Some(id)).await.map_err(Error::internal)
    }

    /// Finds out what is to be done, and notes how far the log was read.
    async fn step(&self, webhook: &Webhook) -> Result<Step> {
        let (database, catalog) = (&self.database, self.setting.catalog);
        let Some(view) = find_view(database, catalog, &ViewBy::Id(webhook.view)).await? else {
            return Ok(Step::Fail("Its view is not there any more.".to_owned()));
        };
        let listed = match self.listed(&view) {
            Err(error) if error.code != Code::Internal => return Ok(Step::Fail(error.message)),
            listed => listed?,
        };
        let mut entries = entries_after(database, catalog, webhook.number, MOST_CHANGES).await?;
        // A message that is sent again is the same one, whatever has happened since.
        let reached = entries.last().map_or(webhook.number, |entry| entry.number);
        let end = webhook.sending.unwrap_or(reached);
        entries.retain(|entry| entry.number <= end);
        let concerns = self.concerns(&view, &listed, &entries).await?;
        if concerns.is_empty() {
            if end == webhook.number {
                return Ok(Step::Rest);
            }
            let noted = database.webhook_reached(webhook, &self.holder, None, end).await.map_err(Error::internal)?;
            return Ok(if noted { Step::Look } else { Step::Rest });
        }
        let message = Message::of(database, &self.setting, self.clock, &view, &listed, &concerns).await?;
        if webhook.sending.is_none() {
            let sending = Some(message.number);
            let noted = database.webhook_reached(webhook, &self.holder, sending, webhook.number).await;
            if !noted.map_err(Error::internal)? {
                return Ok(Step::Rest);
            }
        }
        Ok(Step::Send(message))
    }

    /// The entries that are about what is in the view, and those about the view itself: with another filter others are
    /// in it.
    async fn concerns(&self, view: &ToldView, listed: &Listed, entries: &[LogEntry]) -> Result<Vec<Concern>> {
        let mut found = concerns(&self.database, self.clock, listed, entries, None).await?;
        let own = entries.iter().filter(|entry| view.is_about(entry));
        found.retain(|concern| !view.is_about(&concern.entry));
        found.extend(own.map(|entry| Concern { entry: entry.clone(), listed: false }));
        found.sort_by_key(|concern| concern.entry.number);
        Ok(found)
    }

    fn listed(&self, view: &ToldView) -> Result<Listed> {
        let catalog = self.setting.catalog;
        let listing = view.listing.as_object().and_then(|listing| listing.iter().next());
        let found = listing.and_then(|(plural, parts)| {
            let resource = catalog.resources().iter().find(|resource| resource.plural == plural)?;
            Some((resource, parts.get("where").cloned().unwrap_or_else(|| serde_json::json!({}))))
        });
        let (resource, filter) = found.ok_or_else(|| Error::input("listing", "lists nothing that there is"))?;
        Listed::compile(&self.setting, &self.setting.bounds.token, resource, &filter, 0)
    }

    /// Sends a message, and notes what came of it. Says whether the next one can be sent.
    async fn send(&self, webhook: &Webhook, message: Message) -> Result<bool> {
        let (at, begun) = (self.clock.now(), Instant::now());
        let previous = webhook.previous_secret.iter().filter(|(_, until)| *until > at).map(|(secret, _)| secret);
        let secrets = [&webhook.secret].into_iter().chain(previous);
        let secrets: Vec<_> = secrets.map(|secret| SigningSecret::kept(secret.clone())).collect();
        let id = message_id(webhook, message.number);
        let signed = Signed::with(&secrets, id.clone(), message.body, at);
        let reply = self.courier.carry(&webhook.url, &signed).await;
        let (status, asked, error) = match reply {
            Ok(reply) if (200..300).contains(&reply.status) => (Some(reply.status), None, None),
            Ok(reply) => {
                let asked = reply.retry_after.and_then(|header| retry_after(&header, at));
                let error = match reply.status {
                    300..400 => "It answered with a redirect, which is not followed.".to_owned(),
                    GONE => "It answered that it is gone.".to_owned(),
                    status => format!("It answered with {status}."),
                };
                (Some(reply.status), asked, Some(error))
            }
            Err(error) => (None, None, Some(error)),
        };
        let attempt = Attempt {
            at,
            message: id,
            number: message.number,
            changes: i32::try_from(message.count).unwrap_or(i32::MAX),
            status: status.map(i32::from),
            milliseconds: i32::try_from(begun.elapsed().as_millis()).unwrap_or(i32::MAX),
            error,
        };
        self.note(webhook, attempt, asked.and_then(|it| TimeDelta::from_std(it).ok())).await
    }

    /// Notes what came of an attempt; `asked` is for how long the receiver wants to be left alone.
    async fn note(&self, webhook: &Webhook, attempt: Attempt, asked: Option<TimeDelta>) -> Result<bool> {
        let taken = attempt.error.is_none();
        let now = self.clock.now();
        let next = match attempt.status {
            _ if taken => Next::Message,
            Some(status) if status == i32::from(GONE) => Next::End(WebhookStatus::Gone),
            _ => self.after_failure(webhook, now, asked),
        };
        let counter = if taken { &self.counters.delivered } else { &self.counters.failed };
        counter.inc();
        self.database.webhook_tried(webhook, &self.holder, &attempt, &next).await.map_err(Error::internal)?;
        Ok(taken)
    }

    fn after_failure(&self, webhook: &Webhook, now: DateTime<Utc>, asked: Option<TimeDelta>) -> Next {
        let give_up = TimeDelta::from_std(self.settings.webhook_give_up).unwrap_or(LONGEST_WAIT);
        if webhook.failing_since.is_some_and(|since| now - since >= give_up) {
            return Next::End(WebhookStatus::Dead);
        }
        let mut chance = [0];
        // Without chance, all come back together.
        let _ = getrandom::fill(&mut chance);
        let failures = u32::try_from(webhook.failures + 1).unwrap_or_default();
        let usual = TimeDelta::from_std(wait(self.settings.webhook_retry, failures, chance[0])).unwrap_or(LONGEST_WAIT);
        Next::Retry(now + usual.max(asked.unwrap_or_default()).min(LONGEST_WAIT))
    }
}

/// What a message is called: the same for the same changes, until they are replayed.
fn message_id(webhook: &Webhook, number: i64) -> String {
    format!("w{}-{}-{number}", webhook.id, webhook.round)
}
