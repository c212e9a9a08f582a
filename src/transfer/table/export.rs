//! The records of one resource as a table, for spreadsheets and for other programs.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use serde_json::{Map, Value as Json};

use super::value::SEPARATOR;
use crate::database::Database;
use crate::error::Stop;
use crate::resource::{Catalog, Part, Resource};
use crate::transfer::bundle::Pages;

/// In which form a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Csv,
    /// A JSON object on each line.
    Jsonl,
}

/// Writes a table of a resource's records: a column for each part, other records by their slugs. Gives their number.
///
/// # Errors
///
/// When the file cannot be written, or the database does not answer.
pub async fn export(
    database: &Database,
    catalog: &'static Catalog,
    resource: &'static Resource,
    form: Form,
    path: &Path,
) -> Result<usize, Stop> {
    let stop = |error: &dyn std::fmt::Display| Stop::new(format!("`{}` cannot be written: {error}", path.display()));
    let unanswered = |error: sea_orm::DbErr| Stop::new(format!("the database does not answer: {error}"));
    let columns = columns(resource);
    let mut file = BufWriter::new(File::create(path).map_err(|error| stop(&error))?);
    let mut table = csv::Writer::from_writer(Vec::new());
    if form == Form::Csv {
        table.write_record(&columns).map_err(|error| stop(&error))?;
    }
    let mut count = 0;
    let transaction = database.snapshot().await.map_err(unanswered)?;
    let mut pages = Pages::of(&transaction, catalog, resource);
    while let Some(records) = pages.next().await.map_err(unanswered)? {
        count += records.len();
        for record in &records {
            let values = record.values();
            match form {
                Form::Csv => {
                    let cells = columns.iter().map(|column| cell(values.get(*column).copied()));
                    table.write_record(cells).map_err(|error| stop(&error))?;
                }
                Form::Jsonl => {
                    let values: Map<String, Json> =
                        columns.iter().filter_map(|it| Some(((*it).to_owned(), (*values.get(*it)?).clone()))).collect();
                    serde_json::to_writer(&mut file, &values).map_err(|error| stop(&error))?;
                    file.write_all(b"\n").map_err(|error| stop(&error))?;
                }
            }
        }
        let text = std::mem::replace(&mut table, csv::Writer::from_writer(Vec::new())).into_inner();
        file.write_all(&text.map_err(|error| stop(&error))?).map_err(|error| stop(&error))?;
    }
    file.flush().map_err(|error| stop(&error))?;
    transaction.rollback().await.map_err(unanswered)?;
    Ok(count)
}

/// The slug, then the parts in the order of the description.
fn columns(resource: &Resource) -> Vec<&'static str> {
    let parts = resource.parts().map(Part::name).filter(|name| *name != "slug");
    std::iter::once("slug").chain(parts).collect()
}

/// A value as a cell. Text that a spreadsheet would take for a formula gets an apostrophe in front.
fn cell(value: Option<&Json>) -> String {
    let protected = |text: &str| {
        let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
        if formula { format!("'{text}") } else { text.to_owned() }
    };
    match value {
        None | Some(Json::Null) => String::new(),
        Some(Json::String(text)) => protected(text),
        Some(Json::Array(items)) => {
            let items = items.iter().map(|item| item.as_str().map_or_else(|| item.to_string(), str::to_owned));
            protected(&items.collect::<Vec<_>>().join(&format!(" {SEPARATOR} ")))
        }
        Some(other) => other.to_string(),
    }
}
