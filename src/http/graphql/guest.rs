//! Who asks, before it is known what for.

use std::time::Duration;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};

use super::media_type::MediaType;
use super::respond;
use crate::allowance::Allowance;
use crate::graphql::{Answer, Request};
use crate::http::App;
use crate::http::client::Client;

/// A client that may ask, and how it wants to be answered. It has paid what every request costs, and before
/// anything else is done for it: what is no GraphQL request is not free.
pub struct Guest {
    allowance: Allowance,
    pub media_type: MediaType,
}

impl Guest {
    /// What it asks, at its cost.
    pub fn asks(self, request: Request) -> Request {
        Request { allowance: self.allowance, ..request }
    }
}

impl FromRequestParts<App> for Guest {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let client = Client::from_request_parts(parts, app).await.map_err(IntoResponse::into_response)?;
        let allowance = client.allowance(app);
        let media_type = MediaType::accepted(&parts.headers);
        if let Err(error) = allowance.enter() {
            app.api.metrics().asked("none", error.code.as_str(), Duration::ZERO);
            return Err(respond(Answer::refusal(&error), media_type.unwrap_or(MediaType::Json), false));
        }
        let media_type = media_type.map_err(|refusal| refusal.response(MediaType::Json))?;
        Ok(Self { allowance, media_type })
    }
}
