//! From a known document to the text of its answer.

use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};
use std::time::Instant;

use async_graphql::Variables as SchemaVariables;
use bytes::Bytes;
use serde_json::{Map, Value as Json};
use tracing::Instrument;

use super::document::{self, Document, Way};
use super::{Inner, Known};
use crate::allowance::Allowance;
use crate::bounds::Bounds;
use crate::database::Database;
use crate::error::{Code, Error, Result};
use crate::query::{self, Asking, Cost, Plan, Variables};
use crate::viewer::Viewer;

/// How many statements are kept for a document: one for each shape of its variables.
const MOST_PLANS: usize = 16;

impl Inner {
    /// Reads what a document asks for.
    pub(super) async fn read(
        &self,
        known: &Known,
        given: Variables,
        viewer: &Viewer,
        allowance: &Allowance,
    ) -> Result<Read> {
        let variables = self.variables(known, &given).await?;
        let bounds = self.setting.bounds.of(viewer);
        let plan = self.plan(known, bounds, &variables)?;
        allowance.pay(plan.cost.requested)?;
        let (data, statements) = match known.document.way {
            Way::Unkept => self.read_plan(&self.primary(viewer), &plan, &variables, viewer, 0).await?,
            _ => self.read_plan(self.databases.of(viewer), &plan, &variables, viewer, 0).await?,
        };
        let limits = &bounds.query;
        if data.len() > limits.max_answer {
            return Err(too_long(data.len(), limits.max_answer));
        }
        Ok(Read { data, cost: plan.cost, limit: limits.max_cost, statements })
    }

    /// The database for whatever is written, and for what is written without making another state of the data.
    pub(super) fn primary(&self, viewer: &Viewer) -> Database {
        self.databases.of(viewer).at_primary()
    }

    /// Reads what a plan is for, `about` a number if it is an event's; and how many statements that took.
    pub(super) async fn read_plan(
        &self,
        database: &Database,
        plan: &Plan,
        variables: &Variables,
        viewer: &Viewer,
        about: i64,
    ) -> Result<(String, usize)> {
        let begun = Instant::now();
        let asking = Asking { today: self.clock.now().date_naive(), viewer, about };
        let read = plan.read(database, variables, asking);
        let read = read.instrument(tracing::info_span!("read")).await;
        self.metrics.read(read.as_ref().map_or_else(|error| error.code.as_str(), |_| "OK"), begun.elapsed());
        read
    }

    /// A statement that fits the variables: kept, or compiled now.
    pub(super) fn plan(&self, known: &Known, bounds: &Bounds, variables: &Variables) -> Result<Arc<Plan>> {
        let mut numbers = known.plans.lock().unwrap_or_else(PoisonError::into_inner);
        let mut kept = numbers.iter().filter_map(|number| self.plans.get(number));
        let kept = kept.find(|plan| plan.fits(variables));
        self.metrics.plan(kept.is_some());
        if let Some(plan) = kept {
            return Ok(plan);
        }
        let document = &known.document;
        let compile = || query::compile(&self.setting, bounds, document.parsed(), document.operation(), variables);
        let plan = tracing::info_span!("compile").in_scope(compile)?;
        let plan = Arc::new(plan);
        if numbers.len() >= MOST_PLANS {
            self.plans.invalidate(&numbers.remove(0));
        }
        let number = self.next_plan.fetch_add(1, Ordering::Relaxed);
        numbers.push(number);
        self.plans.insert(number, Arc::clone(&plan));
        Ok(plan)
    }

    /// Lets async-graphql answer what asks for the schema itself.
    pub(super) async fn introspect(&self, document: &Document, given: &Variables) -> Result<String, Vec<Error>> {
        let variables = query::coerce_variables(&self.inputs, document.operation(), given);
        let variables = variables.map_err(|error| vec![error])?.into_iter();
        let variables = variables.filter_map(|(name, value)| Some((name.to_string(), value.into_json().ok()?)));
        let request = document.request().variables(SchemaVariables::from_json(Json::Object(variables.collect())));
        let response = self.schema.execute(request).await;
        if response.errors.is_empty() {
            return serde_json::to_string(&response).map_err(|error| vec![Error::internal(error)]);
        }
        let errors = response.errors.iter();
        Err(errors.map(|error| document::refused(Code::BadInput, &error.message, &error.locations)).collect())
    }
}

/// An answer of so many bytes is not sent.
pub fn too_long(size: usize, most: usize) -> Error {
    Error::new(Code::TooLarge, format!("The answer has {size} bytes and may have {most}; ask for less at once."))
}

/// What was read for a request.
pub struct Read {
    /// The JSON of `data`.
    pub data: String,
    pub cost: Cost,
    pub limit: usize,
    pub statements: usize,
}

impl Read {
    /// The GraphQL response, now or when it is recalled.
    pub fn body(&self, cached: bool) -> Bytes {
        let Self { data, cost: Cost { requested, nodes }, limit, statements } = self;
        let statements = if cached { &0 } else { statements };
        let body = format!(
            "{{\"data\":{data},\"extensions\":{{\"cost\":{{\"requested\":{requested},\"limit\":{limit},\
             \"nodes\":{nodes},\"statements\":{statements},\"cached\":{cached}}}}}}}"
        );
        body.into()
    }
}

/// A request's variables as GraphQL values.
pub fn variables(given: Option<Map<String, Json>>) -> Variables {
    let given = given.unwrap_or_default().into_iter();
    given
        .filter_map(|(name, value)| {
            let value = async_graphql::Value::from_json(value).ok()?;
            Some((async_graphql::Name::new(name), value))
        })
        .collect()
}
