//! Days, times and durations as calendar files write them.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};

use super::line::Property;
use super::zone::{Zone, Zones};

/// When something is: a day, or what clocks show somewhere.
#[derive(Clone, Debug)]
pub struct When {
    /// Midnight, if it is a day.
    pub local: NaiveDateTime,
    pub kind: Kind,
}

/// Of which sort a time is.
#[derive(Clone, Debug)]
pub enum Kind {
    /// A whole day.
    Day,
    /// A time in a zone.
    In(Zone),
    /// A time of which nobody says where; with the name of a zone that nobody knows, if one is given.
    Floating(Option<String>),
}

impl When {
    /// The moment, if it is known.
    pub fn moment(&self) -> Option<DateTime<Utc>> {
        match &self.kind {
            Kind::In(zone) => zone.moment(self.local),
            _ => None,
        }
    }

    pub fn is_day(&self) -> bool {
        matches!(self.kind, Kind::Day)
    }

    /// The same time as clocks show it where the other one is.
    pub fn seen_from(&self, other: &Self) -> NaiveDateTime {
        match (&other.kind, self.moment()) {
            (Kind::In(zone), Some(moment)) => zone.local(moment).unwrap_or(self.local),
            _ => self.local,
        }
    }

    /// Another time at the same place.
    pub fn at(&self, local: NaiveDateTime) -> Self {
        Self { local, kind: self.kind.clone() }
    }
}

/// How times without a place are read.
#[derive(Debug)]
pub struct Reading<'z> {
    pub zones: &'z Zones,
    /// The zone of the whole calendar: where floating times are, and where those in UTC are seen from.
    pub home: Option<Zone>,
}

impl Reading<'_> {
    /// The times of a property: one, or a list of them; those that are none are left out.
    pub fn times(&self, property: &Property) -> Vec<When> {
        // Of a period the beginning counts
        let items = property.value.split(',').map(|item| item.split('/').next().unwrap_or_default());
        items.filter_map(|item| self.time(property, item)).collect()
    }

    fn time(&self, property: &Property, text: &str) -> Option<When> {
        let text = text.trim();
        if let Some(date) = day(text) {
            return Some(When { local: date.and_time(NaiveTime::MIN), kind: Kind::Day });
        }
        let local = date_time(text)?;
        let kind = if text.ends_with(['Z', 'z']) {
            let seen = self.home.clone().unwrap_or(Zone::Known(chrono_tz::UTC));
            let local = seen.local(local.and_utc())?;
            return Some(When { local, kind: Kind::In(seen) });
        } else if let Some(name) = property.parameter("TZID") {
            self.zones.find(name).map_or_else(|| Kind::Floating(Some(name.to_owned())), Kind::In)
        } else {
            self.home.clone().map_or(Kind::Floating(None), Kind::In)
        };
        Some(When { local, kind })
    }
}

/// `20160928`, `2016-09-28`.
fn day(text: &str) -> Option<NaiveDate> {
    let digits = digits(text)?;
    (digits.len() == 8).then(|| date(&digits)).flatten()
}

/// `20160928T090000`, with or without seconds, `Z`, hyphens and colons; a day is its midnight.
pub fn date_time(text: &str) -> Option<NaiveDateTime> {
    let text = text.trim().trim_end_matches(['Z', 'z']);
    let (day_text, time) = text.split_once(['T', 't', ' ']).unwrap_or((text, ""));
    let date = date(&digits(day_text)?)?;
    let time = digits(time)?;
    let part = |at: usize| time.get(at..at + 2).map_or(Some(0), |two| two.parse::<u32>().ok());
    if !matches!(time.len(), 0 | 4 | 6) {
        return None;
    }
    // A leap second is the last one of its minute
    let time = NaiveTime::from_hms_opt(part(0)?, part(2)?, part(4)?.min(59))?;
    Some(date.and_time(time))
}

/// The digits of a day or a time, without what may stand between them.
fn digits(text: &str) -> Option<String> {
    let plain: String = text.chars().filter(|c| !matches!(c, '-' | ':')).collect();
    plain.bytes().all(|byte| byte.is_ascii_digit()).then_some(plain)
}

fn date(digits: &str) -> Option<NaiveDate> {
    if digits.len() != 8 {
        return None;
    }
    let date =
        NaiveDate::from_ymd_opt(digits[..4].parse().ok()?, digits[4..6].parse().ok()?, digits[6..].parse().ok()?)?;
    // The databases spell other years in other ways, and what is next to them can be reckoned with
    (2..=9998).contains(&date.year()).then_some(date)
}

/// `P1DT2H`, `PT30M`, `P2W`; nothing that goes back.
pub fn duration(text: &str) -> Option<TimeDelta> {
    let text = text.trim().to_ascii_uppercase();
    let rest = text.strip_prefix('+').unwrap_or(&text).strip_prefix('P')?;
    let (mut seconds, mut number, mut any) = (0_i64, String::new(), false);
    let mut in_time = false;
    for letter in rest.chars() {
        let unit = match letter {
            '0'..='9' => {
                number.push(letter);
                continue;
            }
            'T' => {
                in_time = true;
                continue;
            }
            'W' => 7 * 86_400,
            'D' => 86_400,
            'H' => 3_600,
            'M' if in_time => 60,
            'S' => 1,
            _ => return None,
        };
        let count: i64 = std::mem::take(&mut number).parse().ok()?;
        seconds = seconds.checked_add(count.checked_mul(unit)?)?;
        any = true;
    }
    // Longer than a year is a slip
    (any && number.is_empty() && seconds <= 366 * 86_400).then(|| TimeDelta::seconds(seconds))
}
