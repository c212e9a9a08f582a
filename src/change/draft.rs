//! The records as they will be.
//!
//! A list of steps is worked out on a draft first: records are read into it when a step needs them, and changed
//! there. So every step sees what those before it did, and each record is written once, at the end.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr};

use super::content::{Content, difference, id_of, ids_of};
use super::contents;
use super::log::{Entry, Operation};
use super::refusal::{Fault, FaultKind};
use crate::resource::{Catalog, Resource, Role, upper_case};

/// What is known of a record while steps are worked out.
#[derive(Clone, Debug)]
pub struct Held {
    pub resource: &'static Resource,
    pub version: i32,
    /// The version that stands in the tables; 0 if none does.
    pub stored: i32,
    pub created_at: i64,
    /// As it stands in the tables; `None` if it does not.
    pub was: Option<Content>,
    /// As it will stand there.
    pub is: Option<Content>,
}

/// The records that the steps have to do with, and what was done so far.
pub struct Draft<'t> {
    pub transaction: &'t DatabaseTransaction,
    pub catalog: &'static Catalog,
    /// Microseconds since 1970.
    pub now: i64,
    pub records: BTreeMap<i64, Held>,
    pub log: Vec<Entry>,
    pub faults: Vec<Fault>,
    /// The step that is being worked out.
    pub step: usize,
    /// The step that was the first to be about a record.
    pub authors: BTreeMap<i64, usize>,
    /// The records that steps are about by name, not on another's account.
    pub named: Vec<i64>,
    /// Who has a slug that was given out in the draft.
    pub slugs: HashMap<(&'static str, String), i64>,
    /// Whether the log is not to tell what was and what is: it is to be forgotten.
    pub silent: bool,
    /// What else is to be written when all is well.
    pub beside: Vec<Beside>,
}

/// A row that is no record's.
#[derive(Clone, Debug)]
pub enum Beside {
    /// A record's id and slug lead to another now.
    Merged { resource: &'static Resource, id: i64, slug: String, leads_to: i64 },
    /// A source said this of the record.
    Remembered { source: String, key: String, record: i64, content: Content },
    /// These texts of a person, and a slug, are to be nowhere any more. `gone` are the person and what was said of
    /// them.
    Forgotten { person: i64, gone: BTreeSet<i64>, texts: Vec<String>, slug: String },
}

impl<'t> Draft<'t> {
    /// An empty draft.
    pub fn new(transaction: &'t DatabaseTransaction, catalog: &'static Catalog, at: DateTime<Utc>) -> Self {
        Self {
            transaction,
            catalog,
            now: at.timestamp_micros(),
            records: BTreeMap::new(),
            log: Vec::new(),
            faults: Vec::new(),
            step: 0,
            authors: BTreeMap::new(),
            named: Vec::new(),
            slugs: HashMap::new(),
            silent: false,
            beside: Vec::new(),
        }
    }

    /// Reads those of these records that are not in the draft yet.
    pub async fn load(&mut self, ids: impl IntoIterator<Item = i64>) -> Result<(), DbErr> {
        let ids: BTreeSet<i64> = ids.into_iter().filter(|id| !self.records.contains_key(id)).collect();
        let ids: Vec<i64> = ids.into_iter().collect();
        let mut by_type: BTreeMap<String, Vec<i64>> = BTreeMap::new();
        let claim = self.catalog.get("Claim");
        for ids in ids.chunks(1_000) {
            let mut types = Query::select();
            types.columns(["id", "type"].map(Alias::new)).from(Alias::new("record"));
            types.and_where(Expr::col(Alias::new("id")).is_in(ids.iter().copied()));
            for row in self.transaction.query_all(&types).await? {
                by_type.entry(row.try_get("", "type")?).or_default().push(row.try_get("", "id")?);
            }
        }
        // What is no record may be a claim.
        let known: BTreeSet<i64> = by_type.values().flatten().copied().collect();
        by_type.insert(upper_case(claim.name), ids.into_iter().filter(|id| !known.contains(id)).collect());
        for resource in self.catalog.nodes() {
            let Some(ids) = by_type.get(&upper_case(resource.name)).filter(|ids| !ids.is_empty()) else { continue };
            for stored in contents::read(self.transaction, resource, ids).await? {
                let (was, is) = (Some(stored.content.clone()), Some(stored.content));
                let (version, created_at) = (stored.version, stored.created_at);
                self.records.insert(stored.id, Held { resource, version, stored: version, created_at, was, is });
            }
        }
        Ok(())
    }

    /// The record as it is after the steps so far.
    pub async fn get(&mut self, id: i64) -> Result<Option<(&'static Resource, Content)>, DbErr> {
        self.load([id]).await?;
        Ok(self.records.get(&id).and_then(|held| Some((held.resource, held.is.clone()?))))
    }

    /// Puts a content in a record's place, and notes what was done; nothing, if it is the same.
    pub fn put(&mut self, id: i64, operation: Operation, content: Option<Content>, cause: Option<i64>) -> bool {
        let Some(held) = self.records.get_mut(&id) else { return false };
        if held.is == content {
            return false;
        }
        let was = std::mem::replace(&mut held.is, content.clone());
        held.version += 1;
        self.authors.entry(id).or_insert(self.step);
        let resource = held.resource;
        let own = |content: &Option<Content>| {
            content.as_ref().and_then(|it| it.get("slug")).and_then(|it| it.as_str()).map(str::to_owned)
        };
        if let Some(left) = own(&was).filter(|left| own(&content).as_ref() != Some(left)) {
            self.slugs.remove(&(resource.name, left));
        }
        if let Some(taken) = own(&content) {
            self.slugs.insert((resource.name, taken), id);
        }
        let any = content.as_ref().or(was.as_ref());
        let claim = (resource.role == Role::Node).then_some(id);
        let about = any.and_then(|it| it.get("record")).and_then(id_of).filter(|_| claim.is_some());
        let slug = any.and_then(|it| it.get("slug")).and_then(|slug| slug.as_str()).map(str::to_owned);
        let slug = slug.filter(|_| !self.silent);
        let (before, after) = match (&was, &content) {
            _ if self.silent => (None, None),
            (Some(was), Some(is)) => {
                let (before, after) = difference(was, is);
                (Some(before), Some(after))
            }
            _ => (was, content),
        };
        let record = about.unwrap_or(id);
        // A claim's type is that of its record.
        let resource = about.and_then(|about| self.records.get(&about)).map_or(resource, |held| held.resource);
        self.log.push(Entry { operation, record, resource, claim, slug, cause, before, after });
        true
    }

    /// Takes a new record in.
    pub fn create(
        &mut self,
        id: i64,
        resource: &'static Resource,
        operation: Operation,
        content: Content,
        cause: Option<i64>,
    ) {
        let (created_at, version) = (self.now, 0);
        self.records.entry(id).or_insert(Held { resource, version, stored: version, created_at, was: None, is: None });
        self.put(id, operation, Some(content), cause);
    }

    /// Notes what is wrong with the present step.
    pub fn fault(&mut self, kind: FaultKind, part: Option<&str>, message: impl Into<String>) {
        let fault = Fault { step: self.step, part: part.map(str::to_owned), message: message.into(), kind };
        if !self.faults.contains(&fault) {
            self.faults.push(fault);
        }
    }

    /// The records, with the part's name, in which this one stands.
    pub async fn referrers(&mut self, resource: &'static Resource, id: i64) -> Result<Vec<(i64, &'static str)>, DbErr> {
        let mut found = BTreeSet::new();
        for (from, part) in super::links::into(self.catalog, resource) {
            found.extend(super::links::rows(self.transaction, from, part, id).await?);
        }
        self.load(found).await?;
        let mut all = Vec::new();
        for (referrer, held) in &self.records {
            let Some(content) = &held.is else { continue };
            for part in held.resource.parts().filter(|part| part.relationship().is_some()) {
                if content.get(part.name()).is_some_and(|json| ids_of(json).any(|other| other == id)) {
                    all.push((*referrer, part.name()));
                }
            }
        }
        Ok(all)
    }
}
