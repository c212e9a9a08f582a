//! What an import did, or would do, line by line.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;
use serde_json::Value as Json;

use super::incoming::{Incoming, Spot};

/// What an import did, or would do.
#[derive(Debug, Default)]
pub struct Report {
    pub entries: Vec<Entry>,
    /// Whether it was only tried.
    pub tried: bool,
}

/// What became of something that a source says.
#[derive(Clone, Debug, Serialize)]
pub struct Entry {
    pub action: Action,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub file: String,
    #[serde(skip_serializing_if = "is_zero")]
    pub line: usize,
    /// The resource it is about, if it is about one.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub resource: &'static str,
    /// What the source calls it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub key: String,
    /// What a person would call it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// The record that it became or was found to be; none after a trial, where it is new.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Change>,
    /// Why, where that has to be said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_zero(line: &usize) -> bool {
    *line == 0
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    /// A new record.
    Created,
    /// A record got other values.
    Changed,
    /// The record was so already.
    Same,
    /// The line says more of a record that an earlier line began.
    Joined,
    /// A part of the record was changed by hand, and stays so.
    Kept,
    /// A part was left out, the record was taken.
    Left,
    /// A record is named that the directory does not have.
    Needed,
    /// The source does not speak of the record any more; it was left as it is.
    Vanished,
    /// It was not taken.
    Refused,
}

/// A part of a record with another value.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    pub part: String,
    pub from: Json,
    pub to: Json,
}

impl Entry {
    /// An entry about what stands there.
    pub fn at(action: Action, spot: &Spot) -> Self {
        Self {
            action,
            file: spot.file.to_string(),
            line: spot.line,
            resource: "",
            key: String::new(),
            name: String::new(),
            record: None,
            changes: Vec::new(),
            reason: None,
        }
    }

    /// An entry about a record.
    pub fn of(action: Action, incoming: &Incoming<'_>) -> Self {
        let (resource, key, name) = (incoming.resource.name, incoming.key.clone(), incoming.label().to_owned());
        Self { resource, key, name, ..Self::at(action, &incoming.at) }
    }

    pub fn because(self, reason: impl Into<String>) -> Self {
        Self { reason: Some(reason.into()), ..self }
    }
}

impl Report {
    pub fn add(&mut self, entry: Entry) {
        self.entries.push(entry);
    }

    /// How many entries say so.
    pub fn count(&self, action: Action) -> usize {
        self.entries.iter().filter(|entry| entry.action == action).count()
    }

    /// All of it, a JSON object a line.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub fn write_lines(&self, mut out: impl Write) -> io::Result<()> {
        for entry in &self.entries {
            serde_json::to_writer(&mut out, entry)?;
            out.write_all(b"\n")?;
        }
        out.flush()
    }

    /// The counts, and the reasons with theirs, for the terminal.
    pub fn summary(&self) -> String {
        let mut said = String::new();
        let would = if self.tried { "would be " } else { "" };
        for (action, words) in [
            (Action::Created, format!("{would}created")),
            (Action::Changed, format!("{would}changed")),
            (Action::Same, "left alone: they are so already".to_owned()),
            (Action::Joined, "lines joined with an earlier one of the same record".to_owned()),
            (Action::Kept, "kept as they were changed by hand".to_owned()),
            (Action::Vanished, "not in the source any more; left as they are".to_owned()),
            (Action::Needed, "named, but not in the directory; --create makes them".to_owned()),
            (Action::Left, "parts left out".to_owned()),
            (Action::Refused, "not taken".to_owned()),
        ] {
            let count = self.count(action);
            if count > 0 {
                said.push_str(&format!("{count:>7} {words}{}\n", self.detail(action)));
            }
        }
        if said.is_empty() {
            said.push_str("The source says nothing.\n");
        }
        if self.tried {
            said.push_str("Nothing was written: this was a trial.\n");
        }
        said
    }

    /// What an action was about: the resources, or the reasons.
    fn detail(&self, action: Action) -> String {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for entry in self.entries.iter().filter(|entry| entry.action == action) {
            let about = match action {
                Action::Left | Action::Refused | Action::Needed => entry.reason.as_deref().unwrap_or_default(),
                _ => entry.resource,
            };
            *counts.entry(about).or_default() += 1;
        }
        counts.remove("");
        let mut counts: Vec<_> = counts.into_iter().collect();
        counts.sort_by_key(|(about, count)| (std::cmp::Reverse(*count), *about));
        match action {
            Action::Joined => String::new(),
            Action::Left | Action::Refused | Action::Needed => {
                let more = counts.len().saturating_sub(MOST_REASONS);
                let mut lines: String = counts
                    .into_iter()
                    .take(MOST_REASONS)
                    .map(|(reason, count)| format!("\n        {count:>7} {reason}"))
                    .collect();
                if more > 0 {
                    lines.push_str(&format!("\n                and {more} other reasons; --report has all"));
                }
                lines
            }
            _ => {
                let said: Vec<_> = counts.into_iter().map(|(about, count)| format!("{count} {about}")).collect();
                format!(" ({})", said.join(", "))
            }
        }
    }
}

/// How many reasons the terminal shows.
const MOST_REASONS: usize = 10;
