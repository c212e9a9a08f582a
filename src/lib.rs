//! A directory of ICT clusters and of what they do together, asked over GraphQL.
//!
//! The map, from the ground up; a module uses those above it in this list and none below:
//!
//! | module | what it is |
//! | --- | --- |
//! | [`clock`], [`error`], [`fold`], [`metrics`], [`network`] | the time, what can go wrong, text folded for search, what is counted, addresses |
//! | [`traces`] | what a collector of traces is told |
//! | [`limits`], [`config`], [`allowance`] | how much is too much, every setting, what one client may ask for |
//! | [`resource`] | the language in which a noun of the directory is described |
//! | [`database`] | SQLite or PostgreSQL: connect, migrate, read |
//! | [`directory`] | the nouns, one file each |
//! | [`query`] | a GraphQL document becomes one SQL statement |
//! | [`transfer`] | records into the directory: the bundle |
//! | [`graphql`] | the published schema, and how a request is answered |
//! | [`http`] | the router, GraphQL over HTTP, GraphiQL |
//! | [`cli`] | commands |
//!
//! `docs/architecture.md` tells why it is so.

pub mod allowance;
pub mod cli;
pub mod clock;
pub mod config;
pub mod database;
pub mod directory;
pub mod error;
pub mod fold;
pub mod graphql;
pub mod http;
pub mod limits;
pub mod metrics;
pub mod network;
pub mod query;
pub mod resource;
pub mod traces;
pub mod transfer;
