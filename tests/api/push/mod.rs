//! What happens is told to those who asked for it: each thing once, in order, and as far as they may see it.

mod allowance;
mod authority;
mod copy;
mod ends;
mod events;
mod listing;
mod many;
mod socket;
mod stream;

use cluster_directory::viewer::Role;
use serde_json::{Value, json};

use super::mutations::{done, editor, seen, world};
use crate::support::{Actor, Server};
pub use events::Events;

/// Somebody makes a topic, which is one entry of the log.
async fn topic(editor: &Actor<'_>, name: &str) -> Value {
    done(editor, "createTopic", json!({ "name": name }), "slug").await
}
