//! Webhooks: who is told when a view changes, and what came of telling them. No resource describes them, so nothing
//! that is public follows from them.

use sea_orm_migration::prelude::*;

use crate::table::{integer, long, plain, text, with_id};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns = vec![
            long("token_id").required().indexed(),
            // What the token was called, as the log has it.
            text("owner").required(),
            text("url").required(),
            // Nothing refers to it: a view can be withdrawn, or merged with another.
            long("view_id").required(),
            // It signs, so it is kept as it is.
            text("secret").required(),
            text("previous_secret"),
            long("previous_until"),
            text("status").required().indexed(),
            long("created_at").required(),
            long("updated_at").required(),
            // The number of the last change that was told, or did not concern the view.
            long("number").required(),
            // The last change of the message that is being sent: a message that is sent again is the same.
            long("sending"),
            // How often it was told to begin again.
            integer("round").required(),
            // All that were ever made.
            long("attempts").required(),
            // Those since the last that was taken.
            integer("failures").required(),
            long("failing_since"),
            long("next_attempt_at").required(),
            text("last_error"),
            // Which server sends at the moment, and until when nobody else does.
            text("lease_holder"),
            long("lease_until"),
        ];
        with_id(manager, "webhook", columns, None).await?;
        let columns = vec![
            long("webhook_id").required(),
            long("attempt").required(),
            long("at").required(),
            text("message").required(),
            long("number").required(),
            integer("changes").required(),
            integer("status"),
            integer("milliseconds").required(),
            text("error"),
        ];
        plain(manager, "webhook_delivery", columns, &["webhook_id", "attempt"]).await
    }

    async fn down(&self, _: &SchemaManager) -> Result<(), DbErr> {
        Err(DbErr::Migration("nobody could be told any more".to_owned()))
    }
}
