//! The root fields: one of a kind, all of a kind, any by id.

use super::change::{named, present};
use super::compiler::Compiler;
use super::connection::Scope;
use super::dialect::{json_array, literal, quoted};
use super::input::Shape;
use super::paths::PATHS;
use super::selection::Selected;
use super::slot::SlotKind;
use crate::error::{Error, Result};
use crate::resource::{RECORD, Resource};

/// How many ids `nodes` takes.
const MOST_IDS: usize = 100;

impl<'a> Compiler<'a> {
    /// The JSON of one root field.
    pub(super) fn root(&mut self, field: &Selected<'a>) -> Result<String> {
        match field.name {
            "__typename" => Ok(literal("\"Query\"")),
            "limits" => self.published_limits(field),
            "viewer" => self.viewer(field),
            "node" => {
                let id = self.bind(&field.argument("id"), SlotKind::Id, "node.id");
                self.any_node(&id, field)
            }
            "nodes" => self.nodes(field),
            "shared" => self.shared(field),
            PATHS => self.paths(field),
            "search" => {
                let hits = self.hits(field)?;
                self.connection(Scope::Derived(&hits), field)
            }
            "timeline" => {
                let facts = self.facts(field)?;
                self.connection(Scope::Derived(&facts), field)
            }
            "workList" => {
                let tasks = self.tasks(field)?;
                self.connection(Scope::Derived(&tasks), field)
            }
            "proposals" => {
                let proposals = self.proposals(field)?;
                self.connection(Scope::Derived(&proposals), field)
            }
            "proposal" => self.proposal(field),
            "webhooks" => self.webhooks(field),
            "webhook" => self.webhook(field),
            name => {
                let catalog = self.catalog;
                for resource in catalog.resources() {
                    if name == resource.plural {
                        return self.connection(Scope::All(resource), field);
                    }
                    if name == resource.singular {
                        return self.by(resource, field);
                    }
                    if let Some(subset) = resource.subsets.iter().find(|it| it.field == name) {
                        return self.connection(Scope::Subset(resource, subset), field);
                    }
                }
                Err(Error::internal(format!("root field {name} is published but not compiled")))
            }
        }
    }

    /// `event(by: { slug: … })`: one of the keys; null if nothing has it.
    fn by(&mut self, resource: &'a Resource, field: &Selected<'a>) -> Result<String> {
        let at = format!("{}.by", field.name);
        let input = field.argument("by");
        let Shape::Object(keys) = self.shape(&input) else {
            return Err(Error::input(&at, "must be given, as { id: … } or { slug: … }"));
        };
        let [(key, value)] = keys.as_slice() else {
            return Err(Error::input(&at, "takes exactly one key"));
        };
        if matches!(self.shape(value), Shape::Null | Shape::Absent) {
            return Err(Error::input(&format!("{at}.{key}"), "cannot be null"));
        }
        let by_id = key == "id";
        let kind = if by_id { SlotKind::Id } else { SlotKind::Text };
        let value = self.bind(value, kind, &format!("{at}.{key}"));
        let id = if by_id { present(self.dialect, &value) } else { named(self.dialect, resource, &value) };
        self.charge(1);
        let alias = self.alias();
        let object = self.object(resource, &alias, &field.below)?;
        Ok(format!(
            "coalesce((SELECT {object} FROM {} {alias} WHERE {alias}.id = {id}), 'null')",
            quoted(&resource.table),
        ))
    }

    /// `limits`: what one may ask for.
    fn published_limits(&mut self, field: &Selected<'a>) -> Result<String> {
        let fields = self.collect("Limits", &[], &field.below);
        self.json_object(&fields, |compiler, part| {
            let limit = compiler.published_limits.iter().find(|limit| limit.published_name() == part.name);
            Ok(literal(&limit.map_or_else(|| "\"Limits\"".to_owned(), |limit| limit.value.to_string())))
        })
    }

    /// A record or claim by an expression that gives its number.
    fn any_node(&mut self, id: &str, field: &Selected<'a>) -> Result<String> {
        self.charge(1);
        let alias = self.alias();
        let record = self.catalog.get(RECORD);
        let claim = self.catalog.get("Claim");
        let present = present(self.dialect, id);
        let any = self.object(record, &alias, &field.below)?;
        let one = self.object(claim, &alias, &field.below)?;
        Ok(format!(
            "coalesce((SELECT {any} FROM record {alias} WHERE {alias}.id = {present}), \
             (SELECT {one} FROM claim {alias} WHERE {alias}.id = {id}), 'null')"
        ))
    }

    /// `nodes(ids:)`: in the order asked for, null where there is nothing.
    fn nodes(&mut self, field: &Selected<'a>) -> Result<String> {
        let ids = self.items(&field.argument("ids"), "nodes.ids")?;
        if ids.len() > MOST_IDS {
            let message = format!("has {} ids; it takes {MOST_IDS} at most", ids.len());
            return Err(Error::input("nodes.ids", message));
        }
        if ids.is_empty() {
            return Ok(literal("[]"));
        }
        let mut rows = Vec::with_capacity(ids.len());
        for (position, id) in ids.iter().enumerate() {
            let id = self.bind(id, SlotKind::Id, &format!("nodes.ids[{position}]"));
            let cast = format!("CAST({id} AS bigint)");
            rows.push(format!("SELECT {position} AS p, {cast} AS id"));
        }
        let wanted = self.alias();
        let size = ids.len();
        let one = self.times(size, |compiler| compiler.any_node(&format!("{wanted}.id"), field))?;
        let rows = rows.join(" UNION ALL ");
        let list = json_array(&format!("string_agg({wanted}.j, ',' ORDER BY {wanted}.p)"));
        Ok(format!("(SELECT {list} FROM (SELECT {wanted}.p, {one} AS j FROM ({rows}) {wanted}) {wanted})"))
    }
}
