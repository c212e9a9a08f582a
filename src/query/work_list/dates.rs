//! Days that passed without a report, and days that cannot be right.

use super::Wanted;
use super::open::is_one_of;
use super::task::{Kind, Reason, Task};
use crate::query::dialect::{literal, quoted};
use crate::query::value::FuzzyColumns;
use crate::resource::{Catalog, Join, Period, Resource, upper_case};

/// What was expected for days that have certainly passed.
pub fn passed(catalog: &Catalog, wanted: &Wanted) -> Vec<String> {
    let resources = catalog.records().filter(|it| wanted.has(it));
    resources
        .filter_map(|resource| {
            let awaited = is_one_of(resource, "a", resource.upkeep.awaited?);
            let period = resource.period?;
            let mut task = about(Kind::PassedWithoutReport, Reason::Passed, resource);
            task.one = FuzzyColumns::of_name(resource, "a", period.start).edtf;
            let over = over_before(resource, "a", period, &wanted.today);
            Some(format!("{} FROM {} a WHERE {awaited} AND {over}", task.select(), quoted(&resource.table)))
        })
        .collect()
}

/// What contradicts itself or the calendar.
pub fn wrong(catalog: &Catalog, wanted: &Wanted) -> Vec<String> {
    let mut tasks = Vec::new();
    for resource in catalog.records().filter(|it| wanted.has(it)) {
        tasks.extend(backward(resource));
        if let Some([printed, real]) = resource.upkeep.printed {
            let printed_date = FuzzyColumns::of_name(resource, "a", printed);
            let otherwise = differ(&printed_date, &FuzzyColumns::of_name(resource, "a", real));
            tasks.push(misprinted(resource, [printed, real], &otherwise, &wanted.today));
            tasks.extend(announced_afterwards(catalog, resource, printed, &otherwise));
        }
    }
    tasks
}

/// A task about a row of a resource, as `a`.
fn about(kind: Kind, reason: Reason, resource: &Resource) -> Task {
    Task::new(kind, reason.sql(), &literal(&upper_case(resource.name)), "a.id")
}

/// Intervals and periods that certainly end before they begin.
fn backward(resource: &Resource) -> Option<String> {
    let period = resource.period.map(|it| (it.start, it.end));
    let (first, last) = resource.interval.or(period)?;
    let (start, end) = (FuzzyColumns::of_name(resource, "a", first), FuzzyColumns::of_name(resource, "a", last));
    let mut task = about(Kind::DateCannotBeRight, Reason::EndsBeforeItBegins, resource);
    task.attribute = literal(last);
    let condition = before(&end, &start);
    (task.one, task.two) = (start.edtf, end.edtf);
    Some(format!("{} FROM {} a WHERE {condition}", task.select(), quoted(&resource.table)))
}

/// Printed days that are not those on which it was published, or that have not come yet.
fn misprinted(resource: &Resource, [printed, real]: [&str; 2], otherwise: &str, today: &str) -> String {
    let (date, published) = (FuzzyColumns::of_name(resource, "a", printed), FuzzyColumns::of_name(resource, "a", real));
    let ahead = format!("({e} IS NOT NULL AND {e} > {today})", e = date.earliest);
    let (first, second) = (Reason::PrintedOtherwise.sql(), Reason::PrintedAhead.sql());
    let mut task = about(Kind::DateCannotBeRight, Reason::PrintedOtherwise, resource);
    task.reason = format!("CASE WHEN {otherwise} THEN {first} ELSE {second} END");
    task.attribute = literal(printed);
    (task.one, task.two) = (date.edtf, published.edtf);
    format!("{} FROM {} a WHERE {otherwise} OR {ahead}", task.select(), quoted(&resource.table))
}

/// Printed days on which what is announced was certainly over. A day that was not that of publication is said
/// to be wrong already.
fn announced_afterwards(catalog: &Catalog, resource: &Resource, printed: &str, otherwise: &str) -> Vec<String> {
    let about_others = resource.facts.iter().filter_map(|fact| resource.find_relationship(fact.about?));
    about_others
        .filter_map(|relationship| {
            let Join::Pairs { table, own, other, .. } = &relationship.join else { return None };
            let target = catalog.get(relationship.target);
            let period = target.period?;
            let date = FuzzyColumns::of_name(resource, "a", printed);
            let mut task = about(Kind::DateCannotBeRight, Reason::PrintedAfterwards, resource);
            task.attribute = literal(printed);
            "e.id".clone_into(&mut task.other);
            let over = over_before(target, "e", period, &date.earliest);
            let (start, end) =
                (FuzzyColumns::of_name(target, "e", period.start), FuzzyColumns::of_name(target, "e", period.end));
            task.one = date.edtf;
            task.two = format!("coalesce({}, {})", end.edtf, start.edtf);
            Some(format!(
                "{} FROM {} m JOIN {} a ON a.id = m.{} JOIN {} e ON e.id = m.{} WHERE {over} AND NOT {otherwise}",
                task.select(),
                quoted(table),
                quoted(&resource.table),
                quoted(own),
                quoted(&target.table),
                quoted(other),
            ))
        })
        .collect()
}

/// Whether something was certainly over before a day, which may be NULL.
fn over_before(resource: &Resource, alias: &str, period: Period, day: &str) -> String {
    let start = FuzzyColumns::of_name(resource, alias, period.start);
    let end = FuzzyColumns::of_name(resource, alias, period.end);
    // Without an end an occasion is over when it begins; of what lasts nobody knows.
    let last = if period.lasts {
        end.latest
    } else {
        format!("CASE WHEN {} IS NOT NULL THEN {} ELSE {} END", end.edtf, end.latest, start.latest)
    };
    format!("coalesce({last} < {day}, FALSE)")
}

/// Whether a date certainly lies before another.
fn before(one: &FuzzyColumns, other: &FuzzyColumns) -> String {
    let (latest, earliest) = (&one.latest, &other.earliest);
    format!("({latest} IS NOT NULL AND {earliest} IS NOT NULL AND {latest} < {earliest})")
}

/// Whether two dates certainly differ.
pub fn differ(one: &FuzzyColumns, other: &FuzzyColumns) -> String {
    format!("({} OR {})", before(one, other), before(other, one))
}
