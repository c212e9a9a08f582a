//! Records into the directory and out of it.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufWriter, IsTerminal};
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::print;
use crate::clock::Clock;
use crate::config::DatabaseSettings;
use crate::database::Database;
use crate::directory;
use crate::error::Stop;
use crate::transfer::table::Form;
use crate::transfer::{self, Imported, Request, bundle, calendar, table};

/// What is to be imported.
#[derive(Args, Debug)]
pub struct Import {
    #[command(flatten)]
    database: DatabaseSettings,

    /// A bundle's folder, a .csv, .jsonl, .json or .ics file, or a folder of .ics files
    path: PathBuf,

    /// Only say what would be done
    #[arg(long)]
    dry_run: bool,

    /// What the source is called, so that the next import knows its records [default: the mapping's, or the file's name]
    #[arg(long, value_name = "NAME")]
    source: Option<String>,

    /// Which column is which part of a record
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,

    /// Make what the source names and the directory does not have
    #[arg(long, value_name = "WHAT", value_delimiter = ',')]
    create: Vec<Creatable>,

    /// The time zone of a calendar's times that have none
    #[arg(long, value_name = "ZONE", value_parser = calendar::time_zone)]
    time_zone: Option<String>,

    /// Where to write what became of each line, a JSON object each
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
}

/// What can be made because a source names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Creatable {
    Country,
    Place,
    Organization,
    Topic,
}

impl Creatable {
    fn resource(self) -> &'static str {
        match self {
            Self::Country => "Country",
            Self::Place => "Place",
            Self::Organization => "Organization",
            Self::Topic => "Topic",
        }
    }
}

/// Where records are exported to.
#[derive(Args, Debug)]
pub struct Export {
    #[command(flatten)]
    database: DatabaseSettings,

    /// A folder for a bundle, or a file for a table
    path: PathBuf,

    /// What is written [default: csv or jsonl for a file of that ending, else a bundle]
    #[arg(long, value_enum)]
    format: Option<Format>,

    /// Whose records a table has, by plural name such as `events` [default: the file's name]
    #[arg(long, value_name = "PLURAL")]
    resource: Option<String>,
}

/// What is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Bundle,
    Csv,
    Jsonl,
}

/// Imports, and tells what came of it.
pub async fn import(import: Import) -> Result<(), Stop> {
    let database = Database::connect(&import.database.database).await?;
    database.migrate().await?;
    let create: BTreeSet<_> = import.create.into_iter().map(Creatable::resource).collect();
    let Import { path, dry_run, source, mapping, time_zone, report: file, .. } = import;
    let request = Request { path, dry_run, source, mapping, create, time_zone };
    let on_terminal = std::io::stderr().is_terminal();
    // One line that says what is being done, on a terminal only, and is gone when it is done.
    let say = |what: &str| {
        if on_terminal {
            eprint!("\r\x1b[K{what}{}", if what.is_empty() { "" } else { " …" });
        }
    };
    let imported = transfer::import(&database, directory::catalog(), &request, Clock::Machine.now(), &say).await;
    say("");
    let report = match imported? {
        Imported::Loaded(count) => {
            return print(&format!("Loaded {count} records and claims into the empty directory.\n"));
        }
        Imported::Reported(report) => report,
    };
    if let Some(file) = file {
        let written = File::create(&file).and_then(|out| report.write_lines(BufWriter::new(out)));
        written.map_err(|error| {
            Stop::new(format!("--report is `{}`, and that cannot be written: {error}", file.display()))
        })?;
    }
    print(&report.summary())
}

/// Exports.
pub async fn export(export: Export) -> Result<(), Stop> {
    let database = Database::connect_existing(&export.database.database).await?;
    let catalog = directory::catalog();
    let ending = export.path.extension().and_then(|it| it.to_str()).unwrap_or_default().to_ascii_lowercase();
    let form = match (export.format, ending.as_str()) {
        (Some(Format::Csv), _) | (None, "csv") => Form::Csv,
        (Some(Format::Jsonl), _) | (None, "jsonl") => Form::Jsonl,
        _ => {
            let count = bundle::export(&database, catalog, &export.path).await?;
            return print(&format!("Exported {count} records and claims.\n"));
        }
    };
    let stem = export.path.file_stem().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
    let plural = export.resource.unwrap_or(stem);
    let resource = catalog.records().find(|resource| resource.plural == plural).ok_or_else(|| {
        let plurals: Vec<_> = catalog.records().map(|resource| resource.plural).collect();
        Stop::new(format!("--resource is `{plural}`; it takes one of {}", plurals.join(", ")))
    })?;
    let count = table::export(&database, catalog, resource, form, &export.path).await?;
    print(&format!("Exported {count} records.\n"))
}
