//! How a GraphQL request is answered.
//!
//! A read does not enter async-graphql's executor. Its document is parsed, bounded and validated once,
//! kept with the statements it was compiled to, and from then on costs a look into the cache, a check
//! of the variables, one statement. Introspection goes the ordinary way. `docs/architecture.md` says
//! why, with numbers.

mod answers;
mod document;
mod gone;
mod known;
mod limits;
mod mutation;
mod persisted;
mod reading;
mod recalled;
mod refused;
mod request;
mod schema;
mod subscription;
mod usages;
mod views;

use std::path::Path;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, OnceLock};
use std::time::Instant;

use async_graphql::dynamic::Schema;
use chrono::NaiveDate;
use moka::sync::Cache;
use serde_json::{Value as Json, json};

use crate::authority::Authority;
use crate::bounds::{Bounds, ByViewer};
use crate::clock::Clock;
use crate::config::WebhookSettings;
use crate::database::Database;
use crate::error::{Code, Error, Result, Stop};
use crate::follow::Log;
use crate::listing;
use crate::metrics::Metrics;
use crate::query::{self, Inputs, Plan, Setting};
use crate::resource::Catalog;
use answers::Answers;
use document::Way;
use known::Known;
use persisted::PersistedDocuments;
use reading::variables;
use refused::{Answered, Refused, Said};
use subscription::Channels;
use views::Views;

pub use answers::Tag;
pub use recalled::Recalled;
pub use request::{Answer, DocumentName, Request};
pub use subscription::{Event, Subscription, Told};

/// How many bytes of documents are kept, and how many of statements.
const CACHE_BYTES: u64 = 16 * 1024 * 1024;
/// What a question for the schema costs, of which the answer is long: see [`crate::limits::QueryLimits::max_cost`].
const INTROSPECTION_COST: usize = 100;

/// The published schema of a catalog in SDL.
pub fn sdl(catalog: &Catalog) -> String {
    schema::sdl(&schema::build(catalog, &input_types(catalog)))
}

/// What clients can send: to ask, and to write.
fn input_types(catalog: &Catalog) -> Inputs {
    let mut inputs = query::input_types(catalog);
    mutation::register_inputs(&mut inputs, catalog);
    inputs
}

/// The directory as an API.
#[derive(Clone)]
pub struct Api {
    inner: Arc<Inner>,
}

struct Inner {
    setting: Setting,
    inputs: Inputs,
    schema: Schema,
    /// The database, with the time that a statement may take.
    databases: ByViewer<Database>,
    metrics: Metrics,
    persisted: PersistedDocuments,
    answers: Answers,
    views: Views,
    log: Log,
    channels: Channels,
    authority: Authority,
    clock: Clock,
    /// The usual ones, if nothing else is said.
    webhooks: OnceLock<WebhookSettings>,
    documents: Cache<String, Arc<Known>>,
    /// The statements of all documents, by number.
    plans: Cache<u64, Arc<Plan>>,
    next_plan: AtomicU64,
}

impl Api {
    /// The API over a database, which keeps so many bytes of answers.
    pub fn new(database: &Database, setting: Setting, clock: Clock, answer_bytes: usize) -> Self {
        let catalog = setting.catalog;
        let inputs = input_types(catalog);
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
        let databases = ByViewer {
            anonymous: database.within(setting.bounds.anonymous.statement_timeout),
            token: database.within(setting.bounds.token.statement_timeout),
        };
        let log = Log::new(databases.anonymous.clone(), catalog);
        let authority = Authority::new(databases.anonymous.clone(), clock);
        let inner = Inner {
            setting,
            inputs,
            schema,
            databases,
            authority,
            clock,
            webhooks: OnceLock::new(),
            metrics: Metrics::new(database.counters().clone()),
            persisted: PersistedDocuments::default(),
            answers: Answers::of(answer_bytes),
            views: Views::default(),
            log,
            channels: Channels::default(),
            documents,
            plans,
            next_plan,
        };
        Self { inner: Arc::new(inner) }
    }

    /// Answers from now on only the documents in the `.graphql` files of a folder, and those that read listings.
    ///
    /// # Errors
    ///
    /// When the folder cannot be read, has no documents, or one of them does not fit the schema.
    pub async fn answer_only(&self, folder: &Path) -> Result<(), Stop> {
        let documents = persisted::folder(folder)?;
        for (file, text) in &documents {
            self.inner.check(text).await.map_err(|errors| {
                let message = errors.into_iter().next().map(|error| error.message).unwrap_or_default();
                Stop::new(format!("--only-documents holds `{file}`, which cannot be answered: {message}"))
            })?;
        }
        let own = listing::documents().map(str::to_owned);
        self.inner.persisted.only(documents.into_iter().map(|(_, text)| text).chain(own));
        Ok(())
    }

    /// Says who may be told of changes, and where; before anything is answered.
    pub fn tell_by(&self, settings: WebhookSettings) {
        let _ = self.inner.webhooks.set(settings);
    }

    /// What is counted.
    pub fn metrics(&self) -> &Metrics {
        &self.inner.metrics
    }

    /// The published schema in SDL.
    pub fn sdl(&self) -> String {
        schema::sdl(&self.inner.schema)
    }

    /// Where the directory is reached from outside.
    pub fn base_url(&self) -> &str {
        &self.inner.setting.base_url
    }

    /// The day, by which what is yet to come is known.
    pub fn today(&self) -> NaiveDate {
        self.inner.clock.now().date_naive()
    }

    /// The database behind it.
    pub fn database(&self) -> &Database {
        &self.inner.databases.anonymous
    }

    /// How far requests may go.
    pub fn bounds(&self) -> &ByViewer<Bounds> {
        &self.inner.setting.bounds
    }

    /// Who knows the tokens.
    pub fn authority(&self) -> &Authority {
        &self.inner.authority
    }

    /// Answers a request of which something may be known; `id` is what the log calls it.
    pub async fn answer(&self, request: Request, recalled: Option<Recalled>, id: &str) -> Answer {
        let begun = Instant::now();
        let (document, answered) = self.inner.answer(request, recalled).await;
        self.told(begun, id, document, answered)
    }

    /// What is said to a request that came at this moment.
    fn told(&self, begun: Instant, id: &str, document: Option<Arc<DocumentName>>, answered: Answered) -> Answer {
        let mut retry_after = None;
        let (Said { body, state, tag }, refused) = match answered {
            Ok(said) => (said, None),
            Err(Refused { errors, done }) => {
                let code = errors.first().map(|error| error.code);
                retry_after = errors.first().and_then(|error| error.retry_after);
                let errors: Vec<Json> = errors.into_iter().map(|error| error.reported(id).to_json()).collect();
                let body = match done {
                    None => json!({ "errors": errors }),
                    Some(done) => json!({ "data": null, "errors": errors, "extensions": { "done": done } }),
                };
                (Said { body: body.to_string().into(), state: None, tag: None }, code)
            }
        };
        let operation = document.as_ref().map(|document| &document.operation);
        self.inner.metrics.asked(operation, refused.map_or("OK", Code::as_str), begun.elapsed());
        Answer { body, refused, retry_after, document, state, tag }
    }
}

impl Inner {
    /// A GraphQL response, or why there is none, with the name of the document if that is valid.
    async fn answer(&self, request: Request, recalled: Option<Recalled>) -> (Option<Arc<DocumentName>>, Answered) {
        // The state is looked up before the data: an answer may be newer than its tag, but never older.
        let (known, tag) = match recalled {
            Some(Recalled { known, tag, .. }) => (known, tag),
            None => match self.asked(&request).await {
                Ok(known) => {
                    let tag = self.tag(&known, &request).await;
                    (known, tag)
                }
                Err(errors) => return (None, Err(errors.into())),
            },
        };
        (Some(Arc::clone(&known.name)), self.answer_known(&known, tag, request).await)
    }

    /// A response to a document that is valid, and that follows from what the tag says.
    async fn answer_known(&self, known: &Known, tag: Option<Tag>, mut request: Request) -> Answered {
        let state = tag.map_or_else(|| self.databases.anonymous.known(), |tag| Some(tag.state));
        let given = variables(request.variables.take());
        match known.document.way {
            Way::Introspection => {
                request.allowance.pay(INTROSPECTION_COST)?;
                Ok(Said { body: self.introspect(&known.document, &given).await?.into(), state: None, tag })
            }
            Way::Subscription => {
                let message = "What happens is told to `Accept: text/event-stream`, or over the WebSocket at \
                               `/graphql/ws`; a subscription has no answer.";
                Err(Error::new(Code::BadRequest, message).into())
            }
            // All that can be done is in it, which is much to be carried along by every read.
            Way::Mutation => {
                let body = Box::pin(self.mutate(known, given, &request)).await?.body(false);
                // What was written is in the state that is known by now.
                Ok(Said { body, state: self.databases.anonymous.known(), tag })
            }
            Way::Read | Way::Unkept => {
                let read = self.read(known, given, &request.viewer, &request.allowance).await?;
                if let Some(tag) = tag {
                    self.answers.keep(tag, || read.body(true));
                }
                Ok(Said { body: read.body(false), state, tag })
            }
        }
    }
}
