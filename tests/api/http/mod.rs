//! The edge of the server: how it is spoken to, how it keeps its limits, and what it tells its operator.

mod headers;
mod hostile;
mod operation;
mod persisted;
mod pressure;
mod protocol;
mod slow;
mod stop;
