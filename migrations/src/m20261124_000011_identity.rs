//! The directory gets a name that no other has: records of two directories may have the same id.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend};

use crate::table::{plain, text};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        plain(manager, "identity", vec![text("uuid").required()], &["uuid"]).await?;
        // A UUID of version 4 (RFC 9562), by the database's own chance.
        let uuid = match manager.get_database_backend() {
            DbBackend::Postgres => "SELECT CAST(gen_random_uuid() AS text)",
            _ => {
                "SELECT lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) \
                 || '-8' || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)))"
            }
        };
        manager.get_connection().execute_unprepared(&format!("INSERT INTO identity (uuid) {uuid}")).await.map(drop)
    }

    async fn down(&self, _: &SchemaManager) -> Result<(), DbErr> {
        Err(DbErr::Migration("calendars and feeds everywhere know the records by this name".to_owned()))
    }
}
