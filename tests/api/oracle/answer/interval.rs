//! Uncertain dates. CERTAIN: it is so whatever the unknown days were; POSSIBLE: nothing known speaks
//! against it. CERTAIN if nothing is said.

use chrono::NaiveDate;
use cluster_directory::resource::{Kind, Period, Resource};

use super::Reader;
use super::filter::compares;
use crate::oracle::document::Value;
use crate::oracle::rows::{Cell, Row};

/// A fuzzy date of a row.
#[derive(Clone, Copy)]
pub struct Date<'r> {
    edtf: Option<&'r str>,
    earliest: Option<NaiveDate>,
    latest: Option<NaiveDate>,
}

impl<'r> Date<'r> {
    fn of(resource: &Resource, row: &'r Row, name: &str) -> Self {
        let attribute = resource.find_attribute(name).expect("a known date");
        Self::column(row, &attribute.column)
    }

    pub fn column(row: &'r Row, column: &str) -> Self {
        Self {
            edtf: row.cell(column).as_text(),
            earliest: row.cell(&format!("{column}_earliest")).as_day(),
            latest: row.cell(&format!("{column}_latest")).as_day(),
        }
    }

    pub fn item(row: &'r Row) -> Self {
        Self {
            edtf: row.cell("value").as_text(),
            earliest: row.cell("earliest").as_day(),
            latest: row.cell("latest").as_day(),
        }
    }

    fn is_known(self) -> bool {
        self.edtf.is_some()
    }

    /// No day of it lies after; a bound that is missing is open.
    fn is_over_by(self, day: NaiveDate) -> bool {
        self.latest.is_some_and(|latest| latest <= day)
    }

    fn begins_no_earlier(self, day: NaiveDate) -> bool {
        self.earliest.is_some_and(|earliest| earliest >= day)
    }

    fn may_be_by(self, day: NaiveDate) -> bool {
        self.earliest.is_none_or(|earliest| earliest <= day)
    }

    fn may_be_from(self, day: NaiveDate) -> bool {
        self.latest.is_none_or(|latest| latest >= day)
    }
}

/// `asOf: { date, certainty }`. Until is the last day on which it held. CERTAIN: it had begun by the
/// day, and the end, if there is one, certainly is not earlier. POSSIBLE: not excluded.
pub fn held(resource: &Resource, row: &Row, as_of: &Value) -> bool {
    let (since, until) = resource.interval.expect("it holds for a time");
    let (since, until) = (Date::of(resource, row, since), Date::of(resource, row, until));
    let day = day(as_of.entry("date").expect("a day"));
    if is_certain(as_of) {
        since.is_over_by(day) && (!until.is_known() || until.begins_no_earlier(day))
    } else {
        since.may_be_by(day) && until.may_be_from(day)
    }
}

/// `during: { from, to, certainty }`: some day of it lies in the period; without a start that is not
/// known. Without an end it was over when it began, or, where it lasts, may have gone on for ever.
pub fn during(resource: &Resource, row: &Row, period: Period, filter: &Value) -> bool {
    let start = Date::of(resource, row, period.start);
    let end = Date::of(resource, row, period.end);
    let certain = is_certain(filter);
    let begins_in_time =
        filter.entry("to").is_none_or(|to| if certain { start.is_over_by(day(to)) } else { start.may_be_by(day(to)) });
    let lasts_enough = filter.entry("from").is_none_or(|from| {
        let from = day(from);
        match (certain, end.is_known()) {
            // What begins after `from` cannot be over before.
            (true, _) => start.begins_no_earlier(from) || end.begins_no_earlier(from),
            (false, true) => end.may_be_from(from),
            (false, false) => period.lasts || start.may_be_from(from),
        }
    });
    start.is_known() && begins_in_time && lasts_enough
}

fn is_certain(filter: &Value) -> bool {
    filter.entry("certainty").is_none_or(|word| word.as_text() == "CERTAIN")
}

fn day(value: &Value) -> NaiveDate {
    value.as_text().parse().expect("a day")
}

impl Reader<'_> {
    /// `{ from, to, certainty, precision, isNull }`. A date that is not recorded meets neither bound,
    /// and its precision is a missing value.
    pub fn fuzzy_meets(&self, date: Date<'_>, filter: &Value) -> bool {
        let certain = is_certain(filter);
        filter.entries().into_iter().all(|(name, value)| match name {
            "from" if certain => date.begins_no_earlier(day(value)),
            "from" => date.is_known() && date.may_be_from(day(value)),
            "to" if certain => date.is_over_by(day(value)),
            "to" => date.is_known() && date.may_be_by(day(value)),
            "precision" => {
                let word = date.edtf.map(|edtf| self.described(edtf).text("precision").to_owned());
                let cell = word.map_or(Cell::Null, Cell::Text);
                let choice = Kind::Text;
                value.entries().iter().all(|(name, value)| compares(&cell, choice, name, value))
            }
            "isNull" => matches!(value, Value::Boolean(truth) if *truth != date.is_known()),
            _ => true,
        })
    }
}
