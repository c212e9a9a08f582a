//! From a secret to whoever has it.
//!
//! A token that was found is kept under its secret's hash, with the state of the data in which it was found. While
//! that state lasts a request with it costs no statement; when tokens change, which counts as a change of the data,
//! it is looked up again. So a revocation is known as soon as any other change. Whether a token's time is over is a
//! matter of the clock, and asked each time.

use std::sync::Arc;

use moka::sync::Cache;

use crate::allowance::Allowance;
use crate::clock::Clock;
use crate::database::Database;
use crate::error::{Error, Result};
use crate::hash::Hash;
use crate::viewer::{Secret, Token, Viewer};

/// How many tokens are kept.
const MOST_TOKENS: u64 = 10_000;
/// What it costs an address to ask with a secret that the server has not seen: once for a good one, each time for
/// one that is guessed.
const UNSEEN_COST: usize = 100;

/// Knows who has which secret.
pub struct Authority {
    database: Database,
    clock: Clock,
    seen: Cache<Hash, Seen>,
}

/// A token in a state of the data.
#[derive(Clone)]
struct Seen {
    state: i64,
    token: Arc<Token>,
}

impl Authority {
    pub fn new(database: Database, clock: Clock) -> Self {
        Self { database, clock, seen: Cache::new(MOST_TOKENS) }
    }

    /// Whoever has this secret; the allowance is that of the address from which it came.
    ///
    /// # Errors
    ///
    /// When it is no token's, or no token's any more; when the address has asked with too many such; or when the
    /// database does not answer.
    pub async fn viewer(&self, secret: &Secret, address: &Allowance) -> Result<Viewer> {
        let hash = secret.hash();
        // The state is looked up before the token: what is kept may be newer than its state, but never older.
        let state = self.database.state().await?;
        let seen = self.seen.get(&hash);
        if seen.is_none() {
            address.pay(UNSEEN_COST)?;
        }
        let token = match seen.filter(|seen| seen.state == state) {
            Some(seen) => seen.token,
            None => self
                .look_up(hash, state)
                .await?
                .ok_or_else(|| Error::unauthenticated("The token is none of ours, or it was revoked."))?,
        };
        if token.expires_at.is_some_and(|end| end <= self.clock.now()) {
            return Err(Error::unauthenticated("The token has expired."));
        }
        Ok(Viewer::Token(token))
    }

    async fn look_up(&self, hash: Hash, state: i64) -> Result<Option<Arc<Token>>> {
        let token = self.database.find_token(hash).await?.map(Arc::new);
        match &token {
            Some(token) => self.seen.insert(hash, Seen { state, token: Arc::clone(token) }),
            None => self.seen.invalidate(&hash),
        }
        Ok(token)
    }
}
