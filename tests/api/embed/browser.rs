//! The script on a page of another site, in a real browser.

use std::path::Path;
use std::process::Command;

use super::coming;
use crate::support::installed;

#[tokio::test]
async fn a_listing_works_on_a_page_of_another_site_under_a_strict_policy() {
    let chromium = installed(&["chromium", "chromium-browser", "google-chrome"]);
    let (Some(chromium), Some(npm), Some(node)) = (chromium, installed(&["npm"]), installed(&["node"])) else {
        // Whoever builds without them should not be stopped; CI has them.
        assert!(std::env::var_os("CI").is_none(), "CI has Chromium, node and npm");
        eprintln!("skipped: Chromium, node or npm is not installed");
        return;
    };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("web/tests");
    if !folder.join("node_modules/axe-core").exists() {
        let installed = Command::new(npm).args(["ci", "--no-audit", "--no-fund"]).current_dir(&folder).status();
        assert!(installed.expect("npm runs").success(), "npm ci in web/tests");
    }
    let server = coming();
    let pictures = std::env::var_os("EMBED_PICTURES");
    let mut browser = Command::new(node);
    browser.arg(folder.join("embed.mjs")).arg(server.url("")).arg(chromium).args(pictures);
    let output = tokio::task::spawn_blocking(move || browser.output()).await.expect("it ends").expect("node runs");
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
}
