//! The lines of a table: cells by the names of their columns.

use std::collections::BTreeMap;

use serde_json::Value as Json;

/// The cells of a line, by the names of their columns; empty ones are left out.
pub type Cells = BTreeMap<String, Json>;

/// A line and its number, or why it is none.
pub type Line = (usize, Result<Cells, String>);

/// How many bytes a line of JSON has at most.
const LONGEST: usize = 1 << 20;

/// The lines of a CSV file. Its separator is what stands most often in the first line.
pub fn csv(text: &str) -> impl Iterator<Item = Line> {
    let head = text.lines().next().unwrap_or_default();
    let separator = [b',', b';', b'\t'].into_iter().max_by_key(|it| head.bytes().filter(|byte| byte == it).count());
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator.unwrap_or(b','))
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(std::io::Cursor::new(text.replace("\r\n", "\n")));
    let columns: Vec<String> = reader.headers().map(|it| it.iter().map(str::to_owned).collect()).unwrap_or_default();
    reader.into_records().map(move |record| match record {
        Ok(record) => {
            let line = record.position().map_or(0, csv::Position::line);
            let line = usize::try_from(line).unwrap_or_default();
            if record.len() > columns.len() {
                return (line, Err(format!("it has {} cells, and there are {} columns", record.len(), columns.len())));
            }
            let cells = columns.iter().zip(&record).filter(|(_, cell)| !cell.is_empty());
            (line, Ok(cells.map(|(column, cell)| (column.clone(), Json::from(unprotected(cell)))).collect()))
        }
        Err(error) => {
            let line = error.position().map_or(0, csv::Position::line);
            (usize::try_from(line).unwrap_or_default(), Err(format!("it cannot be read: {error}")))
        }
    })
}

/// A cell without the apostrophe that keeps spreadsheets from taking it for a formula.
fn unprotected(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@', '\t', '\r']) => rest,
        _ => cell,
    }
}

/// The lines of a file with a JSON object on each, or the objects of one JSON array.
pub fn json(text: &str) -> Box<dyn Iterator<Item = Line> + '_> {
    if text.trim_start().starts_with('[') {
        return match serde_json::from_str::<Vec<Json>>(text) {
            Ok(items) => Box::new(items.into_iter().enumerate().map(|(at, item)| (at + 1, cells(item)))),
            Err(error) => Box::new(std::iter::once((error.line(), Err(format!("it is no list of JSON: {error}"))))),
        };
    }
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    Box::new(lines.map(|(at, line)| {
        if line.len() > LONGEST {
            return (at + 1, Err(format!("it has {} bytes; a line has {LONGEST} at most", line.len())));
        }
        let item = serde_json::from_str(line).map_err(|error| format!("it is no JSON: {error}"));
        (at + 1, item.and_then(cells))
    }))
}

fn cells(item: Json) -> Result<Cells, String> {
    let Json::Object(object) = item else { return Err("it is no JSON object".to_owned()) };
    let says = |value: &Json| match value {
        Json::Null => false,
        Json::String(text) => !text.trim().is_empty(),
        Json::Array(items) => !items.is_empty(),
        _ => true,
    };
    Ok(object.into_iter().filter(|(_, value)| says(value)).collect())
}
