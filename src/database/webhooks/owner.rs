//! What its owner does with a webhook.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr};

use super::row::WebhookStatus;
use crate::database::Database;

/// A webhook to be made.
pub struct NewWebhook<'a> {
    /// The number of its owner's token, and what that is called.
    pub token: i64,
    pub owner: &'a str,
    pub url: &'a str,
    pub view: i64,
    pub secret: &'a str,
}

/// What is done to a webhook that is there.
pub enum WebhookEdit<'a> {
    Pause,
    /// Begins where it was, as if nothing had failed.
    Resume,
    Delete,
    /// Begins behind this change.
    Replay(i64),
    /// Signs with this secret; with the one before too, until then.
    Rotate(&'a str, DateTime<Utc>),
}

impl Database {
    /// Makes a webhook that is told what happens from now on, and gives its number; nothing if the token has as many
    /// as it may have.
    ///
    /// # Errors
    ///
    /// When the database does not answer.
    pub async fn create_webhook(
        &self,
        new: &NewWebhook<'_>,
        most: usize,
        now: DateTime<Utc>,
    ) -> Result<Option<i64>, DbErr> {
        // Writers come one after the other, so nobody takes the same number.
        let transaction = self.begin().await?;
        let mut own = Query::select();
        own.expr_as(Expr::col("id").count(), "n").from("webhook").and_where(Expr::col("token_id").eq(new.token));
        if number(&transaction, &own).await? >= i64::try_from(most).unwrap_or(i64::MAX) {
            return Ok(None);
        }
        let mut last = Query::select();
        last.expr_as(Expr::col("id").max(), "n").from("webhook");
        let id = number(&transaction, &last).await? + 1;
        let mut log = Query::select();
        log.expr_as(Expr::col("id").max(), "n").from("change");
        let after = number(&transaction, &log).await?;
        let at = now.timestamp_micros();
        let values = [
            ("id", id.into()),
            ("token_id", new.token.into()),
            ("owner", new.owner.into()),
            ("url", new.url.into()),
            ("view_id", new.view.into()),
            ("secret", new.secret.into()),
            ("status", WebhookStatus::Active.word().into()),
            ("created_at", at.into()),
            ("updated_at", at.into()),
            ("number", after.into()),
            ("round", 0.into()),
            ("attempts", 0_i64.into()),
            ("failures", 0.into()),
            ("next_attempt_at", at.into()),
        ];
        let mut insert = Query::insert();
        insert.into_table("webhook").columns(values.iter().map(|(name, _)| *name));
        insert.values_panic(values.map(|(_, value)| value));
        transaction.execute(&insert).await?;
        transaction.commit().await?;
        Ok(Some(id))
    }

    /// Does something to a webhook; `token` is whose it must be, if it must be somebody's. Says whether it is there.
    ///
    /// # Errors
    ///
    /// When the database does not answer.
    pub async fn edit_webhook(
        &self,
        id: i64,
        token: Option<i64>,
        edit: WebhookEdit<'_>,
        now: DateTime<Utc>,
    ) -> Result<bool, DbErr> {
        let transaction = self.begin().await?;
        let own = Expr::col("id").eq(id).and(token.map_or_else(|| Expr::val(true), |it| Expr::col("token_id").eq(it)));
        if matches!(edit, WebhookEdit::Delete) {
            let mut delete = Query::delete();
            delete.from_table("webhook").and_where(own);
            let is_there = transaction.execute(&delete).await?.rows_affected() > 0;
            let mut log = Query::delete();
            log.from_table("webhook_delivery").and_where(Expr::col("webhook_id").eq(id));
            if is_there {
                transaction.execute(&log).await?;
            }
            transaction.commit().await?;
            return Ok(is_there);
        }
        let at = now.timestamp_micros();
        let mut update = Query::update();
        update.table("webhook").value("updated_at", at).and_where(own);
        match edit {
            WebhookEdit::Pause => update.value("status", WebhookStatus::Paused.word()),
            WebhookEdit::Rotate(secret, until) => update
                .value("previous_secret", Expr::col("secret"))
                .value("previous_until", until.timestamp_micros())
                .value("secret", secret),
            WebhookEdit::Replay(after) => update
                .value("number", after)
                .value("sending", None::<i64>)
                .value("round", Expr::col("round").add(1))
                .value("next_attempt_at", at),
            WebhookEdit::Resume | WebhookEdit::Delete => update
                .value("status", WebhookStatus::Active.word())
                .value("failures", 0)
                .value("failing_since", None::<i64>)
                .value("next_attempt_at", at),
        };
        let is_there = transaction.execute(&update).await?.rows_affected() > 0;
        transaction.commit().await?;
        Ok(is_there)
    }
}

/// The number that a query counts; 0 if it counts nothing.
async fn number(transaction: &DatabaseTransaction, query: &sea_orm::sea_query::SelectStatement) -> Result<i64, DbErr> {
    let row = transaction.query_one(query).await?;
    Ok(row.map(|row| row.try_get::<Option<i64>>("", "n")).transpose()?.flatten().unwrap_or_default())
}
