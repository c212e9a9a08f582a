//! What an operator's tools ask: does it live, may it be asked, what has it done.

use std::time::{Duration, Instant};

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use tokio::sync::Mutex;
use tokio::time::timeout;

use super::App;
use crate::database::Database;

/// How long the database may take to say how it is.
const PATIENCE: Duration = Duration::from_secs(2);
/// How long its word holds: whoever asks often costs the database nothing.
const HOLDS: Duration = Duration::from_secs(1);

/// `/healthz`: the process lives and answers.
pub async fn health() -> Response {
    plain(StatusCode::OK, "ok\n")
}

/// `/readyz`: the database is reached, its tables are those of this program, and nobody has told it to stop.
pub async fn ready(State(app): State<App>) -> Response {
    let state = if app.is_stopping() { Err("stopping\n") } else { app.readiness.of(app.api.database()).await };
    match state {
        Ok(ready) => plain(StatusCode::OK, ready),
        Err(reason) => plain(StatusCode::SERVICE_UNAVAILABLE, reason),
    }
}

/// `/metrics`, for Prometheus.
pub async fn metrics(State(app): State<App>) -> Response {
    let database = app.api.database();
    match app.api.metrics().text(database.readers_free(), &database.sources()) {
        Ok(text) => {
            let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
            ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-store")], text).into_response()
        }
        Err(_) => plain(StatusCode::INTERNAL_SERVER_ERROR, "the counters cannot be written\n"),
    }
}

fn plain(status: StatusCode, text: &'static str) -> Response {
    (status, [(header::CACHE_CONTROL, "no-store")], text).into_response()
}

/// What is said to whoever may ask, and to whoever may not.
type Ready = Result<&'static str, &'static str>;

/// Whether the database can be asked.
#[derive(Default)]
pub struct Readiness {
    last: Mutex<Option<(Instant, Ready)>>,
}

impl Readiness {
    /// Asks the database, unless it was asked a moment ago.
    async fn of(&self, database: &Database) -> Ready {
        let mut last = self.last.lock().await;
        if let Some((asked, state)) = *last
            && asked.elapsed() < HOLDS
        {
            return state;
        }
        let state = match timeout(PATIENCE, database.pending_migrations()).await {
            Ok(Ok(0)) => Ok("ready\n"),
            Ok(Ok(_)) => Err("the tables are not in their newest form\n"),
            _ if database.does_without_primary() => Ok("ready to read; nothing can be written\n"),
            Ok(Err(error)) => {
                tracing::warn!(%error, "the database is not ready");
                Err("the database does not answer\n")
            }
            Err(_) => Err("the database does not answer\n"),
        };
        *last = Some((Instant::now(), state));
        state
    }
}
