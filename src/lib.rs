//! A directory of ICT clusters and of what they do together, asked over GraphQL.
//!
//! The map, from the ground up; a module uses those above it in this list and none below:
//!
//! | module | what it is |
//! | --- | --- |
//! | [`clock`], [`error`], [`fold`], [`hash`], [`metrics`], [`network`], [`threads`] | the time, what can go wrong, text folded for search, names of texts, what is counted, addresses, threads beside the server's |
//! | [`traces`] | what a collector of traces is told |
//! | [`viewer`] | who is asking, and what they may do |
//! | [`limits`], [`config`], [`bounds`], [`allowance`] | how much is too much, every setting, what holds with and without a token, what one client may ask for |
//! | [`resource`] | the language in which a noun of the directory is described |
//! | [`database`] | SQLite or PostgreSQL: connect, migrate, read |
//! | [`authority`] | from a secret to whoever has it |
//! | [`directory`] | the nouns, one file each |
//! | [`change`] | the only way to write: steps, the log |
//! | [`query`] | a GraphQL document becomes one SQL statement |
//! | [`listing`] | which records, in which order: what feeds and pages show |
//! | [`feeds`] | a listing as calendars, feed readers and search engines take it |
//! | [`follow`] | the log is followed: what has happened since, and which listings it concerns |
//! | [`webhooks`] | partner sites are told what has happened to their views |
//! | [`transfer`] | records in and out: bundles, tables, calendars |
//! | [`graphql`] | the published schema, and how a request is answered |
//! | [`http`] | the router, GraphQL over HTTP, GraphiQL |
//! | [`cli`] | commands |
//!
//! `docs/architecture.md` tells why it is so.

pub mod allowance;
pub mod authority;
pub mod bounds;
pub mod change;
pub mod cli;
pub mod clock;
pub mod config;
pub mod database;
pub mod directory;
pub mod error;
pub mod feeds;
pub mod fold;
pub mod follow;
pub mod graphql;
pub mod hash;
pub mod http;
pub mod limits;
pub mod listing;
pub mod metrics;
pub mod network;
pub mod query;
pub mod resource;
pub mod threads;
pub mod traces;
pub mod transfer;
pub mod viewer;
pub mod webhooks;
