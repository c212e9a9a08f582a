//! Fills a database with a synthetic directory.

mod agreements;
mod articles;
mod associations;
mod dates;
mod events;
mod funding;
mod organizations;
mod people;
mod places;
mod random;
mod size;
mod words;
mod world;

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use clap::Parser;
use cluster_directory::clock::Clock;
use cluster_directory::database::Database;
use cluster_directory::error::Stop;
use cluster_directory::{directory, transfer};

use size::{Scale, Size};
use world::World;

/// Fills an empty database with a synthetic directory, always the same.
#[derive(Parser)]
struct Arguments {
    /// Address of the database: <sqlite://FILE> or <postgres://USER:PASSWORD@HOST/NAME>
    database: String,
    /// Which of the two directories
    #[arg(long, value_enum, default_value = "twentieth")]
    size: Scale,
}

#[tokio::main]
async fn main() -> ExitCode {
    match fill(Arguments::parse()).await {
        Ok(said) => {
            println!("{said}");
            ExitCode::SUCCESS
        }
        Err(stop) => {
            eprintln!("generate: {}", stop.0);
            ExitCode::FAILURE
        }
    }
}

async fn fill(Arguments { database: address, size }: Arguments) -> Result<String, Stop> {
    let begun = Instant::now();
    let database = Database::connect(&address).await?;
    database.migrate().await?;
    let world = Arc::new(World::new(Size::of(size))?);
    // Always the same moment, because records keep it.
    let now = Clock::Fixed("2026-11-01T00:00:00Z".parse().map_err(|error| Stop::new(format!("{error}")))?).now();
    let loaded = transfer::load(&database, directory::catalog(), &world.bundle(), now).await?;
    let closed = database.close().await;
    closed.map_err(|error| Stop::new(format!("the database could not be closed: {error}")))?;
    match loaded {
        Some(count) => Ok(format!("{count} records and claims in {} seconds", begun.elapsed().as_secs())),
        None => Err(Stop::new(format!("`{address}` has records already; it takes an empty database"))),
    }
}
