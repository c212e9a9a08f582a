//! Contents, read from the tables.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Order, Query};
use sea_orm::{ConnectionTrait, DbErr, QueryResult};
use serde_json::{Value as Json, json};

use super::content::{Content, id_text};
use crate::resource::{Attribute, FuzzyDate, Kind, Part, Resource, Role, Value};

/// How many records are asked for with one statement.
const AT_ONCE: usize = 500;

/// A record as it stands in the tables.
#[derive(Clone, Debug)]
pub struct Stored {
    pub id: i64,
    pub version: i32,
    /// Microseconds since 1970; 0 for a claim.
    pub created_at: i64,
    pub content: Content,
}

/// The records of a resource with these numbers, in their order; those that are not there are left out.
///
/// # Errors
///
/// When the database does not answer, or holds what is no value.
pub async fn read<C: ConnectionTrait>(connection: &C, resource: &Resource, ids: &[i64]) -> Result<Vec<Stored>, DbErr> {
    let mut all = BTreeMap::new();
    for ids in ids.chunks(AT_ONCE) {
        let mut found = rows(connection, resource, ids).await?;
        lists(connection, resource, ids, &mut found).await?;
        for part in resource.parts() {
            if let Part::Many { table, own, other, .. } = part {
                pairs(connection, part.name(), [table, own, other], ids, &mut found).await?;
            }
        }
        all.append(&mut found);
    }
    Ok(all.into_values().collect())
}

type Found = BTreeMap<i64, Stored>;

async fn rows<C: ConnectionTrait>(connection: &C, resource: &Resource, ids: &[i64]) -> Result<Found, DbErr> {
    let mut query = Query::select();
    query.columns(resource.columns().iter().map(Alias::new)).from(Alias::new(&resource.table));
    query.and_where(Expr::col(Alias::new("id")).is_in(ids.iter().copied()));
    let rows = connection.query_all(&query).await?;
    let stored = rows.iter().map(|row| {
        let mut content = Content::new();
        for part in resource.parts() {
            let json = match part {
                Part::Value(attribute) if !attribute.kind.is_list() => value(row, attribute)?,
                Part::One { column, .. } => row.try_get::<Option<i64>>("", column)?.map(|id| json!(id_text(id))),
                _ => None,
            };
            content.extend(json.map(|json| (part.name().to_owned(), json)));
        }
        let id = row.try_get("", "id")?;
        let created_at = if resource.role == Role::Record { row.try_get("", "created_at")? } else { 0 };
        Ok((id, Stored { id, version: row.try_get("", "version")?, created_at, content }))
    });
    stored.collect()
}

/// The value of a column; `None` if there is none.
fn value(row: &QueryResult, attribute: &Attribute) -> Result<Option<Json>, DbErr> {
    let column = attribute.column.as_str();
    let value = match attribute.kind {
        Kind::Text | Kind::Choice(_) => row.try_get::<Option<String>>("", column)?.map(Value::Text),
        Kind::Integer => row.try_get::<Option<i32>>("", column)?.map(Value::Integer),
        Kind::Float => row.try_get::<Option<f64>>("", column)?.map(Value::Float),
        Kind::Boolean => row.try_get::<Option<bool>>("", column)?.map(Value::Boolean),
        Kind::Instant => row.try_get::<Option<i64>>("", column)?.map(Value::Instant),
        Kind::Fuzzy => {
            let day = |bound: &str| row.try_get::<Option<NaiveDate>>("", &format!("{column}_{bound}"));
            match row.try_get::<Option<String>>("", column)? {
                Some(edtf) => Some(Value::Fuzzy(date(&edtf, day("earliest")?, day("latest")?)?)),
                None => None,
            }
        }
        Kind::Listing => match row.try_get::<Option<String>>("", column)? {
            Some(text) => {
                Some(Value::Listing(serde_json::from_str(&text).map_err(|it| DbErr::Custom(it.to_string()))?))
            }
            None => None,
        },
        Kind::Texts | Kind::FuzzyDates => None,
    };
    Ok(value.as_ref().map(Value::to_json))
}

fn date(edtf: &str, earliest: Option<NaiveDate>, latest: Option<NaiveDate>) -> Result<FuzzyDate, DbErr> {
    let date = FuzzyDate::parse(edtf).ok_or_else(|| DbErr::Custom(format!("`{edtf}` was stored as a date")))?;
    Ok(FuzzyDate { earliest, latest, ..date })
}

/// Adds the values of lists.
async fn lists<C: ConnectionTrait>(
    connection: &C,
    resource: &Resource,
    ids: &[i64],
    found: &mut Found,
) -> Result<(), DbErr> {
    let attribute = |name: &str| resource.find_attribute(name).filter(|it| it.kind.is_list());
    if !resource.attributes.iter().any(|it| it.kind.is_list()) {
        return Ok(());
    }
    let mut query = Query::select();
    query.columns(["record_id", "attribute", "value", "earliest", "latest"].map(Alias::new));
    query.from(Alias::new("list_item")).and_where(Expr::col(Alias::new("record_id")).is_in(ids.iter().copied()));
    query.order_by(Alias::new("record_id"), Order::Asc).order_by(Alias::new("position"), Order::Asc);
    for row in connection.query_all(&query).await? {
        let name: String = row.try_get("", "attribute")?;
        let text: String = row.try_get("", "value")?;
        let (Some(attribute), Some(stored)) = (attribute(&name), found.get_mut(&row.try_get("", "record_id")?)) else {
            continue;
        };
        let item = match attribute.kind {
            Kind::FuzzyDates => date(&text, row.try_get("", "earliest")?, row.try_get("", "latest")?)?.to_json(),
            _ => json!(text),
        };
        add(&mut stored.content, &name, item);
    }
    Ok(())
}

/// Adds the other sides of pairs, in their order.
async fn pairs<C: ConnectionTrait>(
    connection: &C,
    name: &str,
    [table, own, other]: [&str; 3],
    ids: &[i64],
    found: &mut Found,
) -> Result<(), DbErr> {
    let mut query = Query::select();
    query.columns([own, other].map(Alias::new)).from(Alias::new(table));
    query.and_where(Expr::col(Alias::new(own)).is_in(ids.iter().copied()));
    query.order_by(Alias::new(other), Order::Asc);
    for row in connection.query_all(&query).await? {
        if let Some(stored) = found.get_mut(&row.try_get("", own)?) {
            add(&mut stored.content, name, json!(id_text(row.try_get("", other)?)));
        }
    }
    Ok(())
}

fn add(content: &mut Content, name: &str, item: Json) {
    if let Json::Array(items) = content.entry(name).or_insert_with(|| json!([])) {
        items.push(item);
    }
}
