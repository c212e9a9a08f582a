//! Stories about the API, told through its front door: a real server, a real client, and SQLite or,
//! with `TEST_DATABASE_URL=postgres://…`, PostgreSQL.

mod support;

mod authority;
mod bundle;
mod changes;
mod clients;
mod commands;
mod corpora;
mod documents;
mod embed;
mod examples;
mod feeds;
mod filters;
mod folding;
mod graphiql;
mod groups;
mod http;
mod input;
mod limits;
mod load;
mod mutations;
mod operating;
mod oracle;
mod pages;
mod partner_site;
mod paths;
mod proposals;
mod push;
mod questions;
mod repeated;
mod schema;
mod search;
mod several;
mod shared;
mod start;
mod timeline;
mod transfer;
mod webhooks;
mod work_list;
