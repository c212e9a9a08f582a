//! What a request asks, read from its body or from its address.

use axum::body::{Body, HttpBody};
use axum::extract::Query;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use tokio::time::timeout;

use super::response::Refusal;
use crate::config::Limits;
use crate::error::Code;
use crate::graphql::Request;

/// A request from the body of a POST.
pub async fn from_body(headers: &HeaderMap, body: Body, limits: &Limits) -> Result<Request, Refusal> {
    is_json(headers)?;
    let too_long = || {
        let message = format!("The body has more than {} bytes.", limits.max_body);
        Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, Code::TooLarge, message)
    };
    if body.size_hint().lower() > limits.max_body as u64 {
        return Err(too_long());
    }
    let body = match timeout(limits.body_timeout, Limited::new(body, limits.max_body).collect()).await {
        Ok(Ok(body)) => body.to_bytes(),
        Ok(Err(error)) if error.is::<LengthLimitError>() => return Err(too_long()),
        Ok(Err(_)) => return Err(Refusal::bad("The body ended before it was complete.")),
        Err(_) => {
            let limit = humantime::format_duration(limits.body_timeout);
            let message = format!("The body took longer than {limit}.");
            return Err(Refusal::new(StatusCode::REQUEST_TIMEOUT, Code::Timeout, message));
        }
    };
    // A list of parameters would be read as an object without its names.
    if body.iter().find(|byte| !byte.is_ascii_whitespace()) != Some(&b'{') {
        return Err(Refusal::bad(
            "The body must be one GraphQL request: a JSON object. Several at once are not taken.",
        ));
    }
    let request = serde_json::from_slice(&body)
        .map_err(|error| Refusal::bad(format!("The body is no GraphQL request: {error}.")))?;
    complete(request)
}

/// The parameters of a GET request; `variables` and `extensions` are JSON.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Parameters {
    query: Option<String>,
    document_id: Option<String>,
    operation_name: Option<String>,
    variables: Option<String>,
    extensions: Option<String>,
}

/// A request from the query of an address.
pub fn from_query(address: &Uri) -> Result<Request, Refusal> {
    let Query(parameters) = Query::<Parameters>::try_from_uri(address).map_err(|rejection| {
        Refusal::bad(format!("The address has parameters that cannot be read: {}.", rejection.body_text()))
    })?;
    complete(Request {
        query: parameters.query,
        document_id: parameters.document_id,
        operation_name: parameters.operation_name,
        variables: json("variables", parameters.variables)?,
        extensions: json("extensions", parameters.extensions)?,
        reads_only: true,
        ..Request::default()
    })
}

/// A parameter that is JSON; nothing and `null` say the same, as in a body.
fn json<T: DeserializeOwned>(name: &str, text: Option<String>) -> Result<Option<T>, Refusal> {
    let text = text.filter(|text| !text.is_empty());
    let value = text.map(|text| serde_json::from_str(&text)).transpose();
    value.map(Option::flatten).map_err(|error| Refusal::bad(format!("`{name}` is no JSON object: {error}.")))
}

/// A request must say which document it means.
fn complete(request: Request) -> Result<Request, Refusal> {
    let extensions = request.extensions.as_ref();
    let named = request.document_id.is_some() || extensions.is_some_and(|it| it.contains_key("persistedQuery"));
    if request.query.is_none() && !named {
        return Err(Refusal::bad("The request has no `query` and no `documentId`."));
    }
    Ok(request)
}

/// Refuses a body that does not say that it is JSON in UTF-8 as it stands.
fn is_json(headers: &HeaderMap) -> Result<(), Refusal> {
    let unsupported = |message| Err(Refusal::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, Code::BadRequest, message));
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut parts = content_type.split(';').map(str::trim);
    let json = parts.next().is_some_and(|it| it.eq_ignore_ascii_case("application/json"));
    let other_charset = parts.filter_map(|part| part.split_once('=')).any(|(name, value)| {
        name.eq_ignore_ascii_case("charset") && !value.trim_matches('"').eq_ignore_ascii_case("utf-8")
    });
    if !json || other_charset {
        return unsupported("The body must be JSON in UTF-8, with `Content-Type: application/json`.");
    }
    let encoding = headers.get_all(header::CONTENT_ENCODING).iter();
    if encoding.into_iter().any(|encoding| !encoding.as_bytes().eq_ignore_ascii_case(b"identity")) {
        return unsupported("The body must come as it is, without `Content-Encoding`.");
    }
    Ok(())
}
