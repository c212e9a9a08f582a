//! Where ids and slugs lead that are no more, as functions of PostgreSQL: it sets up whatever stands in a statement before
//! it begins, and what hardly ever runs would be the dearest part of reading a single record.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend};

/// Where a record leads that was merged, and that in the end: what it leads to may have been merged itself.
const MERGED: &str = "CREATE FUNCTION merged_into(bigint) RETURNS bigint LANGUAGE sql STABLE AS \
    $$ WITH RECURSIVE l (id) AS (SELECT record_id FROM id_redirect WHERE id = $1 \
       UNION SELECT n.record_id FROM id_redirect n JOIN l ON n.id = l.id) \
       SELECT l.id FROM l JOIN record p ON p.id = l.id LIMIT 1 $$";
/// The record of a type that had this slug, or the one that it was merged into.
const RENAMED: &str = "CREATE FUNCTION renamed_from(text, text) RETURNS bigint LANGUAGE sql STABLE AS \
    $$ WITH RECURSIVE l (id) AS (SELECT record_id FROM slug_redirect WHERE type = $1 AND slug = $2 \
       UNION SELECT n.record_id FROM id_redirect n JOIN l ON n.id = l.id) \
       SELECT l.id FROM l JOIN record p ON p.id = l.id LIMIT 1 $$";

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_database_backend() != DbBackend::Postgres {
            return Ok(());
        }
        manager.get_connection().execute_unprepared(MERGED).await?;
        manager.get_connection().execute_unprepared(RENAMED).await.map(drop)
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_database_backend() != DbBackend::Postgres {
            return Ok(());
        }
        let gone = "DROP FUNCTION merged_into(bigint), renamed_from(text, text)";
        manager.get_connection().execute_unprepared(gone).await.map(drop)
    }
}
