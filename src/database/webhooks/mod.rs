//! The tables of webhooks and of what came of their messages.
//!
//! | file | what it does |
//! | --- | --- |
//! | `row` | a webhook as it stands in the table |
//! | `owner` | what its owner does with it |
//! | `turn` | whose turn it is to be sent something, who sends it, and what came of that |

mod owner;
mod row;
mod turn;

pub use owner::{NewWebhook, WebhookEdit};
pub use row::{Webhook, WebhookStatus};
pub use turn::{Attempt, Next};
