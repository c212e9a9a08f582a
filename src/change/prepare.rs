//! Steps before they are worked out: new records get their numbers, and all references are numbers.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr};
use serde_json::Value as Json;

use super::content::{Content, id_text, ids_of};
use super::draft::Draft;
use super::log;
use super::step::Step;
use crate::resource::Catalog;

/// The steps with numbers for new records, and without detours over records that were merged.
pub async fn prepared(draft: &mut Draft<'_>, mut steps: Vec<Step>) -> Result<Vec<Step>, DbErr> {
    let mut numbers = BTreeMap::new();
    let given = steps.iter().filter_map(|step| if let Step::Create { id, .. } = step { *id } else { None });
    if let Some(last) = given.max() {
        log::reach(draft.transaction, "id", last).await?;
    }
    let new = steps.iter().filter(|step| matches!(step, Step::Create { id: None, .. })).count();
    let mut next = match i64::try_from(new) {
        Ok(count) if count > 0 => log::take(draft.transaction, "id", count).await?,
        _ => 0,
    };
    for (number, step) in steps.iter_mut().enumerate() {
        if let Step::Create { id, .. } = step {
            let id = id.get_or_insert_with(|| {
                next += 1;
                next - 1
            });
            numbers.insert(number, *id);
        }
    }
    let mut named = BTreeSet::new();
    for step in &mut steps {
        match step {
            Step::Create { content, .. } | Step::Update { patch: content, .. } => {
                references(draft.catalog, content).for_each(|json| numbered(json, &numbers));
            }
            Step::Remember { record, content, .. } => {
                if let Some(id) = created(record, &numbers) {
                    *record = id_text(id);
                }
                references(draft.catalog, content).for_each(|json| numbered(json, &numbers));
            }
            _ => {}
        }
        named.extend(subject(step).map(|id| *id));
        if let Step::Create { content, .. } | Step::Update { patch: content, .. } = step {
            named.extend(references(draft.catalog, content).flat_map(|json| ids_of(json).collect::<Vec<_>>()));
        }
    }
    let redirects = ends(draft.transaction, named).await?;
    for step in &mut steps {
        if let Some(id) = subject(step)
            && let Some(leads_to) = redirects.get(id)
        {
            *id = *leads_to;
        }
        if let Step::Create { content, .. } | Step::Update { patch: content, .. } = step {
            references(draft.catalog, content).for_each(|json| redirect(json, &redirects));
        }
    }
    draft.load(steps.iter_mut().filter_map(|step| subject(step).map(|id| *id))).await?;
    Ok(steps)
}

/// The record that a step is about, if it is there already.
fn subject(step: &mut Step) -> Option<&mut i64> {
    match step {
        Step::Update { id, .. } | Step::Withdraw { id, .. } | Step::Merge { into: id, .. } | Step::Erase { id } => {
            Some(id)
        }
        _ => None,
    }
}

/// The number of the record that step `#n` creates.
fn created(text: &str, numbers: &BTreeMap<usize, i64>) -> Option<i64> {
    text.strip_prefix('#')
        .and_then(|number| number.parse().ok())
        .and_then(|number: usize| numbers.get(&number).copied())
}

/// The parts of a content that name records. A text may look like an id and be none.
fn references<'c>(catalog: &'static Catalog, content: &'c mut Content) -> impl Iterator<Item = &'c mut Json> {
    let names_records = |name: &str| {
        let mut parts = catalog.nodes().filter_map(|resource| resource.part(name)).peekable();
        parts.peek().is_some() && parts.all(|part| part.relationship().is_some())
    };
    content.iter_mut().filter(move |(name, _)| names_records(name)).map(|(_, json)| json)
}

fn numbered(json: &mut Json, numbers: &BTreeMap<usize, i64>) {
    if let Some(id) = json.as_str().and_then(|text| created(text, numbers)) {
        *json = id_text(id).into();
    }
    for item in json.as_array_mut().into_iter().flatten() {
        numbered(item, numbers);
    }
}

/// Where the ids of merged records lead in the end: what they were merged into may have been merged itself.
async fn ends(transaction: &DatabaseTransaction, ids: BTreeSet<i64>) -> Result<BTreeMap<i64, i64>, DbErr> {
    let mut ends = redirects(transaction, &ids).await?;
    let mut next: BTreeSet<i64> = ends.values().copied().collect();
    while !next.is_empty() {
        let further = redirects(transaction, &next).await?;
        next = further.values().copied().collect();
        for end in ends.values_mut() {
            *end = further.get(end).copied().unwrap_or(*end);
        }
    }
    Ok(ends)
}

/// Where the ids of merged records lead.
async fn redirects(transaction: &DatabaseTransaction, ids: &BTreeSet<i64>) -> Result<BTreeMap<i64, i64>, DbErr> {
    let ids: Vec<i64> = ids.iter().copied().collect();
    let mut found = BTreeMap::new();
    for ids in ids.chunks(1_000) {
        let mut query = Query::select();
        query.columns(["id", "record_id"].map(Alias::new)).from(Alias::new("id_redirect"));
        query.and_where(Expr::col(Alias::new("id")).is_in(ids.iter().copied()));
        for row in transaction.query_all(&query).await? {
            found.insert(row.try_get("", "id")?, row.try_get("", "record_id")?);
        }
    }
    Ok(found)
}

fn redirect(json: &mut Json, redirects: &BTreeMap<i64, i64>) {
    if redirects.is_empty() {
        return;
    }
    if let Json::Array(items) = json {
        for item in items {
            redirect(item, redirects);
        }
    } else if let Some(leads_to) = super::content::id_of(json).and_then(|id| redirects.get(&id)) {
        *json = id_text(*leads_to).into();
    }
}
