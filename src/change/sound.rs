//! Whether the draft as a whole can be written: everything it names is there, and its author may write it.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query};
use sea_orm::{ConnectionTrait, DbErr};
use serde_json::Value as Json;

use super::content::{Content, id_text, ids_of};
use super::draft::{Draft, Held};
use super::log::Operation;
use super::refusal::{FaultKind, Refusal};
use super::slug;
use super::step::Scope;
use crate::resource::{Join, Part, RECORD, Resource, Role, upper_case};

impl Draft<'_> {
    /// Notes what is wrong with the draft as a whole.
    pub(super) async fn check(&mut self, may: Scope) -> Result<(), Refusal> {
        let changed: Vec<i64> = self.changed().map(|(id, _)| *id).collect();
        self.references(&changed).await?;
        self.slugs(&changed).await?;
        if let Scope::Organization(organization) = may {
            self.authority(organization).await?;
        }
        Ok(())
    }

    /// The records that will not stand as they stood.
    pub(super) fn changed(&self) -> impl Iterator<Item = (&i64, &Held)> {
        self.records.iter().filter(|(_, held)| held.was != held.is)
    }

    /// Every record that is named is there, and is what it must be.
    async fn references(&mut self, changed: &[i64]) -> Result<(), DbErr> {
        let mut named: Vec<(i64, Part<'static>, i64)> = Vec::new();
        for id in changed {
            let Some(Held { resource, is: Some(content), .. }) = self.records.get(id) else { continue };
            let resource: &'static Resource = resource;
            for part in resource.parts().filter(|part| part.relationship().is_some()) {
                let targets = content.get(part.name()).into_iter().flat_map(ids_of);
                named.extend(targets.map(|target| (*id, part, target)));
            }
        }
        let types = self.types(named.iter().map(|(_, _, target)| *target).collect()).await?;
        for (id, part, target) in named {
            let wanted = part.relationship().map_or(RECORD, |it| it.target);
            let right = types.get(&target).is_some_and(|word| wanted == RECORD || *word == upper_case(wanted));
            if !right {
                let name = part.name();
                let what = if wanted == RECORD { "record" } else { wanted };
                let message = format!("`{name}` names `{}`, and there is no {what} with that id.", id_text(target));
                self.fault_of(id, FaultKind::NotFound, name, message);
            }
        }
        Ok(())
    }

    /// The types of records, in the draft or in the registry.
    async fn types(&self, ids: BTreeSet<i64>) -> Result<BTreeMap<i64, String>, DbErr> {
        let mut types = BTreeMap::new();
        let mut others = Vec::new();
        for id in ids {
            match self.records.get(&id) {
                Some(Held { resource, is: Some(_), .. }) if resource.role == Role::Record => {
                    types.insert(id, upper_case(resource.name));
                }
                Some(_) => {}
                None => others.push(id),
            }
        }
        for ids in others.chunks(1_000) {
            let mut query = Query::select();
            query.columns(["id", "type"].map(Alias::new)).from(Alias::new("record"));
            query.and_where(Expr::col(Alias::new("id")).is_in(ids.iter().copied()));
            for row in self.transaction.query_all(&query).await? {
                types.insert(row.try_get("", "id")?, row.try_get("", "type")?);
            }
        }
        Ok(types)
    }

    /// A slug is a record's alone, and one that a record had leads to it for ever.
    async fn slugs(&mut self, changed: &[i64]) -> Result<(), DbErr> {
        for id in changed {
            let Some(Held { resource, was, is: Some(content), .. }) = self.records.get(id) else { continue };
            let resource: &'static Resource = resource;
            let text = |content: &Content| content.get("slug").and_then(Json::as_str).map(str::to_owned);
            let (Some(slug), had) = (text(content), was.as_ref().and_then(text)) else { continue };
            if had.as_ref() == Some(&slug) {
                continue;
            }
            let holder = slug::other_holder(self, resource, &slug, *id).await?;
            if let Some(holder) = holder {
                let message = format!("`slug` is `{slug}`, which leads to `{}` already.", id_text(holder));
                self.fault_of(*id, FaultKind::Taken(holder), "slug", message);
            }
        }
        Ok(())
    }

    /// Whoever may write about one organization only has written about nothing else.
    async fn authority(&mut self, organization: i64) -> Result<(), DbErr> {
        let merged = self.log.iter().find(|entry| entry.operation == Operation::Merge).map(|entry| entry.record);
        if let Some(merged) = merged {
            let message = "A merge takes along what belongs to others; it can be proposed.".to_owned();
            self.fault_of(merged, FaultKind::NotAllowed, "", message);
        }
        for id in std::mem::take(&mut self.named) {
            if !self.keeps(organization, id).await? {
                let what = self.records.get(&id).map_or(RECORD, |held| held.resource.name);
                let id_text = id_text(id);
                let message =
                    format!("`{id_text}` ({what}) is not for your organization to change; it can be proposed.");
                self.fault_of(id, FaultKind::NotAllowed, "", message);
            }
        }
        Ok(())
    }

    /// Whether a record is an organization's to write about: itself, an event that it organizes, and what
    /// those own. What counts is how it stood before, and for what is new how it will stand.
    async fn keeps(&mut self, organization: i64, id: i64) -> Result<bool, DbErr> {
        let mut id = id;
        // A name of an event: its owner, and no further.
        for _ in 0..2 {
            self.load([id]).await?;
            let Some(held) = self.records.get(&id) else { return Ok(false) };
            let resource = held.resource;
            let is_new = held.was.is_none();
            let content = held.was.as_ref().or(held.is.as_ref());
            match resource.kept_by {
                Some("id") => return Ok(id == organization && !is_new),
                Some(keepers) => return self.is_kept_by(resource, keepers, id, organization, is_new).await,
                None => {}
            }
            let mut owners = self.catalog.owners(resource).collect::<Vec<_>>();
            if resource.role == Role::Node {
                owners.push("record");
            }
            let owner = owners.iter().find_map(|owner| content?.get(*owner).and_then(|json| ids_of(json).next()));
            let Some(owner) = owner else { return Ok(false) };
            id = owner;
        }
        Ok(false)
    }

    /// Whether an organization is among those that a relationship through associations leads to.
    async fn is_kept_by(
        &mut self,
        resource: &'static Resource,
        keepers: &str,
        id: i64,
        organization: i64,
        is_new: bool,
    ) -> Result<bool, DbErr> {
        let (via, then, only) = match resource.find_relationship(keepers).map(|it| &it.join) {
            Some(Join::Through { via, then, only }) => (via, then, only),
            Some(Join::Own { .. }) => {
                let theirs =
                    |content: &Content| content.get(keepers).is_some_and(|it| ids_of(it).any(|it| it == organization));
                let held = self.records.get(&id).into_iter();
                return Ok(held.flat_map(|held| [&held.was, &held.is]).flatten().all(theirs));
            }
            _ => return Ok(false),
        };
        let middle = self.catalog.association(resource, via);
        self.referrers(resource, id).await?;
        Ok(self.records.values().filter(|held| held.resource.name == middle.name).any(|held| {
            let content = if is_new { held.is.as_ref() } else { held.was.as_ref() };
            let leads = |name: &str, to: i64| {
                content.and_then(|it| it.get(name)).is_some_and(|it| ids_of(it).any(|it| it == to))
            };
            let meets = only.is_none_or(|(attribute, value)| {
                content.and_then(|it| it.get(attribute)).and_then(Json::as_str) == value
            });
            let back = self.catalog.owners(middle).any(|owner| leads(owner, id));
            back && leads(then, organization) && meets
        }))
    }

    /// Notes what is wrong with a record, at the step that was about it.
    fn fault_of(&mut self, id: i64, kind: FaultKind, part: &str, message: String) {
        let step = self.authors.get(&id).copied();
        self.step = step.unwrap_or(self.step);
        self.fault(kind, (!part.is_empty()).then_some(part), message);
    }
}
