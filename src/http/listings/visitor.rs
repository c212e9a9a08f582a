//! Who asks for a feed.

use axum::Extension;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};

use super::refuse;
use crate::http::App;
use crate::http::exchange::RequestId;
use crate::http::graphql::Guest;

/// A guest that takes an answer of any media type: whoever asks for a calendar says so by its address.
pub struct Visitor(pub Guest);

impl FromRequestParts<App> for Visitor {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let id = Extension::<RequestId>::from_request_parts(parts, app).await.map_err(IntoResponse::into_response)?;
        let arrived = Guest::arrived(parts, app).await;
        arrived.map(Self).map_err(|(guest, error)| guest.told(refuse(&error.reported(id.as_str()))))
    }
}
