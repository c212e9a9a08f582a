//! `groups(by:)`: how many rows of a connection share a value, under the connection's own filter.

use super::compiler::Compiler;
use super::connection::Rows;
use super::dialect::{Text, column, json_array, literal, quoted};
use super::selection::Selected;
use crate::error::{Error, Result};
use crate::resource::{Catalog, Join, Kind, Relationship, Resource, upper_case};

/// How many groups are given, the largest first.
const MOST_GROUPS: usize = 500;
/// How many things can be grouped by at once.
const MOST_KEYS: usize = 3;

/// Something to group by, and how its enum's word is explained.
pub struct Grouping {
    pub word: String,
    pub doc: String,
    by: By,
}

impl Grouping {
    /// Grouping by a column of text that the statement makes.
    pub fn by_column(word: &str, column: &str, doc: &str) -> Self {
        Self { word: word.to_owned(), doc: doc.to_owned(), by: By::Column(column.to_owned()) }
    }
}

enum By {
    Column(String),
    /// The first digits of both bounds of a fuzzy date, where they agree.
    Date(String, u8),
    /// The column of a to-one relationship, and where it leads.
    One(String, Target),
    /// Several values of a row: a statement that gives each row's id as `o` and a value as `k`, once each.
    Many(String, Option<Target>),
}

/// The table of another resource, and what its records are called by.
struct Target {
    table: String,
    label: &'static str,
}

/// What rows of a resource can be grouped by.
pub fn groupings(catalog: &Catalog, resource: &Resource) -> Vec<Grouping> {
    let mut groupings = Vec::new();
    for attribute in &resource.attributes {
        let word = upper_case(attribute.name);
        let named = resource.named_by == Some(attribute.name) || attribute.name == "slug";
        match attribute.kind {
            Kind::Choice(_) | Kind::Text if attribute.indexed && !named => groupings.push(Grouping {
                doc: format!("By `{}`.", attribute.name),
                by: By::Column(attribute.column.clone()),
                word,
            }),
            Kind::Fuzzy => {
                for (unit, digits) in [("year", 4), ("month", 7)] {
                    groupings.push(Grouping {
                        word: format!("{word}_{}", unit.to_uppercase()),
                        doc: format!(
                            "By the {unit} of `{}`; null where it is not known to lie in one {unit}.",
                            attribute.name
                        ),
                        by: By::Date(attribute.column.clone(), digits),
                    });
                }
            }
            _ => {}
        }
    }
    let lists = resource.attributes.iter().filter(|it| it.indexed && matches!(it.kind, Kind::Texts));
    groupings.extend(lists.map(|list| Grouping {
        word: upper_case(list.name),
        doc: format!("By each of its `{}`.", list.name),
        by: By::Many(
            format!(
                "SELECT DISTINCT record_id AS o, value AS k FROM list_item WHERE attribute = {}",
                literal(list.name)
            ),
            None,
        ),
    }));
    for relationship in &resource.relationships {
        groupings.extend(by_relationship(catalog, resource, relationship));
    }
    groupings
}

/// Grouping by the record on the other side, by all of them, or by the role of an association.
fn by_relationship(catalog: &Catalog, resource: &Resource, relationship: &Relationship) -> Option<Grouping> {
    let name = relationship.name;
    let target = catalog.get(relationship.target);
    let leads = || Some(Target { table: target.table.clone(), label: target.named_by? });
    let word = upper_case(name);
    let (doc, by) = match &relationship.join {
        Join::Own { column } => (format!("By `{name}`; the value is its slug."), By::One(column.clone(), leads()?)),
        Join::Pairs { table, own, other, .. } => {
            let pairs = format!("SELECT {} AS o, {} AS k FROM {}", quoted(own), quoted(other), quoted(table));
            (format!("By each of its `{name}`; the value is its slug."), By::Many(pairs, Some(leads()?)))
        }
        Join::Through { via, then, only: Some((attribute, Some(value))) } => {
            let middle = catalog.association(resource, via);
            let step = |name: &str, it: &Resource| it.find_relationship(name)?.own_column().map(quoted);
            let Join::Inverse { inverse } = resource.find_relationship(via)?.join else { return None };
            let pairs = format!(
                "SELECT DISTINCT {} AS o, {} AS k FROM {} WHERE {} = {}",
                step(inverse, middle)?,
                step(then, middle)?,
                quoted(&middle.table),
                quoted(attribute),
                literal(value),
            );
            (format!("By each of its `{name}`; the value is its slug."), By::Many(pairs, Some(leads()?)))
        }
        Join::Inverse { inverse } => {
            let role = target.find_attribute("role").filter(|role| role.indexed)?;
            let back = target.find_relationship(inverse)?.own_column()?;
            let pairs = format!(
                "SELECT DISTINCT {} AS o, {} AS k FROM {}",
                quoted(back),
                quoted(&role.column),
                quoted(&target.table)
            );
            let word = format!("{word}_ROLE");
            let doc = format!("By each role among its `{name}`.");
            return Some(Grouping { word, doc, by: By::Many(pairs, None) });
        }
        Join::Through { .. } => return None,
    };
    Some(Grouping { word, doc, by })
}

impl<'a> Compiler<'a> {
    /// The JSON of `groups`.
    pub(super) fn groups(&mut self, known: &[Grouping], rows: &Rows<'_, 'a>, field: &Selected<'a>) -> Result<String> {
        self.charge(10);
        let at = "groups.by";
        let items = self.items(&field.argument("by"), at)?;
        if items.is_empty() || items.len() > MOST_KEYS {
            let message = format!("has {} values; it takes 1 to {MOST_KEYS}", items.len());
            return Err(Error::input(at, message));
        }
        let mut by = Vec::with_capacity(items.len());
        for item in &items {
            let word = self.word(item);
            let grouping = known.iter().find(|it| Some(&it.word) == word.as_ref());
            by.push(grouping.ok_or_else(|| Error::input(at, "cannot hold null"))?);
        }

        let group = self.alias();
        let fields = self.collect("Group", &[], &field.below);
        let object = self.json_object(&fields, |compiler, part| match part.name {
            "__typename" => Ok(literal("\"Group\"")),
            "count" => Ok(format!("CAST({group}.n AS text)")),
            _ => compiler.group_keys(&by, &group, part),
        })?;

        // Each row once with its single values; a row with several values stands in each of their groups.
        let mut columns = vec![column(&rows.alias, "id")];
        let mut joins = String::new();
        for (n, grouping) in by.iter().enumerate() {
            match &grouping.by {
                By::Many(pairs, _) => {
                    joins.push_str(&format!(
                        " LEFT JOIN (SELECT m.o, m.k AS k{n} FROM ({pairs}) m) j{n} ON j{n}.o = {group}.id"
                    ));
                }
                single => columns.push(format!("{} AS k{n}", single.sql(self, &rows.alias))),
            }
        }
        let keys: Vec<_> = (0..by.len()).map(|n| format!("k{n}")).collect();
        let sorted: Vec<_> = keys.iter().map(|key| format!("{group}.{key} NULLS LAST")).collect();
        let sorted = format!("{group}.n DESC, {}", sorted.join(", "));
        let list = json_array(&format!("string_agg({object}, ',' ORDER BY {sorted})"));
        Ok(format!(
            "(SELECT {list} FROM (SELECT {keys}, count(*) AS n FROM (SELECT {columns} {from}) {group}{joins} \
             GROUP BY {keys} ORDER BY count(*) DESC, {first} LIMIT {MOST_GROUPS}) {group})",
            keys = keys.join(", "),
            first = keys.iter().map(|key| format!("{key} NULLS LAST")).collect::<Vec<_>>().join(", "),
            columns = columns.join(", "),
            from = rows.from(),
        ))
    }

    /// `keys { value label }`, in the order of `by`.
    fn group_keys(&mut self, by: &[&Grouping], group: &str, field: &Selected<'a>) -> Result<String> {
        let fields = self.collect("GroupKey", &[], &field.below);
        let mut text = Text::default();
        text.constant("[");
        for (n, grouping) in by.iter().enumerate() {
            if n > 0 {
                text.constant(",");
            }
            let key = format!("{group}.k{n}");
            text.sql(self.json_object(&fields, |compiler, part| {
                let wanted = match (part.name, &grouping.by) {
                    ("__typename", _) => return Ok(literal("\"GroupKey\"")),
                    (name, By::One(_, Target { table, label }) | By::Many(_, Some(Target { table, label }))) => {
                        let what = if name == "label" { label } else { "slug" };
                        let what = column("g", what);
                        format!("(SELECT {what} FROM {} g WHERE g.id = {key})", quoted(table))
                    }
                    _ => key.clone(),
                };
                Ok(compiler.dialect.json_text(&wanted, true))
            })?);
        }
        text.constant("]");
        Ok(text.join())
    }
}

impl By {
    fn sql(&self, compiler: &Compiler<'_>, alias: &str) -> String {
        match self {
            Self::Column(name) | Self::One(name, _) => column(alias, name),
            Self::Many(..) => "NULL".to_owned(),
            Self::Date(name, digits) => {
                let prefix =
                    |bound: &str| compiler.dialect.date_prefix(&column(alias, &format!("{name}_{bound}")), *digits);
                let (earliest, latest) = (prefix("earliest"), prefix("latest"));
                format!("CASE WHEN {earliest} = {latest} THEN {earliest} END")
            }
        }
    }
}
