//! Connections: how many there are, how long they may take, and how they end.
//!
//! hyper serves a connection; what it does not know is here. A client that sends its headers too slowly,
//! or nothing on an open connection, is hung up on. So is one that reads nothing of its answer. When the
//! server is told to stop it lets in who already waits at the door, closes the door, tells kept
//! connections with their next answer to go, and waits for the last one, but not for ever.

mod door;
mod per_address;

use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{sleep, timeout};
use tokio_io_timeout::TimeoutStream;

use super::stop::Signal;
use super::{App, Layered, exchange, operator_router, router};
use crate::error::{Code, Error};
use crate::graphql::Answer;
use crate::network::Home;
use per_address::{PerAddress, Share};

/// How many bytes of headers are read.
const MOST_HEADER_BYTES: usize = 64 * 1024;
/// How many connections that are one too many are told so at the same time; beyond, they are just closed.
const MOST_REFUSALS: usize = 64;
/// How long such a connection may take to hear it.
const REFUSAL_TIMEOUT: Duration = Duration::from_secs(1);
/// How long the listener rests after an error that is not a single connection's, such as too many files.
const REST: Duration = Duration::from_millis(100);
/// How long kept connections may still ask once the server is told to stop. Their clients do not know
/// yet; a request that meets a closed connection would be lost.
const LAST_CALL: Duration = Duration::from_secs(1);

/// Serves until `stop` ends and those that were let in are answered, or their time is over.
pub async fn serve(listener: TcpListener, app: App, stop: impl Future<Output = ()>) {
    let connections = Connections::new(app.clone(), router(app.clone()));
    tokio::select! {
        biased;
        () = stop => {}
        never = connections.take_all(&listener) => match never {},
    }
    app.stop();
    door::close(listener, |stream, peer| connections.take_in(stream, peer)).await;
    connections.end(app.limits.stop_timeout).await;
}

/// Answers the operator, at an address of its own, as long as the process lives. These connections are
/// counted apart: a flood on the other side does not keep the operator from seeing it.
pub async fn serve_operator(listener: TcpListener, app: App) {
    let connections = Connections::new(app.clone(), operator_router(app));
    match connections.take_all(&listener).await {}
}

/// A connection that failed before it was taken in is nobody's business; a listener that fails must not
/// fail a thousand times a second.
async fn pause(error: &io::Error) {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    if !matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset) {
        tracing::error!(%error, "no connection can be taken in");
        sleep(REST).await;
    }
}

/// The connections that are open.
struct Connections {
    app: App,
    router: Layered,
    http: http1::Builder,
    places: Arc<Semaphore>,
    per_address: PerAddress,
    refusals: Arc<Semaphore>,
    /// Says that kept connections are to go.
    leave: Signal,
}

impl Connections {
    fn new(app: App, router: Layered) -> Self {
        let mut http = http1::Builder::new();
        http.timer(TokioTimer::new()).header_read_timeout(app.limits.header_timeout).max_buf_size(MOST_HEADER_BYTES);
        let places = Arc::new(Semaphore::new(app.limits.max_connections));
        Self {
            app,
            router,
            http,
            places,
            per_address: PerAddress::default(),
            refusals: Arc::new(Semaphore::new(MOST_REFUSALS)),
            leave: Signal::default(),
        }
    }

    /// Serves all that come.
    async fn take_all(&self, listener: &TcpListener) -> Infallible {
        loop {
            match listener.accept().await {
                Ok((stream, peer)) => self.take_in(stream, peer),
                Err(error) => pause(&error).await,
            }
        }
    }

    /// Serves a connection, if there is a place for it and its address has not too many.
    fn take_in(&self, stream: TcpStream, peer: SocketAddr) {
        let Ok(share) = self.share(peer) else {
            let most = self.app.limits.clients.max_connections_per_address;
            let message = format!("Your address has {most} connections open and may have no more; use those.");
            return self.refuse(stream, StatusCode::TOO_MANY_REQUESTS, Error::new(Code::RateLimited, message));
        };
        let Ok(place) = Arc::clone(&self.places).try_acquire_owned() else {
            let message = "The server has more connections than it can serve at the moment; come back in a second.";
            return self.refuse(stream, StatusCode::SERVICE_UNAVAILABLE, Error::new(Code::Overloaded, message));
        };
        self.serve(stream, peer, (place, share));
    }

    /// What the connection takes of those that its address may have; nothing where that is not counted.
    fn share(&self, peer: SocketAddr) -> Result<Option<Share>, TooMany> {
        let clients = &self.app.limits.clients;
        if clients.trusted_proxies.contain(peer.ip()) || clients.unlimited.contain(peer.ip()) {
            return Ok(None);
        }
        let share = self.per_address.enter(Home::of(peer.ip()), clients.max_connections_per_address);
        share.map(Some).ok_or(TooMany)
    }

    fn serve(&self, stream: TcpStream, peer: SocketAddr, place: (OwnedSemaphorePermit, Option<Share>)) {
        // Answers are written in one piece; waiting for more to send would only delay them. If it cannot
        // be set, they are delayed.
        let _ = stream.set_nodelay(true);
        let mut stream = TimeoutStream::new(stream);
        stream.set_write_timeout(Some(self.app.limits.body_timeout));
        let router = self.router.clone();
        let seat = Seat::take(&self.app, peer.ip(), place);
        let for_requests = seat.clone();
        let app = self.app.clone();
        let service = service_fn(move |request: Request<Incoming>| {
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(for_requests.clone());
            // A router is always ready.
            let (app, router) = (app.clone(), router.clone());
            async move { Ok::<_, Infallible>(exchange::answer(app, router, request).await) }
        });
        let connection = self.http.serve_connection(TokioIo::new(Box::pin(stream)), service).with_upgrades();
        let leave = self.leave.given();
        tokio::spawn(async move {
            let mut connection = pin!(connection);
            let ended = tokio::select! {
                ended = connection.as_mut() => ended,
                () = leave => {
                    connection.as_mut().graceful_shutdown();
                    connection.await
                }
            };
            if let Err(error) = ended {
                tracing::debug!(%error, "a connection ended early");
            }
            drop(seat);
        });
    }

    /// Tells a connection that it is one too many.
    fn refuse(&self, stream: TcpStream, status: StatusCode, why: Error) {
        self.app.api.metrics().connections_refused.inc();
        if let Ok(place) = Arc::clone(&self.refusals).try_acquire_owned() {
            tokio::spawn(async move {
                // Whether or not it was heard, the connection is over.
                let _ = timeout(REFUSAL_TIMEOUT, turn_away(stream, status, &why)).await;
                drop(place);
            });
        }
    }

    /// Waits for the connections to end.
    async fn end(self, limit: Duration) {
        let last_call = LAST_CALL.min(limit);
        let all = u32::try_from(self.app.limits.max_connections).unwrap_or(u32::MAX);
        if timeout(last_call, self.places.acquire_many(all)).await.is_ok() {
            return;
        }
        self.leave.give();
        if timeout(limit.saturating_sub(last_call), self.places.acquire_many(all)).await.is_err() {
            tracing::warn!("some requests were not answered before the time to stop was over");
        }
    }
}

/// A connection's place. Whatever the connection becomes, a WebSocket too, keeps it until it ends.
#[derive(Clone)]
pub struct Seat(Arc<Taken>);

struct Taken {
    app: App,
    peer: IpAddr,
    _place: (OwnedSemaphorePermit, Option<Share>),
}

impl Seat {
    fn take(app: &App, peer: IpAddr, place: (OwnedSemaphorePermit, Option<Share>)) -> Self {
        app.api.metrics().connections.inc();
        Self(Arc::new(Taken { app: app.clone(), peer, _place: place }))
    }

    /// The other end of the connection.
    pub fn peer(&self) -> IpAddr {
        self.0.peer
    }
}

impl Drop for Taken {
    fn drop(&mut self) {
        self.app.api.metrics().connections.dec();
    }
}

/// An address has as many connections as it may have.
struct TooMany;

/// Answers whatever is asked first with why it is not answered. The client is let finish speaking: to close on
/// unread words would take the answer away from it again.
async fn turn_away(mut stream: TcpStream, status: StatusCode, why: &Error) -> io::Result<()> {
    let mut heard = [0; 4096];
    if stream.read(&mut heard).await? == 0 {
        return Ok(());
    }
    let body = Answer::refusal(why).body;
    let length = body.len();
    let introduction = format!(
        "HTTP/1.1 {status}\r\ncontent-type: application/json; charset=utf-8\r\n\
         content-length: {length}\r\ncache-control: no-store\r\nretry-after: 1\r\nconnection: close\r\n\r\n"
    );
    stream.write_all(&[introduction.as_bytes(), &body].concat()).await?;
    stream.shutdown().await?;
    while stream.read(&mut heard).await? > 0 {}
    Ok(())
}
