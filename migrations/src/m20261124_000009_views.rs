//! Views: lists that were named and kept.

use sea_orm_migration::prelude::*;

use crate::table::{reference, resource, text};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns = vec![
            text("title").required().indexed(),
            text("description"),
            // A filter and an order, as JSON.
            text("listing").required(),
            reference("organization_id", "organization"),
        ];
        resource(manager, "view", columns).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(Alias::new("view")).to_owned()).await
    }
}
