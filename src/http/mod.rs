//! What the server answers to which address.
//!
//! A connection is taken in by `listener`, which knows about time and numbers. A request on it walks the
//! layers: `exchange` (id, log, headers, CORS, compression), and then the router.

mod admission;
mod answering;
mod assets;
mod bearer;
mod client;
mod compression;
mod cors;
mod embed;
mod exchange;
mod graphql;
mod listener;
mod listings;
mod pages;
mod probes;
mod span;
mod state;
mod stop;

use std::ops::Deref;
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::routing::get;
use tower::util::MapRequestLayer;
use tower_http::catch_panic::CatchPanic;

use crate::allowance::Allowances;
use crate::bounds::ByViewer;
use crate::config::Limits;
use crate::error::Stop;
use crate::graphql::Api;
use crate::network::Home;
use admission::Admission;
use answering::Answering;
use probes::Readiness;
use stop::Signal;

pub use listener::{serve, serve_operator};
pub use stop::told;

/// What all requests share.
#[derive(Clone)]
pub struct App(Arc<Shared>);

/// See [`App`].
pub struct Shared {
    api: Api,
    limits: Limits,
    admission: Admission,
    answering: Answering,
    /// Of addresses, for those who ask without a token.
    allowances: Allowances<Home>,
    /// Of tokens, by their ids.
    token_allowances: Allowances<i64>,
    /// Feeds that were made.
    feeds: listings::Kept,
    readiness: Readiness,
    stopping: Signal,
    /// Whether the operator asks at an address of its own.
    operator_apart: bool,
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
    /// An API with the limits of its server; `operator_apart` says that the counters are not for everybody.
    ///
    /// # Errors
    ///
    /// When no threads can be started.
    pub fn new(api: Api, limits: Limits, operator_apart: bool) -> Result<Self, Stop> {
        let schema = api.sdl().into();
        let ByViewer { anonymous, token } = api.bounds();
        let allowances = Allowances::new("address", anonymous.allowance, anonymous.allowance_refill);
        let token_allowances = Allowances::new("token", token.allowance, token.allowance_refill);
        let admission = Admission::new(limits.max_requests);
        let answering = Answering::new()?;
        let readiness = Readiness::default();
        let stopping = Signal::default();
        Ok(Self(Arc::new(Shared {
            api,
            limits,
            admission,
            answering,
            allowances,
            token_allowances,
            feeds: listings::Kept::default(),
            readiness,
            stopping,
            operator_apart,
            schema,
        })))
    }
}

impl Shared {
    /// Has every answer from now on end its connection.
    fn stop(&self) {
        self.stopping.give();
    }

    fn is_stopping(&self) -> bool {
        self.stopping.is_given()
    }

    /// Ends when the server is told to stop.
    fn stopped(&self) -> impl Future<Output = ()> + Send + use<> {
        self.stopping.given()
    }
}

/// What everybody may ask.
fn router(app: App) -> Layered {
    let router = Router::new()
        .route("/", get(pages::home))
        .route("/graphql", get(graphql::get).post(graphql::post).fallback(graphql::other))
        .route("/graphql/ws", get(graphql::socket))
        .route("/graphiql", get(pages::graphiql))
        .route("/graphiql/{*path}", get(pages::asset))
        .route("/schema.graphql", get(pages::schema))
        .route("/{plural}/{slug}", get(pages::record))
        .merge(listings::routes())
        .merge(embed::routes())
        .merge(if app.operator_apart { probes() } else { operator() });
    layered(router, app)
}

/// What the operator may ask at an address of its own.
fn operator_router(app: App) -> Layered {
    layered(operator(), app)
}

fn operator() -> Router<App> {
    probes().route("/metrics", get(probes::metrics))
}

fn probes() -> Router<App> {
    Router::new().route("/healthz", get(probes::health)).route("/readyz", get(probes::ready))
}

/// The router, whose panics are answered too.
type Layered = CatchPanic<Router, exchange::Panicked>;

fn layered(router: Router<App>, app: App) -> Layered {
    let router = router.fallback(pages::not_found).layer(MapRequestLayer::new(exchange::note_route)).with_state(app);
    CatchPanic::custom(router, exchange::Panicked)
}
