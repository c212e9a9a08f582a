//! Feeds that were made, for those who ask for the same again.

use bytes::Bytes;
use chrono::{DateTime, Utc};
use moka::sync::Cache;

use crate::graphql::Tag;

/// How many bytes of feeds are kept.
const MOST_BYTES: u64 = 32 * 1024 * 1024;
/// What is kept of a feed beside its text, in bytes.
const OVERHEAD: usize = 400;

/// A feed as it is sent.
#[derive(Clone)]
pub struct Made {
    pub text: Bytes,
    /// When anything that it may follow from was last written.
    pub changed: Option<DateTime<Utc>>,
    /// The address of the next page.
    pub next: Option<String>,
}

/// Feeds by their tags. A tag has all that a feed follows from, so none is ever wrong.
pub struct Kept(Cache<Tag, Made>);

impl Default for Kept {
    fn default() -> Self {
        let weigh = |_: &Tag, made: &Made| u32::try_from(made.text.len() + OVERHEAD).unwrap_or(u32::MAX);
        Self(Cache::builder().max_capacity(MOST_BYTES).weigher(weigh).build())
    }
}

impl Kept {
    pub fn recall(&self, tag: Tag) -> Option<Made> {
        self.0.get(&tag)
    }

    pub fn keep(&self, tag: Tag, made: Made) {
        self.0.insert(tag, made);
    }
}
