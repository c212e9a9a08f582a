//! What goes wrong is told as it is: nobody but the measurement asks.

use std::fmt::Display;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

pub struct Failure(String);

impl<T: Display> From<T> for Failure {
    fn from(cause: T) -> Self {
        Self(cause.to_string())
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        (StatusCode::INTERNAL_SERVER_ERROR, self.0).into_response()
    }
}
