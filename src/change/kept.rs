//! Requests that were done, for those who are not sure whether they were, and ask again.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr};
use sha2::{Digest, Sha256};

use super::refusal::{Fault, FaultKind, Refusal};
use super::step::{Applied, Author, Step};

/// How long a request is kept.
const DAYS: i64 = 7;

/// A request that must not be done twice.
pub struct Request {
    token: i64,
    key: String,
    /// What was asked for, so that a key used for something else is noticed.
    digest: String,
}

impl Request {
    /// The request of an author with a token who gave it a key.
    pub fn of(author: &Author, steps: &[Step]) -> Option<Self> {
        let (token, key) = (author.token?, author.idempotency_key.clone()?);
        let text = serde_json::to_string(steps).ok()?;
        let digest = Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
        Some(Self { token, key, digest })
    }
}

/// What came of the request when it was done.
pub async fn find(transaction: &DatabaseTransaction, request: Option<&Request>) -> Result<Option<Applied>, Refusal> {
    let Some(Request { token, key, digest }) = request else { return Ok(None) };
    let mut query = Query::select();
    query.columns(["request", "applied"].map(Alias::new)).from(Alias::new("kept_request"));
    query.and_where(Expr::col(Alias::new("token_id")).eq(*token)).and_where(Expr::col(Alias::new("key")).eq(key));
    let Some(row) = transaction.query_one(&query).await? else { return Ok(None) };
    let (known, applied): (String, String) = (row.try_get("", "request")?, row.try_get("", "applied")?);
    if known != *digest {
        let message = format!("The idempotency key `{key}` was used for another request.");
        let fault = Fault { step: 0, part: None, message, kind: FaultKind::KeyReused };
        return Err(Refusal::Faults(vec![fault]));
    }
    serde_json::from_str(&applied).map(Some).map_err(|error| Refusal::Broken(crate::error::Error::internal(error)))
}

/// Keeps what came of it, and forgets what was kept long enough.
pub async fn keep(
    transaction: &DatabaseTransaction,
    request: Option<&Request>,
    applied: &Applied,
    at: DateTime<Utc>,
) -> Result<(), DbErr> {
    let Some(Request { token, key, digest }) = request else { return Ok(()) };
    let mut old = Query::delete();
    old.from_table(Alias::new("kept_request"));
    old.and_where(Expr::col(Alias::new("at")).lt((at - TimeDelta::days(DAYS)).timestamp_micros()));
    transaction.execute(&old).await?;
    let text = serde_json::to_string(applied).map_err(|error| DbErr::Custom(error.to_string()))?;
    let mut insert = Query::insert();
    insert.into_table(Alias::new("kept_request"));
    insert.columns(["token_id", "key", "request", "applied", "at"].map(Alias::new));
    let values =
        [(*token).into(), key.clone().into(), digest.clone().into(), text.into(), at.timestamp_micros().into()];
    insert.values_panic(values);
    transaction.execute(&insert).await.map(drop)
}
