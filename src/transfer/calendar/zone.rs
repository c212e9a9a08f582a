//! Time zones as calendar files name them.

use std::collections::HashMap;
use std::sync::LazyLock;

use chrono::{
    DateTime, Datelike, Days, FixedOffset, LocalResult, NaiveDate, NaiveDateTime, Offset, TimeDelta, TimeZone, Utc,
    Weekday,
};
use chrono_tz::{TZ_VARIANTS, Tz};

use super::component::Component;
use super::moment::date_time;

/// What people and programs call time zones beside their IANA names.
const SPELLINGS: &str = include_str!("../../../data/spellings/time-zones.tsv");

/// A time zone.
#[derive(Clone, Debug)]
pub enum Zone {
    /// One of the time zone database.
    Known(Tz),
    /// One that only the file knows.
    Ruled(Vec<Rule>),
    Offset(FixedOffset),
}

/// From when on a zone has an offset: a `STANDARD` or `DAYLIGHT` part.
#[derive(Clone, Debug)]
pub struct Rule {
    from: FixedOffset,
    to: FixedOffset,
    start: NaiveDateTime,
    dates: Vec<NaiveDateTime>,
    yearly: Option<Yearly>,
}

/// The weekday of a month on which a rule begins every year: the first (1), the last (-1).
#[derive(Clone, Debug)]
struct Yearly {
    month: u32,
    weekday: Option<(i32, Weekday)>,
    until: Option<NaiveDateTime>,
}

/// The zones of a file.
#[derive(Debug, Default)]
pub struct Zones {
    by_name: HashMap<String, Zone>,
}

impl Zones {
    /// Reads the zones that a file brings along.
    pub fn of(components: &[Component]) -> Self {
        let zone = |component: &Component| {
            let name = component.property("TZID")?.value.trim().to_owned();
            let place = component.property("X-LIC-LOCATION").and_then(|it| known(it.value.trim()));
            let rules = || component.components.iter().filter_map(Rule::of).collect::<Vec<_>>();
            let zone = known(&name).or(place).map_or_else(|| Zone::Ruled(rules()), Zone::Known);
            let is_empty = matches!(&zone, Zone::Ruled(rules) if rules.is_empty());
            (!is_empty).then_some((name, zone))
        };
        Self { by_name: components.iter().filter_map(zone).collect() }
    }

    /// The zone of that name; `None` if nobody knows it.
    pub fn find(&self, name: &str) -> Option<Zone> {
        let name = name.trim().trim_matches('"');
        let ours = || self.by_name.get(name).cloned();
        known(name).map(Zone::Known).or_else(ours).or_else(|| offset(name).map(Zone::Offset))
    }
}

/// A zone of the database by its name, by what follows a vendor's prefix (`/mozilla.org/20070129_1/Europe/Berlin`),
/// or by what Windows calls it.
fn known(name: &str) -> Option<Tz> {
    static BY_NAME: LazyLock<HashMap<String, Tz>> = LazyLock::new(|| {
        let names = TZ_VARIANTS.iter().map(|zone| (zone.name().to_lowercase(), *zone));
        let spelled = SPELLINGS.lines().filter_map(|line| line.split_once('\t'));
        let spelled = spelled.filter_map(|(name, zone)| Some((name.to_lowercase(), zone.parse().ok()?)));
        spelled.chain(names).collect()
    });
    let name = name.to_lowercase();
    // Outlook puts the offset in front: (UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna
    let plain = name.strip_prefix('(').and_then(|rest| rest.split_once(')')).map_or(&*name, |(_, rest)| rest.trim());
    let tails = plain.match_indices('/').map(|(at, _)| &plain[at + 1..]);
    std::iter::once(plain).chain(tails).find_map(|name| BY_NAME.get(name).copied())
}

/// `GMT+0100`, `UTC+11`, `(GMT -03:30)`, `+01:00`.
fn offset(name: &str) -> Option<FixedOffset> {
    let plain: String = name.chars().filter(|c| !matches!(c, ' ' | '(' | ')' | ':')).collect();
    let plain = plain.to_ascii_uppercase();
    let digits = plain.strip_prefix("GMT").or_else(|| plain.strip_prefix("UTC")).unwrap_or(&plain);
    match digits.len() {
        0 => FixedOffset::east_opt(0),
        2 | 3 => utc_offset(&format!("{}{:0>2}00", digits.get(..1)?, digits.get(1..)?)),
        _ => utc_offset(digits),
    }
}

/// `+0100`, `-0741`, `+055001`.
fn utc_offset(text: &str) -> Option<FixedOffset> {
    let text = text.trim();
    let sign = match text.get(..1)? {
        "+" => 1,
        "-" => -1,
        _ => return None,
    };
    let part = |at: usize| text.get(at..at + 2).and_then(|two| two.parse::<i32>().ok());
    if text.len() != 5 && text.len() != 7 {
        return None;
    }
    FixedOffset::east_opt(sign * (part(1)? * 3600 + part(3)? * 60 + part(5).unwrap_or(0)))
}

impl Zone {
    /// The moment at which clocks there show this time. Where they show it twice it is the first time; where they
    /// jump over it, it is as long after the jump as it would have been.
    pub fn moment(&self, local: NaiveDateTime) -> Option<DateTime<Utc>> {
        let offset = match self {
            Self::Known(zone) => match zone.offset_from_local_datetime(&local) {
                LocalResult::Single(offset) | LocalResult::Ambiguous(offset, _) => offset.fix(),
                LocalResult::None => {
                    let before = local.checked_sub_signed(TimeDelta::hours(3))?;
                    zone.offset_from_local_datetime(&before).earliest()?.fix()
                }
            },
            Self::Ruled(rules) => Self::ruled(rules, local)?,
            Self::Offset(offset) => *offset,
        };
        local.checked_sub_offset(offset).map(|moment| moment.and_utc())
    }

    /// What clocks there show at that moment.
    pub fn local(&self, moment: DateTime<Utc>) -> Option<NaiveDateTime> {
        match self {
            Self::Known(zone) => Some(moment.with_timezone(zone).naive_local()),
            Self::Offset(offset) => moment.naive_utc().checked_add_offset(*offset),
            Self::Ruled(rules) => {
                let offsets = rules.iter().flat_map(|rule| [rule.to, rule.from]);
                let locals = offsets.filter_map(|offset| moment.naive_utc().checked_add_offset(offset));
                locals.into_iter().find(|local| self.moment(*local) == Some(moment))
            }
        }
    }

    /// Its IANA name, if it has one.
    pub fn name(&self) -> Option<&'static str> {
        match self {
            Self::Known(zone) => Some(zone.name()),
            _ => None,
        }
    }

    /// The offset of the rule that began last; before the first, what that one ended.
    fn ruled(rules: &[Rule], local: NaiveDateTime) -> Option<FixedOffset> {
        let begun = rules.iter().filter_map(|rule| rule.last_begin(local).map(|begin| (begin, rule.to)));
        let last = begun.max_by_key(|(begin, _)| *begin).map(|(_, to)| to);
        last.or_else(|| rules.iter().min_by_key(|rule| rule.start).map(|rule| rule.from))
    }
}

impl Rule {
    fn of(component: &Component) -> Option<Self> {
        let offset = |name: &str| component.property(name).and_then(|it| utc_offset(&it.value));
        let to = offset("TZOFFSETTO")?;
        let start = component.property("DTSTART").and_then(|it| date_time(&it.value))?;
        let dates = component.all("RDATE").flat_map(|it| it.value.split(',')).filter_map(date_time).collect();
        let yearly = component.property("RRULE").and_then(|it| Yearly::of(&it.value, start));
        Some(Self { from: offset("TZOFFSETFROM").unwrap_or(to), to, start, dates, yearly })
    }

    /// When it last began before or at this time.
    fn last_begin(&self, local: NaiveDateTime) -> Option<NaiveDateTime> {
        let yearly = self.yearly.iter().flat_map(|yearly| {
            let years = [local.year() - 1, local.year()];
            years.into_iter().filter_map(|year| yearly.in_year(year, self.start))
        });
        let all = self.dates.iter().copied().chain([self.start]).chain(yearly);
        all.filter(|begin| *begin <= local).max()
    }
}

impl Yearly {
    fn of(rule: &str, start: NaiveDateTime) -> Option<Self> {
        let rule = rule.to_ascii_uppercase();
        let part = |name: &str| rule.split(';').find_map(|it| it.trim().strip_prefix(name)?.strip_prefix('='));
        if part("FREQ")? != "YEARLY" {
            return None;
        }
        let month = part("BYMONTH").and_then(|it| it.trim().parse().ok()).unwrap_or(start.month());
        let weekday = part("BYDAY").and_then(|day| {
            let day = day.trim();
            let at = day.len().checked_sub(2)?;
            let (nth, weekday) = (day.get(..at)?, day.get(at..)?);
            Some((nth.trim_start_matches('+').parse().ok()?, weekday_named(weekday)?))
        });
        Some(Self { month, weekday, until: part("UNTIL").and_then(date_time) })
    }

    /// When it begins in that year.
    fn in_year(&self, year: i32, start: NaiveDateTime) -> Option<NaiveDateTime> {
        let date = match self.weekday {
            Some((nth, weekday)) if nth > 0 => {
                NaiveDate::from_weekday_of_month_opt(year, self.month, weekday, u8::try_from(nth).ok()?)?
            }
            Some((nth, weekday)) => {
                let next = NaiveDate::from_ymd_opt(year + i32::from(self.month == 12), self.month % 12 + 1, 1)?;
                let back = (next.weekday().num_days_from_monday() + 6 - weekday.num_days_from_monday()) % 7 + 1;
                let weeks = u64::try_from(-nth - 1).ok()?;
                next.checked_sub_days(Days::new(u64::from(back) + 7 * weeks))?
            }
            None => NaiveDate::from_ymd_opt(year, self.month, start.day())?,
        };
        let begin = date.and_time(start.time());
        (begin >= start && self.until.is_none_or(|until| begin <= until)).then_some(begin)
    }
}

/// `MO`.
fn weekday_named(name: &str) -> Option<Weekday> {
    const NAMES: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
    let at = NAMES.iter().position(|it| *it == name)?;
    Weekday::try_from(u8::try_from(at).ok()?).ok()
}
