//! What is asked for.

use serde::Deserialize;

/// The values of any of the six questions; each uses those that it names.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Asked<'a> {
    pub slug: &'a str,
    pub from: &'a str,
    pub to: &'a str,
    pub country: &'a str,
    pub other: &'a str,
    /// The last row of the page before: its day, where rows are ordered by it, and its id.
    pub day: &'a str,
    pub id: i64,
}

#[derive(Clone, Copy, Deserialize)]
pub enum Question {
    Q1,
    Q2,
    Q3,
    Q4,
    Q5,
    Q6,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Way {
    Json,
    Rows,
}
