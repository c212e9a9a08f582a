//! Events count how often their title, time, place or status was changed: calendars want to know.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let revision = ColumnDef::new(Alias::new("revision")).integer().not_null().default(0).to_owned();
        manager.alter_table(Table::alter().table(Alias::new("event")).add_column(revision).to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let alter = Table::alter().table(Alias::new("event")).drop_column(Alias::new("revision")).to_owned();
        manager.alter_table(alter).await
    }
}
