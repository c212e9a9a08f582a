//! The tables are brought to the form that this program knows.
//!
//! A program of another version may be at work on the same database. What a newer one has added to the tables does not
//! concern this one: it goes on, and starts as well. `docs/scaling.md` says what a migration may do therefore.

use std::collections::HashSet;

use migrations::Migrator;
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr, Statement, TransactionTrait};
use sea_orm_migration::{MigratorTrait, SchemaManager};

use super::{Database, Dialect};
use crate::error::Stop;

/// The table in which migrations are noted that were done.
const DONE: &str = "seaql_migrations";
/// Of servers that start together one gets past this; the others wait for the end of its transaction.
const ALONE: &str = "SELECT pg_advisory_xact_lock(hashtext('cluster-directory migrations ' || current_schema()))";
/// Other tables are another state: no replica is asked before it has them, and no server gives what it kept.
const COUNT: &str = "INSERT INTO counter (name, value) VALUES ('migration', 1) \
    ON CONFLICT (name) DO UPDATE SET value = counter.value + 1";

/// Which migrations are done, seen from this program.
struct Migrations {
    /// Those that it knows and that are still to be done.
    pending: usize,
    /// One that was done and that it does not know: a newer program was here.
    unknown: Option<String>,
}

impl Database {
    /// Brings the tables to the newest form. Of several servers that start together one does it.
    ///
    /// # Errors
    ///
    /// When a migration fails; it is then as if it had not begun.
    pub async fn migrate(&self) -> Result<(), Stop> {
        let failed = |error: DbErr| Stop::new(format!("the database could not be migrated: {error}"));
        let alone = self.alone().await.map_err(failed)?;
        let Migrations { pending, unknown } = self.migrations().await.map_err(failed)?;
        match (pending, unknown) {
            (0, _) => {}
            (_, Some(unknown)) => {
                return Err(Stop::new(format!(
                    "the database has migrations that this program does not know, as `{unknown}`, and lacks others; \
                     start the newest program"
                )));
            }
            _ => {
                Migrator::up(&self.writer, None).await.map_err(failed)?;
                self.writer.execute_unprepared(COUNT).await.map_err(failed)?;
            }
        }
        match alone {
            Some(alone) => alone.commit().await.map_err(failed),
            None => Ok(()),
        }
    }

    /// How many migrations are still to be done.
    ///
    /// # Errors
    ///
    /// When the database does not answer.
    pub async fn pending_migrations(&self) -> Result<usize, DbErr> {
        Ok(self.migrations().await?.pending)
    }

    /// Waits until no other server migrates, and keeps them waiting until it ends. SQLite is one server's.
    async fn alone(&self) -> Result<Option<DatabaseTransaction>, DbErr> {
        if self.dialect == Dialect::Sqlite {
            return Ok(None);
        }
        // Migrations have transactions of their own, over the other connection for writing.
        let transaction = self.writer.begin().await?;
        transaction.execute_unprepared(ALONE).await?;
        Ok(Some(transaction))
    }

    async fn migrations(&self) -> Result<Migrations, DbErr> {
        let mut done = HashSet::new();
        if SchemaManager::new(&self.writer).has_table(DONE).await? {
            let sql = format!("SELECT version FROM {DONE}");
            let statement = Statement::from_string(self.writer.get_database_backend(), sql);
            for row in self.writer.query_all_raw(statement).await? {
                done.insert(row.try_get::<String>("", "version")?);
            }
        }
        let known = Migrator::migrations();
        let pending = known.iter().filter(|migration| !done.remove(migration.name())).count();
        Ok(Migrations { pending, unknown: done.into_iter().next() })
    }
}
