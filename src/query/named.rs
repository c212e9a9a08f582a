//! The records that an address names, by slug.

use super::change::named;
use super::dialect::json_array;
use crate::database::Database;
use crate::error::{Error, Result};
use crate::resource::{Resource, id_text};

/// The ids of the records with these slugs, or to which they lead; `None` where there is none.
///
/// # Errors
///
/// When the database does not answer, or not in time.
pub async fn find_named(database: &Database, wanted: &[(&Resource, &str)]) -> Result<Vec<Option<String>>> {
    let ids = wanted.iter().zip(1..).map(|((resource, _), n)| {
        let id = named(database.dialect, resource, &format!("${n}"));
        format!("coalesce(CAST({id} AS text), 'null')")
    });
    let ids: Vec<String> = ids.collect();
    let list = json_array(&format!("concat_ws(',', {})", ids.join(", ")));
    let slugs = wanted.iter().map(|(_, slug)| (*slug).into()).collect();
    let text = database.read(&format!("SELECT {list}"), slugs).await?;
    let ids: Vec<Option<i64>> = serde_json::from_str(&text).map_err(Error::internal)?;
    Ok(ids.into_iter().map(|id| id.map(id_text)).collect())
}
