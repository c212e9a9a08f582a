//! What is counted of the database: its servers, and what they tell.

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;

/// Where reads went, how far each source is, and what was heard of other servers' writes.
#[derive(Clone, Debug, Default)]
pub struct DatabaseCounters {
    reads: Family<Source, Counter>,
    states: Family<Source, Gauge>,
    /// 1 while this server is told of what others write.
    pub listening: Gauge,
    /// How often it was told.
    pub notifications: Counter,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Source {
    source: &'static str,
}

impl DatabaseCounters {
    /// A read that went to this source.
    pub fn read_from(&self, source: &'static str) {
        self.reads.get_or_create(&Source { source }).inc();
    }

    /// The state that a source has; -1 if it does not answer.
    pub(super) fn is_at(&self, source: &'static str, state: i64) {
        self.states.get_or_create(&Source { source }).set(state);
    }

    pub(super) fn register(&self, registry: &mut Registry) {
        registry.register("source_reads", "Reads by the server of the database that was asked", self.reads.clone());
        registry.register(
            "source_state",
            "The number of the state that a server of the database has; of the primary, the one that is known",
            self.states.clone(),
        );
        registry.register(
            "listening",
            "1 while the server is told at once of what others write",
            self.listening.clone(),
        );
        registry.register(
            "notifications",
            "How often the server was told that something was written",
            self.notifications.clone(),
        );
    }
}
