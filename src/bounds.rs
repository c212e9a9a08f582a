//! How far a request may go: that depends on whether it has a token.

use std::time::Duration;

use crate::config::Limits;
use crate::limits::{Limit, QueryLimits};
use crate::viewer::Viewer;

/// What bounds the requests of one sort of viewer.
#[derive(Clone, Debug)]
pub struct Bounds {
    pub query: QueryLimits,
    pub request_timeout: Duration,
    pub statement_timeout: Duration,
    /// What requests may cost before one must wait, and how much of that comes back every second.
    pub allowance: u32,
    pub allowance_refill: u32,
    /// All that a client should know, as the field `limits` tells it.
    pub published: Vec<Limit>,
}

/// Something for those who ask without a token, and for those who have one.
#[derive(Clone, Debug)]
pub struct ByViewer<T> {
    pub anonymous: T,
    pub token: T,
}

impl<T> ByViewer<T> {
    /// What is for this viewer.
    pub fn of(&self, viewer: &Viewer) -> &T {
        match viewer {
            Viewer::Anonymous => &self.anonymous,
            Viewer::Token(_) => &self.token,
        }
    }
}

impl ByViewer<Bounds> {
    /// The bounds that these settings set.
    pub fn new(query: &QueryLimits, limits: &Limits) -> Self {
        Self {
            anonymous: Bounds::new(query.clone(), limits),
            token: Bounds::new(limits.tokens.query.over(query), &limits.of_tokens()),
        }
    }
}

impl Bounds {
    fn new(query: QueryLimits, limits: &Limits) -> Self {
        let mut published = query.all();
        published.extend(limits.published());
        Self {
            query,
            request_timeout: limits.request_timeout,
            statement_timeout: limits.statement_timeout,
            allowance: limits.clients.allowance,
            allowance_refill: limits.clients.allowance_refill,
            published,
        }
    }
}
