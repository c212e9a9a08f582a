use std::sync::OnceLock;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use chrono::{DateTime, Utc};
use cluster_directory::bounds::ByViewer;
use cluster_directory::clock::Clock;
use cluster_directory::config::Limits;
use cluster_directory::database::Database;
use cluster_directory::graphql::Api;
use cluster_directory::limits::QueryLimits;
use cluster_directory::query::Setting;
use cluster_directory::transfer::{self, Bundle};
use cluster_directory::{directory, http};
use sea_orm::ConnectionTrait;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use super::{Actor, TestDatabase};

/// A running server and a client of it.
pub struct Server {
    pub address: String,
    pub database_url: String,
    client: reqwest::Client,
    /// It stops when this is dropped.
    _stop: oneshot::Sender<()>,
    _database: TestDatabase,
}

/// Limits of a server that gives a busy machine time. Stories about time have limits of their own.
pub fn patient() -> Limits {
    let minute = Duration::from_mins(1);
    Limits { request_timeout: minute, statement_timeout: minute, body_timeout: minute, ..Limits::default() }
}

/// The server over the bundled directory, one for all tests of the process.
pub fn bbs() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| Server::start(transfer::bundled()))
}

impl Server {
    /// Starts a server over these records.
    pub fn start(bundle: Bundle) -> Self {
        Self::start_within(bundle, patient())
    }

    /// Starts a server with limits of its own. It runs on a thread of its own, because a test's runtime
    /// ends with the test, and stops when it is dropped.
    pub fn start_within(bundle: Bundle, limits: Limits) -> Self {
        // What the server hides from its clients is seen with the test that fails.
        let _ = tracing_subscriber::fmt().with_max_level(tracing::Level::ERROR).with_writer(std::io::stderr).try_init();
        let (send, receive) = mpsc::channel();
        let (stop, stopped) = oneshot::channel::<()>();
        thread::spawn(move || {
            let runtime = tokio::runtime::Runtime::new().expect("a runtime");
            runtime.block_on(async move {
                let test = TestDatabase::new().await;
                let bounds = ByViewer::new(&QueryLimits::default(), &limits);
                let timeout = bounds.token.statement_timeout;
                let database = Database::connect_for(&test.url, &[], timeout).await.expect("the database opens");
                database.migrate().await.expect("the tables are made");
                let _keeping_up = database.keep_up().await;
                let clock = Clock::Fixed(now());
                let catalog = directory::catalog();
                if let Err(stop) = transfer::load(&database, catalog, &bundle, clock.now()).await {
                    panic!("{}", stop.0);
                }
                let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
                let address = listener.local_addr().expect("an address");
                let base_url = "https://directory.test".to_owned();
                let dialect = database.dialect;
                let setting = Setting { catalog, dialect, base_url, bounds };
                let api = Api::new(&database, setting, clock, 1 << 20);
                send.send((address.to_string(), test)).expect("the test waits");
                let app = http::App::new(api, limits, false).expect("threads");
                http::serve(listener, app, async { drop(stopped.await) }).await;
            });
        });
        let (address, test) = receive.recv().expect("the server starts");
        // No connection is kept: it would belong to the test that opened it, and end with it.
        let client = reqwest::Client::builder().no_proxy().pool_max_idle_per_host(0);
        let client = client.build().expect("a client");
        Self { address, database_url: test.url.clone(), client, _stop: stop, _database: test }
    }

    /// From now on reading rows of this table does not come to an end.
    pub async fn never_end_with(&self, table: &str) {
        let endless = if self.database_url.starts_with("sqlite") {
            "(WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT count(*) FROM c) > 0"
        } else {
            "CAST(pg_sleep(3600) AS text) IS NOT NULL"
        };
        let view = format!("CREATE VIEW \"{table}\" AS SELECT * FROM \"{table}_rows\" WHERE {endless}");
        execute(&self.database_url, &format!("ALTER TABLE \"{table}\" RENAME TO \"{table}_rows\"")).await;
        execute(&self.database_url, &view).await;
    }

    /// What the server has counted.
    pub async fn metrics(&self) -> String {
        let response = self.client.get(self.url("/metrics")).send().await.expect("an answer");
        response.text().await.expect("text")
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub fn client(&self) -> &reqwest::Client {
        &self.client
    }

    /// The whole answer that anybody gets to a query.
    pub async fn answer(&self, query: &str, variables: Value) -> Value {
        Actor::anonymous(self).answer(query, variables).await
    }

    /// The data of an answer without errors.
    pub async fn ask(&self, query: &str) -> Value {
        Actor::anonymous(self).ask(query).await
    }

    /// The same, with variables.
    pub async fn ask_with(&self, query: &str, variables: Value) -> Value {
        Actor::anonymous(self).ask_with(query, variables).await
    }

    /// The only error of an answer without data: its code and message.
    pub async fn refusal(&self, query: &str, variables: Value) -> (String, String) {
        Actor::anonymous(self).refusal(query, variables).await
    }
}

/// The moment at which all stories take place.
pub fn now() -> DateTime<Utc> {
    "2026-11-22T12:00:00Z".parse().expect("a moment")
}

/// Does something to a database behind its server's back.
pub async fn execute(database_url: &str, statement: &str) {
    let database = Database::connect(database_url).await.expect("the database opens");
    database.writer().execute_unprepared(statement).await.expect("the statement runs");
    database.close().await.expect("the connection ends");
}
