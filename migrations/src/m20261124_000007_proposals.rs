//! Proposals: lists of steps that wait for somebody's decision. No resource describes them, so nothing that is public
//! follows from them. Their numbers come from no counter, because the counters are the state of what is public.

use sea_orm_migration::prelude::*;

use crate::table::{long, text, with_id};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns = vec![
            text("steps").required(),
            text("status").required().indexed(),
            long("token_id").required().indexed(),
            // What the token was called, as the log has it.
            text("author").required(),
            text("comment"),
            long("created_at").required(),
            long("updated_at").required(),
            text("decided_by"),
            long("decided_at"),
            text("reason"),
            // The changes that approving it made.
            long("group"),
        ];
        with_id(manager, "proposal", columns, None).await
    }

    async fn down(&self, _: &SchemaManager) -> Result<(), DbErr> {
        Err(DbErr::Migration("what waits for a decision stands nowhere else".to_owned()))
    }
}
