//! Files as they come in: how large they may be, and in which encoding they are.

use std::fs;
use std::path::{Path, PathBuf};

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use crate::error::Stop;

/// How many bytes a file has at most.
const LARGEST: u64 = 100 << 20;
/// How many records an import has at most.
pub const MOST_RECORDS: usize = 200_000;
/// How many files a folder has at most.
const MOST_FILES: usize = 10_000;

/// What a path is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Bundle,
    Csv,
    Json,
    Calendar,
}

/// What stands at a path, and the files that belong to it, in order.
///
/// # Errors
///
/// When nothing is there that can be imported.
pub fn files(path: &Path) -> Result<(Kind, Vec<PathBuf>), Stop> {
    let refuse = |why: &str| Err(Stop::new(format!("`{}` {why}", path.display())));
    if path.is_file() {
        return match kind(path) {
            Some(kind) => Ok((kind, vec![path.to_owned()])),
            None => refuse("is no file that can be imported: its name ends with .csv, .jsonl, .json or .ics"),
        };
    }
    let Ok(folder) = fs::read_dir(path) else { return refuse("is not there, or cannot be read") };
    let mut files: Vec<PathBuf> = folder.filter_map(|entry| Some(entry.ok()?.path())).take(MOST_FILES + 1).collect();
    if files.len() > MOST_FILES {
        return refuse(&format!("has more than {MOST_FILES} files"));
    }
    files.retain(|file| file.is_file());
    files.sort();
    for wanted in [Kind::Calendar, Kind::Json] {
        let of_kind: Vec<PathBuf> = files.iter().filter(|file| kind(file) == Some(wanted)).cloned().collect();
        if !of_kind.is_empty() {
            return Ok((if wanted == Kind::Json { Kind::Bundle } else { wanted }, of_kind));
        }
    }
    refuse("has no .ics files and is no bundle of .json files")
}

fn kind(path: &Path) -> Option<Kind> {
    let ending = path.extension()?.to_str()?.to_ascii_lowercase();
    match ending.as_str() {
        "csv" => Some(Kind::Csv),
        "json" | "jsonl" => Some(Kind::Json),
        "ics" | "ical" | "ifb" => Some(Kind::Calendar),
        _ => None,
    }
}

/// A file's name, for the report.
pub fn name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The text of a file. What is not UTF-8 and has no mark of its encoding is in `encoding`, or in that of western
/// Windows.
///
/// # Errors
///
/// When it cannot be read or is too large.
pub fn text(path: &Path, encoding: Option<&'static Encoding>) -> Result<String, Stop> {
    let stop = |why: String| Stop::new(format!("`{}` {why}", path.display()));
    let size = fs::metadata(path).map_err(|error| stop(format!("cannot be read: {error}")))?.len();
    if size > LARGEST {
        return Err(stop(format!("has {size} bytes; an import takes {LARGEST} at most")));
    }
    let bytes = fs::read(path).map_err(|error| stop(format!("cannot be read: {error}")))?;
    let marked = Encoding::for_bom(&bytes).map(|(encoding, _)| encoding);
    if marked.is_none_or(|marked| marked == UTF_8) {
        match String::from_utf8(bytes) {
            Ok(text) => return Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)),
            Err(error) => {
                let (text, ..) = encoding.unwrap_or(WINDOWS_1252).decode(error.as_bytes());
                return Ok(text.into_owned());
            }
        }
    }
    Ok(marked.unwrap_or(UTF_8).decode(&bytes).0.into_owned())
}

/// The encoding of that name, for settings.
///
/// # Errors
///
/// When there is none.
pub fn encoding(name: &str) -> Result<&'static Encoding, String> {
    Encoding::for_label(name.as_bytes()).ok_or_else(|| "it takes an encoding such as windows-1250".to_owned())
}
