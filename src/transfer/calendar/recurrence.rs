//! When something that recurs takes place.

use std::collections::{BTreeSet, VecDeque};

use chrono::{NaiveDateTime, Utc};
use rrule::{RRule, RRuleSet, Tz, Unvalidated};

use super::moment::date_time;

/// How many occurrences are taken of one event: the last ones, because those before them are long past.
pub const MOST: usize = 500;
/// How many are gone through.
const FARTHEST: usize = 50_000;

/// What is said about the occurrences of an event, in the time of its place.
#[derive(Debug, Default)]
pub struct Recurrence {
    pub start: NaiveDateTime,
    pub rules: Vec<String>,
    pub dates: Vec<NaiveDateTime>,
    pub except: BTreeSet<NaiveDateTime>,
    /// What is later is not looked for where a rule has no end.
    pub horizon: NaiveDateTime,
    /// The end of each rule, if it has one, in the time of the place.
    pub until: Vec<Option<NaiveDateTime>>,
}

/// The occurrences that were found, in order.
#[derive(Debug)]
pub struct Occurrences {
    pub times: Vec<NaiveDateTime>,
    /// Whether there are more: earlier ones, or later ones of a rule without end.
    pub cut: bool,
}

impl Recurrence {
    /// The occurrences. The rules are worked out in the time of the place, where their weekdays and hours are
    /// meant, so summer time does not move them.
    ///
    /// # Errors
    ///
    /// When a rule is none: the sentence says which.
    pub fn occurrences(&self) -> Result<Occurrences, String> {
        let mut times: BTreeSet<NaiveDateTime> = self.dates.iter().copied().collect();
        times.insert(self.start);
        let mut cut = false;
        for (rule, until) in self.rules.iter().zip(&self.until) {
            let (found, more) = self.by_rule(rule, *until)?;
            times.extend(found);
            cut |= more;
        }
        times.retain(|time| !self.except.contains(time));
        let surplus = times.len().saturating_sub(MOST);
        let times: Vec<_> = times.into_iter().skip(surplus).collect();
        Ok(Occurrences { times, cut: cut || surplus > 0 })
    }

    /// What a rule gives, and whether that is less than all.
    fn by_rule(&self, rule: &str, until: Option<NaiveDateTime>) -> Result<(VecDeque<NaiveDateTime>, bool), String> {
        let plain = without_until(rule);
        if ["SECONDLY", "MINUTELY", "HOURLY"].iter().any(|often| plain.contains(often)) {
            return Err(format!("its rule {rule} is for more than one occurrence a day"));
        }
        let refuse = |error: &dyn std::fmt::Display| {
            let error = error.to_string().replace('\n', " ");
            format!("its rule {rule} cannot be read: {error}")
        };
        let parsed: RRule<Unvalidated> = plain.parse().map_err(|error| refuse(&error))?;
        let bounded = parsed.get_count().is_some() || until.is_some();
        let start = self.start.and_utc().with_timezone(&Tz::Tz(chrono_tz::UTC));
        let set: RRuleSet = parsed.build(start).map_err(|error| refuse(&error))?.limit();
        let mut found = VecDeque::new();
        let mut more = false;
        for (count, time) in set.into_iter().enumerate() {
            let time = time.with_timezone(&Utc).naive_utc();
            if until.is_some_and(|until| time > until) {
                break;
            }
            if count >= FARTHEST || !bounded && time > self.horizon {
                more = true;
                break;
            }
            found.push_back(time);
            if found.len() > MOST {
                found.pop_front();
                more = true;
            }
        }
        Ok((found, more))
    }
}

/// The end that a rule names, and whether that is in UTC.
pub fn until(rule: &str) -> Option<(NaiveDateTime, bool)> {
    let rule = rule.to_ascii_uppercase();
    let text = rule.split(';').find_map(|part| part.trim().strip_prefix("UNTIL="))?.trim().to_owned();
    let time = date_time(&text)?;
    // A day as the end is the whole of it
    let whole = !text.contains('T');
    Some((if whole { time.date().and_hms_opt(23, 59, 59)? } else { time }, text.ends_with('Z')))
}

/// The rule in the form that the library takes, without its end.
fn without_until(rule: &str) -> String {
    let rule: String = rule.to_ascii_uppercase().chars().filter(|c| !c.is_whitespace() && *c != '+').collect();
    let parts = rule.split(';').filter(|part| !part.is_empty() && !part.starts_with("UNTIL="));
    parts.collect::<Vec<_>>().join(";")
}
