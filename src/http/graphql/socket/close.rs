//! Why a connection ends, as graphql-transport-ws numbers it.

use axum::extract::ws::{CloseFrame, Message, Utf8Bytes};

/// How many bytes of a reason a frame has room for.
const LONGEST_REASON: usize = 123;

/// An end with its code and reason.
#[derive(Debug)]
pub struct Close {
    code: u16,
    reason: String,
}

impl Close {
    fn new(code: u16, reason: impl Into<String>) -> Self {
        Self { code, reason: reason.into() }
    }

    /// The server stops; the client may come back.
    pub fn going() -> Self {
        Self::new(1001, "Going away: the server stops.")
    }

    /// A message has more bytes than it may have, or is no text.
    pub fn unreadable(why: impl std::fmt::Display) -> Self {
        Self::new(1009, format!("The message cannot be read: {why}"))
    }

    /// It is asked whether the token is good, and nobody can say at the moment.
    pub fn later(why: &str) -> Self {
        Self::new(1013, why)
    }

    pub fn bad_message(why: impl std::fmt::Display) -> Self {
        Self::new(4400, format!("Invalid message: {why}"))
    }

    pub fn unauthorized(why: &str) -> Self {
        Self::new(4401, format!("Unauthorized: {why}"))
    }

    pub fn other_protocol() -> Self {
        Self::new(4406, "Subprotocol not acceptable: it is graphql-transport-ws.")
    }

    pub fn no_init() -> Self {
        Self::new(4408, "Connection initialisation timeout")
    }

    pub fn taken(id: &str) -> Self {
        Self::new(4409, format!("Subscriber for {id} already exists"))
    }

    pub fn second_init() -> Self {
        Self::new(4429, "Too many initialisation requests")
    }

    /// As it is sent.
    pub fn message(mut self) -> Message {
        let end = (0..=LONGEST_REASON.min(self.reason.len())).rev().find(|end| self.reason.is_char_boundary(*end));
        self.reason.truncate(end.unwrap_or_default());
        Message::Close(Some(CloseFrame { code: self.code, reason: Utf8Bytes::from(self.reason) }))
    }
}
