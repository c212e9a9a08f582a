//! The edge of the server: how it is spoken to, how it keeps its limits, and what it tells its operator.

mod allowance;
mod caching;
mod headers;
mod hostile;
mod operation;
mod panic;
mod persisted;
mod pressure;
mod protocol;
mod slow;
mod stop;
mod traces;

/// Whether this is the answer to `{ __typename }`, whatever it cost.
fn is_typename(body: &str) -> bool {
    body.starts_with(r#"{"data":{"__typename":"Query"},"#)
}
