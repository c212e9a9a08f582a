//! Fills in what stands beside the participations that were there before `m…000015_beside`: by steps, so that nobody who
//! writes meanwhile waits for longer than one. It can be broken off and begun again.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend, Statement};

/// How many ids a step goes on by.
const STEP: i64 = 10_000;
/// As whoever writes does, so that both wait for each other here and nowhere else.
const ALONE: &str = "LOCK TABLE counter IN EXCLUSIVE MODE";

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(false)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        let last = Statement::from_string(backend, "SELECT max(id) AS id FROM participation");
        let last = manager.get_connection().query_one_raw(last).await?;
        let last: Option<i64> = last.map(|row| row.try_get("", "id")).transpose()?.flatten();
        let mut done = 0;
        while last.is_some_and(|last| done < last) {
            let step = manager.begin().await?;
            if backend == DbBackend::Postgres {
                step.get_connection().execute_unprepared(ALONE).await?;
            }
            let fill = format!(
                "UPDATE participation SET event_start_earliest = e.start_earliest FROM event e \
                 WHERE participation.id > {done} AND participation.id <= {} AND e.id = participation.event_id \
                 AND participation.event_start_earliest IS DISTINCT FROM e.start_earliest",
                done + STEP
            );
            step.get_connection().execute_unprepared(&fill).await?;
            step.commit().await?;
            done += STEP;
        }
        Ok(())
    }

    async fn down(&self, _: &SchemaManager) -> Result<(), DbErr> {
        Ok(())
    }
}
