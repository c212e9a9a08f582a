//! The edge of the server: how it is spoken to, how it keeps its limits, and what it tells its operator.

mod allowance;
mod headers;
mod hostile;
mod operation;
mod persisted;
mod pressure;
mod protocol;
mod slow;
mod stop;

/// The answer to `{ __typename }`.
const TYPENAME: &str =
    r#"{"data":{"__typename":"Query"},"extensions":{"cost":{"requested":0,"limit":5000,"nodes":0,"statements":1}}}"#;
