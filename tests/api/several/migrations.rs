//! Programs of several versions on one database.

use super::member::{Member, client, prepared, read, write};
use crate::support::{TestDatabase, execute, program};

/// What a newer program might do: add a table and a column that may be empty.
const NEWER: [&str; 3] = [
    "CREATE TABLE newer (id integer PRIMARY KEY)",
    "ALTER TABLE event ADD COLUMN newer text",
    "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m20990101_000001_newer', 0)",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_old_server_goes_on_while_a_newer_one_has_added_to_the_tables() {
    let test = TestDatabase::new().await;
    let secret = prepared(&test.url).await;
    let (old, client) = (Member::start(&test.url, &[]), client());
    write(&client, &old.address, &secret, "before").await.expect("it is written");
    for statement in NEWER {
        execute(&test.url, statement).await;
    }
    // It was asked before, and its word holds for a second; one that starts now has nobody's.
    let again = Member::start(&test.url, &[]);
    for (server, name) in [(&old, "after"), (&again, "again")] {
        let ready = client.get(format!("http://{}/readyz", server.address)).send().await.expect("an answer");
        assert_eq!(ready.status(), 200, "{}", ready.text().await.expect("text"));
        let state = write(&client, &server.address, &secret, name).await.expect("it is written");
        let seen = read(&client, &server.address, Some(state)).await.expect("an answer");
        assert!(seen.count >= 2, "{seen:?}");
    }
    let check = program(&["check", "--database", &test.url]).output().expect("it runs");
    assert!(check.status.success(), "{}", String::from_utf8_lossy(&check.stderr));
    old.stop().await;
    again.stop().await;
}

#[tokio::test]
async fn a_program_that_lacks_what_is_there_and_has_what_is_lacking_says_so() {
    let test = TestDatabase::new().await;
    prepared(&test.url).await;
    execute(&test.url, NEWER[2]).await;
    execute(&test.url, "DELETE FROM seaql_migrations WHERE version LIKE '%proposal_version'").await;
    let migrate = program(&["migrate", "--database", &test.url]).output().expect("it runs");
    assert!(!migrate.status.success());
    let error = String::from_utf8_lossy(&migrate.stderr);
    assert!(error.contains("does not know, as `m20990101_000001_newer`, and lacks others"), "{error}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn servers_that_start_together_migrate_once() {
    let test = TestDatabase::new().await;
    if test.url.starts_with("sqlite") {
        eprintln!("skipped: a SQLite file has one server");
        return;
    }
    let url = test.url.as_str();
    let servers = std::thread::scope(|scope| {
        // Those that wait for the one that migrates may warn of it.
        let start = || Member::start(url, &["--log", "error"]);
        let servers: Vec<_> = (0..4).map(|_| scope.spawn(start)).collect();
        servers.into_iter().map(|server| server.join().expect("it starts")).collect::<Vec<_>>()
    });
    let mut states = Vec::new();
    for server in &servers {
        states.push(read(&client(), &server.address, None).await.expect("an answer").state);
    }
    // The tables changed once, and nothing else was counted.
    assert_eq!(states, [1; 4]);
    for server in servers {
        server.stop().await;
    }
}
