//! What was called off or withdrawn lately, read as it was: for calendars, which must tell it to those who have it.

use chrono::{DateTime, Utc};

use super::reading::variables;
use super::{Api, Request};
use crate::change::{self, Gone, Refusal};
use crate::error::{Error, Result};
use crate::query::Asking;
use crate::resource::Resource;

/// What each of them costs, because a writer waits meanwhile.
const COST: usize = 5;

impl Api {
    /// The records of a resource that were called off or withdrawn since then, and still are.
    ///
    /// # Errors
    ///
    /// When the database does not answer.
    pub async fn gone(&self, resource: &Resource, since: DateTime<Utc>) -> Result<Vec<Gone>> {
        Ok(change::gone(self.database(), resource, since).await?)
    }

    /// The JSON of `data` that a document would have if these had not gone.
    ///
    /// # Errors
    ///
    /// When the document cannot be answered, is not paid for, or the database does not answer.
    pub async fn read_as_they_were(&self, resource: &Resource, gone: &[Gone], mut request: Request) -> Result<String> {
        let inner = &self.inner;
        let first = |errors: Vec<Error>| errors.into_iter().next().unwrap_or_else(|| Error::internal("no error"));
        let known = inner.asked(&request).await.map_err(first)?;
        let variables = variables(request.variables.take());
        let variables = inner.variables(&known, &variables).await?;
        let plan = inner.plan(&known, inner.setting.bounds.of(&request.viewer), &variables)?;
        request.allowance.pay(plan.cost.requested + COST * gone.len())?;
        let now = inner.clock.now();
        let catalog = inner.setting.catalog;
        let transaction = change::as_they_were(self.database(), catalog, resource, gone, now).await;
        let transaction = transaction.map_err(|refusal| match refusal {
            Refusal::Broken(error) => error,
            Refusal::Faults(_) => Error::internal("what could not come back was not left away"),
        })?;
        let asking = Asking { today: now.date_naive(), viewer: &request.viewer, about: 0 };
        let read = plan.read_within(&transaction, &variables, asking).await;
        transaction.rollback().await.map_err(Error::internal)?;
        read
    }
}
