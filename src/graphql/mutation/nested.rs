//! What can be made along with a record, in one mutation.

use serde_json::{Value as Json, json};

use crate::resource::{Catalog, Join, Relationship, Resource};

/// A relationship under which records are made along with the one that has it.
pub struct Nested<'c> {
    /// The key of the input: `participations`, `organizers`, `sources`.
    pub relationship: &'c Relationship,
    /// What is made: a participation, a claim.
    pub resource: &'c Resource,
    /// Its part that leads back to the record: `event`.
    pub back: &'static str,
    /// Where one part is all that must be said: `organization` of those who organize.
    pub end: Option<End<'c>>,
}

/// The far end of an association.
pub struct End<'c> {
    /// The association's part.
    pub part: &'c Relationship,
    /// What else is known of the association: `role: ORGANIZER`.
    pub known: (&'static str, Json),
}

impl<'c> Nested<'c> {
    /// All that a resource has.
    pub fn of(catalog: &'c Catalog, resource: &'c Resource) -> impl Iterator<Item = Self> {
        resource.relationships.iter().filter_map(move |relationship| match &relationship.join {
            Join::Inverse { inverse } if relationship.owned => {
                Some(Self { relationship, resource: catalog.get(relationship.target), back: inverse, end: None })
            }
            Join::Through { via, then, only: Some((attribute, word)) } if relationship.many || word.is_some() => {
                Self::through(catalog, resource.find_relationship(via)?, then, relationship, (attribute, *word))
            }
            _ => None,
        })
    }

    /// By associations of one sort: those of a role, or claims on no attribute, which are sources.
    fn through(
        catalog: &'c Catalog,
        via: &'c Relationship,
        then: &str,
        relationship: &'c Relationship,
        (attribute, word): (&'static str, Option<&'static str>),
    ) -> Option<Self> {
        let Join::Inverse { inverse } = via.join else { return None };
        let resource = catalog.get(via.target);
        let known = match word {
            Some(word) if via.owned => (attribute, json!(word)),
            None if via.target == "Claim" => ("preferred", json!(true)),
            _ => return None,
        };
        let part = resource.find_relationship(then)?;
        Some(Self { relationship, resource, back: inverse, end: Some(End { part, known }) })
    }
}
