//! Records that are probably the same.
//!
//! They have a name in common, folded, or one that differs by a letter in one word. A name that many share says
//! nothing, and a slip stands in few names: so both are bounded, and found through indexes.

use super::Wanted;
use super::dates::differ;
use super::task::{Kind, Reason, Task};
use crate::query::compiler::Compiler;
use crate::query::dialect::{column, literal, quoted};
use crate::query::value::FuzzyColumns;
use crate::resource::{Catalog, Kind as ValueKind, Resource, Searched, upper_case};

/// How many records can have a name before it says nothing, and how many names a word that may be a slip.
const FEW: usize = 20;
/// How many letters a name or a word has that is not taken for an acronym.
const LONG: usize = 6;
/// How many letters a name must have to say anything.
const SHORT: usize = 3;

impl Compiler<'_> {
    pub(super) fn duplicates(&self, wanted: &Wanted) -> Option<String> {
        let catalog = self.catalog;
        let resources: Vec<&Resource> = catalog.records().filter(|it| wanted.has(it)).collect();
        let named = resources.iter().filter(|it| it.upkeep.apart.is_some());
        let judged: Vec<String> = named.map(|resource| by_name(catalog, resource)).collect();
        let mut pairs: Vec<String> = resources.iter().filter_map(|it| by_word_of_its_own(it)).collect();
        let mut with = String::new();
        if !judged.is_empty() {
            with = format!("WITH {}, judged AS MATERIALIZED ({}) ", self.pairs(), judged.join(" UNION ALL "));
            let weak = Reason::ShortName.sql();
            pairs.push(format!("SELECT j.* FROM judged j WHERE j.reason < {weak} OR j.common <> ''"));
        }
        if pairs.is_empty() {
            return None;
        }
        let mut task = Task::new(Kind::ProbableDuplicate, "d.reason", "d.type", "d.id");
        for (column, name) in [
            (&mut task.other, "d.other"),
            (&mut task.one, "d.one"),
            (&mut task.two, "d.two"),
            (&mut task.common, "d.common"),
        ] {
            name.clone_into(column);
        }
        Some(format!("{} FROM ({with}{}) d", task.select(), pairs.join(" UNION ALL ")))
    }

    /// The pairs of records of one type whose names are the same or almost, as a table `pair`.
    fn pairs(&self) -> String {
        let name_weight = Searched::OtherName.weight();
        // SQLite reads the sides of a CROSS JOIN in their order: from the few to what an index finds of the many.
        let (one_name, short, close) = (Reason::OneName.sql(), Reason::ShortName.sql(), Reason::CloseName.sql());
        format!(
            "shared AS (SELECT folded FROM search_name WHERE length(folded) >= {SHORT} GROUP BY folded \
             HAVING min(record_id) < max(record_id) AND count(*) <= {FEW}), \
             long AS MATERIALIZED (SELECT variant, word FROM search_typo WHERE length(word) >= {LONG} AND NOT {digits}), \
             near AS (SELECT DISTINCT x.word AS word, y.word AS instead FROM long x \
             JOIN long y ON y.variant = x.variant AND y.word <> x.word), \
             slip AS (SELECT s.word FROM (SELECT DISTINCT word FROM near) s WHERE (SELECT count(*) FROM \
             (SELECT 1 FROM search_word w WHERE w.word = s.word AND w.weight >= {name_weight} LIMIT {FEW} + 1) m) <= {FEW}), \
             meant AS MATERIALIZED (SELECT DISTINCT x.record_id AS id, \
             trim(replace({spaced}, ' ' || n.word || ' ', ' ' || n.instead || ' ')) AS folded FROM slip s \
             CROSS JOIN near n CROSS JOIN search_word w CROSS JOIN search_name x WHERE n.word = s.word AND w.word = s.word \
             AND w.weight >= {name_weight} AND x.record_id = w.record_id AND {has_it}), \
             found AS (SELECT x.record_id AS id, y.record_id AS other, \
             CASE WHEN length(s.folded) >= {LONG} THEN {one_name} ELSE {short} END AS reason FROM shared s \
             CROSS JOIN search_name x CROSS JOIN search_name y WHERE x.folded = s.folded AND y.folded = s.folded \
             AND y.record_id > x.record_id \
             UNION ALL SELECT CASE WHEN m.id < y.record_id THEN m.id ELSE y.record_id END, \
             CASE WHEN m.id < y.record_id THEN y.record_id ELSE m.id END, {close} FROM meant m \
             CROSS JOIN search_name y WHERE y.folded = m.folded AND y.record_id <> m.id AND (SELECT count(*) FROM \
             (SELECT 1 FROM search_name z WHERE z.folded = m.folded LIMIT {FEW} + 1) z) <= {FEW}), \
             typed AS MATERIALIZED (SELECT f.id, f.other, f.reason, (SELECT r.type FROM record r WHERE r.id = f.id) AS type, \
             (SELECT r.type FROM record r WHERE r.id = f.other) AS other_type FROM \
             (SELECT id, other, min(reason) AS reason FROM found GROUP BY id, other) f), \
             pair AS (SELECT t.id, t.other, t.reason, t.type FROM typed t WHERE t.type = t.other_type)",
            digits = self.dialect.has_digits("word"),
            spaced = "' ' || x.folded || ' '",
            has_it = self.dialect.contains("' ' || x.folded || ' '", "' ' || n.word || ' '"),
        )
    }
}

/// The pairs of a resource that nothing tells apart, with what they have in common where the name is not enough.
fn by_name(catalog: &Catalog, resource: &Resource) -> String {
    let apart = resource.upkeep.apart.unwrap_or_default();
    let apart: Vec<_> = apart.iter().map(|part| Compared::of(resource, part)).collect();
    let differ: String = apart.iter().map(|part| format!(" AND NOT {}", part.differs)).collect();
    let own = resource.upkeep.same_as.and_then(|same| resource.find_relationship(same)?.own_column());
    let said = own.map_or_else(String::new, |own| {
        format!(" AND {} IS DISTINCT FROM b.id AND {} IS DISTINCT FROM a.id", column("a", own), column("b", own))
    });
    let facts = apart.iter().filter_map(|part| Some((part.name, part.equal.clone()?)));
    let facts: Vec<_> = facts.collect();
    let all = facts.iter().cloned().chain(linked(catalog, resource)).collect::<Vec<_>>();
    let (one, two) = names(resource);
    format!(
        "SELECT p.id, p.other, p.reason, {word} AS type, {one} AS one, {two} AS two, \
         CASE p.reason WHEN {short} THEN {facts} WHEN {close} THEN {all} ELSE '' END AS common FROM pair p \
         JOIN {table} a ON a.id = p.id JOIN {table} b ON b.id = p.other WHERE p.type = {word}{differ}{said}",
        word = literal(&upper_case(resource.name)),
        short = Reason::ShortName.sql(),
        close = Reason::CloseName.sql(),
        facts = listed(&facts),
        all = listed(&all),
        table = quoted(&resource.table),
    )
}

/// The names of those conditions that hold, as text.
fn listed(conditions: &[(&str, String)]) -> String {
    let each = conditions
        .iter()
        .map(|(name, holds)| format!("CASE WHEN {holds} THEN {} ELSE '' END", literal(&format!(", {name}"))));
    let each: Vec<_> = each.collect();
    if each.is_empty() { literal("") } else { format!("substr(concat({}, ''), 3)", each.join(", ")) }
}

/// The pairs of which one record says itself that it is probably the other.
fn by_word_of_its_own(resource: &Resource) -> Option<String> {
    let own = resource.find_relationship(resource.upkeep.same_as?)?.own_column()?;
    let (one, two) = names(resource);
    let table = quoted(&resource.table);
    Some(format!(
        "SELECT a.id, b.id AS other, {reason} AS reason, {word} AS type, {one} AS one, {two} AS two, '' AS common \
         FROM (SELECT id, {own} AS other FROM {table} WHERE {own} > id \
         UNION SELECT {own}, id FROM {table} WHERE {own} < id) s JOIN {table} a ON a.id = s.id JOIN {table} b ON b.id = s.other",
        own = quoted(own),
        reason = Reason::SaysSo.sql(),
        word = literal(&upper_case(resource.name)),
    ))
}

/// What the rows `a` and `b` are called by.
fn names(resource: &Resource) -> (String, String) {
    let name = resource.named_by.unwrap_or("slug");
    (column("a", name), column("b", name))
}

/// How the rows `a` and `b` compare in one thing; both conditions are never NULL.
struct Compared {
    name: &'static str,
    differs: String,
    /// That it is the same says something about dates and about other records; a kind is shared by many.
    equal: Option<String>,
}

impl Compared {
    fn of(resource: &Resource, name: &'static str) -> Self {
        let attribute = resource.find_attribute(name);
        if let Some(attribute) = attribute.filter(|it| matches!(it.kind, ValueKind::Fuzzy)) {
            let (a, b) = (FuzzyColumns::of(attribute, "a"), FuzzyColumns::of(attribute, "b"));
            let same = format!("{} = {} AND {} = {}", a.earliest, b.earliest, a.latest, b.latest);
            return Self { name, differs: differ(&a, &b), equal: Some(format!("coalesce({same}, FALSE)")) };
        }
        let own = attribute.map(|it| it.column.as_str());
        let own = own.or_else(|| resource.find_relationship(name)?.own_column()).unwrap_or(name);
        let (a, b) = (column("a", own), column("b", own));
        let equal = attribute.is_none().then(|| format!("coalesce({a} = {b}, FALSE)"));
        Self { name, differs: format!("coalesce({a} <> {b}, FALSE)"), equal }
    }
}

/// The ways in which an association can link both `a` and `b` with one record, each by the name of that end.
fn linked<'a>(catalog: &'a Catalog, resource: &'a Resource) -> impl Iterator<Item = (&'static str, String)> + 'a {
    let own = |association: &Resource, end: &str| {
        association.find_relationship(end).and_then(|it| it.own_column().map(str::to_owned))
    };
    catalog.records().flat_map(move |association| {
        let ends = association.links.iter();
        let ours = ends.filter(|end| association.find_relationship(end).is_some_and(|it| it.target == resource.name));
        ours.flat_map(move |ours| {
            association.links.iter().filter(move |end| *end != ours).map(move |end| (*ours, *end))
        })
        .filter_map(move |(ours, end)| {
            let (ours, theirs) = (own(association, ours)?, own(association, end)?);
            let (ours, theirs, table) = (quoted(&ours), quoted(&theirs), quoted(&association.table));
            let both = format!(
                "EXISTS (SELECT x.{theirs} FROM {table} x WHERE x.{ours} = a.id AND x.{theirs} IS NOT NULL \
                     INTERSECT SELECT y.{theirs} FROM {table} y WHERE y.{ours} = b.id)"
            );
            Some((end, both))
        })
    })
}
