//! What has no end although its time is over.

use std::collections::BTreeSet;

use super::Wanted;
use super::task::{Kind, Reason, Task};
use crate::query::compiler::Compiler;
use crate::query::dialect::{column, literal, quoted};
use crate::query::input::Input;
use crate::query::slot::SlotKind;
use crate::query::value::FuzzyColumns;
use crate::resource::{Catalog, Relationship, Resource, upper_case};

/// What something open is part of.
struct Whole {
    join: String,
    /// It certainly ended before today.
    ended: Option<String>,
    /// The text of that end.
    end: String,
    /// Its status says that it is over.
    over: Option<String>,
}

impl Compiler<'_> {
    /// Intervals without an end: the whole that they are part of is over, somebody else has begun in the same
    /// seat, or nothing has shown them for longer than they are believed to go on.
    pub(super) fn open(&mut self, wanted: &Wanted) -> Vec<String> {
        let catalog = self.catalog;
        let held = catalog.records().filter(|it| wanted.has(it));
        held.filter_map(|resource| Some((resource, resource.interval?)))
            .map(|(resource, interval)| {
                let years = resource
                    .upkeep
                    .believed
                    .map(|believed| self.bind(&Input::Absent, SlotKind::YearsAgo(believed.years), "workList"));
                open(catalog, resource, interval, &wanted.today, years.as_deref())
            })
            .collect()
    }
}

fn open(
    catalog: &Catalog,
    resource: &Resource,
    (since, until): (&str, &str),
    today: &str,
    long_ago: Option<&str>,
) -> String {
    let wholes: Vec<Whole> =
        resource.links.iter().enumerate().filter_map(|(n, end)| whole(catalog, resource, n, end, today)).collect();
    let mut cases = String::new();
    for whole in &wholes {
        for (condition, reason) in [(&whole.ended, Reason::PartOfWhatEnded), (&whole.over, Reason::PartOfWhatIsOver)] {
            if let Some(condition) = condition {
                cases.push_str(&format!(" WHEN {condition} THEN {}", reason.sql()));
            }
        }
    }
    let next = next_holder(resource, since);
    if next.is_some() {
        cases.push_str(&format!(" WHEN a.next_holder IS NOT NULL THEN {}", Reason::Followed.sql()));
    }
    if let Some(long_ago) = long_ago {
        cases.push_str(&format!(" WHEN a.last_sign < {long_ago} THEN {}", Reason::Unseen.sql()));
    }
    let ends: String =
        wholes.iter().filter_map(|whole| Some(format!(" WHEN {} THEN {}", whole.ended.as_ref()?, whole.end))).collect();
    let joins: String = wholes.iter().map(|whole| whole.join.as_str()).collect();
    let open = FuzzyColumns::of_name(resource, "a", until).edtf;
    let word = literal(&upper_case(resource.name));
    let mut task = Task::new(Kind::OpenPastItsTime, "o.reason", &word, "o.id");
    task.attribute = literal(until);
    "o.one".clone_into(&mut task.one);
    "o.two".clone_into(&mut task.two);
    let seat = columns(resource, resource.upkeep.seat).into_iter().chain(columns(resource, resource.links));
    let kept: BTreeSet<String> = seat.map(|name| format!(", {}", column("a", &name))).collect();
    // Each step is worked out once for a row; otherwise it would be written out wherever it is asked for.
    format!(
        "{select} FROM (WITH held AS MATERIALIZED (SELECT a.id{kept}, {sign} AS last_sign FROM {table} a WHERE {open} IS NULL), \
         followed AS MATERIALIZED (SELECT a.*, {next} AS next_holder FROM held a), \
         judged AS MATERIALIZED (SELECT a.id, CASE{cases} WHEN FALSE THEN 0 END AS reason, \
         CASE{ends} WHEN FALSE THEN NULL ELSE CAST(a.last_sign AS text) END AS one, \
         CAST(a.next_holder AS text) AS two FROM followed a{joins}) \
         SELECT j.* FROM judged j WHERE j.reason IS NOT NULL) o",
        select = task.select(),
        kept = kept.into_iter().collect::<String>(),
        next = next.unwrap_or_else(|| "CAST(NULL AS date)".to_owned()),
        sign = last_sign(resource, since),
        table = quoted(&resource.table),
    )
}

/// What a link leads to, if that is something that can be over.
fn whole(catalog: &Catalog, resource: &Resource, n: usize, end: &str, today: &str) -> Option<Whole> {
    let own = resource.find_relationship(end).and_then(Relationship::own_column)?;
    let target = catalog.association(resource, end);
    let alias = format!("p{n}");
    let last = target.period.filter(|it| it.lasts).map(|it| FuzzyColumns::of_name(target, &alias, it.end));
    let over = target.upkeep.over.map(|words| is_one_of(target, &alias, words));
    if last.is_none() && over.is_none() {
        return None;
    }
    Some(Whole {
        join: format!(" LEFT JOIN {} {alias} ON {alias}.id = {}", quoted(&target.table), column("a", own)),
        ended: last.as_ref().map(|last| format!("{} < {today}", last.latest)),
        end: last.map_or_else(|| "NULL".to_owned(), |last| last.edtf),
        over,
    })
}

/// Whether a choice has one of some words; the column may be NULL.
pub fn is_one_of(resource: &Resource, alias: &str, (attribute, words): (&str, &[&str])) -> String {
    let name = resource.find_attribute(attribute).map_or(attribute, |it| it.column.as_str());
    let words: Vec<_> = words.iter().map(|word| literal(word)).collect();
    format!("{} IN ({})", column(alias, name), words.join(", "))
}

/// The last day on which it is known to have held; NULL if nothing is.
fn last_sign(resource: &Resource, since: &str) -> String {
    let began = FuzzyColumns::of_name(resource, "a", since).latest;
    let signs = resource.upkeep.believed.map(|it| it.signs).unwrap_or_default();
    if signs.is_empty() {
        return began;
    }
    let signs: String = signs
        .iter()
        .filter_map(|sign| resource.find_attribute(sign))
        .map(|sign| {
            if sign.kind.is_list() {
                let name = literal(sign.name);
                return format!(
                    " UNION ALL SELECT i.latest FROM list_item i WHERE i.record_id = a.id AND i.attribute = {name}"
                );
            }
            format!(" UNION ALL SELECT {}", FuzzyColumns::of(sign, "a").latest)
        })
        .collect();
    format!("(SELECT max(s.day) FROM (SELECT {began} AS day{signs}) s)")
}

/// The first day on which somebody else certainly began in the same seat, after the last sign of this one.
fn next_holder(resource: &Resource, since: &str) -> Option<String> {
    let seat = resource.upkeep.seat;
    if seat.is_empty() {
        return None;
    }
    let same =
        columns(resource, seat).into_iter().map(|name| format!("{} = {}", column("n", &name), column("a", &name)));
    let same: Vec<_> = same.collect();
    let holders: Vec<_> = resource.links.iter().copied().filter(|end| !seat.contains(end)).collect();
    let other = columns(resource, &holders);
    let other = other.iter().map(|name| format!("{} IS DISTINCT FROM {}", column("n", name), column("a", name)));
    let other: Vec<_> = other.collect();
    let began = FuzzyColumns::of_name(resource, "n", since).earliest;
    Some(format!(
        "(SELECT min({began}) FROM {} n WHERE {} AND ({}) AND {began} > a.last_sign)",
        quoted(&resource.table),
        same.join(" AND "),
        other.join(" OR "),
    ))
}

/// The columns of attributes and to-one relationships.
fn columns(resource: &Resource, names: &[&str]) -> Vec<String> {
    let own = |name: &&str| {
        let attribute = resource.find_attribute(name).map(|it| it.column.clone());
        attribute.or_else(|| resource.find_relationship(name)?.own_column().map(str::to_owned))
    };
    names.iter().filter_map(own).collect()
}
