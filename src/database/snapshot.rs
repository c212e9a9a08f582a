//! Many reads that see one state of the data.

use sea_orm::{DatabaseTransaction, DbErr, IsolationLevel, TransactionOptions, TransactionTrait};

use super::{Database, Dialect};

impl Database {
    /// A transaction in which all reads see the same state, whatever is written meanwhile. For commands: it holds
    /// the connection for writing.
    ///
    /// # Errors
    ///
    /// When the database does not answer.
    pub async fn snapshot(&self) -> Result<DatabaseTransaction, DbErr> {
        // A transaction of SQLite is one already.
        let isolation_level = (self.dialect == Dialect::Postgres).then_some(IsolationLevel::RepeatableRead);
        self.writer.begin_with_options(TransactionOptions { isolation_level, ..TransactionOptions::default() }).await
    }
}
