//! What the server answers to which address.
//!
//! A connection is taken in by `listener`, which knows about time and numbers. A request on it walks the
//! layers: `exchange` (id, log, headers), CORS, compression, and then the router.

mod admission;
mod exchange;
mod graphql;
mod listener;
mod pages;
mod probes;
mod stop;

use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderName, Method, header};
use axum::routing::get;
use tower::ServiceBuilder;
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::SizeAbove;
use tower_http::cors::{Any, CorsLayer};

use crate::config::Limits;
use crate::graphql::Api;
use admission::Admission;
use probes::Readiness;

pub use listener::serve;
pub use stop::told;

/// Answers below this many bytes fit into a packet as they are.
const COMPRESS_ABOVE: u16 = 1400;
/// How long a browser may remember what pages of other sites may ask.
const PREFLIGHT_AGE: Duration = Duration::from_hours(24);

/// What all requests share.
#[derive(Clone)]
pub struct App(Arc<Shared>);

/// See [`App`].
pub struct Shared {
    api: Api,
    limits: Limits,
    admission: Admission,
    readiness: Readiness,
    stopping: AtomicBool,
    /// The published schema; it does not change while the server runs.
    schema: Bytes,
}

impl Deref for App {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

impl App {
    /// An API with the limits of its server.
    pub fn new(api: Api, limits: Limits) -> Self {
        let schema = api.sdl().into();
        let admission = Admission::new(limits.max_requests);
        let readiness = Readiness::default();
        Self(Arc::new(Shared { api, limits, admission, readiness, stopping: AtomicBool::new(false), schema }))
    }
}

impl Shared {
    /// Has every answer from now on end its connection.
    fn stop(&self) {
        self.stopping.store(true, Ordering::Relaxed);
    }

    fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Relaxed)
    }
}

/// All addresses.
fn router(app: App) -> Router {
    let layers = ServiceBuilder::new()
        .layer(axum::middleware::from_fn_with_state(app.clone(), exchange::layer))
        .layer(cors())
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest).compress_when(SizeAbove::new(COMPRESS_ABOVE)))
        .layer(CatchPanicLayer::custom(exchange::panicked));
    Router::new()
        .route("/", get(pages::home))
        .route("/graphql", get(graphql::get).post(graphql::post).fallback(graphql::other))
        .route("/graphiql", get(pages::graphiql))
        .route("/graphiql/{*path}", get(pages::asset))
        .route("/schema.graphql", get(pages::schema))
        .route("/healthz", get(probes::health))
        .route("/readyz", get(probes::ready))
        .route("/metrics", get(probes::metrics))
        .route("/{plural}/{slug}", get(pages::record))
        .fallback(pages::not_found)
        .layer(layers)
        .with_state(app)
}

/// Pages of any site may read, without the visitor's credentials: there are none to send.
fn cors() -> CorsLayer {
    let apollo = ["apollo-require-preflight", "x-apollo-operation-name"].map(HeaderName::from_static);
    let allowed = [header::ACCEPT, header::CONTENT_TYPE, exchange::REQUEST_ID];
    CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::HEAD, Method::POST])
        .allow_headers(allowed.into_iter().chain(apollo).collect::<Vec<_>>())
        .expose_headers([header::RETRY_AFTER, exchange::REQUEST_ID])
        .max_age(PREFLIGHT_AGE)
        // The answer is the same for every origin.
        .vary([])
}
