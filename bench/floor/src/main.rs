//! The six questions by hand-written SQL behind bare axum, on the directory's own tables: what anything else can
//! be measured against.
//!
//! `directory-floor ADDRESS PORT` answers `POST /Q1/json` (one statement makes the whole answer) and `/Q1/rows` (plain
//! rows, JSON written by hand), each with the body of `asked::Asked`, and `/constant/BYTES`, which reads nothing.

mod asked;
mod failure;
mod postgres;
mod shapes;
mod sqlite;
mod template;

use std::error::Error;
use std::net::Ipv4Addr;
use std::sync::Arc;

use axum::Router;
use axum::extract::Path;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::serve::ListenerExt;
use bytes::Bytes;
use tokio::net::TcpListener;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// As long as the longest constant answer.
static DIGITS: [u8; 1 << 20] = [b'1'; 1 << 20];

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [address, port] = arguments.as_slice() else { return Err("directory-floor ADDRESS PORT".into()) };
    let questions = match address.strip_prefix("sqlite://") {
        Some(file) => Router::new().route("/{question}/{way}", post(sqlite::answer)).with_state(sqlite::open(file)?),
        None => Router::new()
            .route("/{question}/{way}", post(postgres::answer))
            .with_state(Arc::new(postgres::Connections::open(address).await?)),
    };
    let router = questions.route("/constant/{bytes}", post(constant));
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port.parse()?)).await?;
    // Small answers must not wait for their neighbours.
    let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
    Ok(axum::serve(listener, router).await?)
}

/// A number of so many digits, which is JSON too.
async fn constant(Path(bytes): Path<usize>, _: Bytes) -> Response {
    json(Bytes::from_static(&DIGITS[..bytes.min(DIGITS.len())]))
}

fn json(body: impl Into<Bytes>) -> Response {
    ([(CONTENT_TYPE, "application/json")], body.into()).into_response()
}
