//! A request is one statement, whatever its depth and width, and whoever asks. A binary of its own, because the driver's
//! log of statements is the whole process's.

#[path = "../api/support/mod.rs"]
#[expect(dead_code, unused_imports, reason = "this story needs little of it")]
mod support;

use std::fmt::Debug;
use std::sync::atomic::{AtomicUsize, Ordering};

use cluster_directory::viewer::Role;
use serde_json::json;
use support::{Actor, bbs};
use tracing::field::{Field, Visit};
use tracing::subscriber::{Interest, set_global_default};
use tracing::{Event, Metadata, Subscriber, span};

/// Counts what the driver logs for each statement it sends.
struct Statements;

static COUNT: AtomicUsize = AtomicUsize::new(0);

/// Whether it is told by a driver, as `--log sqlx=debug,sqlite=debug` has it.
fn is_driver(metadata: &Metadata<'_>) -> bool {
    matches!(metadata.target(), "sqlx::query" | "sqlite")
}

impl Subscriber for Statements {
    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        if is_driver(metadata) { Interest::always() } else { Interest::never() }
    }

    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        is_driver(metadata)
    }

    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

    fn event(&self, event: &Event<'_>) {
        if is_driver(event.metadata()) {
            let mut look = Look(false);
            event.record(&mut look);
            COUNT.fetch_add(usize::from(!look.0), Ordering::SeqCst);
        }
    }

    fn enter(&self, _: &span::Id) {}

    fn exit(&self, _: &span::Id) {}
}

/// Whether a statement is the look at the state of the data, which there is once a second for all requests.
struct Look(bool);

impl Visit for Look {
    fn record_debug(&mut self, _: &Field, value: &dyn Debug) {
        self.0 |= format!("{value:?}").contains("coalesce(sum(value), 0)");
    }
}

#[tokio::test]
async fn a_request_is_one_statement() {
    set_global_default(Statements).expect("nobody else counts");
    let server = bbs();
    let loading = COUNT.load(Ordering::SeqCst);
    assert!(loading > 50, "the driver's log is heard: {loading} statements made and filled the tables");

    // Whose token it is, is looked up once.
    let reader = server.actor(Role::Reader).await;
    reader.ask("{ viewer { name } }").await;

    let wide: String = (0..20)
        .map(|n| {
            format!("a{n}: events(first: {n}, orderBy: [{{ city: {{ name: ASC }} }}]) {{ totalCount groups(by: [KIND]) {{ count }} edges {{ cursor node {{ title }} }} pageInfo {{ hasNextPage endCursor }} }} ")
        })
        .collect();
    for (document, variables, statements) in [
        ("{ __typename }".to_owned(), json!({}), 1),
        ("{ event(by: { slug: \"kosict-2016\" }) { title } }".to_owned(), json!({}), 1),
        (format!("{{ {wide} }}"), json!({}), 1),
        ("query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Record { slug sources { nodes { title } } conflicts { attribute claims { value } } } } }".to_owned(), json!({ "ids": ["r1", "r300", "r900"] }), 1),
        ("query ($day: Date!) { networks(first: 5, where: { members: { some: { asOf: { date: $day } } } }) { nodes { members(asOf: { date: $day }) { nodes { member { name events(first: 3) { nodes { topics { nodes { name } } } } } } } } } }".to_owned(), json!({ "day": "2016-10-05" }), 1),
        ("{ workList { totalCount groups(by: [KIND]) { count } nodes { reason record { slug } } } timeline(of: \"r1\") { totalCount nodes { kind } } }".to_owned(), json!({}), 1),
        ("{ __schema { types { name } } }".to_owned(), json!({}), 0),
        (format!("{{ events(first: 2) {{ {} }} }}", deep(2)), json!({}), 1),
    ] {
        for actor in [&Actor::anonymous(server), &reader] {
            // The second time the answer is known.
            for statements in [statements, 0] {
                let before = COUNT.load(Ordering::SeqCst);
                actor.ask_with(&document, variables.clone()).await;
                assert_eq!(COUNT.load(Ordering::SeqCst) - before, statements, "{document}");
            }
        }
    }
}

/// Events of the organizations that took part in events, so many times over.
fn deep(times: usize) -> String {
    (0..times).fold("totalCount".to_owned(), |below, _| {
        format!("nodes {{ title participations(first: 3) {{ nodes {{ organization {{ events(first: 3) {{ {below} }} }} }} }} }}")
    })
}
