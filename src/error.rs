//! What can go wrong, and how GraphQL and HTTP say it.
//!
//! Absent is `None`, refused is an [`Error`] with a code and a sentence that says what would be right,
//! broken is an [`Error`] whose cause goes to the log, under an id that the answer carries too.
//! [`Error`] is on purpose neither `Display` nor `std::error::Error`: async-graphql turns anything
//! that is into a public message, and a database's words must not become public by a `?`.

use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::{Value, json};

/// The machine-readable side of an error, in `extensions.code`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// The request is not what GraphQL over HTTP asks for.
    BadRequest,
    /// The document is not GraphQL.
    Syntax,
    /// The document does not fit the schema.
    Validation,
    /// An argument or a variable has a value that it cannot have.
    BadInput,
    /// The request is larger than the server answers.
    TooLarge,
    /// Ours; the log knows more.
    Internal,
}

impl Code {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::BadRequest => "BAD_REQUEST",
            Self::Syntax => "GRAPHQL_PARSE_FAILED",
            Self::Validation => "GRAPHQL_VALIDATION_FAILED",
            Self::BadInput => "BAD_USER_INPUT",
            Self::TooLarge => "LIMIT_EXCEEDED",
            Self::Internal => "INTERNAL_SERVER_ERROR",
        }
    }
}

/// One error as the asker sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    pub code: Code,
    /// A sentence that names what is wrong and what would be right.
    pub message: String,
    /// Line and column in the document, from 1.
    pub locations: Vec<(usize, usize)>,
    /// Response keys down to the field.
    pub path: Vec<String>,
}

pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), locations: Vec::new(), path: Vec::new() }
    }

    /// An argument that cannot be what it is: `at` names it, `message` goes on with the sentence.
    pub fn input(at: &str, message: impl AsRef<str>) -> Self {
        Self::new(Code::BadInput, format!("`{at}` {}.", message.as_ref()))
    }

    /// A fault of ours: logs the cause under an id and hides it from the asker.
    pub fn internal(cause: impl std::fmt::Display) -> Self {
        static COUNT: AtomicU64 = AtomicU64::new(1);
        let id = format!("{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        tracing::error!(error.id = id, %cause, "a request failed");
        Self::new(Code::Internal, format!("The server could not answer. Its log knows why, under the id {id}."))
    }

    /// As an entry of a GraphQL answer's `errors`.
    pub fn to_json(&self) -> Value {
        let mut entry = json!({ "message": self.message });
        if !self.locations.is_empty() {
            let spots = self.locations.iter();
            entry["locations"] = spots.map(|(line, column)| json!({ "line": line, "column": column })).collect();
        }
        if !self.path.is_empty() {
            entry["path"] = json!(self.path);
        }
        entry["extensions"] = json!({ "code": self.code.as_str() });
        entry
    }
}

/// Why a command cannot go on, in one sentence for the terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stop(pub String);

impl Stop {
    pub fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }
}
