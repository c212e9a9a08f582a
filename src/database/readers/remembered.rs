//! What a statement of SQLite worked out, for as long as it runs.
//!
//! SQLite works a subquery out again for each row that asks for it. Where the same record stands in an answer many
//! times, the statement says `coalesce(remembered(1, id), remembered(1, id, …))`: what follows from an id at this place
//! of the statement is worked out for the first, and the others are given what it was.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::Connection;
use rusqlite::functions::{Context, FunctionFlags};

/// The function, with two arguments to look for something and with three to remember it.
pub const REMEMBERED: &str = "remembered";

/// By the place in the statement, and the id.
type Texts = HashMap<(i64, Option<i64>), Arc<str>>;

/// What the running statement of a connection remembers.
#[derive(Clone, Default)]
pub struct Remembered(Arc<Mutex<Texts>>);

impl Remembered {
    /// Gives a connection the function.
    pub fn of(connection: &Connection) -> rusqlite::Result<Self> {
        let remembered = Self::default();
        let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DIRECTONLY;
        let (known, new) = (remembered.clone(), remembered.clone());
        connection.create_scalar_function(REMEMBERED, 2, flags, move |call| {
            Ok(known.texts().get(&key(call)?).map(Arc::clone))
        })?;
        connection.create_scalar_function(REMEMBERED, 3, flags, move |call| {
            let text: Arc<str> = call.get_raw(2).as_str()?.into();
            new.texts().insert(key(call)?, Arc::clone(&text));
            Ok(text)
        })?;
        Ok(remembered)
    }

    /// Forgets it all: the statement has ended.
    pub fn forget(&self) {
        let mut texts = self.texts();
        if !texts.is_empty() {
            texts.clear();
        }
    }

    fn texts(&self) -> MutexGuard<'_, Texts> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn key(call: &Context<'_>) -> rusqlite::Result<(i64, Option<i64>)> {
    Ok((call.get(0)?, call.get(1)?))
}
