use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use http_body_util::{BodyExt, Empty};
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{HeaderMap, Request, Response};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

/// A partner's site on this machine, which keeps what it is sent.
pub struct Receiver {
    pub address: SocketAddr,
    shared: Arc<Shared>,
    listening: JoinHandle<()>,
}

struct Shared {
    received: Mutex<Vec<Received>>,
    /// The status with which it answers, and a header.
    answer: Mutex<(u16, Option<(&'static str, String)>)>,
}

/// What it was sent.
#[derive(Clone)]
pub struct Received {
    pub headers: HeaderMap,
    pub body: Bytes,
    /// What it answered.
    pub status: u16,
}

impl Received {
    pub fn header(&self, name: &str) -> &str {
        self.headers[name].to_str().expect("text")
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("JSON")
    }
}

impl Receiver {
    pub async fn start() -> Self {
        Self::start_at("127.0.0.1:0".parse().expect("an address"), None).await
    }

    /// One that speaks TLS.
    pub async fn start_secure(tls: TlsAcceptor) -> Self {
        Self::start_at("127.0.0.1:0".parse().expect("an address"), Some(tls)).await
    }

    pub async fn start_at(address: SocketAddr, tls: Option<TlsAcceptor>) -> Self {
        let listener = TcpListener::bind(address).await.expect("the port is free");
        let address = listener.local_addr().expect("an address");
        let shared = Arc::new(Shared { received: Mutex::default(), answer: Mutex::new((204, None)) });
        let kept = Arc::clone(&shared);
        let listening = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (shared, tls) = (Arc::clone(&kept), tls.clone());
                tokio::spawn(async move {
                    match tls {
                        None => serve(stream, shared).await,
                        // Who does not believe the certificate goes away.
                        Some(tls) => {
                            if let Ok(stream) = tls.accept(stream).await {
                                serve(stream, shared).await;
                            }
                        }
                    }
                });
            }
        });
        Self { address, shared, listening }
    }

    pub fn url(&self) -> String {
        format!("http://{}/hook?of=directory", self.address)
    }

    /// Answers so from now on.
    pub fn answer(&self, status: u16, header: Option<(&'static str, String)>) {
        *self.shared.answer.lock().expect("nobody panicked here") = (status, header);
    }

    /// All that was sent.
    pub fn received(&self) -> Vec<Received> {
        self.shared.received.lock().expect("nobody panicked here").clone()
    }

    /// The numbers of all changes that it took, in the order in which it took them.
    pub fn told(&self) -> Vec<i64> {
        let taken = self.received().into_iter().filter(|it| (200..300).contains(&it.status));
        taken.flat_map(|message| numbers(&message.json())).collect()
    }

    /// Waits until it was sent so many messages.
    pub async fn hears(&self, count: usize) -> Vec<Received> {
        self.until(|receiver| receiver.received().len() >= count).await;
        self.received()
    }

    /// Waits until something is so.
    pub async fn until(&self, is_so: impl Fn(&Self) -> bool) {
        while !is_so(self) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Goes away: from now on nobody listens at its port.
    pub async fn end(self) -> SocketAddr {
        self.listening.abort();
        let _ = self.listening.await;
        self.address
    }
}

/// The numbers of the changes in a message, each once.
pub fn numbers(message: &Value) -> Vec<i64> {
    let changes = message["data"]["changes"].as_array().expect("changes").iter();
    let mut numbers: Vec<i64> = changes.map(|change| change["number"].as_i64().expect("a number")).collect();
    numbers.dedup();
    numbers
}

async fn serve(stream: impl AsyncRead + AsyncWrite + Unpin, shared: Arc<Shared>) {
    let take = service_fn(move |request| take(request, Arc::clone(&shared)));
    // Whoever sends goes away when it has the answer's head.
    let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), take).await;
}

async fn take(request: Request<Incoming>, shared: Arc<Shared>) -> Result<Response<Empty<Bytes>>, Infallible> {
    assert_eq!(request.method(), "POST");
    let headers = request.headers().clone();
    let body = request.into_body().collect().await.expect("a body").to_bytes();
    let (status, header) = shared.answer.lock().expect("nobody panicked here").clone();
    shared.received.lock().expect("nobody panicked here").push(Received { headers, body, status });
    let mut response = Response::builder().status(status);
    if let Some((name, value)) = header {
        response = response.header(name, value);
    }
    Ok(response.body(Empty::new()).expect("a response"))
}
