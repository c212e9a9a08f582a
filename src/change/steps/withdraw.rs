//! A record leaves, with what it owns and what cannot stand without it.

use crate::change::content::{Content, id_text, ids_of};
use crate::change::draft::Draft;
use crate::change::log::Operation;
use crate::change::refusal::Refusal;
use crate::change::step::Outcome;
use crate::resource::Resource;

impl Draft<'_> {
    pub(in crate::change) async fn step_withdraw(
        &mut self,
        id: i64,
        expected: Option<i32>,
    ) -> Result<Outcome, Refusal> {
        if self.seen(id, expected).await? {
            self.withdraw(id, Operation::Withdraw, None).await?;
        }
        Ok(Outcome::Withdrawn(id))
    }

    /// Takes a record away, and with it whatever leads to it and would say nothing without it. `cause` is the
    /// record on whose account that happens, if it is another one.
    pub(in crate::change) async fn withdraw(
        &mut self,
        id: i64,
        operation: Operation,
        cause: Option<i64>,
    ) -> Result<(), Refusal> {
        let mut leaving = vec![(id, operation, cause)];
        while let Some((leaves, operation, why)) = leaving.pop() {
            let Some((resource, _)) = self.get(leaves).await? else { continue };
            self.put(leaves, operation, None, why);
            let cause = Some(cause.unwrap_or(id));
            for (referrer, name) in self.referrers(resource, leaves).await? {
                let Some((from, mut content)) = self.get(referrer).await? else { continue };
                if stands_without(self.catalog, from, &content, name) {
                    without(&mut content, name, leaves);
                    self.put(referrer, Operation::Update, Some(content), cause);
                } else {
                    leaving.push((referrer, Operation::Withdraw, cause));
                }
            }
        }
        Ok(())
    }
}

/// Whether a record says something without what stands under one of its parts: an association does, as long as it
/// links two.
fn stands_without(
    catalog: &'static crate::resource::Catalog,
    resource: &'static Resource,
    content: &Content,
    name: &'static str,
) -> bool {
    let Some(part) = resource.part(name) else { return true };
    if part.is_required() || catalog.owners(resource).any(|owner| owner == name) {
        return false;
    }
    let linked = resource.links.iter().filter(|end| content.contains_key(**end)).count();
    !resource.links.contains(&name) || linked > 2
}

/// Takes a record out of a part.
pub(in crate::change) fn without(content: &mut Content, name: &str, id: i64) {
    let Some(json) = content.get(name) else { return };
    let others: Vec<String> = ids_of(json).filter(|other| *other != id).map(id_text).collect();
    if others.is_empty() {
        content.remove(name);
    } else {
        content.insert(name.to_owned(), others.into());
    }
}
