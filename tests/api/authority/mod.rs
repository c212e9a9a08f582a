//! Who is asking, and what becomes of those who say it wrongly.

mod bounds;
mod caching;
mod commands;
mod requests;
mod secrecy;
mod viewer;
