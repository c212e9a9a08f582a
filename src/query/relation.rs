//! How the rows of both sides of a relationship find each other.

use super::compiler::Compiler;
use super::dialect::{column, literal, quoted};
use super::interval::AsOf;
use super::order::{Key, Order};
use super::page::Page;
use crate::error::{Error, Result};
use crate::resource::{Join, Relationship, Resource};

/// The rows between both sides: pairs, or associations.
struct Between {
    table: String,
    alias: String,
    /// The column with the other side's id.
    leads: String,
    /// Which of them are ours.
    condition: String,
    /// Whether several of them may lead to the same row, or to none.
    repeats: bool,
}

/// The ids that the rows between both sides have of the other side's: each once.
pub struct Ids(Between);

impl Ids {
    fn distinct(&self) -> &'static str {
        if self.0.repeats { "DISTINCT " } else { "" }
    }

    fn from(&self) -> String {
        let Between { table, alias, leads, condition, repeats } = &self.0;
        let some = if *repeats { format!(" AND {leads} IS NOT NULL") } else { String::new() };
        format!("FROM {table} {alias} WHERE {condition}{some}")
    }

    /// A select of them, as `i`.
    pub fn select(&self) -> String {
        format!("SELECT {}{} AS i {}", self.distinct(), self.0.leads, self.from())
    }

    /// How many there are, as an expression.
    pub fn count(&self) -> String {
        format!("(SELECT count({}{}) {})", self.distinct(), self.0.leads, self.from())
    }

    /// As [`Self::select`], those of a page in the order of the ids.
    pub fn page(&self, id: &Key, page: &Page, limit: usize) -> String {
        let id = Key { sql: self.0.leads.clone(), ..id.clone() };
        let direction = id.direction(page.backward);
        let seek = page.seek(&Order::of("", vec![id]));
        format!("{}{seek} ORDER BY 1 {direction} LIMIT {limit}", self.select())
    }
}

impl<'a> Compiler<'a> {
    /// The condition that `row` is on the other side of `owner`'s relationship; never NULL for true.
    ///
    /// What lies between uses IN, not a join, so that a row counts once however many associations
    /// lead to it.
    pub(super) fn joined(
        &mut self,
        owner: &'a Resource,
        relationship: &Relationship,
        owner_alias: &str,
        row: &str,
        as_of: Option<&AsOf>,
    ) -> Result<String> {
        if let Some(between) = self.between(owner, relationship, owner_alias, as_of)? {
            let Between { table, alias, leads, condition, .. } = between;
            return Ok(format!("{row}.id IN (SELECT {leads} FROM {table} {alias} WHERE {condition})"));
        }
        let target = self.catalog.get(relationship.target);
        let found = direct(relationship, target, owner_alias, row)?;
        Ok(match as_of {
            Some(as_of) => format!("{found} AND {}", as_of.condition(target, row)),
            None => found,
        })
    }

    /// The same for EXISTS, as what to read `row` from and the condition.
    ///
    /// Here it does not matter how often a row counts, and it must be a join: from IN inside EXISTS
    /// PostgreSQL makes a search through all rows of the other side, for every row of ours.
    pub(super) fn reached(
        &mut self,
        owner: &'a Resource,
        relationship: &Relationship,
        owner_alias: &str,
        row: &str,
    ) -> Result<(String, String)> {
        let target = self.catalog.get(relationship.target);
        let table = quoted(&target.table);
        Ok(match self.between(owner, relationship, owner_alias, None)? {
            Some(Between { table: middle, alias, leads, condition, .. }) => {
                (format!("{middle} {alias} JOIN {table} {row} ON {row}.id = {leads}"), condition)
            }
            None => (format!("{table} {row}"), direct(relationship, target, owner_alias, row)?),
        })
    }

    /// The ids of the rows on the other side, if they stand in rows between.
    pub(super) fn leading_to(
        &mut self,
        owner: &'a Resource,
        relationship: &Relationship,
        owner_alias: &str,
        as_of: Option<&AsOf>,
    ) -> Result<Option<Ids>> {
        Ok(self.between(owner, relationship, owner_alias, as_of)?.map(Ids))
    }

    fn between(
        &mut self,
        owner: &'a Resource,
        relationship: &Relationship,
        owner_alias: &str,
        as_of: Option<&AsOf>,
    ) -> Result<Option<Between>> {
        Ok(match &relationship.join {
            Join::Own { .. } | Join::Inverse { .. } => None,
            Join::Pairs { table, own, other, .. } => {
                let alias = self.alias();
                Some(Between {
                    table: quoted(table),
                    leads: column(&alias, other),
                    condition: format!("{} = {owner_alias}.id", column(&alias, own)),
                    repeats: false,
                    alias,
                })
            }
            Join::Through { via, then, only } => {
                let middle = self.catalog.association(owner, via);
                let alias = self.alias();
                let first = owner.find_relationship(via).ok_or_else(|| missing(via))?;
                let mut condition = self.joined(owner, first, owner_alias, &alias, None)?;
                if let Some((attribute, value)) = only {
                    let attribute = column(&alias, attribute);
                    condition.push_str(&match value {
                        Some(value) => format!(" AND {attribute} = {}", literal(value)),
                        None => format!(" AND {attribute} IS NULL"),
                    });
                }
                if let Some(as_of) = as_of {
                    condition.push_str(&format!(" AND {}", as_of.condition(middle, &alias)));
                }
                let leads = column(&alias, back_column(middle, then)?);
                Some(Between { table: quoted(&middle.table), alias, leads, condition, repeats: true })
            }
        })
    }
}

/// The condition of a relationship with nothing between.
fn direct(relationship: &Relationship, target: &Resource, owner_alias: &str, row: &str) -> Result<String> {
    match &relationship.join {
        Join::Own { column: own } => Ok(format!("{row}.id = {}", column(owner_alias, own))),
        Join::Inverse { inverse } => Ok(format!("{} = {owner_alias}.id", column(row, back_column(target, inverse)?))),
        _ => Err(missing(relationship.name)),
    }
}

/// The column of a to-one relationship.
fn back_column<'r>(resource: &'r Resource, name: &str) -> Result<&'r str> {
    let relationship = resource.find_relationship(name);
    relationship.and_then(Relationship::own_column).ok_or_else(|| missing(name))
}

fn missing(name: &str) -> Error {
    Error::internal(format!("relationship {name} is gone since the catalog was checked"))
}
