//! Who carries traces to the collector.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper::client::conn::http1;
use hyper::header::{HOST, HeaderValue};
use hyper::{Request, Response, Uri};
use hyper_util::rt::TokioIo;
use opentelemetry_http::{HttpClient, HttpError};
use tokio::net::TcpStream;
use tokio::runtime::Handle;
use tokio::time::timeout;

/// How long a collector may take for what it is sent.
pub const PATIENCE: Duration = Duration::from_secs(5);
/// How many bytes of its answer are read.
const MOST_BYTES: usize = 64 * 1024;

/// Sends with the runtime of the process: who asks is a thread that has none.
#[derive(Debug)]
pub struct Courier {
    runtime: Handle,
    /// Whether the last delivery was taken, so that the log is told once.
    arrives: AtomicBool,
}

impl Default for Courier {
    /// One that uses the runtime in which it is made.
    fn default() -> Self {
        Self { runtime: Handle::current(), arrives: AtomicBool::new(true) }
    }
}

#[async_trait]
impl HttpClient for Courier {
    async fn send_bytes(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let sent = self.runtime.spawn(async { timeout(PATIENCE, send(request)).await }).await;
        let answer = sent.map_err(HttpError::from).and_then(|sent| sent?);
        let refusal = match &answer {
            Ok(answer) if answer.status().is_success() => None,
            Ok(answer) => Some(answer.status().to_string()),
            Err(error) => Some(error.to_string()),
        };
        let arrived = self.arrives.swap(refusal.is_none(), Ordering::Relaxed);
        if let Some(error) = refusal.filter(|_| arrived) {
            tracing::warn!(error, "the collector does not take traces; they are dropped until it does");
        }
        answer
    }
}

/// Sends a request over a connection of its own: there is one every few seconds.
async fn send(request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
    let (mut parts, body) = request.into_parts();
    let authority = parts.uri.authority().ok_or("the address names no host")?.clone();
    let port = authority.port_u16().unwrap_or(80);
    let stream = TcpStream::connect(format!("{}:{port}", authority.host())).await?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    // It ends with the answer, or with an error that the sender hears too.
    tokio::spawn(connection);
    parts.headers.insert(HOST, HeaderValue::from_str(authority.as_str())?);
    parts.uri = parts.uri.path_and_query().map_or_else(Uri::default, |path| path.clone().into());
    let response = sender.send_request(Request::from_parts(parts, Full::new(body))).await?;
    let (parts, body) = response.into_parts();
    let body = Limited::new(body, MOST_BYTES).collect().await?.to_bytes();
    Ok(Response::from_parts(parts, body))
}
