//! `groups(by:)`: how many rows of a connection share a value, under the connection's own filter.

use super::compiler::Compiler;
use super::connection::Rows;
use super::dialect::{Text, column, json_array, literal, quoted};
use super::selection::Selected;
use super::value::FuzzyColumns;
use crate::error::{Error, Result};
use crate::resource::{Kind, Resource, upper_case};

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

enum By {
    Column(String),
    /// The first digits of both bounds of a fuzzy date, where they agree.
    Date(&'static str, u8),
    /// The column of a to-one relationship, its target's table and what it is called by.
    Target {
        column: String,
        table: String,
        label: String,
    },
}

/// What rows of a resource can be grouped by.
pub fn groupings(catalog: &crate::resource::Catalog, resource: &Resource) -> Vec<Grouping> {
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
                        by: By::Date(attribute.name, digits),
                    });
                }
            }
            _ => {}
        }
    }
    for relationship in &resource.relationships {
        let Some(own) = relationship.own_column() else { continue };
        let target = catalog.get(relationship.target);
        let Some(label) = target.named_by else { continue };
        groupings.push(Grouping {
            word: upper_case(relationship.name),
            doc: format!("By `{}`; the value is its slug.", relationship.name),
            by: By::Target { column: own.to_owned(), table: target.table.clone(), label: label.to_owned() },
        });
    }
    groupings
}

impl<'a> Compiler<'a> {
    /// The JSON of `groups`.
    pub(super) fn groups(&mut self, rows: &Rows<'a>, field: &Selected<'a>) -> Result<String> {
        let at = "groups.by";
        let items = self.items(&field.argument("by"), at)?;
        if items.is_empty() || items.len() > MOST_KEYS {
            let message = format!("has {} values; it takes 1 to {MOST_KEYS}", items.len());
            return Err(Error::input(at, message));
        }
        let known = groupings(self.catalog, rows.resource);
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

        let columns: Vec<_> =
            by.iter().enumerate().map(|(n, it)| format!("{} AS k{n}", it.by.sql(self, rows))).collect();
        let keys: Vec<_> = (0..by.len()).map(|n| format!("k{n}")).collect();
        let sorted: Vec<_> = keys.iter().map(|key| format!("{group}.{key} NULLS LAST")).collect();
        let sorted = format!("{group}.n DESC, {}", sorted.join(", "));
        let list = json_array(&format!("string_agg({object}, ',' ORDER BY {sorted})"));
        Ok(format!(
            "(SELECT {list} FROM (SELECT {keys}, count(*) AS n FROM (SELECT {columns} {from}) {group} \
             GROUP BY {keys} ORDER BY count(*) DESC, {keys} LIMIT {MOST_GROUPS}) {group})",
            keys = keys.join(", "),
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
                    (name, By::Target { table, label, .. }) => {
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
    fn sql(&self, compiler: &Compiler<'_>, rows: &Rows<'_>) -> String {
        match self {
            Self::Column(name) | Self::Target { column: name, .. } => column(&rows.alias, name),
            Self::Date(name, digits) => {
                let Some(attribute) = rows.resource.find_attribute(name) else {
                    return "NULL".to_owned();
                };
                let date = FuzzyColumns::of(attribute, &rows.alias);
                let prefix = |sql: &str| compiler.dialect.date_prefix(sql, *digits);
                let (earliest, latest) = (prefix(&date.earliest), prefix(&date.latest));
                format!("CASE WHEN {earliest} = {latest} THEN {earliest} END")
            }
        }
    }
}
