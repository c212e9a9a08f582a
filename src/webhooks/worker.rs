//! Finds out whose turn it is, all the time.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::{Id, JoinHandle, JoinSet};
use tokio::time::{MissedTickBehavior, interval, timeout};

use super::courier::Courier;
use super::resolver::Resolver;
use crate::clock::Clock;
use crate::config::WebhookSettings;
use crate::database::Database;
use crate::error::{Error, Stop};
use crate::hash::hexadecimal;
use crate::metrics::WebhookCounters;
use crate::query::Setting;

/// How often it is looked whether something has happened, beside when this server hears of it.
const LOOK_AGAIN: Duration = Duration::from_millis(500);
/// How many webhooks are told something at the same time.
const MOST_TURNS: usize = 16;
/// After how many looks old attempts are forgotten: about an hour.
const LOOKS_TO_FORGET: u32 = 7_200;

/// Sends the messages of all webhooks, until it is stopped.
pub struct Worker {
    stop: watch::Sender<()>,
    work: JoinHandle<()>,
}

/// What all turns share.
pub(super) struct Shared {
    pub database: Database,
    pub setting: Setting,
    pub clock: Clock,
    pub settings: WebhookSettings,
    pub courier: Courier,
    pub counters: WebhookCounters,
    /// By which name this server holds leases.
    pub holder: String,
}

impl Worker {
    /// Starts to send.
    ///
    /// # Errors
    ///
    /// When the settings name a file that has no certificates.
    pub fn start(
        database: &Database,
        setting: Setting,
        clock: Clock,
        settings: WebhookSettings,
        counters: WebhookCounters,
    ) -> Result<Self, Stop> {
        let courier = Courier::new(
            settings.webhook_networks.clone(),
            Resolver::Machine,
            settings.webhook_authorities.as_deref(),
            settings.webhook_timeout,
        )?;
        let mut chance = [0; 16];
        getrandom::fill(&mut chance).map_err(|error| Stop::new(format!("the machine gives no chance: {error}")))?;
        let (database, holder) = (database.at_primary(), hexadecimal(&chance));
        let shared = Arc::new(Shared { database, setting, clock, settings, courier, counters, holder });
        let (stop, stopped) = watch::channel(());
        Ok(Self { stop, work: tokio::spawn(work(shared, stopped)) })
    }

    /// Ends at once; whoever is being told something is told it again. Where the database does not answer within the
    /// time, what this server holds is left to others when its lease ends.
    pub async fn stop(mut self, patience: Duration) {
        drop(self.stop);
        if timeout(patience, &mut self.work).await.is_err() {
            self.work.abort();
            // If it panicked, the log says so.
            let _ = self.work.await;
        }
    }
}

async fn work(shared: Arc<Shared>, mut stopped: watch::Receiver<()>) {
    let mut looks = interval(LOOK_AGAIN);
    looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut pulse = shared.database.pulse();
    let (mut turns, mut busy, mut count) = (JoinSet::new(), HashMap::<Id, i64>::new(), 0_u32);
    loop {
        tokio::select! {
            // Whoever could say something is gone.
            _ = stopped.changed() => break,
            written = pulse.next() => if written {
                looks.reset_immediately();
            },
            _ = looks.tick() => {
                let free = MOST_TURNS.saturating_sub(turns.len());
                let due = if free == 0 { Vec::new() } else { shared.due().await };
                let idle: Vec<i64> = due.into_iter().filter(|id| !busy.values().any(|it| it == id)).take(free).collect();
                for id in idle {
                    let shared = Arc::clone(&shared);
                    let turn = turns.spawn(async move { report(shared.turn(id).await) });
                    busy.insert(turn.id(), id);
                }
                count += 1;
                if count.is_multiple_of(LOOKS_TO_FORGET) {
                    let forgotten = shared.database.forget_webhook_attempts(shared.clock.now()).await;
                    report(forgotten.map_err(Error::internal));
                }
            }
            Some(ended) = turns.join_next_with_id(), if !turns.is_empty() => {
                busy.remove(&match ended { Ok((id, ())) => id, Err(error) => error.id() });
            }
        }
    }
    turns.shutdown().await;
    report(shared.database.release_webhooks(&shared.holder, None).await.map_err(Error::internal));
}

impl Shared {
    /// Whose turn it is; nobody's, if the database does not say.
    async fn due(&self) -> Vec<i64> {
        let due = self.database.due_webhooks(self.clock.now()).await;
        due.unwrap_or_else(|error| {
            Error::from(error).reported("webhooks");
            Vec::new()
        })
    }
}

/// What went wrong goes to the log, and is tried again with the next look.
fn report(done: Result<(), Error>) {
    if let Err(error) = done {
        error.reported("webhooks");
    }
}
