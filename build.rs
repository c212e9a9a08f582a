//! Bundles the pages and scripts of `web/` and puts their files into the binary.
//!
//! `GraphiQL` is an extra: whoever has Rust alone gets a server that works, without it. So nothing
//! in here fails the build; what goes wrong becomes one warning. What other sites embed needs no
//! bundler: without one its files are served as they are written.

use std::error::Error;
use std::ffi::OsStr;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

/// What the bundle is made of, in `web/`. Cargo runs this program again only when one of these
/// changes, and a folder counts as changed with any file in it.
const SOURCES: &str = "package.json package-lock.json build.mjs src examples embed.js embed";

/// Those of them that can be served as they are.
const PLAIN: &str = "embed.js embed";

/// Set to 1, it leaves `GraphiQL` out: for builds that do not need it and should not wait for it.
const SKIP: &str = "CLUSTER_DIRECTORY_SKIP_WEB";

fn main() {
    for source in SOURCES.split(' ') {
        println!("cargo::rerun-if-changed=web/{source}");
    }
    println!("cargo::rerun-if-env-changed={SKIP}");

    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let site = out.join("web");
    let bundled = if env::var_os(SKIP).is_some_and(|value| value == "1") {
        None
    } else {
        let warn = |reason| println!("cargo::warning=built without the GraphiQL page: {reason}");
        bundle(&out.join("web-build"), &site).map_err(warn).ok()
    };
    let files = bundled.unwrap_or_else(|| plain(&site).expect("OUT_DIR can be written"));
    fs::write(out.join("web_assets.rs"), table(&site, &files)).expect("OUT_DIR can be written");
}

/// Builds everything into `site` (`../web` seen from `work`). It works on a copy of the sources,
/// because a build must not write among them and `npm` puts 200 megabytes beside its package.json.
fn bundle(work: &Path, site: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    copy(SOURCES, work)?;

    // Installing takes most of the time, so it is repeated only when other packages are wanted.
    // No package needs its install script, and offline the build should not wait for long.
    let lock = fs::read(work.join("package-lock.json"))?;
    let installed = work.join("installed-lock.json");
    if fs::read(&installed).ok().as_ref() != Some(&lock) {
        let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
        let flags = "--ignore-scripts --no-audit --no-fund --prefer-offline \
                     --fetch-retries=1 --fetch-retry-mintimeout=1000";
        run(work, &format!("{npm} ci {flags}"))?;
        fs::write(&installed, &lock)?;
    }
    let _ = fs::remove_dir_all(site);
    run(work, "node build.mjs ../web")?;
    Ok(files_in(site)?)
}

/// What needs no bundler, as it is.
fn plain(site: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let _ = fs::remove_dir_all(site);
    copy(PLAIN, site)?;
    Ok(files_in(site)?)
}

/// Copies sources of `web/` into a folder.
fn copy(sources: &str, to: &Path) -> Result<(), Box<dyn Error>> {
    for source in sources.split(' ') {
        // A folder is emptied first, or an example that was deleted would stay in the bundle.
        let _ = fs::remove_dir_all(to.join(source));
        for file in files_in(&Path::new("web").join(source))? {
            let copy = to.join(file.strip_prefix("web")?);
            fs::create_dir_all(copy.parent().unwrap_or(to))?;
            fs::copy(&file, copy)?;
        }
    }
    Ok(())
}

/// Runs a command in silence; when it fails, its complaint is put into one line.
fn run(folder: &Path, command: &str) -> Result<(), String> {
    let mut words = command.split(' ');
    let name = words.next().unwrap_or_default();
    let result = Command::new(name).args(words).current_dir(folder).output();
    let output = result.map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => format!("`{name}` is not installed"),
        _ => format!("`{name}` cannot be run: {error}"),
    })?;
    if output.status.success() {
        return Ok(());
    }
    let complaint = String::from_utf8_lossy(&output.stderr);
    let is_error = |line: &&str| line.to_lowercase().contains("error");
    let errors: Vec<&str> = complaint.lines().filter(is_error).take(4).collect();
    Err(format!("`{name}` failed: {}", errors.join("; ")))
}

/// The files in a folder and in its folders, in a fixed order; of a file, the file itself.
fn files_in(path: &Path) -> io::Result<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(vec![path.to_path_buf()]);
    }
    let mut files = Vec::new();
    for entry in fs::read_dir(path)? {
        files.extend(files_in(&entry?.path())?);
    }
    files.sort();
    Ok(files)
}

/// The Rust source that the server includes: for each file its path below the root of the server,
/// its content type and its bytes.
fn table(site: &Path, files: &[PathBuf]) -> String {
    let mut source = String::from("pub static WEB_ASSETS: &[(&str, &str, &[u8])] = &[\n");
    for file in files {
        let path = file.strip_prefix(site).unwrap_or(file).to_string_lossy();
        let path = path.replace('\\', "/");
        let content_type = match file.extension().and_then(OsStr::to_str) {
            Some("html") => "text/html; charset=utf-8",
            Some("js") => "text/javascript; charset=utf-8",
            Some("css") => "text/css; charset=utf-8",
            Some("txt") => "text/plain; charset=utf-8",
            _ => "application/octet-stream",
        };
        let file = file.to_string_lossy();
        let bytes = format!("include_bytes!({file:?})");
        let _ = writeln!(source, "    ({path:?}, {content_type:?}, {bytes}),");
    }
    source + "];\n"
}
