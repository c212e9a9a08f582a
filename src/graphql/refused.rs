//! An answer, or why there is none.

use bytes::Bytes;

use super::Tag;
use crate::error::Error;

/// A GraphQL response, or why there is none.
pub type Answered = Result<Said, Refused>;

/// A GraphQL response.
pub struct Said {
    pub body: Bytes,
    /// The state of the data that it has at least; none if it does not come from the data.
    pub state: Option<i64>,
    /// What else it follows from, if it may be kept.
    pub tag: Option<Tag>,
}

/// Why there is no data.
pub struct Refused {
    pub errors: Vec<Error>,
    /// Of a mutation that had begun, the keys of the fields that were done.
    pub done: Option<Vec<String>>,
}

impl From<Vec<Error>> for Refused {
    fn from(errors: Vec<Error>) -> Self {
        Self { errors, done: None }
    }
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        vec![error].into()
    }
}
