//! Who is told of changes, and what came of telling them.

use async_graphql::dynamic::SchemaBuilder;

use super::derived::{page_arguments, register_connection};
use super::published::{Published, object};
use crate::query::InputField;

/// Types of webhooks and their deliveries.
pub fn register_webhooks(builder: SchemaBuilder) -> SchemaBuilder {
    let deliveries = Published::new(
        "deliveries",
        "WebhookDeliveryConnection!",
        "What came of the last 200 attempts to tell it, those of the last 30 days, the newest first.",
    );
    let fields = vec![
        Published::new("id", "ID!", "Its id, for example `w12`. It is no record, so `node` does not find it."),
        Published::new("url", "String!", "Where its messages are sent."),
        Published::new("view", "View", "Of which view's changes it is told; null if that was withdrawn."),
        Published::new("owner", "String!", "Who made it, by the name of a token."),
        Published::new("status", "WebhookStatus!", "Whether it is told of changes."),
        Published::new("number", "Int!", "The number of the change up to which it was told everything."),
        Published::new("failures", "Int!", "How many attempts were not taken since the last one that was."),
        Published::new("failingSince", "DateTime", "When the first of these was; null if the last one was taken."),
        Published::new(
            "nextAttemptAt",
            "DateTime",
            "When it is tried again; null if nothing failed or it is not active.",
        ),
        Published::new("lastError", "String", "Why the last attempt was not taken; null if it was."),
        Published::new("previousSecretUntil", "DateTime", "Until when the secret before the present one signs too."),
        Published::new("createdAt", "DateTime!", "When it was made."),
        Published::new("updatedAt", "DateTime!", "When its owner last did something with it."),
        deliveries.taking(page_arguments().into()),
    ];
    let doc = "A receiver that is told of every change that concerns a view. Only its owner and ADMIN see it.";
    let builder = builder.register(object("Webhook", doc, fields));
    let builder = register_connection(builder, "Webhook", "Webhook", "Webhooks by their age", None);
    let fields = vec![
        Published::new("at", "DateTime!", "When it was begun."),
        Published::new("message", "String!", "The message's id, as its header `webhook-id` has it."),
        Published::new("number", "Int!", "The number of the last change that it told."),
        Published::new("changes", "Int!", "How many changes it told."),
        Published::new("status", "Int", "The status of the answer; null if there was none."),
        Published::new("milliseconds", "Int!", "How long that took."),
        Published::new("error", "String", "Why it counts as not taken; null if it was."),
    ];
    let doc = "An attempt to tell a webhook's receiver something.";
    let builder = builder.register(object("WebhookDelivery", doc, fields));
    let doc = "Attempts, the newest first";
    let builder = register_connection(builder, "WebhookDelivery", "WebhookDelivery", doc, None);
    let fields = vec![
        Published::new("webhook", "Webhook", "The webhook as it is now; null if it was deleted, or nothing was done."),
        Published::new(
            "secret",
            "String",
            "What its messages are signed with, `whsec_…`, if it is new. It is not shown again.",
        ),
        Published::new("userErrors", "[UserError!]!", "Why nothing was done; empty if all is well."),
    ];
    builder.register(object("WebhookPayload", "What came of a mutation of a webhook.", fields))
}

/// `webhooks`, `webhook`.
pub fn webhooks() -> [Published; 2] {
    let id = InputField::new("id", "ID!", "The id of a webhook.");
    let whose = "Everybody sees those of its own token, ADMIN all";
    [
        Published::new("webhook", "Webhook", format!("A webhook; null if there is none. {whose}.")).taking(vec![id]),
        Published::new("webhooks", "WebhookConnection!", format!("Webhooks, the oldest first. {whose}."))
            .taking(page_arguments().into()),
    ]
}
