//! The GraphQL request that lists what a listing's address lists: where its reader goes on who wants to know more.

use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde_json::{Value as Json, json};

use super::asked::Asked;
use crate::error::Result;
use crate::http::App;
use crate::http::exchange::RequestId;
use crate::http::graphql::Guest;
use crate::http::listings::{Making, Visitor, refuse};

/// What the request selects, for a beginning.
const DOCUMENT: &str = "query Events($where: EventFilter, $orderBy: [EventOrder!]) {
  events(where: $where, orderBy: $orderBy, first: 20) {
    totalCount
    nodes {
      title
      status
      start { text }
      city { name }
      country { name }
      organizers { nodes { name } }
      url
    }
  }
}
";
/// How many rows its document asks for.
const ROWS: usize = 20;

/// `/embed/query?…`: as `POST /graphql` takes it.
pub async fn request(
    State(app): State<App>,
    Extension(id): Extension<RequestId>,
    Visitor(guest): Visitor,
    RawQuery(query): RawQuery,
) -> Response {
    let response = match written(app, guest.clone(), &query.unwrap_or_default(), id.clone()).await {
        Ok(request) => {
            let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-cache")];
            (headers, request.to_string()).into_response()
        }
        Err(error) => refuse(&error.reported(id.as_str())),
    };
    guest.told(response)
}

async fn written(app: App, guest: Guest, query: &str, id: RequestId) -> Result<Json> {
    let asked = Asked::read(query)?.feed(None, id);
    let listing = Making { app, guest, asked }.listing().await?;
    let variables = listing.variables(ROWS, None);
    Ok(json!({ "query": DOCUMENT, "variables": { "where": variables["where"], "orderBy": variables["orderBy"] } }))
}
