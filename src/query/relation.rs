//! How the rows of both sides of a relationship find each other.

use super::compiler::Compiler;
use super::dialect::{column, literal, quoted};
use super::interval::AsOf;
use crate::error::{Error, Result};
use crate::resource::{Join, Relationship, Resource};

impl<'a> Compiler<'a> {
    /// The condition that `row` is on the other side of `owner`'s relationship; never NULL for true.
    ///
    /// Relationships through others use IN, not a join, so that a row counts once however many
    /// associations lead to it.
    pub(super) fn joined(
        &mut self,
        owner: &'a Resource,
        relationship: &Relationship,
        owner_alias: &str,
        row: &str,
        as_of: Option<&AsOf>,
    ) -> Result<String> {
        let catalog = self.catalog;
        let target = catalog.get(relationship.target);
        let found = match &relationship.join {
            Join::Own { column: own } => format!("{row}.id = {}", column(owner_alias, own)),
            Join::Inverse { inverse } => {
                format!("{} = {owner_alias}.id", column(row, back_column(target, inverse)?))
            }
            Join::Pairs { table, own, other } => {
                let pair = self.alias();
                format!(
                    "{row}.id IN (SELECT {} FROM {} {pair} WHERE {} = {owner_alias}.id)",
                    column(&pair, other),
                    quoted(table),
                    column(&pair, own),
                )
            }
            Join::Through { via, then, only } => {
                let middle = catalog.association(owner, via);
                let step = self.alias();
                let first = owner.find_relationship(via).ok_or_else(|| missing(via))?;
                let mut condition = self.joined(owner, first, owner_alias, &step, None)?;
                match only {
                    Some((attribute, Some(value))) => {
                        let attribute = column(&step, attribute);
                        condition.push_str(&format!(" AND {attribute} = {}", literal(value)));
                    }
                    Some((attribute, None)) => {
                        let attribute = column(&step, attribute);
                        condition.push_str(&format!(" AND {attribute} IS NULL"));
                    }
                    None => {}
                }
                if let Some(as_of) = as_of {
                    condition.push_str(&format!(" AND {}", as_of.condition(middle, &step)));
                }
                let leads = column(&step, back_column(middle, then)?);
                let table = quoted(&middle.table);
                return Ok(format!("{row}.id IN (SELECT {leads} FROM {table} {step} WHERE {condition})"));
            }
        };
        Ok(match as_of {
            Some(as_of) => format!("{found} AND {}", as_of.condition(target, row)),
            None => found,
        })
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
