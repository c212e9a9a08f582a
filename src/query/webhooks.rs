//! `webhooks`, `webhook`: who is told of changes, for whoever made them.
//!
//! Whoever else asks finds nothing: the condition on the viewer stands in the statement itself. Secrets are read by
//! nothing here.

use super::compiler::Compiler;
use super::connection::{Derived, Scope};
use super::dialect::{column, json_word, literal};
use super::input::Input;
use super::order::{Key, Order};
use super::selection::Selected;
use super::slot::{KeyKind, SlotKind};
use crate::error::{Error, Result};
use crate::resource::Choice;
use crate::viewer::Power;

pub static WEBHOOK_STATUS: Choice = Choice {
    name: "WebhookStatus",
    doc: "Whether a webhook is told of changes.",
    values: &[
        ("ACTIVE", "It is told, at once or when the next attempt is due."),
        ("PAUSED", "Its owner paused it. `resumeWebhook` goes on where it was, and nothing is lost."),
        ("DEAD", "Nothing was taken for a day, so it is left alone. `resumeWebhook` goes on where it was."),
        ("GONE", "Its receiver said that it is gone (410). `resumeWebhook` goes on where it was."),
    ],
};

/// The webhooks that whoever asks may see.
struct Webhooks {
    table: String,
}

impl<'a> Derived<'a> for Webhooks {
    fn name(&self) -> &'static str {
        "Webhook"
    }

    fn table(&self) -> String {
        self.table.clone()
    }

    fn order(&self, alias: &str) -> Order {
        Order::of("Webhook", vec![number(alias, "id", false)])
    }

    fn row(&self, compiler: &mut Compiler<'a>, alias: &str, field: &Selected<'a>) -> Result<String> {
        compiler.webhook_object(alias, field)
    }
}

/// The attempts to send a webhook's messages.
struct Deliveries {
    table: String,
}

impl<'a> Derived<'a> for Deliveries {
    fn name(&self) -> &'static str {
        "WebhookDelivery"
    }

    fn table(&self) -> String {
        self.table.clone()
    }

    fn order(&self, alias: &str) -> Order {
        Order::of("WebhookDelivery", vec![number(alias, "attempt", true)])
    }

    fn row(&self, compiler: &mut Compiler<'a>, alias: &str, field: &Selected<'a>) -> Result<String> {
        compiler.delivery_object(alias, field)
    }
}

fn number(alias: &str, name: &str, descending: bool) -> Key {
    Key {
        sql: column(alias, name),
        kind: KeyKind::Integer,
        nullable: false,
        descending,
        nulls_first: false,
        attribute: None,
    }
}

impl<'a> Compiler<'a> {
    /// The JSON of `webhooks`.
    pub(super) fn webhooks(&mut self, field: &Selected<'a>) -> Result<String> {
        let visible = self.own();
        let webhooks = Webhooks { table: format!("(SELECT w.* FROM webhook w WHERE {visible})") };
        self.connection(Scope::Derived(&webhooks), field)
    }

    /// The JSON of `webhook`.
    pub(super) fn webhook(&mut self, field: &Selected<'a>) -> Result<String> {
        let id = self.bind(&field.argument("id"), SlotKind::Webhook, "webhook.id");
        self.webhook_by(&id, field)
    }

    /// A webhook by an expression that gives its number; null if whoever asks may not see it.
    pub(super) fn webhook_by(&mut self, id: &str, field: &Selected<'a>) -> Result<String> {
        self.charge(1);
        let visible = self.own();
        let object = self.webhook_object("w", field)?;
        Ok(format!("coalesce((SELECT {object} FROM webhook w WHERE w.id = {id} AND {visible}), 'null')"))
    }

    /// The condition that whoever asks made `w`, or may do everything.
    fn own(&mut self) -> String {
        let everything = self.viewer_may(Power::Administer);
        let token = self.bind(&Input::Absent, SlotKind::ViewerToken, "viewer");
        format!("({everything} OR w.token_id = {token})")
    }

    fn webhook_object(&mut self, alias: &str, field: &Selected<'a>) -> Result<String> {
        let dialect = self.dialect;
        let fields = self.collect("Webhook", &[], &field.below);
        self.json_object(&fields, |compiler, part| {
            let at = |name| column(alias, name);
            Ok(match part.name {
                "__typename" => literal("\"Webhook\""),
                "id" => format!("concat('\"w', {alias}.id, '\"')"),
                "status" => json_word(&at("status"), false),
                "url" | "owner" => dialect.json_text(&at(part.name), false),
                "lastError" => dialect.json_text(&at("last_error"), true),
                "number" | "failures" => dialect.json_number(&at(part.name), false),
                "createdAt" => dialect.json_instant(&at("created_at"), false),
                "updatedAt" => dialect.json_instant(&at("updated_at"), false),
                "failingSince" => dialect.json_instant(&at("failing_since"), true),
                "nextAttemptAt" => {
                    let next = format!(
                        "CASE WHEN {alias}.failures > 0 AND {alias}.status = 'ACTIVE' THEN {} END",
                        at("next_attempt_at")
                    );
                    dialect.json_instant(&next, true)
                }
                "previousSecretUntil" => dialect.json_instant(&at("previous_until"), true),
                "view" => compiler.view_of_webhook(alias, part)?,
                "deliveries" => {
                    let of = format!("(SELECT d.* FROM webhook_delivery d WHERE d.webhook_id = {alias}.id)");
                    compiler.connection(Scope::Derived(&Deliveries { table: of }), part)?
                }
                name => return Err(Error::internal(format!("Webhook.{name} is published but not compiled"))),
            })
        })
    }

    fn view_of_webhook(&mut self, alias: &str, field: &Selected<'a>) -> Result<String> {
        self.charge(1);
        let view = self.catalog.get("View");
        let row = self.alias();
        let object = self.object(view, &row, &field.below)?;
        let id = super::change::present(self.dialect, &format!("{alias}.view_id"));
        Ok(format!("coalesce((SELECT {object} FROM view {row} WHERE {row}.id = {id}), 'null')"))
    }

    fn delivery_object(&mut self, alias: &str, field: &Selected<'a>) -> Result<String> {
        let dialect = self.dialect;
        let fields = self.collect("WebhookDelivery", &[], &field.below);
        self.json_object(&fields, |_, part| {
            let at = |name| column(alias, name);
            Ok(match part.name {
                "__typename" => literal("\"WebhookDelivery\""),
                "at" => dialect.json_instant(&at("at"), false),
                "message" => dialect.json_text(&at("message"), false),
                "error" => dialect.json_text(&at("error"), true),
                "status" => dialect.json_number(&at("status"), true),
                "number" | "changes" | "milliseconds" => dialect.json_number(&at(part.name), false),
                name => return Err(Error::internal(format!("WebhookDelivery.{name} is published but not compiled"))),
            })
        })
    }
}
