//! Tokens: who may do more than read. No resource describes them, so no query lists them.

use sea_orm_migration::prelude::*;

use crate::table::{index, long, text, with_id};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns = vec![
            text("name").required(),
            text("role").required(),
            // Nothing refers to it: an organization can be withdrawn, or merged with another, while it has tokens.
            long("organization_id"),
            // The SHA-256 of the secret, which itself is kept nowhere.
            text("hash").required(),
            long("created_at").required(),
            long("expires_at"),
            long("revoked_at"),
        ];
        with_id(manager, "token", columns, None).await?;
        index(manager, "token", &["name"], true).await?;
        index(manager, "token", &["hash"], true).await
    }

    async fn down(&self, _: &SchemaManager) -> Result<(), DbErr> {
        Err(DbErr::Migration("nobody could be recognised any more".to_owned()))
    }
}
