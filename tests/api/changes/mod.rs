//! What the log promises: it tells everything, in order, and everything can be taken back.

mod directory;
mod erase;
mod follow;
mod killed;
pub mod random;
mod undo;
mod writers;

use cluster_directory::change::{Applied, Author, Mode, Refusal, Scope, Step, apply};
use cluster_directory::database::Database;

use super::support::now;

pub use directory::{Directory, texts};
pub use follow::Copy;

/// Does steps as somebody who may do everything.
pub async fn done(database: &Database, steps: Vec<Step>) -> Result<Applied, Refusal> {
    let author = Author {
        name: "story".to_owned(),
        token: None,
        comment: None,
        at: now(),
        may: Scope::Everything,
        idempotency_key: None,
    };
    apply(database, cluster_directory::directory::catalog(), &author, steps, Mode::Done).await
}
