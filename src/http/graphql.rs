//! GraphQL over HTTP: POST with JSON, and GET for whoever can only follow a link.

use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, QueryRejection};
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::json;

use crate::error::{Code, Error};
use crate::graphql::{Api, Request};

const JSON: &str = "application/json; charset=utf-8";

/// `POST /graphql` with `{ "query": …, "variables": …, "operationName": … }`.
pub async fn post(State(api): State<Api>, headers: HeaderMap, body: Result<Bytes, BytesRejection>) -> Response {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let media_type = content_type.unwrap_or_default().split(';').next().unwrap_or_default().trim();
    if !media_type.eq_ignore_ascii_case("application/json") {
        let message = "The body must be JSON, with `Content-Type: application/json`.";
        return refused(StatusCode::UNSUPPORTED_MEDIA_TYPE, Code::BadRequest, message);
    }
    let body = match body {
        Ok(body) => body,
        Err(rejection) => {
            let message = format!("The body could not be read: {rejection}.");
            return refused(rejection.status(), Code::BadRequest, &message);
        }
    };
    match serde_json::from_slice::<Request>(&body) {
        Ok(request) => answer(&api, request).await,
        Err(error) => {
            let message = format!("The body is no GraphQL request: {error}.");
            refused(StatusCode::BAD_REQUEST, Code::BadRequest, &message)
        }
    }
}

/// The parameters of a GET request; `variables` and `extensions` are JSON.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Parameters {
    query: Option<String>,
    operation_name: Option<String>,
    variables: Option<String>,
}

/// `GET /graphql?query=…&variables=…&operationName=…`.
pub async fn get(State(api): State<Api>, parameters: Result<Query<Parameters>, QueryRejection>) -> Response {
    let Query(parameters) = match parameters {
        Ok(parameters) => parameters,
        Err(rejection) => {
            let message = format!("The address has parameters that cannot be read: {}.", rejection.body_text());
            return refused(StatusCode::BAD_REQUEST, Code::BadRequest, &message);
        }
    };
    let variables = parameters.variables.filter(|text| !text.is_empty());
    let variables = match variables.map(|text| serde_json::from_str(&text)).transpose() {
        // `null` says the same as nothing, as in a POST.
        Ok(variables) => variables.flatten(),
        Err(error) => {
            let message = format!("`variables` is no JSON object: {error}.");
            return refused(StatusCode::BAD_REQUEST, Code::BadRequest, &message);
        }
    };
    let request =
        Request { query: parameters.query, operation_name: parameters.operation_name, variables, extensions: None };
    answer(&api, request).await
}

async fn answer(api: &Api, request: Request) -> Response {
    ([(header::CONTENT_TYPE, JSON)], api.answer(request).await).into_response()
}

/// Any other method.
pub async fn other() -> Response {
    let message = "GraphQL is asked with POST, or with GET for queries.";
    let allow = [(header::ALLOW, "GET, POST")];
    (allow, refused(StatusCode::METHOD_NOT_ALLOWED, Code::BadRequest, message)).into_response()
}

/// A request that is no GraphQL request.
fn refused(status: StatusCode, code: Code, message: &str) -> Response {
    let body = json!({ "errors": [Error::new(code, message).to_json()] }).to_string();
    (status, [(header::CONTENT_TYPE, JSON)], body).into_response()
}
