//! Names in addresses.

use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query};
use sea_orm::{ConnectionTrait, DbErr};
use serde_json::Value as Json;

use super::content::Content;
use super::draft::Draft;
use crate::fold;
use crate::resource::Resource;

/// How long a slug made from a name is at most, in letters.
const MOST: usize = 80;

/// A slug that nothing has: from the record's name, or where it has none from its number.
pub async fn free(draft: &Draft<'_>, resource: &'static Resource, id: i64, content: &Content) -> Result<String, DbErr> {
    let name = resource.named_by.filter(|_| draft.catalog.owners(resource).next().is_none());
    let named = name.and_then(|name| content.get(name)).and_then(Json::as_str).map(from_name).unwrap_or_default();
    let numbered = format!("{}-{id}", resource.table.replace('_', "-"));
    if named.is_empty() {
        return Ok(numbered);
    }
    for number in 1..20 {
        let slug = if number == 1 { named.clone() } else { format!("{named}-{number}") };
        if holder(draft, resource, &slug).await?.is_none() {
            return Ok(slug);
        }
    }
    Ok(format!("{named}-{id}"))
}

/// `Cluj IT Cluster` → `cluj-it-cluster`.
fn from_name(name: &str) -> String {
    let words = fold::words(name).into_iter().map(|word| fold::romanized(&word.original));
    let ascii = words.map(|word| word.chars().filter(char::is_ascii_alphanumeric).collect::<String>());
    let mut slug = String::new();
    for word in ascii.filter(|word| !word.is_empty()) {
        if slug.len() + word.len() >= MOST {
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(&word);
    }
    slug
}

/// The record of the resource that has this slug, or had it and is found under it still.
async fn holder(draft: &Draft<'_>, resource: &'static Resource, slug: &str) -> Result<Option<i64>, DbErr> {
    other_holder(draft, resource, slug, 0).await
}

/// As [`holder`], but another record than this one.
pub async fn other_holder(
    draft: &Draft<'_>,
    resource: &'static Resource,
    slug: &str,
    than: i64,
) -> Result<Option<i64>, DbErr> {
    if let Some(id) = draft.slugs.get(&(resource.name, slug.to_owned())).filter(|id| **id != than) {
        return Ok(Some(*id));
    }
    let mut query = Query::select();
    query.column(Alias::new("id")).from(Alias::new(&resource.table)).and_where(Expr::col(Alias::new("slug")).eq(slug));
    if let Some(row) = draft.transaction.query_one(&query).await? {
        let id = row.try_get("", "id")?;
        // What the draft has under another slug, or not at all any more, has set it free.
        let kept = draft.records.get(&id).is_none_or(|held| has(held.is.as_ref(), slug));
        if kept && id != than {
            return Ok(Some(id));
        }
    }
    let mut query = Query::select();
    query.column(Alias::new("record_id")).from(Alias::new("slug_redirect"));
    query.and_where(Expr::col(Alias::new("type")).eq(crate::resource::upper_case(resource.name)));
    query.and_where(Expr::col(Alias::new("slug")).eq(slug));
    let redirect = draft.transaction.query_one(&query).await?;
    let leads_to: Option<i64> = redirect.map(|row| row.try_get("", "record_id")).transpose()?;
    let Some(leads_to) = leads_to.filter(|id| *id != than) else { return Ok(None) };
    // What was merged had the slug itself, and may have it again.
    let mut query = Query::select();
    query.expr(Expr::val(1)).from(Alias::new("id_redirect")).and_where(Expr::col(Alias::new("id")).eq(than));
    query.and_where(Expr::col(Alias::new("record_id")).eq(leads_to));
    let itself = draft.transaction.query_one(&query).await?.is_some();
    Ok((!itself).then_some(leads_to))
}

/// Whether a content has this slug.
fn has(content: Option<&Content>, slug: &str) -> bool {
    content.is_some_and(|content| content.get("slug").and_then(Json::as_str) == Some(slug))
}
