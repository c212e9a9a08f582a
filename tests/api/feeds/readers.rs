//! What the programs that read most calendars and feeds make of ours: `tests/feeds/`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use serde_json::Value;
use tempfile::TempDir;

use crate::support::{Process, TestDatabase, installed, program};

fn folder() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/feeds"))
}

/// Says that a reader is not there. Whoever builds without it should not be stopped; CI has all.
fn skipped(reader: &str) -> Option<Command> {
    assert!(std::env::var_os("CI").is_none(), "CI has {reader}");
    eprintln!("skipped: {reader} is not installed");
    None
}

/// A Python that has the module.
fn python(module: &str, script: &str) -> Option<Command> {
    let import = format!("import {module}");
    let has = |python: &&str| Command::new(python).args(["-c", &import]).output().is_ok_and(|it| it.status.success());
    let Some(python) = ["python3", "/usr/bin/python3"].into_iter().find(has) else { return skipped(module) };
    let mut command = Command::new(python);
    command.arg(script);
    Some(command)
}

fn node(script: &str) -> Option<Command> {
    static READY: OnceLock<bool> = OnceLock::new();
    let ready = READY.get_or_init(|| {
        let (Some(npm), Some(_)) = (installed(&["npm"]), installed(&["node"])) else { return false };
        if !folder().join("node_modules/ical.js").exists() {
            let installed = Command::new(npm).args(["ci", "--no-audit", "--no-fund"]).current_dir(folder()).status();
            assert!(installed.expect("npm runs").success(), "npm ci in tests/feeds");
        }
        true
    });
    if !ready {
        return skipped("node or npm");
    }
    let mut command = Command::new("node");
    command.arg(script);
    Some(command)
}

/// The program that reads with libical, compiled into a folder.
fn libical(into: &Path) -> Option<Command> {
    let program = into.join("read_calendar");
    let mut compiler = Command::new("cc");
    compiler.arg("-o").arg(&program).args(["read_calendar.c", "-lical"]).current_dir(folder());
    match compiler.output() {
        Ok(output) if output.status.success() => Some(Command::new(program)),
        _ => skipped("libical, or a C compiler"),
    }
}

/// What a reader says of a file.
fn read(reader: Option<Command>, file: &Path) -> Option<String> {
    let output = reader?.arg(file).current_dir(folder()).output().expect("it runs");
    let said = String::from_utf8(output.stdout).expect("text");
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    Some(said)
}

/// The bundled directory and a list of conferences, served from a database that goes with the test.
struct Directory {
    server: String,
    folder: TempDir,
    _process: Process,
    _database: TestDatabase,
}

impl Directory {
    async fn start() -> Self {
        let database = TestDatabase::new().await;
        let mut process = Process::start(&database.url, &[]);
        let server = process.address();
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let (list, mapping) = ("tests/api/transfer/conferences.jsonl", "data/mappings/tech-conferences.toml");
        let mut import = program(&["import"]);
        import.arg(root.join(list)).arg("--mapping").arg(root.join(mapping)).args(["--create", "place,topic"]);
        let output = import.args(["--database", &database.url]).output().expect("it runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let folder = TempDir::new().expect("a folder");
        Self { server, folder, _process: process, _database: database }
    }

    /// What it gives at a path, and the same as a file.
    async fn get(&self, path: &str) -> (String, PathBuf) {
        let client = reqwest::Client::builder().no_proxy().build().expect("a client");
        let response = client.get(format!("http://{}{path}", self.server)).send().await.expect("an answer");
        assert_eq!(response.status(), 200, "{path}");
        let text = response.text().await.expect("text");
        let file = self.folder.path().join("read");
        fs::write(&file, &text).expect("the file is written");
        (text, file)
    }
}

#[tokio::test]
async fn three_readers_of_calendars_agree_on_every_event() {
    let directory = Directory::start().await;
    let (text, file) = directory.get("/events.ics").await;
    let count = text.matches("BEGIN:VEVENT").count();
    assert!(count > 200, "the bundled events and the conferences, of several pages: {count}");
    let readers = [
        read(python("icalendar", "read_calendar.py"), &file),
        read(node("read_calendar.js"), &file),
        read(libical(directory.folder.path()), &file),
    ];
    let mut heard = readers.into_iter().flatten();
    let Some(first) = heard.next() else { return };
    assert_eq!(first.lines().count(), count);
    for other in heard {
        for (one, other) in first.lines().zip(other.lines()) {
            assert_eq!(one, other);
        }
        assert_eq!(first.len(), other.len());
    }
    // They read what the directory says.
    let mut path = Some("/events.json".to_owned());
    let mut known = 0;
    while let Some(page) = path.take() {
        let page: Value = serde_json::from_str(&directory.get(&page).await.0).expect("JSON");
        for item in page["items"].as_array().expect("items") {
            let Some(line) =
                first.lines().find(|line| line.starts_with(&format!("{}\t", item["id"].as_str().expect("an id"))))
            else {
                continue;
            };
            let parts: Vec<&str> = line.split('\t').collect();
            let start = item["_event"]["start"]["earliest"].as_str().expect("a day").replace('-', "");
            let status = match item["_event"]["status"].as_str() {
                Some("ANNOUNCED" | "POSTPONED") => "TENTATIVE",
                Some("CANCELLED") => "CANCELLED",
                _ => "CONFIRMED",
            };
            assert_eq!(
                (parts[1], parts[3], parts[4]),
                (start.as_str(), status, item["title"].as_str().expect("a title"))
            );
            known += 1;
        }
        path = page["next_url"].as_str().and_then(|next| next.split(&directory.server).nth(1)).map(str::to_owned);
    }
    assert_eq!(known, count);
}

#[tokio::test]
async fn readers_of_feeds_agree_on_every_entry() {
    let directory = Directory::start().await;
    for listing in ["/events", "/events.atom?upcoming=true", "/projects", "/articles", "/views/bbs-events"] {
        let (path, query) = listing.split_once(".atom").unwrap_or((listing, ""));
        let (json, file) = directory.get(&format!("{path}.json{query}")).await;
        let json: Value = serde_json::from_str(&json).expect("JSON");
        let items = json["items"].as_array().expect("items").iter();
        let expected: Vec<_> = items.map(|item| format!("[{},{}]", item["id"], item["title"])).collect();
        let lines = |said: String| said.lines().map(str::to_owned).collect::<Vec<_>>();
        if let Some(said) = read(node("read_feed.js"), &file) {
            assert_eq!(lines(said), expected, "{listing}: feedsmith reads JSON Feed");
        }
        let (_, file) = directory.get(&format!("{path}.atom{query}")).await;
        for reader in [node("read_feed.js"), python("feedparser", "read_feed.py")] {
            if let Some(said) = read(reader, &file) {
                assert_eq!(lines(said), expected, "{listing}: Atom");
            }
        }
    }
}
