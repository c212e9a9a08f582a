//! Records with all that stands inside them, a page at a time.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use sea_orm::sea_query::{Alias, Expr, ExprTrait, Order, Query};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr};
use serde_json::{Value as Json, json};

use super::written::{Value, Written};
use crate::change::{self, Content, id_text, ids_of};
use crate::resource::{Catalog, Join, Part, RECORD, Relationship, Resource, Role, upper_case};

/// How many records are read at once.
const PAGE: u64 = 500;

/// The records of a resource, a page after the other.
pub struct Pages<'p> {
    transaction: &'p DatabaseTransaction,
    catalog: &'static Catalog,
    resource: &'static Resource,
    after: i64,
}

impl<'p> Pages<'p> {
    pub fn of(transaction: &'p DatabaseTransaction, catalog: &'static Catalog, resource: &'static Resource) -> Self {
        Self { transaction, catalog, resource, after: 0 }
    }

    /// The next ones; none after the last.
    ///
    /// # Errors
    ///
    /// When the database does not answer.
    pub async fn next(&mut self) -> Result<Option<Vec<Written>>, DbErr> {
        let mut query = Query::select();
        query.column(Alias::new("id")).from(Alias::new(&self.resource.table));
        query.and_where(Expr::col(Alias::new("id")).gt(self.after)).order_by(Alias::new("id"), Order::Asc).limit(PAGE);
        let rows = self.transaction.query_all(&query).await?;
        let ids: Vec<i64> = rows.iter().map(|row| row.try_get("", "id")).collect::<Result<_, _>>()?;
        let Some(last) = ids.last() else { return Ok(None) };
        self.after = *last;
        let mut page = Page { catalog: self.catalog, levels: Vec::new(), slugs: HashMap::new() };
        page.read(self.transaction, self.resource, &ids).await?;
        page.name(self.transaction).await?;
        Ok(Some(page.written(self.resource, &ids)))
    }
}

/// Records of a resource with all that stands inside them.
struct Page {
    catalog: &'static Catalog,
    levels: Vec<Level>,
    /// The slugs of all records that are named.
    slugs: HashMap<i64, String>,
}

/// Records of one resource, and to whom they belong.
struct Level {
    resource: &'static Resource,
    /// The owner's resource, and the relationship from it that leads to these.
    from: Option<(&'static str, &'static Relationship)>,
    contents: BTreeMap<i64, Content>,
    owned: BTreeMap<i64, Vec<i64>>,
}

impl Page {
    /// Reads records, then what they own, then what that owns.
    async fn read(
        &mut self,
        transaction: &DatabaseTransaction,
        resource: &'static Resource,
        ids: &[i64],
    ) -> Result<(), DbErr> {
        let contents = stored(transaction, resource, ids).await?;
        self.levels.push(Level { resource, from: None, contents, owned: BTreeMap::new() });
        let mut at = 0;
        while let Some(level) = self.levels.get(at) {
            let owner = level.resource;
            let owners: Vec<i64> = level.contents.keys().copied().collect();
            for (relationship, inverse) in inside(owner) {
                let target = self.catalog.get(relationship.target);
                let Some(Part::One { column, .. }) = target.part(inverse) else { continue };
                let mut query = Query::select();
                query.columns(["id", column].map(Alias::new)).from(Alias::new(&target.table));
                query.and_where(Expr::col(Alias::new(column)).is_in(owners.iter().copied()));
                query.order_by(Alias::new("id"), Order::Asc);
                let mut by_owner: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
                for row in transaction.query_all(&query).await? {
                    by_owner.entry(row.try_get("", column)?).or_default().push(row.try_get("", "id")?);
                }
                let ids: Vec<i64> = by_owner.values().flatten().copied().collect();
                if !ids.is_empty() {
                    let contents = stored(transaction, target, &ids).await?;
                    self.levels.push(Level {
                        resource: target,
                        from: Some((owner.name, relationship)),
                        contents,
                        owned: by_owner,
                    });
                }
            }
            at += 1;
        }
        Ok(())
    }

    /// Reads the slugs of the records that are named.
    async fn name(&mut self, transaction: &DatabaseTransaction) -> Result<(), DbErr> {
        let mut named: BTreeMap<&str, BTreeSet<i64>> = BTreeMap::new();
        for level in &self.levels {
            for part in level.resource.parts() {
                let Some(relationship) = part.relationship() else { continue };
                let contents = level.contents.values().filter_map(|content| content.get(part.name()));
                named.entry(relationship.target).or_default().extend(contents.flat_map(ids_of));
            }
        }
        for id in named.remove(RECORD).unwrap_or_default().into_iter().collect::<Vec<_>>().chunks(1_000) {
            let mut query = Query::select();
            query.columns(["id", "type"].map(Alias::new)).from(Alias::new("record"));
            query.and_where(Expr::col(Alias::new("id")).is_in(id.iter().copied()));
            for row in transaction.query_all(&query).await? {
                let word: String = row.try_get("", "type")?;
                if let Some(resource) = self.catalog.records().find(|it| upper_case(it.name) == word) {
                    named.entry(resource.name).or_default().insert(row.try_get("", "id")?);
                }
            }
        }
        for (target, ids) in named {
            let ids: Vec<i64> = ids.into_iter().collect();
            for ids in ids.chunks(1_000) {
                let mut query = Query::select();
                query.columns(["id", "slug"].map(Alias::new)).from(Alias::new(&self.catalog.get(target).table));
                query.and_where(Expr::col(Alias::new("id")).is_in(ids.iter().copied()));
                for row in transaction.query_all(&query).await? {
                    self.slugs.insert(row.try_get("", "id")?, row.try_get("", "slug")?);
                }
            }
        }
        Ok(())
    }

    fn written(&self, resource: &'static Resource, ids: &[i64]) -> Vec<Written> {
        ids.iter().filter_map(|id| self.record(resource, self.levels.first()?, *id, None)).collect()
    }

    /// A record; `back` is the relationship to its owner, and the slug that it has by its place there.
    fn record(
        &self,
        resource: &'static Resource,
        level: &Level,
        id: i64,
        back: Option<&(&str, String)>,
    ) -> Option<Written> {
        let content = level.contents.get(&id)?;
        let slug = content.get("slug").and_then(Json::as_str).unwrap_or_default();
        let mut keys = Vec::new();
        if resource.role == Role::Record && back.is_none_or(|(_, place)| place != slug) {
            keys.push(("slug", Value::Plain(json!(slug))));
        }
        keys.push(("id", Value::Plain(json!(id_text(id)))));
        for part in resource.parts().filter(|part| part.name() != "slug") {
            let Some(json) = content.get(part.name()) else { continue };
            match part {
                Part::Value(_) => keys.push((part.name(), Value::Plain(json.clone()))),
                Part::One { .. } if back.is_some_and(|(back, _)| *back == part.name()) => {}
                Part::One { .. } => keys.push((part.name(), Value::Plain(self.slug(json)))),
                Part::Many { .. } => {
                    let slugs = json.as_array().into_iter().flatten().map(|json| self.slug(json)).collect();
                    keys.push((part.name(), Value::Plain(slugs)));
                }
            }
        }
        for (relationship, inverse) in inside(resource) {
            let target = self.catalog.get(relationship.target);
            let from = |level: &&Level| {
                level.from.is_some_and(|(owner, it)| owner == resource.name && it.name == relationship.name)
            };
            let Some(level) = self.levels.iter().find(from) else { continue };
            let ids = level.owned.get(&id).into_iter().flatten().enumerate();
            let records = ids.filter_map(|(at, id)| {
                self.record(target, level, *id, Some(&(inverse, super::nested_slug(slug, target, at))))
            });
            let mut records: Vec<Written> = records.collect();
            match (relationship.many, records.len()) {
                (_, 0) => {}
                (false, _) => keys.push((relationship.name, Value::One(Box::new(records.remove(0))))),
                (true, _) => keys.push((relationship.name, Value::Below(records))),
            }
        }
        Some(Written { keys })
    }

    fn slug(&self, json: &Json) -> Json {
        let slug = ids_of(json).next().and_then(|id| self.slugs.get(&id));
        slug.map_or(Json::Null, |slug| json!(slug))
    }
}

async fn stored(
    transaction: &DatabaseTransaction,
    resource: &Resource,
    ids: &[i64],
) -> Result<BTreeMap<i64, Content>, DbErr> {
    let stored = change::read(transaction, resource, ids).await?;
    Ok(stored.into_iter().map(|stored| (stored.id, stored.content)).collect())
}

/// What stands inside a record of a resource: what it owns, and what is claimed of it.
fn inside(resource: &'static Resource) -> impl Iterator<Item = (&'static Relationship, &'static str)> {
    let claims = resource.relationships.iter().filter_map(|it| match it.join {
        Join::Inverse { inverse } if it.target == "Claim" && it.name == "claims" => Some((it, inverse)),
        _ => None,
    });
    resource.owned().chain(claims)
}
