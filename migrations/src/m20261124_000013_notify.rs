//! PostgreSQL tells the servers that listen that something was written.
//!
//! A trigger does it, not the program: so whatever writes by whichever way is heard, also a program of an older version.
//! The channel has the number of the table in its name, because directories in several schemas of one database would
//! hear each other otherwise. Nothing else is told, so that a transaction tells it once, however much it counts.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_database_backend() != DbBackend::Postgres {
            return Ok(());
        }
        let connection = manager.get_connection();
        connection
            .execute_unprepared(
                "CREATE FUNCTION tell_written() RETURNS trigger LANGUAGE plpgsql AS \
                 $$ BEGIN PERFORM pg_notify('directory_' || TG_RELID, ''); RETURN NULL; END $$",
            )
            .await?;
        connection
            .execute_unprepared(
                "CREATE TRIGGER tell_written AFTER INSERT OR UPDATE ON counter \
                 FOR EACH STATEMENT EXECUTE FUNCTION tell_written()",
            )
            .await
            .map(drop)
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_database_backend() != DbBackend::Postgres {
            return Ok(());
        }
        let connection = manager.get_connection();
        connection.execute_unprepared("DROP TRIGGER tell_written ON counter").await?;
        connection.execute_unprepared("DROP FUNCTION tell_written()").await.map(drop)
    }
}
