//! The words of short names are found before those of long ones.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend};

use crate::table::index;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        index(manager, "search_word", &["length", "weight", "word", "record_id"], false).await?;
        let connection = manager.get_connection();
        connection.execute_unprepared("ANALYZE search_word").await?;
        // With samples of what stands in an index, SQLite plans a statement anew for each value that is bound.
        if manager.get_database_backend() == DbBackend::Sqlite {
            connection.execute_unprepared("DROP TABLE IF EXISTS sqlite_stat4").await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let name = "search_word_length_weight_word_record_id";
        manager.drop_index(Index::drop().name(name).table(Alias::new("search_word")).to_owned()).await
    }
}
