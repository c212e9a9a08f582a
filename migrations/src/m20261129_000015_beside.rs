//! The earliest day of a participation's event stands beside the event's id, so that the events of an organization or a
//! person are found in their order.
//!
//! Triggers keep it, not the program: so it is right whatever writes, also a program of an older version, and in
//! whichever order, since the rows of a group of changes may come before those that they point to. What was there before
//! is filled in afterwards (`m…000017_fill_beside`).

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend};

use crate::table::index;

const WAYS: [[&str; 3]; 2] =
    [["organization_id", "event_start_earliest", "event_id"], ["person_id", "event_start_earliest", "event_id"]];

const SQLITE: [&str; 4] = [
    "CREATE TRIGGER participation_inserted AFTER INSERT ON participation BEGIN \
     UPDATE participation SET event_start_earliest = (SELECT start_earliest FROM event WHERE id = NEW.event_id) \
     WHERE id = NEW.id; END",
    "CREATE TRIGGER participation_moved AFTER UPDATE OF event_id ON participation \
     WHEN NEW.event_id IS NOT OLD.event_id BEGIN \
     UPDATE participation SET event_start_earliest = (SELECT start_earliest FROM event WHERE id = NEW.event_id) \
     WHERE id = NEW.id; END",
    "CREATE TRIGGER event_inserted AFTER INSERT ON event WHEN NEW.start_earliest IS NOT NULL BEGIN \
     UPDATE participation SET event_start_earliest = NEW.start_earliest WHERE event_id = NEW.id; END",
    "CREATE TRIGGER event_moved AFTER UPDATE OF start_earliest ON event \
     WHEN NEW.start_earliest IS NOT OLD.start_earliest BEGIN \
     UPDATE participation SET event_start_earliest = NEW.start_earliest WHERE event_id = NEW.id; END",
];

const POSTGRES: [&str; 5] = [
    "CREATE FUNCTION take_event_start() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
     NEW.event_start_earliest := (SELECT start_earliest FROM event WHERE id = NEW.event_id); RETURN NEW; END $$",
    "CREATE FUNCTION give_event_start() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
     UPDATE participation SET event_start_earliest = NEW.start_earliest WHERE event_id = NEW.id; RETURN NULL; END $$",
    "CREATE TRIGGER take_event_start BEFORE INSERT OR UPDATE OF event_id ON participation \
     FOR EACH ROW EXECUTE FUNCTION take_event_start()",
    "CREATE TRIGGER give_event_start AFTER INSERT ON event \
     FOR EACH ROW WHEN (NEW.start_earliest IS NOT NULL) EXECUTE FUNCTION give_event_start()",
    "CREATE TRIGGER give_moved_event_start AFTER UPDATE OF start_earliest ON event FOR EACH ROW \
     WHEN (NEW.start_earliest IS DISTINCT FROM OLD.start_earliest) EXECUTE FUNCTION give_event_start()",
];

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        connection.execute_unprepared("ALTER TABLE participation ADD COLUMN event_start_earliest date").await?;
        let triggers: &[&str] = match manager.get_database_backend() {
            DbBackend::Sqlite => &SQLITE,
            _ => &POSTGRES,
        };
        for statement in triggers {
            connection.execute_unprepared(statement).await?;
        }
        for columns in WAYS {
            index(manager, "participation", &columns, false).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for columns in WAYS {
            let name = format!("participation_{}", columns.join("_"));
            manager.drop_index(Index::drop().name(name).table(Alias::new("participation")).to_owned()).await?;
        }
        let gone: &[&str] = match manager.get_database_backend() {
            DbBackend::Sqlite => &[
                "DROP TRIGGER participation_inserted",
                "DROP TRIGGER participation_moved",
                "DROP TRIGGER event_inserted",
                "DROP TRIGGER event_moved",
            ],
            _ => &["DROP FUNCTION take_event_start() CASCADE", "DROP FUNCTION give_event_start() CASCADE"],
        };
        for statement in gone {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        let gone = "ALTER TABLE participation DROP COLUMN event_start_earliest";
        manager.get_connection().execute_unprepared(gone).await.map(drop)
    }
}
