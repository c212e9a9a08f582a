//! What the curators' work list looks up: whole names, folded, and what is claimed of each attribute.

use sea_orm_migration::prelude::*;

use crate::table::{index, reference, text, unkeyed};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // A row for each name of a record, folded as a whole.
        let columns = vec![reference("record_id", "record").required(), text("folded").required()];
        unkeyed(manager, "search_name", columns).await?;
        index(manager, "search_name", &["folded", "record_id"], false).await?;
        index(manager, "search_name", &["record_id", "folded"], false).await?;
        // Where sources disagree is seen without a look at the claims themselves.
        index(manager, "claim", &["attribute", "record_id", "value"], false).await
    }

    async fn down(&self, _: &SchemaManager) -> Result<(), DbErr> {
        Err(DbErr::Migration("the names would have to be read from all records again".to_owned()))
    }
}
