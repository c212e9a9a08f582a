//! Subscriptions: what happens is told to those who asked for it.
//!
//! | file | what it does |
//! | --- | --- |
//! | `source` | what those are told who asked the same |
//! | `channel` | one follower for all of them, which reads each event once |
//! | `together` | what several need at the same time |
//!
//! An event is read as a payload of a mutation is: by a compiled statement, with the selection and the sight of those who
//! listen. Who asks the same with the same sight listens to the same channel. A listener that comes with a number, or that
//! was too slow for its channel, is told from the log until it has caught up: so nothing is told twice or left out.

mod channel;
mod source;
mod together;

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Instant;

use bytes::Bytes;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::gauge::Gauge;
use serde_json::{Value as Json, json};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

use super::reading::variables;
use super::{Answer, Api, Inner, Known, Request, Way};
use crate::allowance::Allowance;
use crate::error::{Code, Error, Result};
use crate::follow::{Listed, MOST_WATCHED, Watch, last_number};
use crate::hash::Hash;
use crate::query::{self, Topic as Asked, VIEW};
use crate::resource::Resource;
use crate::viewer::Viewer;
use channel::Channel;
use source::{News, Source, Topic};

pub use together::Together;

/// What comes of a request: an answer, or events.
pub enum Told {
    Once(Answer),
    Events(Subscription),
}

/// Something that happened, as it is told.
#[derive(Clone)]
pub struct Event {
    /// The number of the entry of the log that it is; none for a proposal.
    pub number: Option<i64>,
    /// The text of a GraphQL response.
    pub body: Bytes,
}

/// What is shared by subscriptions.
#[derive(Default)]
pub struct Channels {
    channels: Together<Channel>,
    watches: Together<Watch>,
}

impl Api {
    /// Answers a request, or begins to tell what happens, if it is a subscription: from the entry after `last` on, if
    /// that is given. `id` is what the log calls it.
    pub async fn follow(&self, request: Request, last: Option<i64>, id: &str) -> Told {
        let (begun, inner) = (Instant::now(), &self.inner);
        let known = match inner.asked(&request).await {
            Ok(known) => known,
            Err(errors) => return Told::Once(self.told(begun, id, None, Err(errors.into()))),
        };
        let name = Some(Arc::clone(&known.name));
        if known.document.way != Way::Subscription {
            let tag = inner.tag(&known, &request).await;
            return Told::Once(self.told(begun, id, name, inner.answer_known(&known, tag, request).await));
        }
        match inner.subscribe(&known, request, last, id).await {
            Ok(subscription) => {
                inner.metrics.asked(Some(&known.name.operation), "OK", begun.elapsed());
                Told::Events(subscription)
            }
            Err(error) => Told::Once(self.told(begun, id, name, Err(error.into()))),
        }
    }
}

impl Inner {
    async fn subscribe(
        self: &Arc<Self>,
        known: &Known,
        mut request: Request,
        last: Option<i64>,
        id: &str,
    ) -> Result<Subscription> {
        let (document, viewer) = (&known.document, &request.viewer);
        let bounds = self.setting.bounds.of(viewer);
        let (operation, asked) = request.said();
        let said = format!("{}\n{operation}\n{asked}", known.name.hash);
        let given = query::coerce_variables(&self.inputs, document.operation(), &variables(request.variables.take()))?;
        let (plan, asked) =
            query::compile_event(&self.setting, bounds, &self.inputs, document.parsed(), document.operation(), &given)?;
        let price = plan.cost.requested;
        request.allowance.pay(price)?;
        let name = Hash::of(&format!("{said}\n{}", sight(viewer, &asked)));
        let make = |topic| Source {
            inner: Arc::clone(self),
            plan,
            variables: given,
            viewer: request.viewer.clone(),
            id: id.to_owned(),
            topic,
        };
        let (channel, last) = match asked {
            Asked::Proposals => {
                let visible = request.viewer.may_propose();
                let message = "Proposals are told to those who propose and to those who decide.";
                visible.then_some(()).ok_or_else(|| Error::new(Code::Forbidden, message))?;
                let channel = self.channels.channels.of(name, || Channel::begin(make(Topic::Proposals), 0));
                (channel.await?, None)
            }
            Asked::Changes { types, listing, after } => {
                let last = last.or(after);
                self.is_past(last).await?;
                let watch = match listing {
                    Some((by, what)) => {
                        let (resource, filter) = self.listing(&by, what).await?;
                        Some(self.watch(viewer, resource, &filter).await?)
                    }
                    None => None,
                };
                let begin = async || {
                    let number = match &watch {
                        Some(watch) => watch.reached().await,
                        None => last_number(&self.databases.anonymous).await?,
                    };
                    Channel::begin(make(Topic::Changes { types, watch }), number).await
                };
                (self.channels.channels.of(name, begin).await?, last)
            }
        };
        Ok(Subscription::of(channel, last, request.allowance, price, self))
    }

    /// A listing by the name of its resource and a filter, or by a view.
    async fn listing(&self, by: &str, what: Json) -> Result<(&'static Resource, Json)> {
        let catalog = self.setting.catalog;
        let (plural, filter) = match what.as_str().filter(|_| by == VIEW) {
            None => (by.to_owned(), what),
            Some(slug) => {
                let listing = (*self.view(slug).await?).clone().into_json().map_err(Error::internal)?;
                let listed = listing.as_object().and_then(|listing| listing.iter().next()).ok_or_else(|| {
                    let message = format!("names no view; there is none with the slug `{slug}`");
                    Error::input("changed.where.view", message)
                })?;
                let filter = listed.1.get("where").filter(|filter| !filter.is_null());
                (listed.0.clone(), filter.cloned().unwrap_or_else(|| json!({})))
            }
        };
        let resource = query::listings(catalog).find(|resource| resource.plural == plural);
        Ok((resource.ok_or_else(|| Error::internal(format!("there are no listings of {plural}")))?, filter))
    }

    /// A listing under watch, together with all who watch the same.
    async fn watch(&self, viewer: &Viewer, resource: &'static Resource, filter: &Json) -> Result<Arc<Watch>> {
        let bounds = self.setting.bounds.of(viewer);
        let listed = Listed::compile(&self.setting, bounds, resource, filter, MOST_WATCHED + 1)?;
        let name = Hash::of(&format!("{}\n{filter}", resource.name));
        let database = self.databases.anonymous.clone();
        self.channels.watches.of(name, || Watch::begin(database, self.clock, listed)).await
    }

    /// Refuses a number to which the log has not come: it is another directory's.
    async fn is_past(&self, number: Option<i64>) -> Result<()> {
        let Some(number) = number else { return Ok(()) };
        let last = last_number(&self.databases.anonymous).await?;
        if (0..=last).contains(&number) {
            return Ok(());
        }
        let message = format!("is {number}, and the last change is number {last}; read the directory anew");
        Err(Error::input("changed.after", message))
    }
}

/// What whoever asks can see that others cannot. All of one role see the same, but for proposals of their own.
fn sight(viewer: &Viewer, asked: &Asked) -> String {
    match (viewer.token(), asked) {
        (None, _) => String::new(),
        (Some(token), Asked::Proposals) if !viewer.may_decide() => format!("token {}", token.id),
        (Some(token), _) => token.role.word().to_owned(),
    }
}

/// Somebody who listens.
pub struct Subscription {
    channel: Arc<Channel>,
    receiver: Receiver<Event>,
    /// The number of the last entry that was told or passed over.
    last: i64,
    /// Up to which number it is told from the log.
    until: i64,
    /// What is to be told of the log next.
    waiting: VecDeque<News>,
    allowance: Allowance,
    /// What each event costs.
    price: usize,
    /// How many listen, and what they were told.
    listening: Gauge,
    told: Counter,
}

impl Subscription {
    fn of(channel: Arc<Channel>, last: Option<i64>, allowance: Allowance, price: usize, inner: &Inner) -> Self {
        let (receiver, until) = channel.listen();
        let (listening, told) = (inner.metrics.subscriptions.clone(), inner.metrics.events.clone());
        listening.inc();
        let (last, waiting) = (last.unwrap_or(until), VecDeque::new());
        Self { channel, receiver, last, until, waiting, allowance, price, listening, told }
    }

    /// The next event, whenever that is. Whoever stops waiting for it misses nothing.
    ///
    /// # Errors
    ///
    /// When its allowance is used up, or it was too slow to be told of proposals, or the log cannot be read: then it is
    /// over.
    pub async fn next(&mut self) -> Result<Event> {
        loop {
            let event = if let Some(news) = self.waiting.front().copied() {
                let event = self.channel.source.event(news).await;
                self.waiting.pop_front();
                event
            } else if self.last < self.until {
                self.catch_up().await?;
                None
            } else {
                self.listen().await?
            };
            if let Some(event) = event {
                self.allowance.enter()?;
                self.allowance.pay(self.price)?;
                self.told.inc();
                return Ok(event);
            }
        }
    }

    /// Reads on in the log.
    async fn catch_up(&mut self) -> Result<()> {
        let source = &self.channel.source;
        let batch = source.inner.log.after(self.last).await?;
        let news = source.news(&batch).await?;
        self.allowance.enter()?;
        self.waiting.extend(news);
        self.last = if batch.entries.is_empty() { self.until } else { batch.reached };
        Ok(())
    }

    /// What the channel tells, if it was not told already.
    async fn listen(&mut self) -> Result<Option<Event>> {
        match self.receiver.recv().await {
            Ok(event) if event.number.is_some_and(|number| number <= self.last) => Ok(None),
            Ok(event) => {
                self.last = event.number.unwrap_or(self.last);
                Ok(Some(event))
            }
            Err(RecvError::Lagged(_)) if matches!(self.channel.source.topic, Topic::Proposals) => {
                Err(Error::new(Code::Overloaded, "You read more slowly than proposals are written; begin anew."))
            }
            Err(RecvError::Lagged(_)) => {
                (self.receiver, self.until) = self.channel.listen();
                Ok(None)
            }
            Err(RecvError::Closed) => Err(Error::internal("a channel ended before its listeners")),
        }
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        self.listening.dec();
    }
}
