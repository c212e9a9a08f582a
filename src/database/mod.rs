//! SQLite or PostgreSQL: connect, migrate, read. The one door that statements go through.

mod connect;
mod keep_up;
mod migrate;
mod readers;
mod snapshot;
mod state;
mod tokens;
mod webhooks;

use std::time::Duration;

use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbErr, SqliteTransactionMode, Statement,
    TransactionOptions, TransactionTrait, Value,
};

use crate::error::Stop;
use crate::metrics::DatabaseCounters;
use crate::resource::Resource;
use readers::Readers;
use state::State;

pub use keep_up::KeepingUp;
pub use readers::{Pace, REMEMBERED, ReadError, STATEMENT_TIMEOUT, Waiting};
pub use state::Pulse;
pub use tokens::{ListedToken, NewToken};
pub use webhooks::{Attempt, NewWebhook, Next, Webhook, WebhookEdit, WebhookStatus};

/// Which database it is. What the two spell differently stands in `query/dialect.rs`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    Sqlite,
    Postgres,
}

/// The number of the data's state.
const STATE: &str = "SELECT CAST(coalesce(sum(value), 0) AS text) AS state FROM counter";

/// The name that no other directory has.
const IDENTITY: &str = "SELECT uuid FROM identity";

/// An open database.
#[derive(Clone, Debug)]
pub struct Database {
    pub dialect: Dialect,
    readers: Readers,
    /// For writing and migrating; no statement of it is ended for taking long.
    writer: DatabaseConnection,
    /// For hearing what others write; PostgreSQL alone can tell.
    ear: Option<DatabaseConnection>,
    state: State,
    counters: DatabaseCounters,
}

impl Database {
    /// Opens the database behind `sqlite://file.db` or `postgres://user@host/name`; a SQLite file that is
    /// not there is made.
    ///
    /// # Errors
    ///
    /// When the address is of neither kind, or nothing answers there.
    pub async fn connect(url: &str) -> Result<Self, Stop> {
        connect::connect(url, &[], true, STATEMENT_TIMEOUT).await
    }

    /// As [`Self::connect`], with another time that a read may take at most, and replicas to read from.
    ///
    /// # Errors
    ///
    /// When an address is of neither kind, or nothing answers there. Replicas may be away.
    pub async fn connect_for(url: &str, replicas: &[String], statement_timeout: Duration) -> Result<Self, Stop> {
        connect::connect(url, replicas, true, statement_timeout).await
    }

    /// As [`Self::connect`], but a SQLite file must be there already.
    ///
    /// # Errors
    ///
    /// When nothing is there.
    pub async fn connect_existing(url: &str) -> Result<Self, Stop> {
        connect::connect(url, &[], false, STATEMENT_TIMEOUT).await
    }

    /// Whether the table of a resource has all that its description names.
    ///
    /// # Errors
    ///
    /// When it has not, or the database does not answer.
    pub async fn fits(&self, resource: &Resource) -> Result<(), Stop> {
        // SQLite takes a quoted name that it does not know for a text, but not behind a table's.
        let columns = resource.columns().into_iter().map(|name| format!("t.\"{name}\""));
        let columns: Vec<String> = columns.collect();
        let backend = self.writer.get_database_backend();
        let sql = format!("SELECT {} FROM \"{}\" t LIMIT 0", columns.join(", "), resource.table);
        let read = self.writer.query_all_raw(Statement::from_string(backend, sql)).await;
        read.map(drop).map_err(|error| {
            Stop::new(format!(
                "the table `{}` does not fit the description of {}: {error}",
                resource.table, resource.name
            ))
        })
    }

    /// Runs a compiled read: one statement, one row, one text.
    ///
    /// # Errors
    ///
    /// When it takes too long, or the database fails.
    pub async fn read(&self, sql: &str, values: Vec<Value>) -> Result<String, ReadError> {
        self.readers.read(sql, values, None).await
    }

    /// The same for one that is run again and again.
    ///
    /// # Errors
    ///
    /// As [`Self::read`].
    pub async fn read_again(&self, sql: &str, values: Vec<Value>, pace: &Pace) -> Result<String, ReadError> {
        self.readers.read(sql, values, Some(pace)).await
    }

    /// The same database, for reads that may take so long, if that is no more than what it was opened for.
    pub fn within(&self, statement_timeout: Duration) -> Self {
        Self { readers: self.readers.within(statement_timeout), ..self.clone() }
    }

    /// The same database, for reads of what is written without making another state: proposals, webhooks. How far a
    /// replica is with these nobody knows, so they are read where they are written.
    pub fn at_primary(&self) -> Self {
        Self { readers: self.readers.at_primary(), ..self.clone() }
    }

    /// Whether reads can be answered though the primary does not answer.
    pub fn does_without_primary(&self) -> bool {
        self.readers.do_without_primary()
    }

    /// The state that each server of the database has, as far as this one knows; -1 for one that does not answer.
    pub fn sources(&self) -> Vec<(&'static str, i64)> {
        let replicas = self.readers.replicas().iter().map(|it| (it.name, it.reached().unwrap_or(-1)));
        std::iter::once(("primary", self.state.number())).chain(replicas).collect()
    }

    /// What is counted of it.
    pub fn counters(&self) -> &DatabaseCounters {
        &self.counters
    }

    /// How many connections for reading are not in use.
    pub fn readers_free(&self) -> usize {
        self.readers.free()
    }

    /// The number of the data's state: another number, other data. What another process changed is seen within a
    /// second. While the primary does not answer, a replica that is as far as what is known goes on for it.
    ///
    /// # Errors
    ///
    /// When the database does not say.
    pub async fn state(&self) -> Result<i64, ReadError> {
        if let Some(number) = self.state.known() {
            return Ok(number);
        }
        match self.look().await {
            Err(_) if self.readers.do_without_primary() => Ok(self.state.number()),
            looked => looked,
        }
    }

    /// The state that what is read from now on has at least; none, if nothing was read yet.
    pub fn known(&self) -> Option<i64> {
        Some(self.state.number()).filter(|number| *number > 0)
    }

    /// As [`Self::state`], but looked up now, where it is written.
    ///
    /// # Errors
    ///
    /// When the database does not say.
    pub async fn look(&self) -> Result<i64, ReadError> {
        self.readers.look().await
    }

    /// The UUID of this directory, which it keeps from its first record on. A copy of the database has the same, and so
    /// has a directory that was empty and took a bundle over, because they have the same ids.
    ///
    /// # Errors
    ///
    /// When the database does not say.
    pub async fn identity(&self) -> Result<String, ReadError> {
        self.read(IDENTITY, Vec::new()).await
    }

    /// Begins to write. Writers come one after the other, so what one reads stays as it is until it is done.
    ///
    /// # Errors
    ///
    /// When the database does not answer.
    pub async fn begin(&self) -> Result<DatabaseTransaction, DbErr> {
        let options = TransactionOptions {
            // A transaction that begins by reading and then writes can fail although it waited.
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let transaction = self.writer.begin_with_options(options).await?;
        if self.dialect == Dialect::Postgres {
            transaction.execute_unprepared("LOCK TABLE counter IN EXCLUSIVE MODE").await?;
        }
        Ok(transaction)
    }

    /// Lets rows of a transaction point to rows that are written later in it.
    ///
    /// # Errors
    ///
    /// When the database does not answer.
    pub async fn defer_checks(&self, transaction: &DatabaseTransaction) -> Result<(), DbErr> {
        let words = match self.dialect {
            Dialect::Sqlite => "PRAGMA defer_foreign_keys = ON",
            Dialect::Postgres => "SET CONSTRAINTS ALL DEFERRED",
        };
        transaction.execute_unprepared(words).await.map(drop)
    }

    /// The number of the state that a transaction leaves behind, see [`Self::state`].
    ///
    /// # Errors
    ///
    /// When the database does not say.
    pub async fn state_within(&self, transaction: &DatabaseTransaction) -> Result<i64, DbErr> {
        let backend = transaction.get_database_backend();
        let row = transaction.query_one_raw(Statement::from_string(backend, STATE)).await?;
        let text: String =
            row.ok_or_else(|| DbErr::Custom("the counters are gone".to_owned()))?.try_get("", "state")?;
        Ok(text.parse().unwrap_or_default())
    }

    /// Says which state was written just now, so that nobody here is answered from an older one.
    pub fn wrote(&self, state: i64) {
        self.state.saw(state);
        self.stir();
    }

    /// Wakes those who wait for something to be written; also for what makes no other state, as proposals.
    pub fn stir(&self) {
        self.state.stir();
    }

    /// Tells from now on when it is worth looking whether something was written.
    pub fn pulse(&self) -> Pulse {
        self.state.pulse()
    }

    /// Takes what was deleted from these tables out of the files, too. SQLite does so with the whole file;
    /// PostgreSQL keeps it in its journal until that is recycled.
    ///
    /// # Errors
    ///
    /// When the database does not answer.
    pub async fn sweep(&self, tables: &[&str]) -> Result<(), DbErr> {
        let words = match self.dialect {
            Dialect::Sqlite => vec!["VACUUM".to_owned(), "PRAGMA wal_checkpoint(TRUNCATE)".to_owned()],
            Dialect::Postgres => vec![format!("VACUUM \"{}\"", tables.join("\", \""))],
        };
        for words in words {
            self.writer.execute_unprepared(&words).await?;
        }
        Ok(())
    }

    /// The connection for writing.
    pub fn writer(&self) -> &DatabaseConnection {
        &self.writer
    }

    /// Ends all connections.
    ///
    /// # Errors
    ///
    /// When a connection cannot be ended in order.
    pub async fn close(self) -> Result<(), DbErr> {
        if let Some(ear) = self.ear {
            ear.close().await?;
        }
        self.readers.close().await?;
        self.writer.close().await
    }
}
