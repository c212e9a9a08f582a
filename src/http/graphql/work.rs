//! The work of a request: in its place, on its threads, within its time.

use std::time::Instant;

use axum::http::HeaderMap;
use tokio::time::timeout;

use super::room::overloaded;
use crate::allowance::Allowance;
use crate::error::{Code, Error, Result};
use crate::graphql::{Answer, Recalled, Request, Told};
use crate::http::exchange::RequestId;
use crate::http::{App, bearer};
use crate::viewer::Viewer;

/// Does something for whoever asks, if there is a place for it and it ends in time; `brief` is what can be done on the
/// way, as long as nobody must be refused.
async fn done<T: Send + 'static>(
    app: &App,
    viewer: &Viewer,
    brief: bool,
    work: impl Future<Output = T> + Send + 'static,
) -> Result<T> {
    let brief = brief && app.admission.is_calm();
    let Some(_place) = app.admission.enter(app.api.metrics()) else {
        return Err(overloaded());
    };
    let limit = app.api.bounds().of(viewer).request_timeout;
    let done = if brief { timeout(limit, work).await } else { timeout(limit, app.answering.work_out(work)).await };
    done.map_err(|_| {
        let limit = humantime::format_duration(limit);
        Error::new(Code::Timeout, format!("The answer took longer than {limit}; ask for less, or later."))
    })
}

/// Answers a request of which something may be known.
pub async fn answer(app: &App, id: &RequestId, request: Request, recalled: Option<Recalled>) -> Answer {
    let (begun, viewer) = (Instant::now(), request.viewer.clone());
    let brief = recalled.as_ref().is_some_and(Recalled::is_brief);
    let (api, name) = (app.api.clone(), id.clone());
    let answered =
        done(app, &viewer, brief, Box::pin(async move { api.answer(request, recalled, name.as_str()).await }));
    answered.await.unwrap_or_else(|error| refused(app, begun, &error))
}

/// Answers a request, or begins to tell what happens, after the entry of number `last` if that is given.
pub async fn follow(app: &App, id: &RequestId, request: Request, last: Option<i64>) -> Told {
    let (begun, viewer) = (Instant::now(), request.viewer.clone());
    let (api, name) = (app.api.clone(), id.clone());
    let told = done(app, &viewer, false, Box::pin(async move { api.follow(request, last, name.as_str()).await }));
    told.await.unwrap_or_else(|error| Told::Once(refused(app, begun, &error)))
}

fn refused(app: &App, begun: Instant, error: &Error) -> Answer {
    app.api.metrics().asked(None, error.code.as_str(), begun.elapsed());
    Answer::refusal(error)
}

/// Whether the token with which something was asked is still good. That nobody can say it at the moment ends nothing.
pub async fn still_may(app: &App, headers: &HeaderMap) -> Result<()> {
    match bearer::viewer(app, headers, &Allowance::default()).await {
        Err(error) if error.code == Code::Unauthenticated => Err(error),
        _ => Ok(()),
    }
}
