//! Who is asking, and what they may do.
//!
//! Whoever asks is anonymous, or has a token. A token is one of four roles for somebody's program or person; what
//! a role may do is said here and nowhere else.

mod secret;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use clap::ValueEnum;
use serde::{Deserialize, Serialize};

pub use secret::Secret;

/// Who is asking.
#[derive(Clone, Debug, Default)]
pub enum Viewer {
    /// Anybody: reads what is public.
    #[default]
    Anonymous,
    /// Whoever has this token's secret.
    Token(Arc<Token>),
}

/// What is known of a token.
#[derive(Debug, PartialEq, Eq)]
pub struct Token {
    pub id: i64,
    /// What its maker called it; histories and logs call it so.
    pub name: String,
    pub role: Role,
    /// For whom a contributor speaks; nobody else has one.
    pub organization: Option<i64>,
    /// From when on it is no token any more.
    pub expires_at: Option<DateTime<Utc>>,
}

/// What a token is for. Each role may do what those before it may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ValueEnum)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[value(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Role {
    /// Reads what is public, with larger limits than the anonymous
    Reader,
    /// Edits its own organization and the events that it organizes, and proposes everything else
    Contributor,
    /// Edits everything that is public, and decides about proposals
    Editor,
    /// May do everything
    Admin,
}

/// Something that not everybody may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Power {
    /// Hand in changes that somebody else decides about.
    Propose,
    /// Change everything that is public.
    Edit,
    /// Approve or reject what others propose.
    Decide,
    /// Do what cannot be taken back: erase a person.
    Administer,
}

impl Power {
    /// The first of the roles that have it.
    fn begins_with(self) -> Role {
        match self {
            Self::Propose => Role::Contributor,
            Self::Edit | Self::Decide => Role::Editor,
            Self::Administer => Role::Admin,
        }
    }
}

impl Role {
    /// As GraphQL, the table and the command line spell it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Reader => "READER",
            Self::Contributor => "CONTRIBUTOR",
            Self::Editor => "EDITOR",
            Self::Admin => "ADMIN",
        }
    }
}

impl Viewer {
    pub fn token(&self) -> Option<&Token> {
        match self {
            Self::Anonymous => None,
            Self::Token(token) => Some(token),
        }
    }

    /// Whether they may do this, whatever it is done to. A contributor may change more than this says: see
    /// [`Self::speaks_for`].
    pub fn may(&self, power: Power) -> bool {
        self.token().is_some_and(|token| token.role >= power.begins_with())
    }

    pub fn may_propose(&self) -> bool {
        self.may(Power::Propose)
    }

    pub fn may_edit(&self) -> bool {
        self.may(Power::Edit)
    }

    pub fn may_decide(&self) -> bool {
        self.may(Power::Decide)
    }

    pub fn may_administer(&self) -> bool {
        self.may(Power::Administer)
    }

    /// Whether they are a contributor of this organization.
    pub fn speaks_for(&self, organization: i64) -> bool {
        self.token().is_some_and(|token| token.organization == Some(organization))
    }
}
