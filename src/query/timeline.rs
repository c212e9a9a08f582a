//! `timeline(of:)`: the dated facts of a record, in order, each with the record that says it.
//!
//! Which facts are a record's own follows from the descriptions: what it says of itself, what the
//! associations that link it say, what belongs to it, what it owns, and what others say about it. The type
//! behind an id is not known beforehand, so all are asked; ids are unique over all types, and each part is
//! a look into an index.

use std::collections::BTreeSet;

use super::compiler::Compiler;
use super::connection::Derived;
use super::dialect::{column, json_word, literal, quoted};
use super::interval::Span;
use super::order::{Key, Order};
use super::selection::Selected;
use super::slot::{KeyKind, SlotKind};
use super::value::FuzzyColumns;
use crate::error::Result;
use crate::resource::{Catalog, Fact, Join, Relationship, Resource};

/// The facts of a record, as a table with `kind` (its place in the enum), `word`, `id`, the three columns of
/// the date, `certainty` and `basis`.
pub struct Timeline {
    table: String,
}

impl<'a> Derived<'a> for Timeline {
    fn name(&self) -> &'static str {
        "Timeline"
    }

    fn table(&self) -> String {
        self.table.clone()
    }

    /// By the earliest day, or where nothing bounds that by the latest; then by the latest, an open one last.
    fn order(&self, alias: &str) -> Order {
        let key = |sql: String, kind, nullable| Key {
            sql,
            kind,
            nullable,
            descending: false,
            nulls_first: false,
            attribute: None,
        };
        let day = format!("coalesce({alias}.earliest, {alias}.latest)");
        Order::of(
            "Timeline",
            vec![
                key(day, KeyKind::Date, true),
                key(format!("{alias}.latest"), KeyKind::Date, true),
                key(format!("{alias}.kind"), KeyKind::Integer, false),
                key(format!("{alias}.id"), KeyKind::Integer, false),
            ],
        )
    }

    fn row(&self, compiler: &mut Compiler<'a>, alias: &str, field: &Selected<'a>) -> Result<String> {
        let fields = compiler.collect("TimelineEntry", &[], &field.below);
        compiler.json_object(&fields, |compiler, part| match part.name {
            "__typename" => Ok(literal("\"TimelineEntry\"")),
            "kind" => Ok(json_word(&format!("{alias}.word"), false)),
            "date" => compiler.fuzzy_object(&dates(alias), part),
            "record" => compiler.record_by(&format!("{alias}.id"), part),
            name => Ok(json_word(&column(alias, name), true)),
        })
    }
}

impl<'a> Compiler<'a> {
    /// The facts that `timeline` asks for.
    pub(super) fn facts(&mut self, field: &Selected<'a>) -> Result<Timeline> {
        self.charge(20);
        let id = self.bind(&field.argument("of"), SlotKind::Id, "timeline.of");
        let during = field.argument("during");
        let during = if self.is_absent(&during) { None } else { Some(self.span(&during, "timeline.during")?) };
        let kinds = self.words_of(&field.argument("kinds"), "timeline.kinds")?;
        let catalog = self.catalog;
        // One record can lead to another in two ways, and its facts are the same then.
        let parts: BTreeSet<String> = catalog
            .records()
            .flat_map(|resource| resource.facts.iter().map(move |fact| (resource, fact)))
            .filter(|(_, fact)| kinds.as_ref().is_none_or(|kinds| kinds.contains(fact.kind)))
            .flat_map(|(resource, fact)| {
                ways(catalog, resource, fact, &id).into_iter().map(move |way| (resource, fact, way))
            })
            .map(|(resource, fact, way)| select(catalog, resource, fact, during.as_ref(), &way))
            .collect();
        let none = "SELECT 0 AS kind, '' AS word, 0 AS id, '' AS edtf, CAST(NULL AS date) AS earliest, \
                    CAST(NULL AS date) AS latest, '' AS certainty, '' AS basis WHERE FALSE";
        let parts =
            if parts.is_empty() { none.to_owned() } else { parts.into_iter().collect::<Vec<_>>().join(" UNION ") };
        Ok(Timeline { table: format!("({parts})") })
    }
}

/// The ways in which a fact's records, as `a`, lead to the record of this id.
fn ways(catalog: &Catalog, resource: &Resource, fact: &Fact, id: &str) -> Vec<String> {
    let leads = |name: &str| {
        let relationship = resource.find_relationship(name)?;
        match &relationship.join {
            Join::Pairs { table, own, other, .. } => {
                Some(format!("a.id IN (SELECT {} FROM {} WHERE {} = {id})", quoted(own), quoted(table), quoted(other)))
            }
            _ => relationship.own_column().map(|own| format!("{} = {id}", column("a", own))),
        }
    };
    if let Some(about) = fact.about {
        return leads(about).into_iter().collect();
    }
    // Where the date is that of the record asked about, the association only repeats it.
    let links = resource.links.iter().filter(|end| fact.at != Some(**end));
    // Associations have said by their links whose they are.
    let owners = catalog.owners(resource).filter(|_| resource.links.is_empty());
    let ends = links.chain(resource.belongs).copied().chain(owners);
    [format!("a.id = {id}")].into_iter().chain(ends.filter_map(leads)).collect()
}

/// The rows of one fact that are found in one way.
fn select(catalog: &Catalog, resource: &Resource, fact: &Fact, during: Option<&Span>, way: &str) -> String {
    let kinds = catalog.fact_kinds().values;
    let place = kinds.iter().position(|(word, _)| *word == fact.kind).unwrap_or(kinds.len());
    let at = fact.at.and_then(|at| resource.find_relationship(at)).and_then(Relationship::own_column);
    let (dated, join) = match at {
        Some(at) => {
            let table = quoted(&catalog.dated(resource, fact).table);
            ("d", format!(" JOIN {table} d ON d.id = {}", column("a", at)))
        }
        None => ("a", String::new()),
    };
    let date = FuzzyColumns::of_name(catalog.dated(resource, fact), dated, fact.date);
    let mut condition = format!("{way} AND {} IS NOT NULL", date.edtf);
    let mut certainty = literal("CERTAIN");
    if let Some(during) = during {
        condition.push_str(&format!(" AND {}", during.condition(&date, during.certain)));
        if !during.certain {
            certainty = format!("CASE WHEN {} THEN 'CERTAIN' ELSE 'POSSIBLE' END", during.condition(&date, true));
        }
    }
    let basis = resource.find_attribute("basis").map(|basis| column("a", &basis.column));
    format!(
        "SELECT {place} AS kind, {word} AS word, a.id AS id, {edtf} AS edtf, {earliest} AS earliest, {latest} AS latest, \
         {certainty} AS certainty, {basis} AS basis FROM {table} a{join} WHERE {condition}",
        word = literal(fact.kind),
        edtf = date.edtf,
        earliest = date.earliest,
        latest = date.latest,
        basis = basis.unwrap_or_else(|| "CAST(NULL AS text)".to_owned()),
        table = quoted(&resource.table),
    )
}

/// The columns of an entry's date.
fn dates(alias: &str) -> FuzzyColumns {
    let column = |name| column(alias, name);
    FuzzyColumns { edtf: column("edtf"), earliest: column("earliest"), latest: column("latest") }
}
