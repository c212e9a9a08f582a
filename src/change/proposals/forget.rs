//! What must stand in no proposal any more, because a person was erased.

use std::collections::BTreeSet;

use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr};

use super::row::text;
use crate::change::Step;
use crate::change::content::{Content, ids_of};
use crate::resource::{Catalog, Role};

/// Empties the steps that say something of the person: of the record itself, its other names, what articles state;
/// `gone` are the numbers of these. What the person did stays. A proposal that lacks what was emptied does not fit any
/// more, and says so when it is to be approved.
pub async fn forget(
    transaction: &DatabaseTransaction,
    catalog: &Catalog,
    person: i64,
    gone: &BTreeSet<i64>,
) -> Result<(), DbErr> {
    let mut query = Query::select();
    query.columns(["id", "steps"]).from("proposal");
    for row in transaction.query_all(&query).await? {
        let (id, kept): (i64, String) = (row.try_get("", "id")?, row.try_get("", "steps")?);
        let broken = |error| DbErr::Custom(format!("proposal {id} holds what are no steps: {error}"));
        let mut steps: Vec<Step> = serde_json::from_str(&kept).map_err(broken)?;
        for step in &mut steps {
            match step {
                Step::Update { id, patch, .. } if gone.contains(id) => patch.clear(),
                Step::Create { resource, content, .. } if says(catalog, resource, content, person) => content.clear(),
                _ => {}
            }
        }
        let steps = text(&steps)?;
        if steps != kept {
            let mut update = Query::update();
            update.table("proposal").value("steps", steps).and_where(Expr::col("id").eq(id));
            transaction.execute(&update).await?;
        }
    }
    Ok(())
}

/// Whether a new record would be a name of the person, or a claim about them.
fn says(catalog: &Catalog, resource: &str, content: &Content, person: i64) -> bool {
    let Some(resource) = catalog.find(resource).filter(|resource| resource.links.is_empty()) else { return false };
    let about = (resource.role == Role::Node).then_some("record");
    let mut owners = catalog.owners(resource).chain(about);
    owners.any(|owner| content.get(owner).into_iter().flat_map(ids_of).any(|id| id == person))
}
