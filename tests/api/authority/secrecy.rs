//! A secret is nowhere but with whoever has it.

use std::fs;
use std::path::Path;

use cluster_directory::database::Database;
use sea_orm::{ConnectionTrait, Statement};
use serde_json::json;

use crate::support::{Process, TestDatabase, program};

/// All that a database holds of tokens: the bytes of SQLite's files, or the rows of PostgreSQL's table.
async fn all_of(url: &str) -> Vec<u8> {
    if let Some(file) = url.strip_prefix("sqlite://") {
        let folder = Path::new(file).parent().expect("a folder");
        let files = fs::read_dir(folder).expect("the folder").map(|entry| entry.expect("a file").path());
        return files.flat_map(|file| fs::read(file).expect("the file")).collect();
    }
    let database = Database::connect(url).await.expect("the database opens");
    let connection = database.writer();
    let sql = "SELECT CAST(json_agg(token) AS text) AS rows FROM token";
    let statement = Statement::from_string(connection.get_database_backend(), sql);
    let row = connection.query_one_raw(statement).await.expect("it runs").expect("a row");
    let rows: String = row.try_get("", "rows").expect("text");
    database.close().await.expect("the connection ends");
    rows.into_bytes()
}

#[tokio::test]
async fn no_secret_is_in_the_database_the_log_or_an_answer() {
    let test = TestDatabase::new().await;
    let database = ["--database", &test.url];
    assert!(program(&["migrate"]).args(database).output().expect("it runs").status.success());
    let create = ["token", "create", "night shift", "--role", "EDITOR"];
    let output = program(&create).args(database).output().expect("it runs");
    let secret = String::from_utf8(output.stdout).expect("text").trim_end().to_owned();
    let told = String::from_utf8(output.stderr).expect("text");
    assert!(told.contains("`night shift` is EDITOR, until it is revoked") && !told.contains(&secret), "{told}");

    let log = ["--empty", "--log", "trace", "--log-format", "json"];
    let mut process = Process::start(&test.url, &log);
    let url = format!("http://{}/graphql", process.address());
    let client = reqwest::Client::builder().no_proxy().build().expect("a client");
    let unknown = secret.replace(&secret[60..], "0000000");
    let mut heard = String::new();
    for secret in [&secret, &unknown, &secret[..40]] {
        for query in ["{ viewer { name role createdAt } }", "{ nothing }", "{ __schema { queryType { name } } }"] {
            let request = client.post(&url).bearer_auth(secret).json(&json!({ "query": query }));
            heard += &request.send().await.expect("an answer").text().await.expect("text");
        }
    }
    heard +=
        &client.get(url.replace("graphql", "metrics")).send().await.expect("an answer").text().await.expect("text");
    process.tell_to_stop();
    let (_, log) = process.end();
    assert!(log.contains("\"token\":\"night shift\""), "the log names the token: {log}");
    let kept = all_of(&test.url).await;
    // Not even a part of it.
    let parts = [&secret[3..20], &secret[25..45], &secret[47..], &unknown[3..20]];
    for part in parts {
        assert!(!log.contains(part) && !heard.contains(part), "{part}");
        assert!(!kept.windows(part.len()).any(|bytes| bytes == part.as_bytes()), "{part}");
    }
    assert!(kept.windows(11).any(|bytes| bytes == b"night shift"), "its name is kept");
}
