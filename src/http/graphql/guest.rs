//! Who asks, before it is known what for.

use std::time::Instant;

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
use crate::http::{App, bearer};
use crate::viewer::Viewer;

/// Whoever may ask, what pays for it, and how it wants to be answered. It has paid what every request costs, before
/// anything is read of what it asks: what is no GraphQL request is not free.
///
/// A token pays for itself. Without one, or with a bad one, the address pays.
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

    /// A response to it, which tells the log to whom.
    pub fn told(self, response: Response) -> Response {
        (Extension(self.viewer), response).into_response()
    }
}

impl FromRequestParts<App> for Guest {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let begun = Instant::now();
        let (client, Extension(id)) = <(Client, Extension<RequestId>)>::from_request_parts(parts, app).await?;
        let found = viewer(app, &parts.headers, &client).await;
        let viewer = found.as_ref().cloned().unwrap_or_default();
        let allowance = client.allowance(app, &viewer);
        let accepted = MediaType::accepted(&parts.headers);
        let media_type = accepted.as_ref().copied().unwrap_or(MediaType::Json);
        let guest = Self { viewer, allowance, media_type };
        if let Some(error) = guest.allowance.enter().err().or(found.err()) {
            app.api.metrics().asked("none", error.code.as_str(), begun.elapsed());
            let answer = Answer::refusal(&error.reported(id.as_str()));
            return Err(guest.told(respond(answer, media_type, false)));
        }
        match accepted {
            Ok(_) => Ok(guest),
            Err(refusal) => Err(guest.told(refusal.response(media_type))),
        }
    }
}

/// Who is asking with these headers, if that is found in time.
async fn viewer(app: &App, headers: &HeaderMap, client: &Client) -> Result<Viewer> {
    let address = client.allowance(app, &Viewer::Anonymous);
    let found = timeout(app.limits.request_timeout, bearer::viewer(app, headers, &address)).await;
    found.unwrap_or_else(|_| Err(Error::new(Code::Timeout, "The token could not be looked up in time.")))
}
