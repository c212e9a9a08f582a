//! GraphiQL in a real browser, with the network closed to everything but this server.

use std::path::Path;
use std::process::Command;

use crate::support::{bbs, installed};

#[tokio::test]
async fn graphiql_works_in_chromium_without_any_other_server() {
    let chromium = installed(&["chromium", "chromium-browser", "google-chrome"]);
    let (Some(chromium), Some(npm), Some(node)) = (chromium, installed(&["npm"]), installed(&["node"])) else {
        // Whoever builds without them should not be stopped; CI has them.
        assert!(std::env::var_os("CI").is_none(), "CI has Chromium, node and npm");
        eprintln!("skipped: Chromium, node or npm is not installed");
        return;
    };
    let page = bbs().client().get(bbs().url("/graphiql")).send().await.expect("a page");
    let page = page.text().await.expect("text");
    if page.contains("GraphiQL is not part of this build") {
        assert!(std::env::var_os("CI").is_none(), "CI builds with GraphiQL");
        eprintln!("skipped: the server was built without GraphiQL");
        return;
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("web/tests");
    if !folder.join("node_modules/playwright-core").exists() {
        let installed = Command::new(npm).args(["ci", "--no-audit", "--no-fund"]).current_dir(&folder).status();
        assert!(installed.expect("npm runs").success(), "npm ci in web/tests");
    }
    let script = folder.join("graphiql.mjs");
    let screenshot = std::env::var_os("GRAPHIQL_SCREENSHOT");
    let mut browser = Command::new(node);
    browser.arg(script).arg(bbs().url("")).arg(chromium).args(screenshot);
    let output = tokio::task::spawn_blocking(move || browser.output()).await.expect("it ends").expect("node runs");
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
}
