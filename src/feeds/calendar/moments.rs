//! When an event is, as a calendar says it: whole days, or instants.

use chrono::{DateTime, Days, NaiveDate, Utc};

use super::instant;
use super::lines::Lines;
use crate::listing::{Day, Row};

/// When an event begins and ends.
#[derive(Debug, PartialEq, Eq)]
pub enum Moments {
    /// On whole days, the last one included.
    Days { first: NaiveDate, last: NaiveDate },
    /// At instants; where no end is known it is as if it ended at once.
    Instants { start: DateTime<Utc>, end: Option<DateTime<Utc>> },
}

impl Moments {
    /// When an event is; `None` if its day is not known.
    pub fn of(row: &Row) -> Option<Self> {
        let first = row.start.as_ref().and_then(Day::exact);
        // What certainly was still going on; the rest is for the words.
        let last = row.end.as_ref().and_then(|end| end.earliest);
        let end = row.ends_at.filter(|end| row.starts_at.is_some_and(|start| *end > start));
        match (row.starts_at.filter(|_| row.all_day != Some(true)), first) {
            // Of several days of which only the first moment is known, an instant would show none but the first.
            (Some(_), Some(first)) if end.is_none() && last.is_some_and(|last| last > first) => {
                Some(Self::Days { first, last: last.unwrap_or(first) })
            }
            (Some(start), _) => Some(Self::Instants { start, end }),
            (None, Some(first)) => Some(Self::Days { first, last: last.unwrap_or(first).max(first) }),
            (None, None) => None,
        }
    }

    pub fn write(&self, lines: &mut Lines) {
        match self {
            Self::Days { first, last } => {
                let day = |day: NaiveDate| day.format("%Y%m%d").to_string();
                lines.plain("DTSTART;VALUE=DATE", &day(*first));
                // The end is the day after the last.
                if let Some(end) = last.checked_add_days(Days::new(1)) {
                    lines.plain("DTEND;VALUE=DATE", &day(end));
                }
            }
            Self::Instants { start, end } => {
                lines.plain("DTSTART", &instant(*start));
                if let Some(end) = end {
                    lines.plain("DTEND", &instant(*end));
                }
            }
        }
    }
}
