//! The words of short names are found before those of long ones.

use sea_orm_migration::prelude::*;

use crate::table::index;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        index(manager, "search_word", &["length", "weight", "word", "record_id"], false).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let name = "search_word_length_weight_word_record_id";
        manager.drop_index(Index::drop().name(name).table(Alias::new("search_word")).to_owned()).await
    }
}
