//! By which words and names records are found, after they were written.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query};
use sea_orm::{ConnectionTrait, DbErr};
use serde_json::Value as Json;

use super::content::{Content, ids_of};
use super::draft::{Draft, Held};
use super::rows::{Table, Words, insert, insert_new, slips, words};
use super::write::delete;
use crate::resource::{Attribute, Kind, Resource, Searched};

/// Writes the words of all records whose texts or names changed.
pub async fn renew(draft: &Draft<'_>, changed: &[(i64, &Held)]) -> Result<(), DbErr> {
    let records = touched(draft, changed);
    let mut found = Words::default();
    let mut names = Table::default();
    let mut rows = Table::default();
    for id in &records {
        let is_new = draft.records.get(id).is_some_and(|held| held.was.is_none());
        if !is_new {
            delete(draft.transaction, "search_word", "record_id", *id).await?;
            delete(draft.transaction, "search_name", "record_id", *id).await?;
        }
    }
    let stored = stored(draft, &records).await?;
    for (id, texts) in stored {
        for (searched, name, text) in texts {
            let Words { name, words, named } = words(id, name, searched, &text);
            found.named.extend(named);
            if let Some(cells) = name {
                names.push(cells);
            }
            for cells in words {
                rows.push(cells);
            }
        }
    }
    insert(draft.transaction, "search_name", names).await?;
    insert(draft.transaction, "search_word", rows).await?;
    let mut typos = Table::default();
    for word in found.named.iter().collect::<BTreeSet<_>>() {
        slips(word).for_each(|cells| typos.push(cells));
    }
    insert_new(draft.transaction, "search_typo", typos).await
}

/// The records that are found by the texts of what changed: those themselves, or whom they name.
fn touched(draft: &Draft<'_>, changed: &[(i64, &Held)]) -> BTreeSet<i64> {
    let mut touched = BTreeSet::new();
    for (id, held) in changed {
        for attribute in held.resource.attributes.iter().filter(|it| it.searched.is_some()) {
            let text = |content: &Option<Content>| content.as_ref().and_then(|it| it.get(attribute.name)).cloned();
            if attribute.searched == Some(Searched::OtherName) {
                for content in [&held.was, &held.is].into_iter().flatten() {
                    touched
                        .extend(draft.catalog.owners(held.resource).filter_map(|it| content.get(it)).flat_map(ids_of));
                }
            } else if text(&held.was) != text(&held.is) {
                touched.insert(*id);
            }
        }
    }
    touched
}

type Texts = BTreeMap<i64, Vec<(Searched, &'static str, String)>>;

/// The texts by which these records are found, as they will stand.
async fn stored(draft: &Draft<'_>, records: &BTreeSet<i64>) -> Result<Texts, DbErr> {
    let mut texts = Texts::new();
    let mut elsewhere = Vec::new();
    for id in records {
        match draft.records.get(id) {
            Some(Held { resource, is: Some(content), .. }) => {
                let found = own(resource, content);
                texts.entry(*id).or_default().extend(found);
            }
            Some(_) => {}
            None => elsewhere.push(*id),
        }
    }
    let mut reader = Draft::new(draft.transaction, draft.catalog, chrono::DateTime::default());
    reader.load(elsewhere).await?;
    for (id, held) in &reader.records {
        if let Some(content) = &held.is {
            texts.entry(*id).or_default().extend(own(held.resource, content));
        }
    }
    for resource in draft.catalog.records() {
        let attributes = resource.attributes.iter().filter(|it| it.searched == Some(Searched::OtherName));
        for attribute in attributes {
            for owner in draft.catalog.owners(resource) {
                other_names(draft, resource, attribute, owner, records, &mut texts).await?;
            }
        }
    }
    // The words of what is not there any more are not to be found.
    texts.retain(|id, _| draft.records.get(id).is_none_or(|held| held.is.is_some()));
    Ok(texts)
}

/// The texts of a record itself.
fn own(resource: &'static Resource, content: &Content) -> Vec<(Searched, &'static str, String)> {
    let attributes = resource.attributes.iter().filter(|it| matches!(it.kind, Kind::Text));
    let texts = attributes.filter_map(|attribute| {
        let searched = attribute.searched.filter(|it| *it != Searched::OtherName)?;
        let text = content.get(attribute.name).and_then(Json::as_str)?;
        Some((searched, attribute.name, text.to_owned()))
    });
    texts.collect()
}

/// The names that records of another resource give these.
async fn other_names(
    draft: &Draft<'_>,
    resource: &'static Resource,
    attribute: &Attribute,
    owner: &str,
    records: &BTreeSet<i64>,
    texts: &mut Texts,
) -> Result<(), DbErr> {
    let Some(owner) = resource.find_relationship(owner).and_then(|it| it.own_column()) else { return Ok(()) };
    let records: Vec<i64> = records.iter().copied().collect();
    for ids in records.chunks(1_000) {
        let mut query = Query::select();
        query.columns([owner, attribute.column.as_str()].map(Alias::new)).from(Alias::new(&resource.table));
        query.and_where(Expr::col(Alias::new(owner)).is_in(ids.iter().copied()));
        for row in draft.transaction.query_all(&query).await? {
            let text: Option<String> = row.try_get("", &attribute.column)?;
            let found = text.map(|text| (Searched::OtherName, resource.plural, text));
            texts.entry(row.try_get("", owner)?).or_default().extend(found);
        }
    }
    Ok(())
}
