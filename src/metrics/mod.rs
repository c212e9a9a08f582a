//! What the server counts, for its operator.
//!
//! No label has values without end: what a client names itself, its operation, is a label only as long
//! as there are few such names.

mod database;
mod often;

use std::collections::HashSet;
use std::fmt;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use prometheus_client::encoding::{EncodeLabelSet, text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

pub use database::DatabaseCounters;
pub use often::Operation;

use often::{Looks, Requests};

/// How many names of operations are told apart; those that come later are `other`.
const MOST_OPERATIONS: usize = 100;
/// How long such a name may be.
const LONGEST_OPERATION: usize = 64;
/// The bounds between which durations are counted, in seconds.
const SECONDS: [f64; 13] = [0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0];

/// The counters of one server.
pub struct Metrics {
    registry: Registry,
    operations: Mutex<HashSet<String>>,
    responses: Family<Status, Counter>,
    requests: Requests,
    /// What asks for no operation that can be answered.
    none: Operation,
    reads: Family<Outcome, Counter>,
    read_seconds: Histogram,
    documents: Looks,
    plans: Looks,
    answers: Looks,
    feeds: Family<Feed, Counter>,
    /// Connections to the database that read nothing at the moment.
    readers_free: Gauge,
    /// Connections that are open.
    pub connections: Gauge,
    /// Connections that were one too many.
    pub connections_refused: Counter,
    /// GraphQL requests that are being answered or wait.
    pub requests_active: Gauge,
    /// Subscriptions that are told of what happens.
    pub subscriptions: Gauge,
    /// What they were told.
    pub events: Counter,
    /// Messages of webhooks.
    pub webhooks: WebhookCounters,
    /// What the database was asked, and what it told.
    database: DatabaseCounters,
}

/// Attempts to send messages of webhooks.
#[derive(Clone, Debug, Default)]
pub struct WebhookCounters {
    pub delivered: Counter,
    pub failed: Counter,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Status {
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Feed {
    format: &'static str,
    outcome: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Outcome {
    outcome: &'static str,
}

fn durations() -> Histogram {
    Histogram::new(SECONDS)
}

impl Metrics {
    /// The counters of a server, with those of its database.
    pub fn new(database: DatabaseCounters) -> Self {
        let requests = Requests::default();
        let mut metrics = Self {
            registry: Registry::with_prefix("directory"),
            operations: Mutex::default(),
            responses: Family::default(),
            none: requests.operation("none".to_owned()),
            requests,
            reads: Family::default(),
            read_seconds: durations(),
            documents: Looks::default(),
            plans: Looks::default(),
            answers: Looks::default(),
            feeds: Family::default(),
            readers_free: Gauge::default(),
            connections: Gauge::default(),
            connections_refused: Counter::default(),
            requests_active: Gauge::default(),
            webhooks: WebhookCounters::default(),
            subscriptions: Gauge::default(),
            events: Counter::default(),
            database,
        };
        let registry = &mut metrics.registry;
        registry.register(
            "http_responses",
            "Answers to any address, by status; 499 is one that nobody waited for",
            metrics.responses.clone(),
        );
        metrics.requests.register(registry);
        registry.register(
            "requests_active",
            "GraphQL requests that are being answered or wait",
            metrics.requests_active.clone(),
        );
        registry.register(
            "reads",
            "Reads of the database by outcome: OK, or the code of the error",
            metrics.reads.clone(),
        );
        registry.register_with_unit(
            "read",
            "How long reads took, with the wait for a connection",
            Unit::Seconds,
            metrics.read_seconds.clone(),
        );
        registry.register(
            "readers_free",
            "Connections to the database that read nothing at the moment",
            metrics.readers_free.clone(),
        );
        metrics.documents.register(
            registry,
            "document_cache",
            "Documents that were known already, and that had to be parsed and validated",
        );
        metrics.plans.register(
            registry,
            "plan_cache",
            "Statements that were compiled already, and that had to be compiled",
        );
        metrics.answers.register(
            registry,
            "answer_cache",
            "Answers that were kept, and that had to be worked out though their documents were known",
        );
        registry.register(
            "feeds",
            "Feeds that were asked for, by format and outcome: OK, or the code of the error",
            metrics.feeds.clone(),
        );
        registry.register(
            "subscriptions",
            "Subscriptions that are told of what happens",
            metrics.subscriptions.clone(),
        );
        registry.register("events", "Events that subscriptions were told", metrics.events.clone());
        registry.register("connections", "Connections that are open", metrics.connections.clone());
        registry.register(
            "connections_refused",
            "Connections that were one too many, in all or of their address",
            metrics.connections_refused.clone(),
        );
        registry.register(
            "webhook_messages",
            "Messages of webhooks that were taken",
            metrics.webhooks.delivered.clone(),
        );
        registry.register(
            "webhook_failures",
            "Attempts to send a message of a webhook that was not taken",
            metrics.webhooks.failed.clone(),
        );
        metrics.database.register(registry);
        metrics
    }

    /// An operation under the name by which it is counted.
    pub fn operation(&self, name: Option<&str>) -> Operation {
        self.requests.operation(self.name(name))
    }

    fn name(&self, name: Option<&str>) -> String {
        let Some(name) = name else { return "anonymous".to_owned() };
        let mut known = self.operations.lock().unwrap_or_else(PoisonError::into_inner);
        if known.contains(name) {
            return name.to_owned();
        }
        if known.len() >= MOST_OPERATIONS || name.len() > LONGEST_OPERATION {
            return "other".to_owned();
        }
        known.insert(name.to_owned());
        name.to_owned()
    }

    /// An answer to any address.
    pub fn responded(&self, status: u16) {
        self.responses.get_or_create(&Status { status }).inc();
    }

    /// A GraphQL request: its operation, if it has one that is valid, and `OK` or the code of its error.
    pub fn asked(&self, operation: Option<&Operation>, outcome: &'static str, took: Duration) {
        self.requests.count(operation.unwrap_or(&self.none), outcome, took);
    }

    /// A read of the database.
    pub fn read(&self, outcome: &'static str, took: Duration) {
        self.reads.get_or_create(&Outcome { outcome }).inc();
        self.read_seconds.observe(took.as_secs_f64());
    }

    /// A feed that was asked for: its format, and `OK` or the code of its error.
    pub fn feed(&self, format: &'static str, outcome: &'static str) {
        self.feeds.get_or_create(&Feed { format, outcome }).inc();
    }

    /// A look for a document.
    pub fn document(&self, known: bool) {
        self.documents.count(known);
    }

    /// A look for an answer.
    pub fn answer(&self, known: bool) {
        self.answers.count(known);
    }

    /// A look for a statement.
    pub fn plan(&self, known: bool) {
        self.plans.count(known);
    }

    /// All of it, as Prometheus reads it, with the number of free readers now and the state of each source.
    ///
    /// # Errors
    ///
    /// Never in practice: a text can always be made longer.
    pub fn text(&self, readers_free: usize, sources: &[(&'static str, i64)]) -> Result<String, fmt::Error> {
        self.readers_free.set(i64::try_from(readers_free).unwrap_or(i64::MAX));
        for (name, state) in sources {
            self.database.is_at(name, *state);
        }
        let mut text = String::new();
        text::encode(&mut text, &self.registry)?;
        Ok(text)
    }
}
