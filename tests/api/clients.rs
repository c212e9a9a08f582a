//! The server in the hands of the clients that are used most, and of the audit of GraphQL over HTTP.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::time::Duration;

use cluster_directory::config::Limits;
use cluster_directory::viewer::Role;
use serde_json::json;

use crate::support::{World, bbs, installed};

/// Where the scripts are, with their packages; none if node or npm is not there.
pub fn scripts() -> Option<&'static Path> {
    static FOLDER: OnceLock<Option<PathBuf>> = OnceLock::new();
    let folder = FOLDER.get_or_init(|| {
        let (Some(npm), Some(_)) = (installed(&["npm"]), installed(&["node"])) else {
            // Whoever builds without them should not be stopped; CI has them.
            assert!(std::env::var_os("CI").is_none(), "CI has node and npm");
            eprintln!("skipped: node or npm is not installed");
            return None;
        };
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/clients");
        if !folder.join("node_modules/standardwebhooks").exists() {
            let installed = Command::new(npm).args(["ci", "--no-audit", "--no-fund"]).current_dir(&folder).status();
            assert!(installed.expect("npm runs").success(), "npm ci in tests/clients");
        }
        Some(folder)
    });
    folder.as_deref()
}

/// What a script says; it must end well.
async fn run(script: &str, arguments: &[&str]) -> Option<String> {
    let mut node = Command::new("node");
    node.arg(script).args(arguments).current_dir(scripts()?);
    let output = tokio::task::spawn_blocking(move || node.output()).await.expect("it ends").expect("node runs");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    Some(said)
}

#[tokio::test]
async fn every_audit_of_graphql_over_http_holds() {
    if let Some(said) = run("audit.js", &[&bbs().url("/graphql")]).await {
        assert_eq!(said, "61 of 61 audits hold: MUST 13/13, SHOULD 23/23, MAY 25/25\n");
    }
}

#[tokio::test]
async fn apollo_urql_and_graphql_request_work() {
    let server = World::new()
        .with("countries", json!({ "slug": "me", "code": "ME", "name": "Montenegro" }))
        .with("organizations", json!({ "slug": "a", "name": "Cluster A", "kind": "CLUSTER" }));
    let long = Duration::from_mins(1);
    let server = server.start_within(Limits { request_timeout: long, statement_timeout: long, ..Limits::default() });
    server.never_end_with("country").await;
    if let Some(said) = run("clients.js", &[&server.url("/graphql")]).await {
        assert_eq!(said, "apollo works\nurql works\ngraphqlRequest works\n");
    }
}

#[tokio::test]
async fn graphql_ws_and_graphql_sse_lose_nothing_and_hear_nothing_twice() {
    let server = World::new().start_within(Limits { body_timeout: Duration::from_secs(1), ..Limits::default() });
    let editor = server.actor(Role::Editor).await;
    let secret = editor.secret.as_deref().expect("a secret");
    if let Some(said) = run("push.js", &[&server.url("/graphql"), secret]).await {
        assert_eq!(said, "graphqlWs works\ncloseCodes works\ngraphqlSse works\n");
    }
}
