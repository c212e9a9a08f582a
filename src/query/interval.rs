//! Uncertain dates as conditions: `asOf`, `during`, and a date between two days.
//!
//! CERTAIN means that it is so whatever the unknown days were; POSSIBLE that nothing known speaks
//! against it. `until` is the last day on which something held: an interval ends when that day ends.
//! Every condition is true or false, never NULL, so that it can be negated.

use super::compiler::Compiler;
use super::dialect::{column, quoted};
use super::filter::all;
use super::input::{Input, Shape};
use super::selection::Selected;
use super::slot::SlotKind;
use super::value::{FuzzyColumns, described};
use crate::error::{Error, Result};
use crate::resource::{Catalog, Period, Relationship, Resource};

/// A day, bound, and whether only what is certain counts.
pub struct AsOf {
    date: String,
    certain: bool,
}

impl AsOf {
    /// The day behind this placeholder.
    pub fn on(date: String, certain: bool) -> Self {
        Self { date, certain }
    }

    /// Whether what a row says was so on the day: an interval held, anything else with a date had been by then.
    /// What has no date was always so.
    pub fn known(&self, catalog: &Catalog, resource: &Resource, alias: &str) -> String {
        let fact = match resource.facts.first() {
            Some(fact) if resource.interval.is_none() => fact,
            _ => return self.condition(resource, alias),
        };
        let dated = catalog.dated(resource, fact);
        let Some(at) = fact.at.and_then(|at| resource.find_relationship(at)?.own_column()) else {
            return self.happened(&FuzzyColumns::of_name(resource, alias, fact.date));
        };
        let happened = self.happened(&FuzzyColumns::of_name(dated, "o", fact.date));
        format!("EXISTS (SELECT 1 FROM {} o WHERE o.id = {} AND {happened})", quoted(&dated.table), column(alias, at))
    }

    fn happened(&self, when: &FuzzyColumns) -> String {
        let (FuzzyColumns { earliest, latest, .. }, date) = (when, &self.date);
        if self.certain {
            format!("({latest} IS NOT NULL AND {latest} <= {date})")
        } else {
            format!("({earliest} IS NULL OR {earliest} <= {date})")
        }
    }

    /// Whether a row of an interval resource held on the day.
    pub fn condition(&self, resource: &Resource, alias: &str) -> String {
        let Some((since, until)) = resource.interval else { return "TRUE".to_owned() };
        let since = FuzzyColumns::of_name(resource, alias, since);
        let until = FuzzyColumns::of_name(resource, alias, until);
        let date = &self.date;
        if self.certain {
            format!(
                "({l} IS NOT NULL AND {l} <= {date} AND ({u} IS NULL OR ({e} IS NOT NULL AND {e} >= {date})))",
                l = since.latest,
                u = until.edtf,
                e = until.earliest,
            )
        } else {
            format!(
                "(({e} IS NULL OR {e} <= {date}) AND ({l} IS NULL OR {l} >= {date}))",
                e = since.earliest,
                l = until.latest,
            )
        }
    }
}

/// Two days, bound, either of which may be open, and whether only what is certain counts.
pub struct Span {
    from: Option<String>,
    to: Option<String>,
    pub certain: bool,
}

impl Span {
    /// Whether a date lies in it.
    pub fn condition(&self, date: &FuzzyColumns, certain: bool) -> String {
        let bounds = [(true, &self.from), (false, &self.to)];
        let bounds = bounds.iter().filter_map(|(from, day)| Some(date.bounded(*from, day.as_ref()?, certain)));
        all(&bounds.collect::<Vec<_>>())
    }
}

impl FuzzyColumns {
    /// Whether the date is not before (`from`) or not after a day.
    fn bounded(&self, from: bool, day: &str, certain: bool) -> String {
        let Self { edtf, earliest, latest } = self;
        match (from, certain) {
            (true, true) => format!("({earliest} IS NOT NULL AND {earliest} >= {day})"),
            (false, true) => format!("({latest} IS NOT NULL AND {latest} <= {day})"),
            (true, false) => format!("({edtf} IS NOT NULL AND ({latest} IS NULL OR {latest} >= {day}))"),
            (false, false) => format!("({edtf} IS NOT NULL AND ({earliest} IS NULL OR {earliest} <= {day}))"),
        }
    }

    /// Those of a resource's date, which its description has.
    pub fn of_name(resource: &Resource, alias: &str, name: &str) -> Self {
        let attribute = resource.find_attribute(name);
        attribute.map_or_else(
            || unreachable!("{} has no date {name}", resource.name),
            |attribute| Self::of(attribute, alias),
        )
    }
}

impl<'a> Compiler<'a> {
    /// The `asOf` argument of a relationship to, or through, something that holds for a time.
    pub(super) fn as_of_argument(
        &mut self,
        owner: &'a Resource,
        relationship: &Relationship,
        field: &Selected<'a>,
    ) -> Result<Option<AsOf>> {
        let catalog = self.catalog;
        if catalog.interval(owner, relationship).is_none() {
            return Ok(None);
        }
        let input = field.argument("asOf");
        if self.is_absent(&input) {
            return Ok(None);
        }
        self.as_of(&input, &format!("{}.asOf", field.name))
    }

    /// `{ date, certainty }`; `None` if nothing is given.
    pub(super) fn as_of(&mut self, input: &Input<'a>, at: &str) -> Result<Option<AsOf>> {
        let Some((date, certain)) = self.as_of_parts(input, at)? else { return Ok(None) };
        let date = self.bind_given(&date, SlotKind::Date, &format!("{at}.date"))?;
        Ok(Some(AsOf { date, certain }))
    }

    /// The day of `{ date, certainty }`, not yet bound, and whether only what is certain counts.
    pub(super) fn as_of_parts(&mut self, input: &Input<'a>, at: &str) -> Result<Option<(Input<'a>, bool)>> {
        let mut parts = match self.shape(input) {
            Shape::Absent => return Ok(None),
            Shape::Null => {
                return Err(Error::input(at, "cannot be null; leave it out to see all times"));
            }
            Shape::Object(parts) => parts,
            _ => {
                return Err(Error::input(at, "must be an object such as { date: \"2016-06-01\" }"));
            }
        };
        let mut take = |name: &str| {
            let found = parts.iter().position(|(key, _)| key == name);
            found.map_or(Input::Absent, |index| parts.swap_remove(index).1)
        };
        let (date, certainty) = (take("date"), take("certainty"));
        Ok(Some((date, self.is_certain(&certainty))))
    }

    fn is_certain(&mut self, certainty: &Input<'a>) -> bool {
        self.word(certainty).is_none_or(|word| word == "CERTAIN")
    }

    /// `start: { from, to, certainty, isNull, precision }`.
    pub(super) fn fuzzy_filter(
        &mut self,
        date: &FuzzyColumns,
        parts: &[(async_graphql::Name, Input<'a>)],
        at: &str,
    ) -> Result<Vec<String>> {
        let mut certain = true;
        let mut bounds = Vec::new();
        let mut conditions = Vec::new();
        for (name, value) in parts {
            let at = format!("{at}.{name}");
            match name.as_str() {
                "certainty" => certain = self.is_certain(value),
                "isNull" => conditions.push(self.null_condition(&date.edtf, value, &at)?),
                "precision" => {
                    // Missing where the date is, as any other value.
                    let precision = described(date, "precision");
                    conditions.push(self.comparisons(&precision, true, SlotKind::Text, value, &at)?);
                }
                bound => {
                    let day = self.bind_given(value, SlotKind::Date, &at)?;
                    bounds.push((bound == "from", day));
                }
            }
        }
        conditions.extend(bounds.iter().map(|(from, day)| date.bounded(*from, day, certain)));
        Ok(conditions)
    }

    /// `{ from, to, fromToday, toToday, certainty }`.
    pub(super) fn span(&mut self, input: &Input<'a>, at: &str) -> Result<Span> {
        let mut span = Span { from: None, to: None, certain: true };
        for (name, value) in self.operators(input, at)? {
            let at = format!("{at}.{name}");
            let (bound, kind) = match name.as_str() {
                "certainty" => {
                    span.certain = self.is_certain(&value);
                    continue;
                }
                "from" => (&mut span.from, SlotKind::Date),
                "fromToday" => (&mut span.from, SlotKind::DaysFromToday),
                "to" => (&mut span.to, SlotKind::Date),
                _ => (&mut span.to, SlotKind::DaysFromToday),
            };
            let day = self.bind_given(&value, kind, &at)?;
            if bound.replace(day).is_some() {
                return Err(Error::input(&at, "cannot be given beside the day that it stands for"));
            }
        }
        Ok(span)
    }

    /// `during: { from, to, … }`: some day of it lies in the period.
    pub(super) fn during(
        &mut self,
        resource: &Resource,
        alias: &str,
        period: Period,
        input: &Input<'a>,
        at: &str,
    ) -> Result<String> {
        let Span { from, to, certain } = self.span(input, at)?;
        let start = FuzzyColumns::of_name(resource, alias, period.start);
        let end = FuzzyColumns::of_name(resource, alias, period.end);
        let mut conditions = vec![format!("{} IS NOT NULL", start.edtf)];
        if let Some(to) = to {
            conditions.push(if certain {
                format!("({l} IS NOT NULL AND {l} <= {to})", l = start.latest)
            } else {
                format!("({e} IS NULL OR {e} <= {to})", e = start.earliest)
            });
        }
        if let Some(from) = from {
            let (end_known, start_reaches) = (format!("{} IS NOT NULL", end.edtf), |bound: &str| {
                format!("({bound} IS NOT NULL AND {bound} >= {from})")
            });
            conditions.push(if certain {
                // What certainly began after `from` reaches it however it went on.
                let begun = start_reaches(&start.earliest);
                format!("({begun} OR {})", start_reaches(&end.earliest))
            } else {
                let open = if period.lasts {
                    "TRUE".to_owned()
                } else {
                    format!("({l} IS NULL OR {l} >= {from})", l = start.latest)
                };
                let reaches = format!("({l} IS NULL OR {l} >= {from})", l = end.latest);
                format!("CASE WHEN {end_known} THEN {reaches} ELSE {open} END")
            });
        }
        Ok(format!("({})", conditions.join(" AND ")))
    }
}
