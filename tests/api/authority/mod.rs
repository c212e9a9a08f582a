//! Who is asking, and what becomes of those who say it wrongly.

mod commands;
mod requests;
mod viewer;
