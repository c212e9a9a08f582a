//! What is written about a record, and by that is its content: everything else follows from other records.

use super::{Attribute, Join, Relationship, Resource};

/// A part of what is written about a record.
#[derive(Clone, Copy, Debug)]
pub enum Part<'r> {
    /// A value.
    Value(&'r Attribute),
    /// Another record, or none.
    One { relationship: &'r Relationship, column: &'r str },
    /// Other records, in no order: a table of pairs, with our column and theirs.
    Many { relationship: &'r Relationship, table: &'static str, own: &'static str, other: &'static str },
}

impl<'r> Part<'r> {
    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Value(attribute) => attribute.name,
            Self::One { relationship, .. } | Self::Many { relationship, .. } => relationship.name,
        }
    }

    /// The relationship that it is, if it is one.
    pub fn relationship(self) -> Option<&'r Relationship> {
        match self {
            Self::Value(_) => None,
            Self::One { relationship, .. } | Self::Many { relationship, .. } => Some(relationship),
        }
    }

    /// Whether it is always there.
    pub fn is_required(self) -> bool {
        match self {
            Self::Value(attribute) => attribute.required && !attribute.kind.is_list(),
            Self::One { relationship, .. } => relationship.required,
            Self::Many { .. } => false,
        }
    }
}

impl Resource {
    /// All that is written about a record.
    pub fn parts(&self) -> impl Iterator<Item = Part<'_>> {
        let values = self.attributes.iter().filter(|attribute| !attribute.given).map(Part::Value);
        values.chain(self.relationships.iter().filter_map(|relationship| match &relationship.join {
            Join::Own { column } => Some(Part::One { relationship, column }),
            Join::Pairs { table, own, other, held: true } => Some(Part::Many { relationship, table, own, other }),
            _ => None,
        }))
    }

    /// The part of that name.
    pub fn part(&self, name: &str) -> Option<Part<'_>> {
        self.parts().find(|part| part.name() == name)
    }

    /// The records that have no life without a record of this resource: the relationship to them, and theirs back.
    pub fn owned(&self) -> impl Iterator<Item = (&Relationship, &'static str)> {
        self.relationships.iter().filter(|it| it.owned).filter_map(|relationship| match relationship.join {
            Join::Inverse { inverse } => Some((relationship, inverse)),
            _ => None,
        })
    }
}
