//! Proposals have a version, by which those who watch the queue see which of them were written.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let version = ColumnDef::new(Alias::new("version")).integer().not_null().default(1).to_owned();
        manager.alter_table(Table::alter().table(Alias::new("proposal")).add_column(version).to_owned()).await
    }
}
