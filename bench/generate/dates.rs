//! Days and how well they are known.

use serde_json::{Value, json};

use crate::random::Random;

/// A day of the calendar.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day {
    pub year: usize,
    pub month: usize,
    pub of_month: usize,
}

impl Day {
    /// Any day of these years; months of conferences more often than those of holidays.
    pub fn within(random: &mut Random, first: usize, last: usize) -> Self {
        const MONTHS: [usize; 24] = [1, 2, 2, 3, 3, 3, 4, 4, 5, 5, 5, 6, 6, 7, 9, 9, 9, 10, 10, 10, 11, 11, 11, 12];
        Self { year: random.between(first, last), month: MONTHS[random.below(24)], of_month: random.between(1, 28) }
    }

    /// Some days later, in the same month.
    pub fn later(self, days: usize) -> Self {
        Self { of_month: (self.of_month + days).min(28), ..self }
    }

    pub fn years_later(self, years: usize) -> Self {
        Self { year: self.year + years, ..self }
    }

    pub fn text(self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month, self.of_month)
    }

    fn month_text(self) -> String {
        format!("{:04}-{:02}", self.year, self.month)
    }

    /// A moment of the day.
    pub fn at(self, hour: usize) -> String {
        format!("{}T{hour:02}:00:00Z", self.text())
    }

    /// The day as a source may give it: mostly to the day, sometimes by month, year, bounds or guess.
    pub fn as_known(self, random: &mut Random) -> Value {
        let days = random.between(3, 40);
        let later = |day: Self| if day.month == 12 { day.years_later(1) } else { Self { month: day.month + 1, ..day } };
        match random.below(100) {
            0..52 => json!(self.text()),
            52..67 => json!(self.month_text()),
            67..83 => json!(format!("{:04}", self.year)),
            83..87 => json!(format!("{}~", self.month_text())),
            87..90 => json!(format!("{:04}?", self.year)),
            90..94 => json!(format!("../{}", self.text())),
            94..96 => json!(format!("{}/..", self.text())),
            96..98 => json!(format!("{}/{}", self.text(), later(self.later(days)).text())),
            _ => json!({
                "edtf": format!("{:04}", self.year), "earliest": self.text(), "latest": self.later(days).text()
            }),
        }
    }
}
