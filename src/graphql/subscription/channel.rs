//! One follower for all who asked the same: it reads each event once, and all have its bytes.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use tokio::sync::broadcast;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

use super::Event;
use super::source::{Source, Topic};
use crate::error::Result;
use crate::follow::Queue;

/// How many events wait for those who have not heard them yet, whoever and however many they are.
const ROOM: usize = 256;
/// How many of them may wait when a batch is begun: one has 100 entries at most.
const CROWDED: usize = ROOM - 128;
/// How long the slowest is waited for, before the others go on without it. It finds in the log what it has missed.
const PATIENCE: Duration = Duration::from_secs(2);
/// How often the queue of proposals is looked at while this process writes nothing.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// A follower and those who listen to it.
pub struct Channel {
    pub source: Arc<Source>,
    events: broadcast::Sender<Event>,
    /// The number up to which entries have been told.
    reached: Arc<AtomicI64>,
    /// Ends with the last listener.
    _work: JoinSet<()>,
}

impl Channel {
    /// Begins to tell of what comes after a number.
    pub async fn begin(source: Source, number: i64) -> Result<Self> {
        let source = Arc::new(source);
        let (events, _) = broadcast::channel(ROOM);
        let reached = Arc::new(AtomicI64::new(number));
        let teller = Teller { source: Arc::clone(&source), events: events.clone(), reached: Arc::clone(&reached) };
        let mut work = JoinSet::new();
        match &source.topic {
            Topic::Changes { .. } => drop(work.spawn(teller.tell_changes())),
            Topic::Proposals => {
                let queue = Queue::seen(source.database()).await?;
                drop(work.spawn(teller.tell_proposals(queue)));
            }
        }
        Ok(Self { source, events, reached, _work: work })
    }

    /// Listens from now on, and says up to which number entries were told before. Some of the next ones may be told
    /// again.
    pub fn listen(&self) -> (broadcast::Receiver<Event>, i64) {
        let receiver = self.events.subscribe();
        (receiver, self.reached.load(Ordering::Acquire))
    }
}

/// The work of a follower.
struct Teller {
    source: Arc<Source>,
    events: broadcast::Sender<Event>,
    reached: Arc<AtomicI64>,
}

impl Teller {
    async fn tell_changes(self) {
        let mut pulse = self.source.database().pulse();
        loop {
            self.heard(self.advance().await);
            pulse.next().await;
        }
    }

    /// Tells of all that stands in the log by now.
    async fn advance(&self) -> Result<()> {
        loop {
            let batch = self.source.inner.log.after(self.reached.load(Ordering::Acquire)).await?;
            if batch.entries.is_empty() {
                return Ok(());
            }
            let news = self.source.news(&batch).await?;
            self.not_crowded().await;
            for news in news {
                self.tell(self.source.event(news).await);
            }
            self.reached.store(batch.reached, Ordering::Release);
        }
    }

    async fn tell_proposals(self, mut queue: Queue) {
        let mut pulse = self.source.database().pulse();
        let mut looked = Instant::now();
        loop {
            let written = pulse.next().await;
            if !written && looked.elapsed() < LOOK_AGAIN {
                continue;
            }
            looked = Instant::now();
            match queue.look().await {
                Ok(proposals) => {
                    for proposal in proposals {
                        self.tell(self.source.event((proposal, None)).await);
                    }
                }
                Err(error) => self.heard(Err(error)),
            }
        }
    }

    fn tell(&self, event: Option<Event>) {
        if let Some(event) = event {
            // The last listener may be about to go.
            let _ = self.events.send(event);
        }
    }

    /// What could not be read now is read at the next pulse.
    fn heard(&self, result: Result<()>) {
        if let Err(error) = result {
            drop(error.reported(&self.source.id));
        }
    }

    async fn not_crowded(&self) {
        let end = Instant::now() + PATIENCE;
        while self.events.len() > CROWDED && Instant::now() < end {
            sleep(Duration::from_millis(10)).await;
        }
    }
}
