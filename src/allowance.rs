//! What the requests of one client may cost: a bucket that every request takes from and that time fills again.
//!
//! A bucket is known by the one moment at which it is full again. Each unit taken puts the moment off; if it would
//! lie further away than filling an empty bucket takes, there is not enough in it. A bucket that is full says
//! nothing and is forgotten: no address is kept for longer than a bucket takes to fill.

use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use moka::policy::EvictionPolicy;
use moka::sync::Cache;

use crate::error::{Code, Error, Result};

/// How many clients are told apart at the same time. If more come, those that were away the longest start anew.
const MOST_CLIENTS: u64 = 50_000;
/// What any request costs, whatever becomes of it.
const ENTRY: u32 = 1;

/// Whose the buckets are, and how large.
#[derive(Clone, Copy, Debug)]
struct Terms {
    /// As in "your address".
    client: &'static str,
    capacity: u32,
    refill: u32,
}

impl Terms {
    /// How long it takes until so much has come back.
    fn time(self, price: u32) -> Duration {
        Duration::from_secs(price.into()) / self.refill
    }
}

/// The buckets of all clients, who are told apart by a `K`.
pub struct Allowances<K> {
    terms: Terms,
    /// When each is full again.
    full: Cache<K, Arc<Mutex<Instant>>>,
}

impl<K: Hash + Eq + Send + Sync + 'static> Allowances<K> {
    /// Buckets of this capacity, to which so much comes back every second; a capacity of 0 sets no bound. `client`
    /// is what a client is told whose bucket it is.
    pub fn new(client: &'static str, capacity: u32, refill: u32) -> Self {
        let terms = Terms { client, capacity, refill: refill.max(1) };
        let full = Cache::builder()
            .max_capacity(MOST_CLIENTS)
            // The usual policy would rather know old clients than count new ones.
            .eviction_policy(EvictionPolicy::lru())
            .time_to_idle(terms.time(capacity) + Duration::from_secs(1))
            .build();
        Self { terms, full }
    }

    /// A client's bucket.
    pub fn of(&self, client: K) -> Allowance {
        if self.terms.capacity == 0 {
            return Allowance::default();
        }
        let full = self.full.get_with(client, || Arc::new(Mutex::new(Instant::now())));
        Allowance(Some(Bucket { terms: self.terms, full }))
    }
}

/// What a client may still ask for; by default there is no bound.
#[derive(Clone, Debug, Default)]
pub struct Allowance(Option<Bucket>);

#[derive(Clone, Debug)]
struct Bucket {
    terms: Terms,
    full: Arc<Mutex<Instant>>,
}

impl Allowance {
    /// Takes what every request costs, before anything is done for it.
    ///
    /// # Errors
    ///
    /// When the bucket is empty.
    pub fn enter(&self) -> Result<()> {
        self.0.as_ref().map_or(Ok(()), |bucket| bucket.take(ENTRY, ENTRY))
    }

    /// Takes the rest of a price that is known now. A full bucket pays for anything, or a request whose price is
    /// above the capacity could never be answered.
    ///
    /// # Errors
    ///
    /// When there is not enough in the bucket.
    pub fn pay(&self, price: usize) -> Result<()> {
        self.0.as_ref().map_or(Ok(()), |bucket| {
            let price = u32::try_from(price).unwrap_or(u32::MAX).min(bucket.terms.capacity);
            bucket.take(price.saturating_sub(ENTRY), price)
        })
    }

    /// Takes a price that came out while it was being answered, when it is too late to refuse: what is not in the
    /// bucket is owed, as much as it holds at most.
    pub fn owe(&self, price: usize) {
        if let Some(bucket) = &self.0 {
            bucket.owe(u32::try_from(price).unwrap_or(u32::MAX).min(bucket.terms.capacity));
        }
    }
}

impl Bucket {
    /// Takes a price, also from an empty bucket: its client waits longer.
    fn owe(&self, price: u32) {
        let now = Instant::now();
        let mut full = self.full.lock().unwrap_or_else(PoisonError::into_inner);
        *full = (*full).max(now) + self.terms.time(price);
    }

    /// Takes so much of a price.
    fn take(&self, part: u32, price: u32) -> Result<()> {
        let now = Instant::now();
        let mut full = self.full.lock().unwrap_or_else(PoisonError::into_inner);
        let then = (*full).max(now) + self.terms.time(part);
        let missing = (then - now).saturating_sub(self.terms.time(self.terms.capacity));
        if missing.is_zero() {
            *full = then;
            return Ok(());
        }
        let Terms { client, capacity, refill } = self.terms;
        let seconds = missing.as_millis().div_ceil(1000).max(1);
        let message = format!(
            "Your {client} has an allowance of {capacity}, to which {refill} come back every second. This request \
             costs {price} and not so much is left; ask again in {seconds} {}.",
            if seconds == 1 { "second" } else { "seconds" }
        );
        Err(Error::new(Code::RateLimited, message).retried_after(u32::try_from(seconds).unwrap_or(u32::MAX)))
    }
}
