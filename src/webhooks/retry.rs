//! When a message that was not taken is sent again.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

/// The longest time between two attempts, in which a target that is well again is not told.
const LONGEST: Duration = Duration::from_hours(4);
/// By how much the time grows with each attempt.
const GROWTH: u32 = 3;

/// How long after the last of so many failures the next attempt is made: three times as long each time. `chance` of
/// 0 to 255 moves it by a tenth at most, so that those who failed together do not come back together.
pub fn wait(first: Duration, failures: u32, chance: u8) -> Duration {
    let times = GROWTH.saturating_pow(failures.saturating_sub(1));
    let wait = first.saturating_mul(times).min(LONGEST);
    wait + wait.mul_f64(f64::from(chance) / 2_550.0)
}

/// How long the receiver asks to be left alone, if it says so in a way that HTTP knows: seconds, or a date.
pub fn retry_after(header: &str, now: DateTime<Utc>) -> Option<Duration> {
    if let Ok(seconds) = header.trim().parse::<u32>() {
        return Some(Duration::from_secs(seconds.into()));
    }
    let date = DateTime::parse_from_rfc2822(header.trim()).ok()?;
    (date.with_timezone(&Utc) - now).max(TimeDelta::zero()).to_std().ok()
}
