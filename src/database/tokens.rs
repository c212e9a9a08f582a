//! The table of tokens: made, listed and revoked from the terminal, looked up by whoever answers a request.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Order, Query, SelectStatement};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr, QueryResult};
use serde::Deserialize;

use super::{Database, Dialect, ReadError};
use crate::error::Stop;
use crate::hash::Hash;
use crate::viewer::{Role, Token};

/// How many letters the name of a token has at most.
const LONGEST_NAME: usize = 64;

/// The organization of the token `token`: where that was merged with another, the one that it leads to by now.
const ORGANIZATION: &str = "(WITH RECURSIVE lead (id) AS (SELECT token.organization_id UNION \
    SELECT r.record_id FROM id_redirect r JOIN lead ON r.id = lead.id) \
    SELECT lead.id FROM lead WHERE NOT EXISTS (SELECT 1 FROM id_redirect r WHERE r.id = lead.id))";

/// A token to be made.
#[derive(Clone, Debug)]
pub struct NewToken {
    pub name: String,
    pub role: Role,
    /// The slug of the organization for which a contributor speaks.
    pub organization: Option<String>,
    pub expires_at: Option<DateTime<Utc>>,
}

/// A token as it is listed.
#[derive(Clone, Debug)]
pub struct ListedToken {
    pub name: String,
    pub role: String,
    /// The slug of its organization.
    pub organization: Option<String>,
    pub created_at: Option<DateTime<Utc>>,
    pub expires_at: Option<DateTime<Utc>>,
    pub revoked_at: Option<DateTime<Utc>>,
}

impl Database {
    /// Makes a token of which this is the secret's hash.
    ///
    /// # Errors
    ///
    /// When it cannot be made so, or the database fails.
    pub async fn create_token(&self, token: &NewToken, hash: Hash, now: DateTime<Utc>) -> Result<(), Stop> {
        token.can_be()?;
        let name = token.name.as_str();
        let (transaction, id) = begin(self).await.map_err(failed)?;
        let same = one("token", "name", name, "id");
        if transaction.query_one(&same).await.map_err(failed)?.is_some() {
            return Err(Stop::new(format!("there is a token `{name}` already; a name is given once, even if revoked")));
        }
        let organization = match &token.organization {
            Some(slug) => Some(organization(&transaction, slug).await?),
            None => None,
        };
        let mut insert = Query::insert();
        let columns = ["id", "name", "role", "organization_id", "hash", "created_at", "expires_at"];
        insert.into_table("token").columns(columns).values_panic([
            id.into(),
            name.into(),
            token.role.word().into(),
            organization.into(),
            hash.digits().into(),
            now.timestamp_micros().into(),
            token.expires_at.map(|at| at.timestamp_micros()).into(),
        ]);
        transaction.execute(&insert).await.map_err(failed)?;
        transaction.commit().await.map_err(failed)
    }

    /// All tokens, the oldest first.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn list_tokens(&self) -> Result<Vec<ListedToken>, Stop> {
        let slug = format!("(SELECT o.slug FROM organization o WHERE o.id = {ORGANIZATION})");
        let list = Query::select()
            .columns(["name", "role", "created_at", "expires_at", "revoked_at"])
            .expr_as(Expr::cust(slug), "slug")
            .from("token")
            .order_by("id", Order::Asc)
            .take();
        let rows = self.writer.query_all(&list).await.map_err(failed)?;
        rows.iter().map(listed).collect::<Result<_, _>>().map_err(failed)
    }

    /// Ends a token: from now on whoever has it is refused.
    ///
    /// # Errors
    ///
    /// When there is none of that name, or it is revoked already, or the database fails.
    pub async fn revoke_token(&self, name: &str, now: DateTime<Utc>) -> Result<(), Stop> {
        let (transaction, _) = begin(self).await.map_err(failed)?;
        let found = one("token", "name", name, "revoked_at");
        let Some(row) = transaction.query_one(&found).await.map_err(failed)? else {
            return Err(Stop::new(format!("there is no token `{name}`; `token list` says which there are")));
        };
        if let Some(at) = moment(&row, "revoked_at").map_err(failed)? {
            return Err(Stop::new(format!("the token `{name}` was revoked on {}", at.date_naive())));
        }
        let mut update = Query::update();
        update.table("token").value("revoked_at", now.timestamp_micros()).and_where(Expr::col("name").eq(name));
        transaction.execute(&update).await.map_err(failed)?;
        transaction.commit().await.map_err(failed)
    }

    /// The token whose secret has this hash, unless it was revoked.
    ///
    /// # Errors
    ///
    /// When the database does not answer.
    pub async fn find_token(&self, hash: Hash) -> Result<Option<Token>, ReadError> {
        let array = match self.dialect {
            Dialect::Sqlite => "json_array",
            Dialect::Postgres => "json_build_array",
        };
        let sql = format!(
            "SELECT coalesce((SELECT CAST({array}(id, name, role, {ORGANIZATION}, expires_at) AS text) \
             FROM token WHERE hash = $1 AND revoked_at IS NULL), 'null')"
        );
        let text = self.read(&sql, vec![hash.digits().into()]).await?;
        let found: Option<Found> = serde_json::from_str(&text).map_err(|error| DbErr::Json(error.to_string()))?;
        Ok(found.map(|Found(id, name, role, organization, expires_at)| {
            let expires_at = expires_at.and_then(DateTime::from_timestamp_micros);
            Token { id, name, role, organization, expires_at }
        }))
    }
}

/// A token's id, name, role, organization and end.
#[derive(Deserialize)]
struct Found(i64, String, Role, Option<i64>, Option<i64>);

impl NewToken {
    /// Refuses what needs no look at the database.
    fn can_be(&self) -> Result<(), Stop> {
        let (name, role) = (&self.name, self.role.word());
        if name.trim() != name || name.is_empty() || name.chars().count() > LONGEST_NAME {
            return Err(Stop::new(format!(
                "a token's name has 1 to {LONGEST_NAME} letters and no blanks around them, not `{name}`"
            )));
        }
        if name.chars().any(char::is_control) {
            return Err(Stop::new("a token's name has no control characters"));
        }
        match (self.role == Role::Contributor, &self.organization) {
            (true, None) => {
                Err(Stop::new("a CONTRIBUTOR speaks for an organization; name it with --organization SLUG"))
            }
            (false, Some(_)) => {
                Err(Stop::new(format!("only a CONTRIBUTOR speaks for an organization; the role is {role}")))
            }
            _ => Ok(()),
        }
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it is what `map_err` gives")]
fn failed(error: DbErr) -> Stop {
    Stop::new(format!("the database does not do it: {error}"))
}

/// Begins a transaction in which tokens change; gives the number of the change. Processes that have looked tokens up
/// learn by it that they must look again.
async fn begin(database: &Database) -> Result<(DatabaseTransaction, i64), DbErr> {
    let transaction = database.begin().await?;
    let next = Expr::col(("counter", "value")).add(1);
    let conflict = OnConflict::column("name").value("value", next).to_owned();
    let mut count = Query::insert();
    count.into_table("counter").columns(["name", "value"]).values_panic(["token".into(), 1_i64.into()]);
    let row = transaction.query_one(count.on_conflict(conflict).returning_col("value")).await?;
    let number = row.ok_or(DbErr::RecordNotInserted)?.try_get("", "value")?;
    Ok((transaction, number))
}

/// A column of the one row that has this key.
fn one(table: &'static str, key: &'static str, value: &str, column: &'static str) -> SelectStatement {
    Query::select().column(column).from(table).and_where(Expr::col(key).eq(value)).take()
}

async fn organization(transaction: &DatabaseTransaction, slug: &str) -> Result<i64, Stop> {
    let found = one("organization", "slug", slug, "id");
    let row = transaction.query_one(&found).await.map_err(failed)?;
    let row = row.ok_or_else(|| Stop::new(format!("--organization is `{slug}`, and no organization has that slug")))?;
    row.try_get("", "id").map_err(failed)
}

fn listed(row: &QueryResult) -> Result<ListedToken, DbErr> {
    Ok(ListedToken {
        name: row.try_get("", "name")?,
        role: row.try_get("", "role")?,
        organization: row.try_get("", "slug")?,
        created_at: moment(row, "created_at")?,
        expires_at: moment(row, "expires_at")?,
        revoked_at: moment(row, "revoked_at")?,
    })
}

fn moment(row: &QueryResult, column: &str) -> Result<Option<DateTime<Utc>>, DbErr> {
    Ok(row.try_get::<Option<i64>>("", column)?.and_then(DateTime::from_timestamp_micros))
}
