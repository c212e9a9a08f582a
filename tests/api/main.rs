//! Stories about the API, told through its front door: a real server, a real client, and SQLite or,
//! with `TEST_DATABASE_URL=postgres://…`, PostgreSQL.

mod support;

mod examples;
mod questions;
mod start;
