//! What can be done, by whom, and what came of it.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::content::{Content, as_id};
use super::log::Entry;

/// One thing to be done. Steps that wait as a proposal are kept as JSON.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub enum Step {
    /// A new record or claim.
    Create {
        /// Its resource, by name: `Event`.
        resource: String,
        /// The number it had elsewhere, if it must be that; a new one otherwise.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        id: Option<i64>,
        content: Content,
    },
    /// Other values for parts of a record; null clears. What is not named stays.
    Update {
        #[serde(with = "as_id")]
        id: i64,
        /// The version that the author has seen; `None` to overwrite whatever is there.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        expected: Option<i32>,
        patch: Content,
    },
    /// Takes a record from the directory, with what it owns and what cannot stand without it.
    Withdraw {
        #[serde(with = "as_id")]
        id: i64,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        expected: Option<i32>,
    },
    /// Brings a withdrawn record back as it was, with all that went with it.
    Restore {
        #[serde(with = "as_id")]
        id: i64,
    },
    /// Makes two records of one resource one: what leads to `from` leads to `into`, `into` gets what it has not.
    Merge {
        #[serde(with = "as_id")]
        from: i64,
        #[serde(with = "as_id")]
        into: i64,
    },
    /// Takes back a group of changes, if nothing stands on them.
    Undo { group: i64 },
    /// Takes a person's name and all text about them from the tables, the log and the search; what they did
    /// stays, as somebody's.
    Erase {
        #[serde(with = "as_id")]
        id: i64,
    },
    /// Notes what a source said of a record, for the next import from it.
    Remember {
        source: String,
        /// What the source calls the record.
        key: String,
        /// A record, or with `#3` the one that step 3 creates.
        record: String,
        content: Content,
    },
}

/// Who does it, and why.
#[derive(Clone, Debug)]
pub struct Author {
    /// Under which name the log knows them.
    pub name: String,
    /// The number of their token, if they have one.
    pub token: Option<i64>,
    pub comment: Option<String>,
    pub at: DateTime<Utc>,
    pub may: Scope,
    /// What they call this request, so that a repetition is not done again. Counts for their token only.
    pub idempotency_key: Option<String>,
}

/// What an author may write directly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    Everything,
    /// An organization, what it owns, and the events that it organizes.
    Organization(i64),
}

/// Whether it is done, or only tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    Done,
    /// All is checked and written, and then taken back.
    Tried,
}

/// What came of it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Applied {
    /// The number of the group in the log: that of its first change. None if nothing changed.
    pub group: Option<i64>,
    /// What came of each step.
    pub outcomes: Vec<Outcome>,
    /// What the log says of it, or would say if it was only tried; not of a request that was done before.
    #[serde(skip)]
    pub entries: Vec<Entry>,
    /// The records into which others were merged, as they are then.
    #[serde(skip)]
    pub merged: BTreeMap<i64, Content>,
    /// The number of the proposal that it became, if that is all that was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposal: Option<i64>,
}

/// What came of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// A record came into being, or came back.
    Created(i64),
    Updated(i64),
    /// It was so already.
    Unchanged(i64),
    Withdrawn(i64),
}

impl Outcome {
    /// The record that the step was about.
    pub fn id(self) -> i64 {
        match self {
            Self::Created(id) | Self::Updated(id) | Self::Unchanged(id) | Self::Withdrawn(id) => id,
        }
    }
}
