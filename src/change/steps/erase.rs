//! A person's right to be forgotten (GDPR, article 17): the name goes from everywhere, what was done stays as
//! somebody's.

use std::collections::BTreeSet;

use sea_orm::sea_query::{Alias, Expr, LikeExpr, Query};
use sea_orm::{ConnectionTrait, DbErr};
use serde_json::{Value as Json, json};

use crate::change::content::{Content, ids_of};
use crate::change::draft::{Beside, Draft};
use crate::change::log::Operation;
use crate::change::refusal::{FaultKind, Refusal};
use crate::change::step::Outcome;
use crate::resource::{Kind, Part};

/// What stands where the name stood.
pub const ERASED: &str = "Erased person";
/// How many letters a name has that is sought in the texts of others.
const SHORTEST: usize = 4;

impl Draft<'_> {
    pub(in crate::change) async fn step_erase(&mut self, id: i64) -> Result<Outcome, Refusal> {
        let Some((resource, person)) = self.get(id).await?.filter(|(resource, _)| resource.name == "Person") else {
            self.fault(FaultKind::NotFound, None, format!("There is no person `r{id}`."));
            return Ok(Outcome::Unchanged(id));
        };
        self.named.push(id);
        self.silent = true;
        let mut texts: BTreeSet<String> = BTreeSet::new();
        let mut gone = BTreeSet::from([id]);
        let text = |content: &Content, name: &str| content.get(name).and_then(Json::as_str).map(str::to_owned);
        texts.extend(text(&person, "name"));
        let slug = text(&person, "slug").unwrap_or_default();
        for (referrer, _) in self.referrers(resource, id).await? {
            let Some((from, content)) = self.get(referrer).await? else { continue };
            let is_owned = self
                .catalog
                .owners(from)
                .any(|owner| content.get(owner).is_some_and(|it| ids_of(it).any(|it| it == id)));
            if from.name == "Name" {
                texts.extend(text(&content, "text"));
            }
            // Names, and what articles state about the person beyond that they speak of them.
            if (is_owned && from.links.is_empty()) || (from.name == "Claim" && content.contains_key("value")) {
                self.withdraw(referrer, Operation::Withdraw, Some(id)).await?;
                gone.insert(referrer);
            }
        }
        let mut nobody = Content::new();
        nobody.insert("name".to_owned(), json!(ERASED));
        nobody.insert("slug".to_owned(), json!(format!("person-{id}")));
        self.put(id, Operation::Erase, Some(nobody), None);
        // A long name before its parts; what is short stands in too many other words.
        let mut texts: Vec<String> = texts.into_iter().filter(|text| text.chars().count() >= SHORTEST).collect();
        texts.sort_by_key(|text| std::cmp::Reverse(text.len()));
        self.strike(id, &texts, &slug).await?;
        self.silent = false;
        self.beside.push(Beside::Forgotten { person: id, gone, texts, slug });
        Ok(Outcome::Updated(id))
    }

    /// Strikes the texts out wherever they stand in other records.
    async fn strike(&mut self, person: i64, texts: &[String], slug: &str) -> Result<(), Refusal> {
        let mut found = BTreeSet::new();
        for resource in self.catalog.nodes() {
            for part in resource.parts() {
                let Part::Value(attribute) = part else { continue };
                let sought: Vec<&str> = match attribute.name {
                    "slug" => vec![slug],
                    _ => texts.iter().map(String::as_str).collect(),
                };
                if !matches!(attribute.kind, Kind::Text) {
                    continue;
                }
                for text in sought {
                    found.extend(self.holding(&resource.table, &attribute.column, "id", text).await?);
                }
            }
        }
        for text in texts {
            found.extend(self.holding("list_item", "value", "record_id", text).await?);
        }
        self.load(found.iter().copied()).await?;
        for id in found {
            let Some((resource, mut content)) = self.get(id).await? else { continue };
            for (name, json) in &mut content {
                if name == "slug" {
                    if json.as_str().is_some_and(|own| own.contains(slug)) {
                        *json = json!(format!("{}-{id}", resource.table.replace('_', "-")));
                    }
                } else {
                    strike_out(json, texts);
                }
            }
            self.put(id, Operation::Erase, Some(content), Some(person));
        }
        Ok(())
    }

    async fn holding(&self, table: &str, column: &str, id: &str, text: &str) -> Result<Vec<i64>, DbErr> {
        let mut query = Query::select();
        query.column(Alias::new(id)).from(Alias::new(table)).and_where(holds(column, text));
        let rows = self.transaction.query_all(&query).await?;
        rows.iter().map(|row| row.try_get("", id)).collect()
    }
}

/// The condition that a column's text has this one in it.
pub fn holds(column: &str, text: &str) -> Expr {
    let escaped = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    sea_orm::sea_query::ExprTrait::like(
        Expr::col(Alias::new(column)),
        LikeExpr::new(format!("%{escaped}%")).escape('\\'),
    )
}

/// Strikes the texts out of all texts of a value.
pub fn strike_out(json: &mut Json, texts: &[String]) {
    match json {
        Json::String(text) => {
            for erased in texts {
                if text.contains(erased.as_str()) {
                    *text = text.replace(erased.as_str(), ERASED);
                }
            }
        }
        Json::Array(items) => items.iter_mut().for_each(|item| strike_out(item, texts)),
        Json::Object(parts) => parts.values_mut().for_each(|part| strike_out(part, texts)),
        _ => {}
    }
}
