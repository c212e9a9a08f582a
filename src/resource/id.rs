//! Ids, as they are known outside: opaque, and the same in answers, contents, bundles.

use serde_json::Value as Json;

/// A record's number as it is known outside.
pub fn id_text(id: i64) -> String {
    format!("r{id}")
}

/// The number behind an id from outside, which is `r` and the number of the registry; `None` if it was not
/// made by this server.
pub fn parse_id(id: &str) -> Option<i64> {
    number('r', id)
}

/// A proposal's number as it is known outside. Proposals have numbers of their own.
pub fn proposal_text(id: i64) -> String {
    format!("p{id}")
}

/// The number behind a proposal's id from outside.
pub fn parse_proposal(id: &str) -> Option<i64> {
    number('p', id)
}

/// A webhook's number as it is known outside. Webhooks have numbers of their own.
pub fn webhook_text(id: i64) -> String {
    format!("w{id}")
}

/// The number behind a webhook's id from outside.
pub fn parse_webhook(id: &str) -> Option<i64> {
    number('w', id)
}

fn number(mark: char, id: &str) -> Option<i64> {
    let digits = id.strip_prefix(mark)?;
    let canonical = !digits.is_empty() && !digits.starts_with(['0', '+', '-']);
    canonical.then(|| digits.parse().ok()).flatten()
}

/// The record that stands in a content's place.
pub fn id_of(json: &Json) -> Option<i64> {
    json.as_str().and_then(parse_id)
}

/// The records that stand under a part's name: one or several.
pub fn ids_of(json: &Json) -> impl Iterator<Item = i64> {
    let several = json.as_array().into_iter().flatten().filter_map(id_of);
    id_of(json).into_iter().chain(several)
}
