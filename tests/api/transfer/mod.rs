//! Records into the directory and out of it, as the program does it on the terminal.

mod bundle;
mod calendar;
mod conferences;
mod damage;
mod table;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use serde_json::Value;
use tempfile::TempDir;

use crate::support::{TestDatabase, program};

/// A directory, and a folder for the files of a story.
struct Directory {
    database: TestDatabase,
    folder: TempDir,
}

/// What an import said.
struct Imported {
    said: String,
    entries: Vec<Value>,
}

impl Directory {
    /// A directory without records, its tables made.
    async fn empty() -> Self {
        let directory = Self { database: TestDatabase::new().await, folder: TempDir::new().expect("a folder") };
        said(directory.run(&["migrate"]));
        directory
    }

    /// A directory that has all countries and nothing else.
    async fn of_countries() -> Self {
        let directory = Self::empty().await;
        let bundle = directory.path("countries");
        fs::create_dir(&bundle).expect("a folder");
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/bbs/countries.json");
        fs::copy(file, bundle.join("countries.json")).expect("the countries");
        said(directory.run(&["import", text(&bundle)]));
        directory
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file.
    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, content).expect("the file is written");
        path
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = program(arguments);
        command.args(["--database", &self.database.url]).output().expect("the program runs")
    }

    fn import(&self, path: &Path, arguments: &[&str]) -> Imported {
        let report = self.path("report.jsonl");
        let command = [&["import", text(path), "--report", text(&report)], arguments].concat();
        let said = said(self.run(&command));
        let lines = fs::read_to_string(report).expect("the report");
        let entries = lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
        Imported { said, entries }
    }

    /// Why an import or an export did not go on.
    fn refusal(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(!output.status.success() && output.stdout.is_empty(), "{arguments:?}");
        String::from_utf8(output.stderr).expect("text").trim().trim_start_matches("cluster-directory: ").to_owned()
    }

    /// The records of a resource, as a table has them.
    fn table(&self, plural: &str) -> Vec<Value> {
        let path = self.path(&format!("{plural}.jsonl"));
        said(self.run(&["export", text(&path)]));
        let lines = fs::read_to_string(path).expect("the table");
        lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
    }

    /// Exports everything: the files by name.
    fn bundle(&self, name: &str) -> Vec<(String, String)> {
        let folder = self.path(name);
        said(self.run(&["export", text(&folder)]));
        let mut files: Vec<_> = fs::read_dir(folder)
            .expect("the bundle")
            .map(|file| file.expect("a file").path())
            .map(|path| {
                (
                    text(Path::new(path.file_name().expect("a name"))).to_owned(),
                    fs::read_to_string(&path).expect("text"),
                )
            })
            .collect();
        files.sort();
        files
    }
}

impl Imported {
    fn count(&self, action: &str) -> usize {
        self.entries.iter().filter(|entry| entry["action"] == action).count()
    }

    /// The reasons of entries of that sort, with the line that they are about.
    fn reasons(&self, action: &str) -> Vec<String> {
        let entries = self.entries.iter().filter(|entry| entry["action"] == action);
        entries.map(|entry| format!("{}: {}", entry["line"], entry["reason"].as_str().unwrap_or_default())).collect()
    }

    /// Whether nothing was or would be written.
    fn is_empty(&self) -> bool {
        self.count("created") + self.count("changed") == 0
    }
}

fn said(output: Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text")
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a path that is text")
}

/// A file that stands beside these stories.
fn beside(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/api/transfer").join(name)
}

/// The record whose attribute has this value.
fn find<'r>(records: &'r [Value], attribute: &str, value: &str) -> &'r Value {
    records.iter().find(|record| record[attribute] == value).unwrap_or_else(|| panic!("no {attribute} is {value}"))
}
