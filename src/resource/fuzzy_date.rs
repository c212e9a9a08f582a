//! Days known more or less exactly, by EDTF (ISO 8601-2:2019, level 1).

use chrono::{Days, Months, NaiveDate};
use edtf::level_1::{Certainty, Date, Edtf, Precision, Season};

/// An EDTF text with its first and last possible day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FuzzyDate {
    pub edtf: String,
    /// `None` where nothing bounds it: `../2016-10-23`.
    pub earliest: Option<NaiveDate>,
    /// `None` where nothing bounds it: `2019-09-09/..`.
    pub latest: Option<NaiveDate>,
    /// `DAY`, `MONTH`, `YEAR` or `INTERVAL`, of the text.
    pub precision: &'static str,
    /// The text in words.
    pub text: String,
}

impl FuzzyDate {
    /// Reads an EDTF text; `None` if it is none, or has a day outside of the years 0001 to 9999. The
    /// databases spell other years in other ways.
    pub fn parse(edtf: &str) -> Option<Self> {
        let (earliest, latest, precision, text) = match Edtf::parse(edtf).ok()? {
            Edtf::Date(date) => {
                let (first, last) = bounds(date)?;
                (Some(first), Some(last), precision(date), words(date))
            }
            Edtf::Interval(from, to) => {
                let (first, last) = (bounds(from)?.0, bounds(to)?.1);
                let text = format!("between {} and {}", words(from), words(to));
                (Some(first), Some(last), "INTERVAL", text)
            }
            Edtf::IntervalFrom(from, _) => {
                (Some(bounds(from)?.0), None, "INTERVAL", format!("{} or later", words(from)))
            }
            Edtf::IntervalTo(_, to) => (None, Some(bounds(to)?.1), "INTERVAL", format!("by {}", words(to))),
            Edtf::DateTime(_) | Edtf::YYear(_) => return None,
        };
        if earliest.zip(latest).is_some_and(|(first, last)| first > last) {
            return None;
        }
        Some(Self { edtf: edtf.to_owned(), earliest, latest, precision, text })
    }

    /// The same text with days known more narrowly; `None` if they lie outside what the text says.
    pub fn narrowed(self, earliest: NaiveDate, latest: NaiveDate) -> Option<Self> {
        let inside = self.earliest.is_none_or(|first| first <= earliest)
            && self.latest.is_none_or(|last| latest <= last)
            && earliest <= latest;
        inside.then_some(Self { earliest: Some(earliest), latest: Some(latest), ..self })
    }
}

/// The first and last day of a date with parts missing.
fn bounds(date: Date) -> Option<(NaiveDate, NaiveDate)> {
    let day = NaiveDate::from_ymd_opt;
    let months = |year: i32, month: u32, count: u32| {
        let first = day(year, month, 1)?;
        let last = first.checked_add_months(Months::new(count))?.checked_sub_days(Days::new(1))?;
        Some((first, last))
    };
    let years = |year: i32, count: u32| months(year, 1, 12 * count);
    let (first, last) = match date.precision() {
        Precision::Century(year) => years(year, 100),
        Precision::Decade(year) => years(year, 10),
        Precision::Year(year) | Precision::MonthOfYear(year) | Precision::DayOfYear(year) => years(year, 1),
        // Quarters of the northern year; winter reaches into the next.
        Precision::Season(year, season) => months(year, first_month(season), 3),
        Precision::Month(year, month) | Precision::DayOfMonth(year, month) => months(year, month, 1),
        Precision::Day(year, month, d) => day(year, month, d).map(|it| (it, it)),
    }?;
    let spells_as_it_sorts = |date: NaiveDate| (1..=9999).contains(&chrono::Datelike::year(&date));
    (spells_as_it_sorts(first) && spells_as_it_sorts(last)).then_some((first, last))
}

fn first_month(season: Season) -> u32 {
    match season {
        Season::Spring => 3,
        Season::Summer => 6,
        Season::Autumn => 9,
        Season::Winter => 12,
    }
}

/// How exactly a date without interval is known. About a day is some days around it.
fn precision(date: Date) -> &'static str {
    match date.precision() {
        Precision::Day(..) if date.certainty() == Certainty::Certain => "DAY",
        Precision::Month(..) | Precision::DayOfMonth(..) => "MONTH",
        Precision::Year(_) | Precision::MonthOfYear(_) | Precision::DayOfYear(_) => "YEAR",
        _ => "INTERVAL",
    }
}

/// `28 September 2016`, `about November 2014`, `perhaps 2008`.
fn words(date: Date) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let month = |month: u32| MONTHS.get(month as usize - 1).copied().unwrap_or_default();
    let plain = match date.precision() {
        Precision::Century(year) => format!("the years {year} to {}", year + 99),
        Precision::Decade(year) => format!("the years {year} to {}", year + 9),
        Precision::Year(year) | Precision::MonthOfYear(year) | Precision::DayOfYear(year) => year.to_string(),
        Precision::Season(year, season) => format!("{season:?} {year}").to_lowercase(),
        Precision::Month(year, m) | Precision::DayOfMonth(year, m) => {
            format!("{} {year}", month(m))
        }
        Precision::Day(year, m, day) => format!("{day} {} {year}", month(m)),
    };
    match date.certainty() {
        Certainty::Certain => plain,
        Certainty::Approximate => format!("about {plain}"),
        Certainty::Uncertain => format!("perhaps {plain}"),
        Certainty::ApproximateUncertain => format!("perhaps about {plain}"),
    }
}
