//! A real server on a free port, over a database of its own.

use std::path::PathBuf;

mod actor;
mod database;
mod process;
pub mod random;
mod server;
mod wire;
mod world;

pub use actor::{Actor, new_secret};
pub use database::TestDatabase;
pub use process::{Process, program};
pub use server::{Server, bbs, execute, now};
pub use wire::{Heard, Wire, head, post};
pub use world::World;

/// The first of these programs that is installed.
pub fn installed(names: &[&str]) -> Option<PathBuf> {
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = std::env::split_paths(&folders).collect();
    names.iter().find_map(|name| folders.iter().map(|folder| folder.join(name)).find(|path| path.exists()))
}
