//! `shared(records:)`: what several records have in common, as connections.

use super::compiler::Compiler;
use super::connection::Scope;
use super::dialect::literal;
use super::selection::Selected;
use super::slot::SlotKind;
use crate::error::{Error, Result};
use crate::resource::Resource;

/// How many records are compared.
const MOST_RECORDS: usize = 10;

/// What can be shared: the name that the relationship has in every resource that has it, its target, and
/// what it means here.
pub const SHARED: [(&str, &str, &str); 7] = [
    ("events", "Event", "Events in which all of them took part, or which belong to all of them."),
    ("partnerships", "Partnership", "Partnerships of which all of them are partners."),
    ("projects", "Project", "Projects of which all of them are partners."),
    ("networks", "Organization", "Organizations to which all of them belong."),
    (
        "organizations",
        "Organization",
        "Organizations in which all of them held a post, or which are partners in all of them.",
    ),
    ("agreements", "Agreement", "Agreements that all of them signed."),
    ("topics", "Topic", "Topics that all of them are about."),
];

/// Records that each of these ids leads to by the relationship of this name.
pub struct Common<'a> {
    pub target: &'a Resource,
    name: &'static str,
    ids: Vec<String>,
}

impl<'a> Compiler<'a> {
    /// The JSON of `shared`.
    pub(super) fn shared(&mut self, field: &Selected<'a>) -> Result<String> {
        let at = "shared.records";
        let items = self.items(&field.argument("records"), at)?;
        if items.len() < 2 || items.len() > MOST_RECORDS {
            let message = format!("has {} ids; it takes 2 to {MOST_RECORDS}", items.len());
            return Err(Error::input(at, message));
        }
        let ids = items.iter().enumerate();
        let ids: Vec<_> = ids.map(|(n, id)| self.bind(id, SlotKind::Id, &format!("{at}[{n}]"))).collect();
        let fields = self.collect("Shared", &[], &field.below);
        self.json_object(&fields, |compiler, part| {
            let Some((name, target, _)) = SHARED.iter().find(|(name, ..)| *name == part.name) else {
                return Ok(literal("\"Shared\""));
            };
            let common = Common { target: compiler.catalog.get(target), name, ids: ids.clone() };
            compiler.connection(Scope::Shared(&common), part)
        })
    }

    /// The condition that all of the records lead to this row. Ids are unique over all types, so each is
    /// asked as whatever has such a relationship, and only one of them can answer.
    pub(super) fn common(&mut self, common: &Common<'a>, row: &str) -> Result<Vec<String>> {
        let catalog = self.catalog;
        let mut conditions = Vec::new();
        for id in &common.ids {
            let owner = self.alias();
            let mut ways = Vec::new();
            for resource in catalog.records() {
                let relationship = resource.find_relationship(common.name);
                if let Some(relationship) = relationship.filter(|it| it.many && it.target == common.target.name) {
                    ways.push(format!("({})", self.joined(resource, relationship, &owner, row, None)?));
                }
            }
            conditions.push(format!(
                "EXISTS (SELECT 1 FROM (SELECT CAST({id} AS bigint) AS id) {owner} WHERE {})",
                ways.join(" OR ")
            ));
        }
        Ok(conditions)
    }
}
