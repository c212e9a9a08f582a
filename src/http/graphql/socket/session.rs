//! A WebSocket from its first word to its last.

use std::collections::HashMap;
use std::ops::ControlFlow::{self, Break, Continue};
use std::time::Duration;

use axum::extract::ws::{Message, Utf8Bytes, WebSocket};
use axum::http::{HeaderMap, HeaderValue, header};
use serde_json::{Map, Value as Json};
use tokio::sync::mpsc;
use tokio::task::{AbortHandle, JoinSet};
use tokio::time::{Instant, MissedTickBehavior, interval, timeout};

use super::close::Close;
use super::message::{self, Incoming};
use super::operation::{Line, Operation};
use crate::allowance::Allowance;
use crate::error::{Code, Error};
use crate::graphql::Request;
use crate::http::client::Client;
use crate::http::exchange::RequestId;
use crate::http::graphql::still_may;
use crate::http::listener::Seat;
use crate::http::{App, bearer};
use crate::viewer::Viewer;

/// How many lines wait for the connection to take them.
const ROOM: usize = 16;
/// How often it is asked whether the client has begun, is there, and its token is still good.
const TICK: Duration = Duration::from_secs(1);
/// After how long a silence the client is asked whether it is there.
const KEEP_ALIVE: Duration = Duration::from_secs(12);
/// How long a client may take to close its side.
const FAREWELL: Duration = Duration::from_secs(1);

/// What is known of a connection.
pub struct Session {
    pub app: App,
    pub id: RequestId,
    pub client: Client,
    /// They may have the token.
    pub headers: HeaderMap,
    /// Its place among the connections.
    pub seat: Seat,
}

/// Whoever has begun.
struct Guest {
    viewer: Viewer,
    allowance: Allowance,
}

/// A connection while it lasts.
struct Talk<'s> {
    session: &'s mut Session,
    guest: Option<Guest>,
    operations: HashMap<String, (u64, AbortHandle)>,
    /// They end with the connection.
    tasks: JoinSet<()>,
    lines: mpsc::Sender<Line>,
    begun: u64,
}

impl Session {
    /// Listens and answers until one of both has enough.
    pub async fn run(mut self, mut socket: WebSocket) {
        if socket.protocol().is_none() {
            return farewell(socket, Close::other_protocol()).await;
        }
        let (lines, said) = mpsc::channel(ROOM);
        let talk = Talk {
            session: &mut self,
            guest: None,
            operations: HashMap::new(),
            tasks: JoinSet::new(),
            lines,
            begun: 0,
        };
        if let Some(close) = talk.run(&mut socket, said).await {
            farewell(socket, close).await;
        }
        drop(self.seat);
    }
}

/// Says why it ends, and lets the client hear it.
async fn farewell(mut socket: WebSocket, close: Close) {
    if socket.send(close.message()).await.is_ok() {
        let _ = timeout(FAREWELL, async { while let Some(Ok(_)) = socket.recv().await {} }).await;
    }
}

impl Talk<'_> {
    /// Why the server ends it; nothing if the client has gone.
    async fn run(mut self, socket: &mut WebSocket, mut said: mpsc::Receiver<Line>) -> Option<Close> {
        let stopped = self.session.app.stopped();
        tokio::pin!(stopped);
        let begun = Instant::now();
        let (mut heard, mut asked) = (begun, false);
        let mut tick = interval(TICK);
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let answer = tokio::select! {
                message = socket.recv() => {
                    (heard, asked) = (Instant::now(), false);
                    match message {
                        Some(Ok(message)) => self.hear(message).await,
                        Some(Err(error)) => return Some(Close::unreadable(error)),
                        None => return None,
                    }
                }
                Some(line) = said.recv() => Continue(self.pass_on(line)),
                () = &mut stopped => return Some(Close::going()),
                _ = tick.tick() => {
                    if self.guest.is_none() && begun.elapsed() >= self.session.app.limits.body_timeout {
                        return Some(Close::no_init());
                    }
                    if let Some(close) = self.expired().await {
                        return Some(close);
                    }
                    if heard.elapsed() < KEEP_ALIVE {
                        continue;
                    }
                    if asked {
                        return None;
                    }
                    (heard, asked) = (Instant::now(), true);
                    Continue(Some(Message::Ping(axum::body::Bytes::new())))
                }
            };
            match answer {
                Continue(None) => {}
                Continue(Some(message)) => socket.send(message).await.ok()?,
                Break(close) => return close,
            }
        }
    }

    /// What is answered to a message at once.
    async fn hear(&mut self, message: Message) -> ControlFlow<Option<Close>, Option<Message>> {
        let text = match message {
            Message::Text(text) => text,
            Message::Binary(_) => return Break(Some(Close::bad_message("it is binary"))),
            Message::Close(_) => return Break(None),
            Message::Ping(_) | Message::Pong(_) => return Continue(None),
        };
        let incoming = match serde_json::from_str(&text) {
            Ok(incoming) => incoming,
            Err(error) => return Break(Some(Close::bad_message(error))),
        };
        let answer = match incoming {
            Incoming::ConnectionInit { payload } => self.begin(&payload.unwrap_or_default()).await.map(Some),
            Incoming::Ping { payload } => Ok(Some(message::pong(payload))),
            Incoming::Pong {} => Ok(None),
            Incoming::Subscribe { id, payload } => self.subscribe(id, *payload),
            Incoming::Complete { id } => {
                if let Some((_, operation)) = self.operations.remove(&id) {
                    operation.abort();
                }
                Ok(None)
            }
        };
        match answer {
            Ok(text) => Continue(text.map(Message::Text)),
            Err(close) => Break(Some(close)),
        }
    }

    /// `connection_init`: who asks is settled for as long as the connection lasts.
    async fn begin(&mut self, payload: &Map<String, Json>) -> Result<Utf8Bytes, Close> {
        if self.guest.is_some() {
            return Err(Close::second_init());
        }
        let session = &mut *self.session;
        // GraphiQL sends its headers as they were typed.
        let given = payload.iter().find(|(name, _)| name.eq_ignore_ascii_case("authorization"));
        if let Some((_, given)) = given {
            let value = given.as_str().and_then(|given| HeaderValue::from_str(given).ok());
            let value =
                value.ok_or_else(|| Close::unauthorized("`authorization` is no text such as `Bearer cd_…`."))?;
            session.headers.insert(header::AUTHORIZATION, value);
        }
        let address = session.client.allowance(&session.app, &Viewer::Anonymous);
        let viewer = bearer::viewer(&session.app, &session.headers, &address).await.map_err(closing)?;
        let allowance = session.client.allowance(&session.app, &viewer);
        self.guest = Some(Guest { viewer, allowance });
        Ok(message::acknowledged())
    }

    /// `subscribe`: begins an operation, or says why not.
    fn subscribe(&mut self, id: String, request: Request) -> Result<Option<Utf8Bytes>, Close> {
        let Some(guest) = &self.guest else {
            return Err(Close::unauthorized("`connection_init` comes first."));
        };
        if self.operations.contains_key(&id) {
            return Err(Close::taken(&id));
        }
        let refused = |error: Error| Ok(Some(message::error(&id, &serde_json::json!([error.to_json()]))));
        let app = &self.session.app;
        let most = app.limits.max_subscriptions;
        if self.operations.len() >= most {
            let message = format!("Your connection has {most} operations under way and may have no more.");
            return refused(Error::new(Code::TooLarge, message));
        }
        if let Err(error) = guest.allowance.enter() {
            return refused(error);
        }
        let request = Request { viewer: guest.viewer.clone(), allowance: guest.allowance.clone(), ..request };
        self.begun += 1;
        let operation = Operation {
            app: app.clone(),
            request_id: self.session.id.clone(),
            id: id.clone(),
            number: self.begun,
            lines: self.lines.clone(),
        };
        self.operations.insert(id, (self.begun, self.tasks.spawn(operation.run(request))));
        Ok(None)
    }

    /// A line of an operation, unless the client has ended that meanwhile: then it hears no more of it.
    fn pass_on(&mut self, line: Line) -> Option<Message> {
        while self.tasks.try_join_next().is_some() {}
        self.operations.get(&line.id).filter(|(number, _)| *number == line.number)?;
        if line.last {
            self.operations.remove(&line.id);
        }
        Some(Message::Text(line.text))
    }

    /// Whether the token is good no more.
    async fn expired(&self) -> Option<Close> {
        self.guest.as_ref()?;
        still_may(&self.session.app, &self.session.headers).await.err().map(closing)
    }
}

/// How a connection ends whose token is not good, or cannot be looked up.
fn closing(error: Error) -> Close {
    match error.code {
        Code::Unauthenticated => Close::unauthorized(&error.message),
        _ => Close::later(&error.message),
    }
}
