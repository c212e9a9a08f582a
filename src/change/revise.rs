//! How often something that matters to others was changed: what calendars call the number of a revision.

use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr, Statement};

use super::Operation;
use super::draft::{Draft, Held};
use crate::resource::Attribute;

/// Counts on where something that counts was changed. What comes back goes on above all numbers that it had, and
/// above the one under which it was said to be gone.
pub async fn count(draft: &Draft<'_>, changed: &[(i64, &Held)]) -> Result<(), DbErr> {
    for (id, held) in changed {
        let counters = held.resource.attributes.iter().filter(|it| !it.counts.is_empty());
        for counter in counters {
            match (&held.was, &held.is) {
                (Some(was), Some(is)) if counter.counts.iter().any(|part| was.get(*part) != is.get(*part)) => {
                    let table = Alias::new(&held.resource.table);
                    let column = Alias::new(&counter.column);
                    let mut update = Query::update();
                    update.table(table).value(column.clone(), Expr::col(column).add(1));
                    update.and_where(Expr::col(Alias::new("id")).eq(*id));
                    draft.transaction.execute(&update).await?;
                }
                (None, Some(_)) if !is_new(draft, *id) => {
                    go_on(draft.transaction, &held.resource.table, counter, *id).await?;
                }
                _ => {}
            }
        }
    }
    Ok(())
}

fn is_new(draft: &Draft<'_>, id: i64) -> bool {
    draft.log.iter().any(|entry| entry.record == id && entry.operation == Operation::Create)
}

/// The log has an entry for each number that was given, and one for its going.
async fn go_on(transaction: &DatabaseTransaction, table: &str, counter: &Attribute, id: i64) -> Result<(), DbErr> {
    let column = &counter.column;
    let sql = format!("UPDATE \"{table}\" SET \"{column}\" = 1 + ({}) WHERE id = $1", written_since_created("$1"));
    let statement = Statement::from_sql_and_values(transaction.get_database_backend(), sql, [id.into()]);
    transaction.execute_raw(statement).await.map(drop)
}

/// How often a record was written after it had been made: no revision of it has a higher number.
pub fn written_since_created(id: &str) -> String {
    format!("SELECT count(*) FROM \"change\" WHERE record_id = {id} AND claim_id IS NULL AND operation <> 'CREATE'")
}
