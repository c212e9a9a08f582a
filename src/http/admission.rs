//! How much is taken on at the same time.
//!
//! A request that finds no place is refused at once: its client learns early that it must wait, and those
//! that were let in are answered in time. What a single client may take is a matter of
//! [`crate::allowance`].

use tokio::sync::{Semaphore, SemaphorePermit};

use crate::metrics::Metrics;

/// The places for requests that are being answered or wait for the database.
pub struct Admission {
    places: Semaphore,
    most: usize,
}

/// A request's place, free again when it is dropped.
pub struct Place<'a> {
    _permit: SemaphorePermit<'a>,
    metrics: &'a Metrics,
}

impl Admission {
    pub fn new(places: usize) -> Self {
        let most = places.min(Semaphore::MAX_PERMITS);
        Self { places: Semaphore::new(most), most }
    }

    /// Whether a place is free now.
    pub fn has_room(&self) -> bool {
        self.places.available_permits() > 0
    }

    /// Whether most places are free, so that nobody is refused.
    pub fn is_calm(&self) -> bool {
        self.places.available_permits() > self.most / 2
    }

    /// A place, if one is free.
    pub fn enter<'a>(&'a self, metrics: &'a Metrics) -> Option<Place<'a>> {
        let permit = self.places.try_acquire().ok()?;
        metrics.requests_active.inc();
        Some(Place { _permit: permit, metrics })
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.metrics.requests_active.dec();
    }
}
