//! Keeping up with what others do: with other servers that write, and with replicas that follow.
//!
//! PostgreSQL tells whoever listens that something was written, at the moment at which it can be read. What was written
//! is not told: the state is looked up then, and its number alone says whether there is anything new. So a word that is
//! lost, or one too many, does no harm; without any, others' writes are seen within a second all the same.

use std::time::Duration;

use sea_orm::DatabaseConnection;
use sea_orm::sqlx::{self, postgres::PgListener};
use tokio::task::JoinSet;
use tokio::time::sleep;

use super::Database;
use super::readers::Replica;

/// How long after the connection was lost it is made anew.
const LISTEN_AGAIN: Duration = Duration::from_millis(500);
/// How long after a replica was behind it is asked again: at first, and at most.
const ASK_AGAIN: Duration = Duration::from_millis(2);
const ASK_AGAIN_AT_MOST: Duration = Duration::from_millis(100);
/// On which channel a directory tells. Its table `counter` has a number that no other table of the database has, so
/// directories in other schemas are not heard. The trigger makes the same name.
const CHANNEL: &str = "SELECT concat('directory_', CAST(to_regclass('counter') AS oid))";

/// The work of keeping up, which ends when this is dropped.
#[derive(Debug)]
pub struct KeepingUp {
    _work: JoinSet<()>,
}

impl Database {
    /// Keeps up with others from now on. With SQLite there are none.
    pub async fn keep_up(&self) -> KeepingUp {
        let mut work = JoinSet::new();
        if let Some(ear) = self.ear.clone() {
            work.spawn(listen(self.clone(), ear));
        }
        // What is known must be known before a replica is held against it.
        if !self.readers.replicas().is_empty() && self.look().await.is_err() {
            tracing::warn!("the primary does not say which state it is in");
        }
        for replica in self.readers.replicas() {
            work.spawn(watch(self.clone(), replica.clone()));
        }
        KeepingUp { _work: work }
    }
}

/// Listens for ever.
async fn listen(database: Database, ear: DatabaseConnection) {
    loop {
        let ended = hear(&database, &ear).await;
        database.counters.listening.set(0);
        match ended {
            Ok(()) | Err(sqlx::Error::Io(_)) => tracing::info!("the database is listened to anew"),
            Err(error) => tracing::warn!(%error, "the database tells nothing; it is asked once a second instead"),
        }
        sleep(LISTEN_AGAIN).await;
    }
}

/// Listens until the connection is lost.
async fn hear(database: &Database, ear: &DatabaseConnection) -> Result<(), sqlx::Error> {
    let pool = ear.get_postgres_connection_pool();
    let channel: String = sqlx::query_scalar(CHANNEL).fetch_one(pool).await?;
    let mut listener = PgListener::connect_with(pool).await?;
    listener.eager_reconnect(false);
    listener.listen(&channel).await?;
    database.counters.listening.set(1);
    loop {
        // What was written while nobody listened was not told.
        if database.look().await.is_ok() {
            database.stir();
        }
        if listener.try_recv().await?.is_none() {
            return Ok(());
        }
        database.counters.notifications.inc();
        // Several are worth one look.
        while listener.next_buffered().is_some() {
            database.counters.notifications.inc();
        }
    }
}

/// Asks a replica how far it is: now and then, and as often as makes sense while it is behind.
async fn watch(database: Database, replica: Replica) {
    let mut pulse = database.pulse();
    let mut wait = ASK_AGAIN;
    loop {
        replica.look().await;
        match replica.reached() {
            Some(reached) if reached < database.state.number() => {
                sleep(wait).await;
                wait = (wait * 2).min(ASK_AGAIN_AT_MOST);
            }
            _ => {
                wait = ASK_AGAIN;
                pulse.next().await;
            }
        }
    }
}
