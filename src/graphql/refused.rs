//! An answer, or why there is none.

use bytes::Bytes;

use super::Tag;
use crate::error::Error;

/// A GraphQL response with its tag.
pub type Answered = Result<(Bytes, Option<Tag>), Refused>;

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
