//! How the rows of both sides of a relationship find each other.

use super::compiler::Compiler;
use super::dialect::{column, literal, quoted};
use super::interval::AsOf;
use super::order::{Key, Order};
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
    /// The attribute of the other side that stands in them too, and its column.
    beside: Option<(&'static str, String)>,
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
        let Between { table, alias, condition, .. } = &self.0;
        format!("FROM {table} {alias} WHERE {condition}{}", self.some())
    }

    fn some(&self) -> String {
        if self.0.repeats { format!(" AND {} IS NOT NULL", self.0.leads) } else { String::new() }
    }

    /// A select of them, as `i`.
    pub fn select(&self) -> String {
        format!("SELECT {}{} AS i {}", self.distinct(), self.0.leads, self.from())
    }

    /// How many there are, as an expression.
    pub fn count(&self) -> String {
        format!("(SELECT count({}{}) {})", self.distinct(), self.0.leads, self.from())
    }

    /// The condition that a row of the other side is one of them; never NULL for true.
    ///
    /// It uses IN, not a join, so that a row counts once however many associations lead to it.
    pub fn hold(&self, row: &str) -> String {
        let Between { table, alias, leads, condition, .. } = &self.0;
        format!("{row}.id IN (SELECT {leads} FROM {table} {alias} WHERE {condition})")
    }

    /// An order of the rows of the other side as an order of the ids, if all that it takes stands beside them.
    pub fn order(&self, order: &Order) -> Option<Order> {
        let Between { leads, beside, .. } = &self.0;
        let (id, keys) = order.keys.split_last()?;
        let keys = keys.iter().map(|key| {
            let (_, sql) = beside.as_ref().filter(|(attribute, _)| key.attribute == Some(*attribute))?;
            Some(Key { sql: sql.clone(), ..key.clone() })
        });
        let id = Key { sql: leads.clone(), ..id.clone() };
        Some(Order::of("", keys.chain([Some(id)]).collect::<Option<_>>()?))
    }

    /// As [`Self::select`], with what the order takes beside them, and of the rows of a joined table alone.
    pub fn select_in(&self, order: &Order, join: impl Fn(&str) -> String) -> String {
        let Between { table, alias, leads, condition, .. } = &self.0;
        let beside = order.keys.iter().filter(|key| key.sql != *leads).map(|key| format!(", {}", key.sql));
        let (distinct, beside, join) = (self.distinct(), beside.collect::<String>(), join(leads));
        format!("SELECT {distinct}{leads} AS i{beside} FROM {table} {alias}{join} WHERE {condition}{}", self.some())
    }
}

impl<'a> Compiler<'a> {
    /// The condition that `row` is on the other side of `owner`'s relationship; never NULL for true.
    pub(super) fn joined(
        &mut self,
        owner: &'a Resource,
        relationship: &Relationship,
        owner_alias: &str,
        row: &str,
        as_of: Option<&AsOf>,
    ) -> Result<String> {
        if let Some(ids) = self.leading_to(owner, relationship, owner_alias, as_of)? {
            return Ok(ids.hold(row));
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
                    beside: None,
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
                let beside = middle.beside.filter(|it| it.of == *then);
                let beside = beside.map(|it| (it.date, column(&alias, &it.column())));
                Some(Between { table: quoted(&middle.table), alias, leads, condition, beside, repeats: true })
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
