//! What can go wrong, and how GraphQL and HTTP say it.
//!
//! Absent is `None`, refused is an [`Error`] with a code and a sentence that says what would be right,
//! broken is an [`Error`] whose cause goes to the log, under the request's id that the answer carries too.
//! [`Error`] is on purpose neither `Display` nor `std::error::Error`: async-graphql turns anything
//! that is into a public message, and a database's words must not become public by a `?`.

use serde_json::{Value, json};

/// The machine-readable side of an error, in `extensions.code`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
    /// GET asks for something that is no read.
    ReadsOnly,
    /// No document is kept under the name that the request gives.
    NotPersisted,
    /// Only registered documents are answered, and this is none.
    NotRegistered,
    /// The request has a token, and it is none of ours, or none any more.
    Unauthenticated,
    /// Whoever asks may not do this.
    Forbidden,
    /// What an address names is not there.
    NotFound,
    /// The client has used up what it may ask for in this time.
    RateLimited,
    /// More is asked at the moment than can be answered.
    Overloaded,
    /// The answer, or the rest of the request, did not come in time.
    Timeout,
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
            Self::ReadsOnly => "METHOD_NOT_ALLOWED",
            Self::NotPersisted => "PERSISTED_QUERY_NOT_FOUND",
            Self::NotRegistered => "DOCUMENT_NOT_REGISTERED",
            Self::Unauthenticated => "UNAUTHENTICATED",
            Self::Forbidden => "FORBIDDEN",
            Self::NotFound => "NOT_FOUND",
            Self::RateLimited => "RATE_LIMITED",
            Self::Overloaded => "SERVICE_UNAVAILABLE",
            Self::Timeout => "REQUEST_TIMEOUT",
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
    /// After how many seconds it makes sense to ask again, where that is known.
    pub retry_after: Option<u32>,
    /// What broke, for the log alone.
    cause: Option<String>,
}

pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), locations: Vec::new(), path: Vec::new(), retry_after: None, cause: None }
    }

    /// An argument that cannot be what it is: `at` names it, `message` goes on with the sentence.
    pub fn input(at: &str, message: impl AsRef<str>) -> Self {
        Self::new(Code::BadInput, format!("`{at}` {}.", message.as_ref()))
    }

    /// A request with a bad token. It is not answered at all: an answer for anybody would hide that the token is bad.
    pub fn unauthenticated(why: &str) -> Self {
        Self::new(Code::Unauthenticated, why)
    }

    /// A fault of ours; the asker is told no more than that there is one.
    pub fn internal(cause: impl std::fmt::Display) -> Self {
        Self { cause: Some(cause.to_string()), ..Self::new(Code::Internal, "The server could not answer.") }
    }

    /// Says in which root field it happened, unless it is known better.
    pub fn under(mut self, key: &str) -> Self {
        if self.path.is_empty() {
            self.path.push(key.to_owned());
        }
        self
    }

    /// Says when it makes sense to ask again.
    pub fn retried_after(self, seconds: u32) -> Self {
        Self { retry_after: Some(seconds), ..self }
    }

    /// Writes the cause of a fault to the log, and tells the asker under which id it is found there.
    pub fn reported(mut self, request: &str) -> Self {
        if let Some(cause) = self.cause.take() {
            tracing::error!(request.id = request, %cause, "a request failed");
            self.message = format!("The server could not answer. Its log knows why, under the id {request}.");
        }
        self
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
