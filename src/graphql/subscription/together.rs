//! What several need at the same time, made by the first of them and gone with the last.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use tokio::sync::Mutex as AsyncMutex;

use crate::error::Result;
use crate::hash::Hash;

/// Things by their names.
pub struct Together<T>(Mutex<HashMap<Hash, Arc<AsyncMutex<Weak<T>>>>>);

impl<T> Default for Together<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T> Together<T> {
    /// The thing of that name: that which another has, or one that is made now. Who asks for it meanwhile waits.
    pub async fn of<F: Future<Output = Result<T>>>(&self, name: Hash, make: impl FnOnce() -> F) -> Result<Arc<T>> {
        let place = {
            let mut places = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            places.retain(|_, place| {
                let needed = |thing: &Weak<T>| thing.strong_count() > 0;
                Arc::strong_count(place) > 1 || place.try_lock().is_ok_and(|thing| needed(&thing))
            });
            Arc::clone(places.entry(name).or_default())
        };
        let mut place = place.lock().await;
        if let Some(thing) = place.upgrade() {
            return Ok(thing);
        }
        let thing = Arc::new(make().await?);
        *place = Arc::downgrade(&thing);
        Ok(thing)
    }
}
