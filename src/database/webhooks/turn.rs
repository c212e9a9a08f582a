//! Whose turn it is to be sent something, who sends it, and what came of that.
//!
//! Of several servers on one database one sends a webhook's messages at a time: the one that has its lease. A server
//! that ends without a word leaves its leases, which end by themselves.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::sea_query::{Expr, ExprTrait, Query, UpdateStatement};
use sea_orm::{ConnectionTrait, DbErr, TransactionTrait};

use super::row::{Webhook, WebhookStatus};
use crate::database::{Database, ReadError};

/// The webhooks for which something has happened and that may be sent it now, as a JSON list. Whose token ended is told
/// nothing.
const DUE: &str = "SELECT concat('[', coalesce((SELECT string_agg(CAST(w.id AS text), ',') FROM webhook w \
    WHERE w.status = 'ACTIVE' AND w.next_attempt_at <= $1 AND (w.lease_until IS NULL OR w.lease_until <= $1) \
    AND w.number < (SELECT coalesce(max(c.id), 0) FROM change c) AND EXISTS (SELECT 1 FROM token t \
    WHERE t.id = w.token_id AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > $1))), ''), ']')";
/// How many attempts of a webhook are remembered, and for how long.
const MOST_ATTEMPTS: i64 = 200;
const LONGEST_MEMORY: TimeDelta = TimeDelta::days(30);

/// An attempt to send a message.
pub struct Attempt {
    pub at: DateTime<Utc>,
    /// What the message is called.
    pub message: String,
    /// Its last change, and how many it has.
    pub number: i64,
    pub changes: i32,
    /// What was answered, if anything was.
    pub status: Option<i32>,
    pub milliseconds: i32,
    /// Why it is none that was taken.
    pub error: Option<String>,
}

/// What comes after an attempt.
pub enum Next {
    /// It was taken.
    Message,
    /// It is sent again then.
    Retry(DateTime<Utc>),
    /// The webhook is sent nothing any more, until its owner resumes it.
    End(WebhookStatus),
}

impl Database {
    /// The numbers of the webhooks whose turn it is.
    ///
    /// # Errors
    ///
    /// When the database does not answer, or not in time.
    pub async fn due_webhooks(&self, now: DateTime<Utc>) -> Result<Vec<i64>, ReadError> {
        let text = self.read(DUE, vec![now.timestamp_micros().into()]).await?;
        serde_json::from_str(&text).map_err(|error| DbErr::Json(error.to_string()).into())
    }

    /// Takes or prolongs the lease of a webhook; nothing if another has it, or it is not active.
    ///
    /// # Errors
    ///
    /// When the database does not answer.
    pub async fn lease_webhook(
        &self,
        id: i64,
        holder: &str,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Option<Webhook>, DbErr> {
        let free = Expr::col("lease_until").is_null().or(Expr::col("lease_until").lte(now.timestamp_micros()));
        let mut update = Query::update();
        update.table("webhook").value("lease_holder", holder).value("lease_until", until.timestamp_micros());
        update.and_where(Expr::col("id").eq(id)).and_where(Expr::col("status").eq(WebhookStatus::Active.word()));
        update.and_where(free.or(Expr::col("lease_holder").eq(holder)));
        update.returning(Query::returning().columns(Webhook::COLUMNS));
        self.writer.query_one(&update).await?.map(|row| Webhook::read(&row)).transpose()
    }

    /// Notes up to which change the next message goes; if there is none, up to where there was nothing to tell. If the
    /// webhook was paused meanwhile, nothing is noted, and nothing must be sent.
    ///
    /// # Errors
    ///
    /// When the database does not answer.
    pub async fn webhook_reached(
        &self,
        webhook: &Webhook,
        holder: &str,
        sending: Option<i64>,
        number: i64,
    ) -> Result<bool, DbErr> {
        let mut update = held(webhook, holder);
        update.value("sending", sending).value("number", number);
        update.and_where(Expr::col("status").eq(WebhookStatus::Active.word()));
        Ok(self.writer.execute(&update).await?.rows_affected() > 0)
    }

    /// Notes what came of an attempt. If the webhook was deleted meanwhile, or is to begin again, or another server
    /// has its lease by now, nothing is noted.
    ///
    /// # Errors
    ///
    /// When the database does not answer.
    pub async fn webhook_tried(
        &self,
        webhook: &Webhook,
        holder: &str,
        attempt: &Attempt,
        next: &Next,
    ) -> Result<(), DbErr> {
        let transaction = self.writer.begin().await?;
        let at = attempt.at.timestamp_micros();
        let mut update = held(webhook, holder);
        update.value("attempts", Expr::col("attempts").add(1)).value("last_error", attempt.error.clone());
        if matches!(next, Next::Message) {
            update.value("number", attempt.number).value("sending", None::<i64>).value("next_attempt_at", at);
            update.value("failures", 0).value("failing_since", None::<i64>);
        } else {
            let since = webhook.failing_since.unwrap_or(attempt.at).timestamp_micros();
            update.value("failures", webhook.failures + 1).value("failing_since", since);
        }
        if let Next::Retry(then) = next {
            update.value("next_attempt_at", then.timestamp_micros());
        }
        update.returning(Query::returning().column("attempts"));
        let Some(row) = transaction.query_one(&update).await? else { return transaction.rollback().await };
        let count: i64 = row.try_get("", "attempts")?;
        if let Next::End(status) = next {
            let mut end = held(webhook, holder);
            // Its owner may have paused it meanwhile.
            end.value("status", status.word()).and_where(Expr::col("status").eq(WebhookStatus::Active.word()));
            transaction.execute(&end).await?;
        }
        let values = [
            ("webhook_id", webhook.id.into()),
            ("attempt", count.into()),
            ("at", at.into()),
            ("message", attempt.message.clone().into()),
            ("number", attempt.number.into()),
            ("changes", attempt.changes.into()),
            ("status", attempt.status.into()),
            ("milliseconds", attempt.milliseconds.into()),
            ("error", attempt.error.clone().into()),
        ];
        let mut insert = Query::insert();
        insert.into_table("webhook_delivery").columns(values.iter().map(|(name, _)| *name));
        insert.values_panic(values.map(|(_, value)| value));
        transaction.execute(&insert).await?;
        let mut old = Query::delete();
        old.from_table("webhook_delivery").and_where(Expr::col("webhook_id").eq(webhook.id));
        old.and_where(Expr::col("attempt").lte(count - MOST_ATTEMPTS));
        transaction.execute(&old).await?;
        transaction.commit().await
    }

    /// Gives back the lease of a webhook, or all of a holder.
    ///
    /// # Errors
    ///
    /// When the database does not answer.
    pub async fn release_webhooks(&self, holder: &str, id: Option<i64>) -> Result<(), DbErr> {
        let mut update = Query::update();
        update.table("webhook").value("lease_holder", None::<String>).value("lease_until", None::<i64>);
        update.and_where(Expr::col("lease_holder").eq(holder));
        if let Some(id) = id {
            update.and_where(Expr::col("id").eq(id));
        }
        self.writer.execute(&update).await.map(drop)
    }

    /// Forgets attempts that were made long ago.
    ///
    /// # Errors
    ///
    /// When the database does not answer.
    pub async fn forget_webhook_attempts(&self, now: DateTime<Utc>) -> Result<(), DbErr> {
        let mut old = Query::delete();
        old.from_table("webhook_delivery");
        old.and_where(Expr::col("at").lt((now - LONGEST_MEMORY).timestamp_micros()));
        self.writer.execute(&old).await.map(drop)
    }
}

/// An update of a webhook whose lease is held, in the same round; what is to be written is still to be said.
fn held(webhook: &Webhook, holder: &str) -> UpdateStatement {
    let mut update = Query::update();
    update.table("webhook").and_where(Expr::col("id").eq(webhook.id));
    update.and_where(Expr::col("lease_holder").eq(holder)).and_where(Expr::col("round").eq(webhook.round));
    update
}
