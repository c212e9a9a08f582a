//! What those are told who asked the same: of which entries, and what of each.

use std::collections::BTreeSet;
use std::sync::Arc;

use bytes::Bytes;
use serde_json::json;

use super::Event;
use crate::database::Database;
use crate::error::{Error, Result};
use crate::follow::{Batch, Concern, Watch};
use crate::graphql::Inner;
use crate::graphql::reading::too_long;
use crate::query::{Plan, Variables};
use crate::resource::upper_case;
use crate::viewer::Viewer;

/// A subscription as all have it who asked the same and may see the same.
pub struct Source {
    pub inner: Arc<Inner>,
    pub plan: Plan,
    pub variables: Variables,
    /// One of them.
    pub viewer: Viewer,
    /// What the log calls it.
    pub id: String,
    /// The entries that it is about.
    pub topic: Topic,
}

/// What a subscription is about.
pub enum Topic {
    Changes { types: Option<BTreeSet<String>>, watch: Option<Arc<Watch>> },
    Proposals,
}

/// The number of something to be told, and whether it is about what is in the listing, if there is one.
pub type News = (i64, Option<bool>);

impl Source {
    /// Where it is read.
    pub fn database(&self) -> Database {
        match self.topic {
            Topic::Changes { .. } => self.inner.databases.of(&self.viewer).clone(),
            Topic::Proposals => self.inner.primary(&self.viewer),
        }
    }

    /// What of a batch is to be told.
    pub async fn news(&self, batch: &Batch) -> Result<Vec<News>> {
        let Topic::Changes { types, watch } = &self.topic else { return Ok(Vec::new()) };
        let wanted = |ty: &str| types.as_ref().is_none_or(|types| types.contains(&upper_case(ty)));
        let Some(watch) = watch else {
            let entries = batch.entries.iter().filter(|entry| wanted(entry.resource.name));
            return Ok(entries.map(|entry| (entry.number, None)).collect());
        };
        let concerns = watch.concerns(batch).await?;
        let concerns = concerns.iter().filter(|concern| wanted(concern.entry.resource.name));
        Ok(concerns.map(|Concern { entry, listed }| (entry.number, Some(*listed))).collect())
    }

    /// What is told of an entry or proposal; nothing, if it is a proposal that they may not see. What cannot be told is
    /// an event too: nothing is left out in silence.
    pub async fn event(&self, (number, listed): News) -> Option<Event> {
        let body = match self.read(number).await {
            Ok(data) if matches!(self.topic, Topic::Proposals) && data.ends_with(":null}") => return None,
            Ok(data) => self.body(&data, listed),
            Err(error) => Bytes::from(json!({ "errors": [error.reported(&self.id).to_json()] }).to_string()),
        };
        let is_change = matches!(self.topic, Topic::Changes { .. });
        Some(Event { number: is_change.then_some(number), body })
    }

    async fn read(&self, number: i64) -> Result<String, Error> {
        let database = self.database();
        let (data, _) = self.inner.read_plan(&database, &self.plan, &self.variables, &self.viewer, number).await?;
        let most = self.inner.setting.bounds.of(&self.viewer).query.max_answer;
        if data.len() > most { Err(too_long(data.len(), most)) } else { Ok(data) }
    }

    fn body(&self, data: &str, listed: Option<bool>) -> Bytes {
        let listed = listed.map_or_else(String::new, |listed| format!(",\"listed\":{listed}"));
        let requested = self.plan.cost.requested;
        format!("{{\"data\":{data},\"extensions\":{{\"cost\":{{\"requested\":{requested}}}{listed}}}}}").into()
    }
}
