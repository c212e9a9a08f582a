//! What was called off or withdrawn lately, and how the directory would be without that: whoever was told of an
//! event must hear that it does not take place.

use chrono::{DateTime, Utc};
use sea_orm::{DatabaseTransaction, DbErr};
use serde_json::json;

use super::apply::{apply_within, begin};
use super::history;
use super::revise::written_since_created;
use super::{Author, Content, Refusal, Scope, Step};
use crate::database::{Database, ReadError};
use crate::resource::{Catalog, Resource, upper_case};

/// How many are looked at, the latest first.
const MOST: usize = 200;

/// A record that was called off or withdrawn.
#[derive(Clone, Debug)]
pub struct Gone {
    pub id: i64,
    /// The number under which others must hear of it, above all those that they have heard of.
    pub revision: i64,
    pub at: DateTime<Utc>,
    /// The group of the change that did it.
    group: i64,
    withdrawn: bool,
}

/// The records of a resource that were called off or withdrawn since then, and still are.
///
/// # Errors
///
/// When the database does not answer.
pub async fn gone(database: &Database, resource: &Resource, since: DateTime<Utc>) -> Result<Vec<Gone>, ReadError> {
    let Some((status, word)) = resource.called_off else { return Ok(Vec::new()) };
    let (table, kind) = (&resource.table, upper_case(resource.name));
    let part = json!({ status: word }).to_string();
    let part = part.trim_matches(['{', '}']);
    let lately = format!(
        "SELECT id, record_id, at, operation, \"group\" FROM \"change\" WHERE type = '{kind}' AND claim_id IS NULL \
         AND at >= $1 AND (operation = 'WITHDRAW' OR operation = 'UPDATE' AND after LIKE '%{part}%') \
         ORDER BY id DESC LIMIT {MOST}"
    );
    let withdrawn = written_since_created("c.record_id");
    let sql = format!(
        "SELECT coalesce(string_agg(concat(c.record_id, ' ', CASE WHEN e.id IS NULL THEN ({withdrawn}) ELSE e.revision END, \
         ' ', c.at, ' ', c.\"group\", ' ', c.operation), ',' ORDER BY c.id DESC), '') \
         FROM ({lately}) c LEFT JOIN \"{table}\" e ON e.id = c.record_id \
         WHERE CASE c.operation WHEN 'WITHDRAW' THEN e.id IS NULL ELSE e.status = '{word}' END"
    );
    let text = database.read(&sql, vec![since.timestamp_micros().into()]).await?;
    let mut all: Vec<Gone> = text.split(',').filter_map(Gone::read).collect();
    // The last word on each.
    let mut seen = std::collections::BTreeSet::new();
    all.retain(|gone| seen.insert(gone.id));
    Ok(all)
}

impl Gone {
    fn read(text: &str) -> Option<Self> {
        let mut words = text.split(' ');
        let mut number = || words.next()?.parse::<i64>().ok();
        let (id, revision, at, group) = (number()?, number()?, number()?, number()?);
        let at = DateTime::from_timestamp_micros(at)?;
        Some(Self { id, revision, at, group, withdrawn: words.next()? == "WITHDRAW" })
    }
}

/// A transaction in which they are there as they were, to read in and to be taken back. What cannot come back (its
/// city went, too) stays away.
///
/// # Errors
///
/// When the database does not answer.
pub async fn as_they_were(
    database: &Database,
    catalog: &'static Catalog,
    resource: &Resource,
    gone: &[Gone],
    now: DateTime<Utc>,
) -> Result<DatabaseTransaction, Refusal> {
    let author = Author {
        name: String::new(),
        token: None,
        comment: None,
        at: now,
        may: Scope::Everything,
        idempotency_key: None,
    };
    let transaction = begin(database).await?;
    for gone in gone {
        let step = if gone.withdrawn {
            Some(Step::Restore { id: gone.id })
        } else {
            recalled(&transaction, catalog, resource, gone).await?
        };
        let steps = step.into_iter().collect();
        match apply_within(&transaction, catalog, &author, steps).await {
            // Faults are found before anything is written.
            Ok(_) | Err(Refusal::Faults(_)) => {}
            Err(broken) => return Err(broken),
        }
    }
    Ok(transaction)
}

/// The step that takes it back that a record was called off.
async fn recalled(
    transaction: &DatabaseTransaction,
    catalog: &'static Catalog,
    resource: &Resource,
    gone: &Gone,
) -> Result<Option<Step>, DbErr> {
    let Some((status, _)) = resource.called_off else { return Ok(None) };
    let entries = history::of_group(transaction, catalog, gone.group).await?;
    let before = entries.into_iter().filter(|entry| entry.subject == gone.id).find_map(|entry| entry.before);
    let status = before.and_then(|before| before.get(status).cloned()).map(|word| (status.to_owned(), word));
    Ok(status.map(|part| Step::Update { id: gone.id, expected: None, patch: Content::from_iter([part]) }))
}
