//! The change log, and what writing needs beside it: redirects, kept requests, what sources said last.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend};

use crate::table::{index, long, plain, text, with_id};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        log(manager).await?;
        redirects(manager).await?;
        let key = ["token_id", "key"];
        let columns = vec![
            long("token_id").required(),
            text("key").required(),
            text("request").required(),
            text("applied").required(),
            long("at").required(),
        ];
        plain(manager, "kept_request", columns, &key).await?;
        let columns = vec![
            text("source").required(),
            text("key").required(),
            long("record_id").required(),
            text("content").required(),
        ];
        plain(manager, "remembered", columns, &["source", "key"]).await?;
        let version = ColumnDef::new(Alias::new("version")).integer().not_null().default(1).to_owned();
        let claim = Table::alter().table(Alias::new("claim")).add_column(version).to_owned();
        manager.alter_table(claim).await?;
        defer_foreign_keys(manager).await
    }

    async fn down(&self, _: &SchemaManager) -> Result<(), DbErr> {
        Err(DbErr::Migration("what the log tells stands nowhere else".to_owned()))
    }
}

/// An entry's number is its place in the order of all changes. Its records may be gone, so nothing refers to them.
async fn log(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = vec![
        long("at").required().indexed(),
        text("operation").required().indexed(),
        text("type").required().indexed(),
        long("record_id").required().indexed(),
        long("claim_id"),
        text("slug"),
        long("cause_id"),
        text("before"),
        text("after"),
        text("actor").required(),
        long("token_id"),
        text("comment"),
        long("group").required().indexed(),
    ];
    with_id(manager, "change", columns, None).await
}

/// Where slugs and ids that are no more lead to.
async fn redirects(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let slug = vec![text("type").required(), text("slug").required(), long("record_id").required()];
    plain(manager, "slug_redirect", slug, &["type", "slug"]).await?;
    index(manager, "slug_redirect", &["record_id"], false).await?;
    let id = vec![long("id").required(), long("record_id").required()];
    plain(manager, "id_redirect", id, &["id"]).await?;
    index(manager, "id_redirect", &["record_id"], false).await
}

/// A group of changes is right as a whole: rows may point to each other before all of them are written. SQLite
/// needs no word for that in its tables.
async fn defer_foreign_keys(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    if manager.get_database_backend() != DbBackend::Postgres {
        return Ok(());
    }
    let alter = "DO $$ DECLARE k record; BEGIN \
                 FOR k IN SELECT conrelid::regclass AS owner, conname FROM pg_constraint \
                 WHERE contype = 'f' AND connamespace = current_schema()::regnamespace LOOP \
                 EXECUTE format('ALTER TABLE %s ALTER CONSTRAINT %I DEFERRABLE INITIALLY IMMEDIATE', k.owner, k.conname); \
                 END LOOP; END $$";
    manager.get_connection().execute_unprepared(alter).await.map(drop)
}
