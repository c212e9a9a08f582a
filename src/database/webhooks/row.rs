//! A webhook as it stands in the table.

use chrono::{DateTime, Utc};
use sea_orm::{DbErr, QueryResult};

/// What becomes of a webhook's messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WebhookStatus {
    Active,
    Paused,
    Dead,
    Gone,
}

impl WebhookStatus {
    /// As the table spells it, and `query/webhooks.rs` explains it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Active => "ACTIVE",
            Self::Paused => "PAUSED",
            Self::Dead => "DEAD",
            Self::Gone => "GONE",
        }
    }
}

/// A webhook, as far as whoever sends its messages must know it.
pub struct Webhook {
    pub id: i64,
    pub url: String,
    pub view: i64,
    pub secret: String,
    /// The secret before, and until when it signs too.
    pub previous_secret: Option<(String, DateTime<Utc>)>,
    /// The number of the last change that was told.
    pub number: i64,
    /// The last change of the message that is being sent, if it was tried before.
    pub sending: Option<i64>,
    pub round: i32,
    /// Since the last message that was taken.
    pub failures: i32,
    pub failing_since: Option<DateTime<Utc>>,
}

impl Webhook {
    pub(super) const COLUMNS: [&str; 11] = [
        "id",
        "url",
        "view_id",
        "secret",
        "previous_secret",
        "previous_until",
        "number",
        "sending",
        "round",
        "failures",
        "failing_since",
    ];

    pub(super) fn read(row: &QueryResult) -> Result<Self, DbErr> {
        let moment =
            |name| Ok::<_, DbErr>(row.try_get::<Option<i64>>("", name)?.and_then(DateTime::from_timestamp_micros));
        let previous: Option<String> = row.try_get("", "previous_secret")?;
        Ok(Self {
            id: row.try_get("", "id")?,
            url: row.try_get("", "url")?,
            view: row.try_get("", "view_id")?,
            secret: row.try_get("", "secret")?,
            previous_secret: previous.zip(moment("previous_until")?),
            number: row.try_get("", "number")?,
            sending: row.try_get("", "sending")?,
            round: row.try_get("", "round")?,
            failures: row.try_get("", "failures")?,
            failing_since: moment("failing_since")?,
        })
    }
}
