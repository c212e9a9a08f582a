//! Who asks, before it is known what for.

use std::time::{Duration, Instant};

use axum::Extension;
use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use tokio::time::timeout;

use super::media_type::MediaType;
use super::response::respond;
use crate::allowance::Allowance;
use crate::error::{Code, Error, Result};
use crate::graphql::{Answer, Request};
use crate::http::client::Client;
use crate::http::exchange::RequestId;
use crate::http::{App, bearer, state};
use crate::viewer::Viewer;

/// Whoever may ask, what pays for it, and how it wants to be answered. It has paid what every request costs, before
/// anything is read of what it asks: what is no GraphQL request is not free.
///
/// A token pays for itself. Without one, or with a bad one, the address pays.
#[derive(Clone)]
pub struct Guest {
    viewer: Viewer,
    allowance: Allowance,
    pub media_type: MediaType,
}

impl Guest {
    /// What it asks, as itself and at its cost.
    pub fn asks(&self, request: Request) -> Request {
        Request { viewer: self.viewer.clone(), allowance: self.allowance.clone(), ..request }
    }

    /// Whether it has a token: what it is told is then kept by no cache.
    pub fn has_token(&self) -> bool {
        self.viewer.token().is_some()
    }

    /// How long it may be kept waiting for an answer.
    pub fn time(&self, app: &App) -> Duration {
        app.api.bounds().of(&self.viewer).request_timeout
    }

    /// What pays for it.
    pub fn allowance(&self) -> &Allowance {
        &self.allowance
    }

    /// Lets somebody in who wants an answer of whatever media type, or says why not.
    pub async fn arrived(parts: &mut Parts, app: &App) -> Result<Self, (Self, Error)> {
        let begun = Instant::now();
        let Ok(client) = Client::from_request_parts(parts, app).await else {
            let guest =
                Self { viewer: Viewer::default(), allowance: Allowance::default(), media_type: MediaType::Json };
            return Err((guest, Error::internal("a connection has no other end")));
        };
        let found = viewer(app, &parts.headers, &client).await;
        let viewer = found.as_ref().cloned().unwrap_or_default();
        let allowance = client.allowance(app, &viewer);
        let guest = Self { viewer, allowance, media_type: MediaType::Json };
        match guest.allowance.enter().err().or(found.err()) {
            None => Ok(guest),
            Some(error) => {
                app.api.metrics().asked(None, error.code.as_str(), begun.elapsed());
                Err((guest, error))
            }
        }
    }

    /// A response to it, which tells the log to whom.
    pub fn told(self, response: Response) -> Response {
        (Extension(self.viewer), response).into_response()
    }
}

impl FromRequestParts<App> for Guest {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let Extension(id) =
            Extension::<RequestId>::from_request_parts(parts, app).await.map_err(IntoResponse::into_response)?;
        let accepted = MediaType::accepted(&parts.headers);
        let media_type = accepted.as_ref().copied().unwrap_or(MediaType::Json);
        let guest = Self::arrived(parts, app).await.map_err(|(guest, error)| {
            let answer = Answer::refusal(&error.reported(id.as_str()));
            guest.told(respond(answer, media_type, false))
        })?;
        match accepted {
            Ok(_) => Ok(Self { media_type, ..guest }),
            Err(refusal) => Err(guest.told(refusal.response(media_type))),
        }
    }
}

/// Who is asking with these headers, if that is found in time, and in a state of the data that is new enough.
async fn viewer(app: &App, headers: &HeaderMap, client: &Client) -> Result<Viewer> {
    if !state::is_named(headers) && !bearer::is_given(headers) {
        return Ok(Viewer::Anonymous);
    }
    let address = client.allowance(app, &Viewer::Anonymous);
    let find = Box::pin(async {
        state::reach(app, headers, &address).await?;
        bearer::viewer(app, headers, &address).await
    });
    let found = timeout(app.limits.request_timeout, find).await;
    found.unwrap_or_else(|_| Err(Error::new(Code::Timeout, "The token could not be looked up in time.")))
}
