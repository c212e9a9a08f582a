//! What comes in, and what goes out.

use std::sync::Arc;

use bytes::Bytes;
use serde::Deserialize;
use serde_json::{Map, Value as Json, json};

use super::answers::Tag;
use crate::allowance::Allowance;
use crate::error::{Code, Error};
use crate::metrics::Operation;
use crate::viewer::Viewer;

/// A request's parameters, as GraphQL over HTTP names them.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Request {
    pub query: Option<String>,
    /// Names a document instead of sending it.
    pub document_id: Option<String>,
    pub operation_name: Option<String>,
    pub variables: Option<Map<String, Json>>,
    /// `persistedQuery` is known; others are left aside.
    pub extensions: Option<Map<String, Json>>,
    /// Whether it came in a way that must change nothing.
    #[serde(skip)]
    pub reads_only: bool,
    /// Who asks.
    #[serde(skip)]
    pub viewer: Viewer,
    /// What pays for it.
    #[serde(skip)]
    pub allowance: Allowance,
}

/// What is said to a request.
pub struct Answer {
    /// The text of a GraphQL response.
    pub body: Bytes,
    /// Why it has no data.
    pub refused: Option<Code>,
    /// After how many seconds it makes sense to ask again, where that is known.
    pub retry_after: Option<u32>,
    /// Which document it answers; none if no valid one was found.
    pub document: Option<Arc<DocumentName>>,
    /// The state of the data that it has at least; none if it does not come from the data.
    pub state: Option<i64>,
    /// What it follows from; none if it is kept for nobody.
    pub tag: Option<Tag>,
}

impl Request {
    /// The operation that is meant, if it is named.
    pub fn operation(&self) -> Option<&str> {
        self.operation_name.as_deref().filter(|name| !name.is_empty())
    }

    /// What is asked beside the document: the operation and the variables.
    pub fn said(&self) -> (&str, String) {
        // A map is written in the order of its keys, so the order in which a client sends them does not matter.
        let variables = self.variables.as_ref();
        let variables = variables.and_then(|variables| serde_json::to_string(variables).ok()).unwrap_or_default();
        (self.operation().unwrap_or_default(), variables)
    }
}

impl Answer {
    /// An answer that is one error.
    pub fn refusal(error: &Error) -> Self {
        let body = json!({ "errors": [error.to_json()] }).to_string();
        let (refused, retry_after) = (Some(error.code), error.retry_after);
        Self { body: body.into(), refused, retry_after, document: None, state: None, tag: None }
    }
}

/// How logs and counters call a document and its operation.
#[derive(Debug)]
pub struct DocumentName {
    /// The SHA-256 of its text.
    pub hash: String,
    /// The operation, of which only so many are told apart.
    pub operation: Operation,
}
