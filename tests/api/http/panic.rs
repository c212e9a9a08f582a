//! A fault that nobody foresaw: a handler panics.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use cluster_directory::bounds::ByViewer;
use cluster_directory::clock::Clock;
use cluster_directory::config::Limits;
use cluster_directory::database::Database;
use cluster_directory::graphql::Api;
use cluster_directory::limits::QueryLimits;
use cluster_directory::query::Setting;
use cluster_directory::resource::Catalog;
use cluster_directory::{directory, http};
use serde_json::json;
use tokio::net::TcpListener;
use tracing::subscriber::set_default;

use super::is_typename;
use crate::support::{TestDatabase, Wire, post};

/// The descriptions with a mistake that no start finds: memberships end with a date that they do not have. Whoever
/// asks for that end makes the compiler panic.
fn mistaken() -> &'static Catalog {
    let catalog = directory::catalog();
    let mut resources = catalog.resources().to_vec();
    let membership = resources.iter_mut().find(|it| it.name == "Membership").expect("memberships");
    membership.interval = Some(("since", "forgotten"));
    Box::leak(Box::new(Catalog::new(resources, catalog.fact_kinds())))
}

/// What the log says, kept for the story.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("nobody panicked here").write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Log {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().expect("nobody panicked here").clone()).expect("text")
    }
}

#[tokio::test]
async fn a_handler_that_panics_is_answered_for_and_the_server_goes_on() {
    let log = Log::default();
    let kept = log.clone();
    let subscriber = tracing_subscriber::fmt().json().with_writer(move || kept.clone()).finish();
    // Of this thread, on which the server runs too.
    let _told = set_default(subscriber);
    let test = TestDatabase::new().await;
    let database = Database::connect(&test.url).await.expect("the database opens");
    database.migrate().await.expect("the tables are made");
    let setting = Setting {
        catalog: mistaken(),
        dialect: database.dialect,
        base_url: "https://directory.test".to_owned(),
        bounds: ByViewer::new(&QueryLimits::default(), &Limits::default()),
    };
    let api = Api::new(&database, setting, Clock::Machine, 0);
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address").to_string();
    let app = http::App::new(api, Limits { max_requests: 1, ..Limits::default() }, false).expect("threads");
    tokio::spawn(http::serve(listener, app, std::future::pending()));

    let mut wire = Wire::to(&address).await;
    let query = r#"{ memberships(where: { asOf: { date: "2016-06-01" } }) { totalCount } }"#;
    for story in ["story-1", "story-2"] {
        let request = post(query).replacen("content-type", &format!("x-request-id: {story}\r\ncontent-type"), 1);
        wire.send(request).await.expect("it listens");
        let heard = wire.hear().await.expect("an answer");
        assert_eq!(
            (heard.status, heard.header("x-request-id"), heard.header("cache-control")),
            (500, story, "no-store")
        );
        let message = format!("The server could not answer. Its log knows why, under the id {story}.");
        let error = json!({ "message": message, "extensions": { "code": "INTERNAL_SERVER_ERROR" } });
        assert_eq!(heard.json(), json!({ "errors": [error] }));
        let log = log.text();
        let line = log.lines().find(|line| line.contains("a request failed") && line.contains(story));
        let cause = "a handler panicked: internal error: entered unreachable code: Membership has no date forgotten";
        assert!(line.is_some_and(|line| line.contains(cause)), "{log}");
    }
    // Its connection is kept, and its place is free again.
    wire.send(post("{ __typename }")).await.expect("it is kept");
    assert!(is_typename(&wire.hear().await.expect("an answer").body));
    wire.send("GET /metrics HTTP/1.1\r\nhost: directory\r\n\r\n").await.expect("it is kept");
    let metrics = wire.hear().await.expect("an answer").body;
    for counted in [
        "directory_requests_total{operation=\"none\",outcome=\"INTERNAL_SERVER_ERROR\"} 2\n",
        "directory_http_responses_total{status=\"500\"} 2\n",
        "directory_requests_active 0\n",
    ] {
        assert!(metrics.contains(counted), "{counted}{metrics}");
    }
}
