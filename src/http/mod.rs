//! What the server answers to which address.

mod graphql;
mod pages;

use std::io;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::get;
use tokio::net::TcpListener;
use tokio::signal;

use crate::graphql::Api;

/// How long a request's body may be.
const MOST_BYTES: usize = 64 * 1024;

/// All addresses.
pub fn router(api: Api) -> Router {
    Router::new()
        .route("/", get(pages::home))
        .route("/graphql", get(graphql::get).post(graphql::post).fallback(graphql::other))
        .route("/graphiql", get(pages::graphiql))
        .route("/graphiql/{*path}", get(pages::asset))
        .route("/schema.graphql", get(pages::schema))
        .route("/healthz", get(pages::health))
        .route("/{plural}/{slug}", get(pages::record))
        .fallback(pages::not_found)
        .layer(DefaultBodyLimit::max(MOST_BYTES))
        .with_state(api)
}

/// Serves until the process is told to stop; requests that were begun are answered.
///
/// # Errors
///
/// When the listener fails.
pub async fn serve(listener: TcpListener, api: Api) -> io::Result<()> {
    axum::serve(listener, router(api)).with_graceful_shutdown(stop()).await
}

/// Ends with Ctrl-C, or with SIGTERM from a service manager.
async fn stop() {
    let terminated = async {
        if let Ok(mut signal) = signal::unix::signal(signal::unix::SignalKind::terminate()) {
            signal.recv().await;
        } else {
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        _ = signal::ctrl_c() => {}
        () = terminated => {}
    }
}
