//! Two records become one.

use serde_json::{Value as Json, json};

use crate::change::content::{Content, id_text, ids_of};
use crate::change::draft::{Beside, Draft};
use crate::change::log::{self, Operation};
use crate::change::refusal::{FaultKind, Refusal};
use crate::change::step::Outcome;
use crate::resource::{Part, Resource, Role};

impl Draft<'_> {
    /// What leads to `from` leads to `into` from now on; `into` gets what it has not, and keeps what it has.
    pub(in crate::change) async fn step_merge(&mut self, from: i64, into: i64) -> Result<Outcome, Refusal> {
        if !self.seen(from, None).await? || !self.seen(into, None).await? {
            return Ok(Outcome::Unchanged(into));
        }
        let (Some((resource, gone)), Some((other, stays))) = (self.get(from).await?, self.get(into).await?) else {
            return Ok(Outcome::Unchanged(into));
        };
        if from == into || resource.name != other.name || resource.role != Role::Record {
            let message = "Two different records of one type can be merged.";
            self.fault(FaultKind::Invalid, None, message);
            return Ok(Outcome::Unchanged(into));
        }
        let united = united(resource, &gone, stays, [from, into]);
        self.put(into, Operation::Update, Some(united), Some(into));
        for (referrer, name) in self.referrers(resource, from).await? {
            if referrer != from && referrer != into {
                self.lead_over(referrer, name, [from, into]).await?;
            }
        }
        self.keep_name(resource, &gone, into).await?;
        self.put(from, Operation::Merge, None, Some(into));
        let slug = gone.get("slug").and_then(Json::as_str).unwrap_or_default().to_owned();
        self.beside.push(Beside::Merged { resource, id: from, slug, leads_to: into });
        Ok(Outcome::Updated(into))
    }

    /// Lets a record lead to `into` where it led to `from`; one that says no more than another then goes.
    async fn lead_over(&mut self, referrer: i64, name: &'static str, [from, into]: [i64; 2]) -> Result<(), Refusal> {
        let Some((resource, mut content)) = self.get(referrer).await? else { return Ok(()) };
        content.insert(name.to_owned(), led_over(&content[name], from, into));
        let itself = resource.links.iter().filter(|end| content.get(**end) == Some(&json!(id_text(into)))).count() > 1;
        if itself || self.repeats(resource, referrer, &content, into).await? {
            return self.withdraw(referrer, Operation::Withdraw, Some(into)).await;
        }
        self.put(referrer, Operation::Update, Some(content), Some(into));
        Ok(())
    }

    /// Whether another name, figure, label or claim of the record says the same. Memberships, terms and whatever
    /// else links two are kept, however often they are there.
    async fn repeats(
        &mut self,
        resource: &'static Resource,
        id: i64,
        content: &Content,
        into: i64,
    ) -> Result<bool, Refusal> {
        if !resource.links.is_empty() || self.catalog.owners(resource).next().is_none() && resource.role == Role::Record
        {
            return Ok(false);
        }
        let target = self.records.get(&into).map(|held| held.resource);
        let Some(target) = target else { return Ok(false) };
        let said = |content: &Content| {
            let mut said = content.clone();
            said.remove("slug");
            said
        };
        let others = self.referrers(target, into).await?;
        Ok(others.into_iter().filter(|(other, _)| *other != id).any(|(other, _)| {
            let held = self.records.get(&other).filter(|held| held.resource.name == resource.name);
            held.and_then(|held| held.is.as_ref()).is_some_and(|other| said(other) == said(content))
        }))
    }

    /// The name of what is gone becomes another name of what goes on.
    async fn keep_name(&mut self, resource: &'static Resource, gone: &Content, into: i64) -> Result<(), Refusal> {
        let Some((names, back)) = resource.owned().find(|(it, _)| it.target == "Name") else { return Ok(()) };
        let Some(name) = resource.named_by.and_then(|name| gone.get(name)).cloned() else { return Ok(()) };
        let Some((_, stays)) = self.get(into).await? else { return Ok(()) };
        if resource.named_by.and_then(|own| stays.get(own)) == Some(&name) {
            return Ok(());
        }
        let known = self.referrers(resource, into).await?.into_iter().any(|(other, _)| {
            let content = self.records.get(&other).and_then(|held| held.is.as_ref());
            content.is_some_and(|content| content.get("text") == Some(&name))
        });
        if known {
            return Ok(());
        }
        let id = log::take(self.transaction, "id", 1).await?;
        let mut content = Content::new();
        content.insert("slug".to_owned(), json!(format!("name-{id}")));
        content.insert("text".to_owned(), name);
        content.insert("kind".to_owned(), json!("VARIANT"));
        content.insert(back.to_owned(), json!(id_text(into)));
        self.create(id, self.catalog.get(names.target), Operation::Create, content, Some(into));
        Ok(())
    }
}

/// What is written about one of two, and where that is silent about the other.
fn united(resource: &Resource, gone: &Content, mut stays: Content, both: [i64; 2]) -> Content {
    for part in resource.parts() {
        let name = part.name();
        match part {
            Part::Value(_) if stays.contains_key(name) => {}
            Part::Value(_) => stays.extend(gone.get(name).map(|json| (name.to_owned(), json.clone()))),
            Part::One { .. } | Part::Many { .. } => {
                let of = |content: &Content| content.get(name).into_iter().flat_map(ids_of).collect::<Vec<_>>();
                let (mut ids, more) = (of(&stays), of(gone));
                if matches!(part, Part::Many { .. }) || ids.is_empty() {
                    ids.extend(more);
                }
                ids.retain(|id| !both.contains(id));
                ids.sort_unstable();
                ids.dedup();
                let json = match part {
                    Part::Many { .. } => json!(ids.iter().copied().map(id_text).collect::<Vec<_>>()),
                    _ => ids.first().map_or(Json::Null, |id| json!(id_text(*id))),
                };
                stays.insert(name.to_owned(), json);
            }
        }
    }
    stays.retain(|_, json| !json.is_null() && json.as_array().is_none_or(|items| !items.is_empty()));
    stays
}

/// The same references with `into` in the place of `from`.
fn led_over(json: &Json, from: i64, into: i64) -> Json {
    let ids = ids_of(json).map(|id| if id == from { into } else { id });
    if json.is_array() {
        let mut ids: Vec<i64> = ids.collect();
        ids.sort_unstable();
        ids.dedup();
        json!(ids.into_iter().map(id_text).collect::<Vec<_>>())
    } else {
        json!(id_text(into))
    }
}
