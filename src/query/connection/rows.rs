//! What a connection is about: rows of a table that meet a condition, or those that some ids lead to.

use crate::database::Dialect;
use crate::error::Result;
use crate::query::compiler::Compiler;
use crate::query::dialect::{column, literal, quoted};
use crate::query::groups::Grouping;
use crate::query::order::Order;
use crate::query::relation::Ids;
use crate::query::selection::Selected;
use crate::query::shared::Common;
use crate::query::slot::SlotKind;
use crate::resource::{Join, Relationship, Resource, Role, Subset};

/// Which rows a connection is about, before its own filter.
#[derive(Clone, Copy)]
pub enum Scope<'s, 'a> {
    All(&'a Resource),
    Subset(&'a Resource, &'a Subset),
    Related {
        owner: &'a Resource,
        relationship: &'a Relationship,
        alias: &'s str,
    },
    /// The changes of one group, by an expression for its number.
    Group(&'a Resource, &'s str),
    /// What the statement makes itself.
    Derived(&'s dyn Derived<'a>),
    /// What several records have in common.
    Shared(&'s Common<'a>),
}

/// The rows of a connection: what they are, their table, its alias and the condition, for every part of
/// the statement that is about them.
pub struct Rows<'s, 'a> {
    pub noun: Noun<'s, 'a>,
    pub alias: String,
    table: String,
    /// What the statement makes the table of, if there is none.
    made_of: Option<String>,
    /// The ids of the only rows that there are, if they stand elsewhere.
    ids: Option<Ids>,
    /// Whether tables are read in the order in which they are written, as SQLite does where it is told: from the ids to
    /// the rows, which are then in the order of the ids. It would rather look through all rows of a small table.
    ids_first: bool,
    /// What they must meet beside that.
    conditions: Vec<String>,
    /// Whether the same row may stand in several of these lists.
    pub may_repeat: bool,
}

/// What stands in a connection.
#[derive(Clone, Copy)]
pub enum Noun<'s, 'a> {
    Resource(&'a Resource),
    Derived(&'s dyn Derived<'a>),
}

/// Rows that no resource describes, because the statement makes them: the hits of a search, the entries of
/// a timeline. They have a connection and an edge as any other.
pub trait Derived<'a> {
    /// The beginning of the names of its connection and edge: `Search`.
    fn name(&self) -> &'static str;

    /// A select in brackets that gives the rows.
    fn table(&self) -> String;

    /// A smaller table that has at least the first so many rows, if there is one.
    fn best(&self, _count: usize) -> Option<String> {
        None
    }

    /// The order of the rows, complete: no two rows are equal in it.
    fn order(&self, alias: &str) -> Order;

    /// What the rows can be grouped by.
    fn groupings(&self) -> Vec<Grouping> {
        Vec::new()
    }

    /// The JSON of one row.
    fn row(&self, compiler: &mut Compiler<'a>, alias: &str, field: &Selected<'a>) -> Result<String>;
}

impl Noun<'_, '_> {
    /// The beginning of the names of its connection and edge.
    pub fn name(self) -> &'static str {
        match self {
            Self::Resource(resource) => resource.name,
            Self::Derived(rows) => rows.name(),
        }
    }
}

impl Rows<'_, '_> {
    /// The same, read from another table.
    pub fn with_table(&self, table: String) -> Self {
        let (alias, conditions) = (self.alias.clone(), self.conditions.clone());
        Self {
            noun: self.noun,
            alias,
            table,
            made_of: None,
            ids: None,
            ids_first: false,
            conditions,
            may_repeat: false,
        }
    }

    pub fn from(&self) -> String {
        let Self { alias, table, .. } = self;
        let found = match &self.ids {
            // In this order: whoever has the ids has the rows by their numbers.
            Some(ids) if self.ids_first => {
                format!("({}) m CROSS JOIN {table} {alias} ON {alias}.id = m.i", ids.select())
            }
            _ => format!("{table} {alias}"),
        };
        format!("FROM {found} WHERE {}", self.condition())
    }

    pub fn table(&self) -> &str {
        &self.table
    }

    fn condition(&self) -> String {
        let is_one = self.ids.as_ref().filter(|_| !self.ids_first).map(|ids| ids.hold(&self.alias));
        let conditions: Vec<&str> =
            is_one.as_deref().into_iter().chain(self.conditions.iter().map(String::as_str)).collect();
        if conditions.is_empty() { "TRUE".to_owned() } else { conditions.join(" AND ") }
    }

    /// How many there are, as an expression.
    pub fn count(&self) -> String {
        match &self.ids {
            Some(ids) if self.conditions.is_empty() => ids.count(),
            _ => format!("(SELECT count(*) {})", self.from()),
        }
    }

    /// The ids of all rows that are found by them, and the order in which they stand there, if it is this one.
    pub fn ids_in(&self, order: &Order) -> Option<(Order, String)> {
        let ids = self.ids.as_ref()?;
        let order = ids.order(order)?;
        let Self { alias, table, conditions, .. } = self;
        let join = if self.ids_first { "CROSS JOIN" } else { "JOIN" };
        let select = ids.select_in(&order, |id| match conditions.as_slice() {
            [] => String::new(),
            _ => format!(" {join} {table} {alias} ON {alias}.id = {id}"),
        });
        let conditions: String = conditions.iter().map(|condition| format!(" AND {condition}")).collect();
        Some((order, select + &conditions))
    }

    /// The rows of a page that were found by their ids (`i`) already, in this order.
    pub fn of(&self, page: &str, columns: &str, order: &str) -> String {
        let Self { alias, table, .. } = self;
        if self.ids_first {
            return format!("SELECT {columns} FROM ({page}) p CROSS JOIN {table} {alias} ON {alias}.id = p.i");
        }
        format!("SELECT {columns} FROM ({page}) p JOIN {table} {alias} ON {alias}.id = p.i ORDER BY {order}")
    }

    /// The select in which the table is made, around whatever reads it: once, however many parts of the answer do.
    pub fn around(&self, json: String) -> String {
        match &self.made_of {
            Some(made_of) => format!("(WITH {} AS {made_of} SELECT {json})", self.table),
            None => json,
        }
    }
}

impl<'a> Compiler<'a> {
    /// Which rows: those of the scope, then `where`, then `asOf`.
    pub(super) fn rows<'s>(&mut self, scope: Scope<'s, 'a>, field: &Selected<'a>) -> Result<Rows<'s, 'a>> {
        let catalog = self.catalog;
        let alias = self.alias();
        let (mut ids, mut conditions) = (None, Vec::new());
        let ids_first = self.dialect == Dialect::Sqlite;
        let resource = match scope {
            Scope::All(resource) => {
                conditions.extend(self.of_types(resource, &alias, field)?);
                if let Some(view) = self.view(resource, field)? {
                    conditions.extend(self.filter(resource, &alias, &view.filter, &format!("{}.view", field.name))?);
                }
                resource
            }
            Scope::Subset(resource, subset) => {
                let column = column(&alias, subset.attribute);
                conditions.push(format!("{column} = {}", literal(subset.value)));
                resource
            }
            Scope::Group(resource, number) => {
                conditions.push(format!("{} = {number}", column(&alias, "group")));
                resource
            }
            Scope::Related { owner, relationship, alias: parent } => {
                let as_of = self.as_of_argument(owner, relationship, field)?;
                ids = self.leading_to(owner, relationship, parent, as_of.as_ref())?;
                if ids.is_none() {
                    conditions.push(self.joined(owner, relationship, parent, &alias, as_of.as_ref())?);
                }
                if relationship.name == "claims" {
                    conditions.extend(self.claims_on(&alias, field));
                }
                catalog.get(relationship.target)
            }
            Scope::Shared(common) => {
                conditions.extend(self.common(common, &alias)?);
                common.target
            }
            Scope::Derived(derived) => {
                let made_of = Some(derived.table());
                let (noun, table) = (Noun::Derived(derived), self.alias());
                return Ok(Rows { noun, alias, table, made_of, ids, ids_first, conditions, may_repeat: false });
            }
        };
        let filter = field.argument("where");
        conditions.extend(self.filter(resource, &alias, &filter, &format!("{}.where", field.name))?);
        let (noun, table) = (Noun::Resource(resource), quoted(&resource.table));
        let may_repeat = self.repeats()
            && matches!(scope, Scope::Related { relationship, .. }
                if matches!(relationship.join, Join::Pairs { .. } | Join::Through { .. }));
        Ok(Rows { noun, alias, table, made_of: None, ids, ids_first, conditions, may_repeat })
    }

    /// `changes(types:)`: those of records of some types.
    fn of_types(&mut self, resource: &Resource, alias: &str, field: &Selected<'a>) -> Result<Option<String>> {
        if resource.role != Role::Entry {
            return Ok(None);
        }
        let types = self.words_of(&field.argument("types"), "changes.types")?;
        Ok(types.map(|types| {
            let words: Vec<String> = types.iter().map(|word| literal(word)).collect();
            if words.is_empty() { "FALSE".to_owned() } else { format!("{alias}.type IN ({})", words.join(", ")) }
        }))
    }

    /// `claims(attribute:)`: those on one attribute.
    fn claims_on(&mut self, alias: &str, field: &Selected<'a>) -> Option<String> {
        let attribute = field.argument("attribute");
        (!self.is_absent(&attribute)).then(|| {
            let value = self.bind(&attribute, SlotKind::Text, "claims.attribute");
            format!("({alias}.attribute IS NOT NULL AND {alias}.attribute = {value})")
        })
    }
}
