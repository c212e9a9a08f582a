//! A real server on a free port, over a database of its own.

mod database;
pub mod random;
mod server;
mod world;

pub use database::TestDatabase;
pub use server::{Server, bbs};
pub use world::World;
