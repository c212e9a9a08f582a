//! Answers that were given, for those who ask the same again.
//!
//! An answer is kept under all that it follows from: the document, the operation, the variables, who asks, the state
//! of the data, the day. So none is ever wrong, and those of an older state are pushed out by newer ones. The name
//! under which it is kept is also its entity tag: it is known before anything is read.

use bytes::Bytes;
use chrono::{Datelike, NaiveDate};
use moka::policy::EvictionPolicy;
use moka::sync::Cache;

use super::request::{DocumentName, Request};
use crate::hash::Hash;

/// What is kept of an answer beside its text, in bytes.
const OVERHEAD: usize = 200;

/// What an answer follows from.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Tag {
    of: Hash,
    /// The state of the data, which the answer has at least; 0 for what does not come from the data.
    pub state: i64,
}

impl Tag {
    /// The tag of the answer to a request for this document, in this state and on this day.
    pub fn of(document: &DocumentName, request: &Request, state: i64, day: NaiveDate) -> Self {
        // What one token is told is told to no other, whatever the two may see.
        let viewer = request.viewer.token().map_or(0, |token| token.id);
        let (operation, variables) = request.said();
        let from = [viewer, state, day.num_days_from_ce().into()].map(i64::to_le_bytes);
        let said = [document.hash.as_bytes(), operation.as_bytes(), variables.as_bytes()];
        let of = Hash::of_all(said.into_iter().chain([from.as_flattened()]));
        Self { of, state }
    }

    /// The tag of a file that comes with the server.
    pub fn of_file(bytes: &[u8]) -> Self {
        Self { of: Hash::of(&String::from_utf8_lossy(bytes)), state: 0 }
    }

    /// The tag of what was made of a listing, which follows from this address, in this state and on this day.
    pub fn of_listing(address: &str, state: i64, day: NaiveDate) -> Self {
        Self { of: Hash::of(&format!("{address}\n{state}\n{day}")), state }
    }

    /// As the value of `ETag`. It is weak, because the same answer can be sent compressed (RFC 9110, 8.8.1).
    pub fn header(self) -> String {
        format!("W/\"{}\"", &self.of.digits()[..32])
    }

    /// Whether it is among the tags of `If-None-Match`, weak or not (RFC 9110, 13.1.2). `*` is no tag: only who has
    /// the answer knows its tag.
    pub fn is_in(self, tags: &str) -> bool {
        let own = self.header();
        tags.split(',').any(|tag| tag.trim().trim_start_matches("W/") == own.trim_start_matches("W/"))
    }
}

/// The answers that are kept.
pub struct Answers(Cache<Tag, Bytes>);

impl Answers {
    /// So many bytes of answers at most.
    pub fn of(bytes: usize) -> Self {
        let weigh = |_: &Tag, body: &Bytes| u32::try_from(body.len() + OVERHEAD).unwrap_or(u32::MAX);
        // The usual policy would rather keep what was asked often in states that are gone than let in what is new.
        let policy = EvictionPolicy::lru();
        Self(Cache::builder().max_capacity(bytes as u64).weigher(weigh).eviction_policy(policy).build())
    }

    /// The answer with this tag.
    pub fn recall(&self, tag: Tag) -> Option<Bytes> {
        self.0.get(&tag)
    }

    /// Keeps an answer, if any are kept.
    pub fn keep(&self, tag: Tag, body: impl FnOnce() -> Bytes) {
        if self.are_kept() {
            self.0.insert(tag, body());
        }
    }

    /// Whether any are kept.
    pub fn are_kept(&self) -> bool {
        self.0.policy().max_capacity() != Some(0)
    }
}
