//! The site's program, and what it leaves in its folder.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use tempfile::TempDir;

use crate::support::{Server, installed};

/// Where the program is, built; none if node or npm is not there.
pub fn program() -> Option<&'static Path> {
    static FOLDER: OnceLock<Option<PathBuf>> = OnceLock::new();
    let folder = FOLDER.get_or_init(|| {
        let (Some(npm), Some(_)) = (installed(&["npm"]), installed(&["node"])) else {
            // Whoever builds without them should not be stopped; CI has them.
            assert!(std::env::var_os("CI").is_none(), "CI has node and npm");
            eprintln!("skipped: node or npm is not installed");
            return None;
        };
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/partner-site");
        let run = |arguments: &[&str]| {
            let output = Command::new(&npm).args(arguments).current_dir(&folder).output().expect("npm runs");
            assert!(output.status.success(), "npm {arguments:?}: {}", String::from_utf8_lossy(&output.stdout));
        };
        if !folder.join("node_modules/gql.tada").exists() {
            run(&["ci", "--no-audit", "--no-fund"]);
        }
        run(&["run", "build"]);
        Some(folder)
    });
    folder.as_deref()
}

/// A site of its own.
pub struct Site {
    pub listing: String,
    address: String,
    folder: TempDir,
}

impl Site {
    pub fn new(server: &Server, listing: &str) -> Self {
        let (listing, address) = (listing.to_owned(), server.address.clone());
        Self { listing, address, folder: tempfile::tempdir().expect("a folder") }
    }

    /// A site of the same listing that knows nothing yet.
    pub fn fresh(&self) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        Self { listing: self.listing.clone(), address: self.address.clone(), folder }
    }

    /// Brings it up to date. What it says.
    pub async fn run(&self) -> String {
        let output = self.output().await;
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && error.is_empty(), "{error}");
        String::from_utf8(output.stdout).expect("text")
    }

    /// The same, where something is wrong: what it says of that.
    pub async fn refusal(&self) -> String {
        let output = self.output().await;
        assert_eq!(output.status.code(), Some(1));
        String::from_utf8(output.stderr).expect("text")
    }

    async fn output(&self) -> Output {
        let mut node = Command::new("node");
        node.arg("dist/main.js").current_dir(program().expect("node is there"));
        node.args(["--directory", &format!("http://{}", self.address), "--listing", &self.listing]);
        node.args(["--today", "2026-11-22", "--folder"]).arg(self.folder.path());
        tokio::task::spawn_blocking(move || node.output()).await.expect("it ends").expect("node runs")
    }

    /// What it keeps between two runs.
    pub fn copy(&self) -> String {
        fs::read_to_string(self.folder.path().join("copy.json")).expect("a copy")
    }

    pub fn put_back(&self, copy: &str) {
        fs::write(self.folder.path().join("copy.json"), copy).expect("it is written");
    }

    /// All files of the site by their names: `index.html`, `events/meeting.html`.
    pub fn pages(&self) -> BTreeMap<String, String> {
        let public = self.folder.path().join("public");
        let mut pages = BTreeMap::new();
        for (folder, prefix) in [(public.clone(), ""), (public.join("events"), "events/")] {
            for entry in fs::read_dir(folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                let name = path.file_name().and_then(|name| name.to_str()).expect("a name");
                if path.is_file() {
                    pages.insert(format!("{prefix}{name}"), fs::read_to_string(&path).expect("text"));
                }
            }
        }
        pages
    }

    /// The page at an event's address.
    pub fn page(&self, slug: &str) -> Option<String> {
        self.pages().remove(&format!("events/{slug}.html"))
    }

    /// The slug to which an address leads, if its page does nothing but lead on.
    pub fn leads(&self, slug: &str) -> Option<String> {
        led(&self.page(slug)?)
    }

    /// All that is written in its folder, in one text.
    pub fn everything(&self) -> String {
        self.copy() + &self.pages().into_values().collect::<String>()
    }
}

/// Where a page leads that does nothing else.
pub fn led(page: &str) -> Option<String> {
    let (_, rest) = page.split_once("<meta http-equiv=\"refresh\" content=\"0; url=")?;
    Some(rest.split_once(".html\"")?.0.to_owned())
}
