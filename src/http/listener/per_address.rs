//! How many connections an address has.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::network::Home;

/// The addresses that have connections now; there are never more of them than connections.
#[derive(Clone, Default)]
pub struct PerAddress {
    open: Arc<Mutex<HashMap<Home, usize>>>,
}

/// One of an address's connections, until it is dropped.
pub struct Share {
    all: PerAddress,
    home: Home,
}

impl PerAddress {
    /// One connection more, if the address may have it.
    pub fn enter(&self, home: Home, most: usize) -> Option<Share> {
        let mut open = self.open();
        let count = open.entry(home).or_default();
        if *count >= most {
            return None;
        }
        *count += 1;
        Some(Share { all: self.clone(), home })
    }

    fn open(&self) -> MutexGuard<'_, HashMap<Home, usize>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        let mut open = self.all.open();
        if let Some(count) = open.get_mut(&self.home) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.home);
            }
        }
    }
}
