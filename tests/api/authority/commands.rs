//! Tokens on the terminal.

use cluster_directory::database::Database;
use cluster_directory::{directory, transfer};
use serde_json::Value;

use crate::support::{Process, TestDatabase, World, now, program};

/// A database with one organization.
async fn directory() -> TestDatabase {
    let test = TestDatabase::new().await;
    let database = Database::connect(&test.url).await.expect("the database opens");
    database.migrate().await.expect("the tables are made");
    let world = World::new().with("organizations", serde_json::json!({ "slug": "a", "name": "A", "kind": "CLUSTER" }));
    let loaded = transfer::load(&database, directory::catalog(), &world.bundle(), now()).await;
    loaded.expect("the organization is loaded");
    database.close().await.expect("the connection ends");
    test
}

/// What `token …` prints, or else why not.
fn token(test: &TestDatabase, arguments: &[&str]) -> Result<String, String> {
    let output = program(&["token"]).args(arguments).args(["--database", &test.url]).output().expect("it runs");
    let said = |bytes| String::from_utf8(bytes).expect("text");
    if output.status.success() {
        return Ok(said(output.stdout));
    }
    assert!(output.stdout.is_empty(), "{arguments:?}");
    Err(said(output.stderr).lines().next().unwrap_or_default().replace("cluster-directory: ", ""))
}

#[tokio::test]
async fn a_secret_is_printed_once_and_alone() {
    let test = directory().await;
    let secret = token(&test, &["create", "Ana", "--role", "EDITOR", "--expires", "90d"]).expect("a secret");
    let digits = secret.strip_prefix("cd_").and_then(|it| it.strip_suffix('\n')).expect("a mark, digits, a line's end");
    assert!(digits.len() == 64 && digits.bytes().all(|it| it.is_ascii_hexdigit()), "{secret}");
    let other = token(&test, &["create", "site", "--role", "contributor", "--organization", "a"]).expect("a secret");
    assert_ne!(secret, other);

    let list = token(&test, &["list"]).expect("a list");
    let rows: Vec<Vec<&str>> =
        list.lines().map(|line| line.split("  ").filter(|it| !it.is_empty()).map(str::trim).collect()).collect();
    assert_eq!(rows[0], ["NAME", "ROLE", "ORGANIZATION", "CREATED", "EXPIRES", "REVOKED"]);
    assert_eq!([&rows[1][..3], &rows[2][..3]], [["Ana", "EDITOR", "-"], ["site", "CONTRIBUTOR", "a"]]);
    assert_eq!(rows[1][5], "-");
    assert_eq!(rows[2][4..], ["-", "-"]);
    assert!(rows[1][3] < rows[1][4], "it ends after it was made: {list}");
    assert!(!list.contains(digits) && !list.contains("cd_"), "{list}");

    assert_eq!(token(&test, &["revoke", "Ana"]).expect("it is revoked"), "The token `Ana` is revoked.\n");
    let list = token(&test, &["list"]).expect("a list");
    assert!(list.lines().nth(1).is_some_and(|row| !row.ends_with('-')), "{list}");
}

#[tokio::test]
async fn what_cannot_be_a_token_is_refused_in_one_sentence() {
    let test = directory().await;
    token(&test, &["create", "taken", "--role", "READER"]).expect("a secret");
    token(&test, &["create", "gone", "--role", "READER"]).expect("a secret");
    token(&test, &["revoke", "gone"]).expect("it is revoked");
    for (arguments, sentence) in [
        (
            &["create", "taken", "--role", "ADMIN"][..],
            "there is a token `taken` already; a name is given once, even if revoked",
        ),
        (
            &["create", "gone", "--role", "ADMIN"],
            "there is a token `gone` already; a name is given once, even if revoked",
        ),
        (
            &["create", "c", "--role", "CONTRIBUTOR"],
            "a CONTRIBUTOR speaks for an organization; name it with --organization SLUG",
        ),
        (
            &["create", "c", "--role", "CONTRIBUTOR", "--organization", "b"],
            "--organization is `b`, and no organization has that slug",
        ),
        (
            &["create", "c", "--role", "EDITOR", "--organization", "a"],
            "only a CONTRIBUTOR speaks for an organization; the role is EDITOR",
        ),
        (
            &["create", " c", "--role", "EDITOR"],
            "a token's name has 1 to 64 letters and no blanks around them, not ` c`",
        ),
        (&["create", "a\nb", "--role", "EDITOR"], "a token's name has no control characters"),
        (&["revoke", "nobody"], "there is no token `nobody`; `token list` says which there are"),
    ] {
        assert_eq!(token(&test, arguments), Err(sentence.to_owned()), "{arguments:?}");
    }
    let again = token(&test, &["revoke", "gone"]).expect_err("it is revoked already");
    assert!(again.starts_with("the token `gone` was revoked on 20"), "{again}");
    let wrong = token(&test, &["create", "c", "--role", "OWNER"]).expect_err("no role");
    assert!(wrong.contains("invalid value 'OWNER' for '--role <ROLE>'"), "{wrong}");
    let empty = TestDatabase::new().await;
    let early = token(&empty, &["list"]).expect_err("no tables");
    assert!(early.contains("there is no such file") || early.contains("run `migrate`"), "{early}");
}

#[tokio::test]
async fn a_token_that_is_made_before_the_first_start_keeps_no_record_out() {
    let test = TestDatabase::new().await;
    let migrated = program(&["migrate", "--database", &test.url]).output().expect("it runs");
    assert!(migrated.status.success());
    let secret = token(&test, &["create", "first", "--role", "ADMIN"]).expect("a secret");
    let mut process = Process::start(&test.url, &[]);
    assert!(process.line().starts_with("Loaded the directory that comes with the server: "));
    let url = format!("http://{}/graphql", process.address());
    let client = reqwest::Client::builder().no_proxy().build().expect("a client");
    let ask = async || {
        let link = [("query", "{ countries { totalCount } }")];
        let request = client.get(&url).query(&link).bearer_auth(secret.trim_end());
        request.send().await.expect("an answer")
    };
    let answer: Value = ask().await.json().await.expect("JSON");
    assert_eq!(answer["data"]["countries"]["totalCount"], 250);

    // The server that runs learns of it within a second.
    token(&test, &["revoke", "first"]).expect("it is revoked");
    while ask().await.status() != 401 {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
}
