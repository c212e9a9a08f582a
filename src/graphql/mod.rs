//! How a GraphQL request is answered.
//!
//! A read does not enter async-graphql's executor. Its document is parsed, bounded and validated once,
//! kept with the statements it was compiled to, and from then on costs a look into the cache, a check
//! of the variables, one statement. Introspection goes the ordinary way. `docs/architecture.md` says
//! why, with numbers.

mod document;
mod limits;
mod schema;
mod usages;

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use async_graphql::Variables as SchemaVariables;
use async_graphql::dynamic::Schema;
use moka::sync::Cache;
use serde::Deserialize;
use serde_json::{Map, Value as Json, json};

use crate::clock::Clock;
use crate::database::{Database, ReadError};
use crate::error::{Code, Error, Result};
use crate::query::{self, Inputs, Plan, Variables};
use crate::resource::Catalog;
use document::{Document, Way};

/// How many bytes of documents are kept, and how many of statements.
const CACHE_BYTES: u64 = 16 * 1024 * 1024;
/// How many statements are kept for a document: one for each shape of its variables.
const MOST_PLANS: usize = 16;

/// The published schema of a catalog in SDL.
pub fn sdl(catalog: &Catalog) -> String {
    schema::sdl(&schema::build(catalog, &query::input_types(catalog)))
}

/// A request's parameters, as GraphQL over HTTP names them.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Request {
    pub query: Option<String>,
    pub operation_name: Option<String>,
    pub variables: Option<Map<String, Json>>,
    /// Read and left aside: none is known yet.
    #[serde(default)]
    pub extensions: Option<Map<String, Json>>,
}

/// The directory as an API.
#[derive(Clone)]
pub struct Api {
    inner: Arc<Inner>,
}

struct Inner {
    catalog: &'static Catalog,
    inputs: Inputs,
    schema: Schema,
    database: Database,
    base_url: String,
    clock: Clock,
    documents: Cache<String, Arc<Known>>,
    /// The statements of all documents, by number.
    plans: Cache<u64, Arc<Plan>>,
    next_plan: AtomicU64,
}

/// A valid document and the numbers of the statements it was compiled to.
struct Known {
    document: Document,
    plans: Mutex<Vec<u64>>,
}

impl Api {
    /// The API over a database; `base_url` is where the server is reached from outside.
    pub fn new(catalog: &'static Catalog, database: Database, base_url: String, clock: Clock) -> Self {
        let inputs = query::input_types(catalog);
        let schema = schema::build(catalog, &inputs);
        let documents = Cache::builder()
            .max_capacity(CACHE_BYTES)
            // A parsed document takes about ten times its text.
            .weigher(|key: &String, _| u32::try_from(key.len() * 10).unwrap_or(u32::MAX))
            .build();
        let plans = Cache::builder()
            .max_capacity(CACHE_BYTES)
            .weigher(|_, plan: &Arc<Plan>| u32::try_from(plan.size()).unwrap_or(u32::MAX))
            .build();
        let next_plan = AtomicU64::new(0);
        let inner = Inner { catalog, inputs, schema, database, base_url, clock, documents, plans, next_plan };
        Self { inner: Arc::new(inner) }
    }

    /// The published schema in SDL.
    pub fn sdl(&self) -> String {
        schema::sdl(&self.inner.schema)
    }

    /// The database behind it.
    pub fn database(&self) -> &Database {
        &self.inner.database
    }

    /// Answers a request with the text of a GraphQL response.
    pub async fn answer(&self, request: Request) -> String {
        match self.inner.answer(request).await {
            Ok(text) => text,
            Err(errors) => {
                let errors: Vec<Json> = errors.iter().map(Error::to_json).collect();
                json!({ "errors": errors }).to_string()
            }
        }
    }
}

impl Inner {
    async fn answer(&self, request: Request) -> Result<String, Vec<Error>> {
        let text = request.query.unwrap_or_default();
        let operation = request.operation_name.as_deref().filter(|name| !name.is_empty());
        let known = self.known(&text, operation).await?;
        let given = variables(request.variables);
        match known.document.way {
            Way::Introspection => self.introspect(&known.document, &given).await,
            Way::Read => self.read(&known, given).await.map_err(|error| vec![error]),
        }
    }

    /// The document from the cache, or parsed, bounded and validated now.
    async fn known(&self, text: &str, operation: Option<&str>) -> Result<Arc<Known>, Vec<Error>> {
        // The name cannot hold the separator: it is a GraphQL name, or matches no operation.
        let key = format!("{}\u{0}{text}", operation.unwrap_or_default());
        if let Some(known) = self.documents.get(&key) {
            return Ok(known);
        }
        let document = Document::read(text, operation).map_err(|error| vec![error])?;
        document.validate(&self.schema).await?;
        let known = Arc::new(Known { document, plans: Mutex::default() });
        self.documents.insert(key, Arc::clone(&known));
        Ok(known)
    }

    async fn read(&self, known: &Known, given: Variables) -> Result<String> {
        let operation = known.document.operation();
        let variables = query::coerce_variables(&self.inputs, operation, &given)?;
        let plan = self.plan(known, &variables)?;
        let values = plan.bind(&variables, self.clock.now().date_naive())?;
        let data = self.database.read(&plan.sql, values).await.map_err(|error| match error {
            ReadError::TooSlow => Error::new(Code::TooLarge, "The database took too long; ask for less at once."),
            ReadError::Failed(cause) => Error::internal(cause),
        })?;
        let mut answer = String::with_capacity(data.len() + 10);
        answer.push_str("{\"data\":");
        answer.push_str(&data);
        answer.push('}');
        Ok(answer)
    }

    /// A statement that fits the variables: kept, or compiled now.
    fn plan(&self, known: &Known, variables: &Variables) -> Result<Arc<Plan>> {
        let mut numbers = known.plans.lock().unwrap_or_else(PoisonError::into_inner);
        let mut kept = numbers.iter().filter_map(|number| self.plans.get(number));
        if let Some(plan) = kept.find(|plan| plan.fits(variables)) {
            return Ok(plan);
        }
        let plan = Arc::new(query::compile(
            self.catalog,
            self.database.dialect,
            &self.base_url,
            known.document.parsed(),
            known.document.operation(),
            variables,
        )?);
        if numbers.len() >= MOST_PLANS {
            self.plans.invalidate(&numbers.remove(0));
        }
        let number = self.next_plan.fetch_add(1, Ordering::Relaxed);
        numbers.push(number);
        self.plans.insert(number, Arc::clone(&plan));
        Ok(plan)
    }

    /// Lets async-graphql answer what asks for the schema itself.
    async fn introspect(&self, document: &Document, given: &Variables) -> Result<String, Vec<Error>> {
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

/// A request's variables as GraphQL values.
fn variables(given: Option<Map<String, Json>>) -> Variables {
    let given = given.unwrap_or_default().into_iter();
    given
        .filter_map(|(name, value)| {
            let value = async_graphql::Value::from_json(value).ok()?;
            Some((async_graphql::Name::new(name), value))
        })
        .collect()
}
