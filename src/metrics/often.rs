//! What is counted with every request: its counters are looked for once.

use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

use super::{Outcome, durations};

/// What was asked, by the names of operations.
pub(super) struct Requests {
    all: Family<Request, Counter>,
    seconds: Family<Named, Histogram, fn() -> Histogram>,
}

/// An operation under the name by which it is counted.
#[derive(Debug)]
pub struct Operation {
    pub name: String,
    answered: Counter,
    seconds: Histogram,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Request {
    operation: String,
    outcome: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Named {
    operation: String,
}

/// The outcome of most requests.
const OK: &str = "OK";

impl Default for Requests {
    fn default() -> Self {
        Self { all: Family::default(), seconds: Family::new_with_constructor(durations) }
    }
}

impl Requests {
    pub fn operation(&self, name: String) -> Operation {
        let answered = self.all.get_or_create_owned(&Request { operation: name.clone(), outcome: OK });
        let seconds = self.seconds.get_or_create_owned(&Named { operation: name.clone() });
        Operation { name, answered, seconds }
    }

    /// A request with `OK` or the code of its error.
    pub fn count(&self, operation: &Operation, outcome: &'static str, took: Duration) {
        operation.seconds.observe(took.as_secs_f64());
        if outcome == OK {
            operation.answered.inc();
        } else {
            self.all.get_or_create(&Request { operation: operation.name.clone(), outcome }).inc();
        }
    }

    pub fn register(&self, registry: &mut Registry) {
        registry.register(
            "requests",
            "GraphQL requests by operation and outcome: OK, or the code of the first error",
            self.all.clone(),
        );
        registry.register_with_unit(
            "request",
            "How long GraphQL requests took, without reading their bodies",
            Unit::Seconds,
            self.seconds.clone(),
        );
    }
}

/// Looks for something that may be kept.
pub(super) struct Looks {
    all: Family<Outcome, Counter>,
    hits: Counter,
    misses: Counter,
}

impl Default for Looks {
    fn default() -> Self {
        let all = Family::<Outcome, Counter>::default();
        let [hits, misses] = ["hit", "miss"].map(|outcome| all.get_or_create_owned(&Outcome { outcome }));
        Self { all, hits, misses }
    }
}

impl Looks {
    pub fn count(&self, hit: bool) {
        if hit { &self.hits } else { &self.misses }.inc();
    }

    pub fn register(&self, registry: &mut Registry, name: &str, help: &str) {
        registry.register(name, help, self.all.clone());
    }
}
