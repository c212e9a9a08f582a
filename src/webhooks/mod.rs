//! Webhooks: partner sites are told what has happened to the views that they show, by Standard Webhooks.
//!
//! | file | what it does |
//! | --- | --- |
//! | `owner` | what its owner does with a webhook |
//! | `worker` | finds out whose turn it is, all the time |
//! | `turn` | one webhook is told what it was not told yet |
//! | `message` | changes as the JSON that a receiver reads |
//! | `signature` | by what a receiver knows that a message is ours |
//! | `target`, `address` | where messages may go, and where never |
//! | `resolver`, `courier` | a message goes to the address that was looked at, and nowhere else |
//! | `retry` | when it is tried again |
//!
//! A webhook remembers the number of the last change that it was told. That is all there is of a queue: numbers have no
//! gaps and follow the order of writing, so whoever was away for an hour, or was killed, goes on behind that number, and
//! nothing is lost. A message is sent until it is taken, then the next one. So each is sent at least once, in order; one
//! whose answer was lost is sent again under the same id.

mod address;
mod courier;
mod message;
pub mod owner;
mod resolver;
mod retry;
mod signature;
mod target;
mod turn;
mod worker;

pub use address::is_public;
pub use courier::{Courier, Reply};
pub use owner::Owner;
pub use resolver::Resolver;
pub use signature::{Signed, SigningSecret};
pub use target::Target;
pub use worker::Worker;
