//! The program on the terminal.

use std::process::Output;

use crate::support::{Process, TestDatabase, program};

fn run(arguments: &[&str]) -> Output {
    program(arguments).output().expect("the program runs")
}

/// What a command that failed said, without the part that clap adds.
fn refusal(arguments: &[&str]) -> String {
    let output = run(arguments);
    assert!(!output.status.success(), "{arguments:?}");
    assert!(output.stdout.is_empty(), "{arguments:?}");
    String::from_utf8(output.stderr).expect("text").lines().next().unwrap_or_default().to_owned()
}

fn said(output: Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text")
}

#[tokio::test]
async fn migrate_makes_the_tables_and_check_says_so() {
    let test = TestDatabase::new().await;
    let database = ["--database", &test.url];
    assert_eq!(said(run(&[&["migrate"], &database[..]].concat())), "The tables are in their newest form.\n");
    let count = cluster_directory::directory::catalog().nodes().count();
    let checked = said(run(&[&["check"], &database[..]].concat()));
    assert_eq!(checked, format!("All is well: {count} resources, 0 records.\n"));
}

#[test]
fn a_wrong_setting_is_named_in_one_sentence() {
    assert_eq!(
        refusal(&["--listen", "127.0.0.1:0", "--database", "mysql://x"]),
        "cluster-directory: --database is `mysql://x`; it takes an address such as sqlite://directory.db or postgres://user@host/name"
    );
    assert_eq!(
        refusal(&["check", "--database", "sqlite://nowhere.db"]),
        "cluster-directory: --database is `sqlite://nowhere.db`, and there is no such file"
    );
    let nobody = refusal(&["migrate", "--database", "postgres://me:secret@127.0.0.1:1/x"]);
    assert!(
        nobody.starts_with("cluster-directory: the database `postgres://me@127.0.0.1:1/x` does not open: "),
        "{nobody}"
    );
    let listen = refusal(&["--listen", "everywhere"]);
    assert!(listen.starts_with("cluster-directory: invalid value 'everywhere' for '--listen <LISTEN>'"), "{listen}");
    let base = refusal(&["--base-url", "directory.example"]);
    assert!(base.contains("it takes an address such as https://directory.example"), "{base}");
    let time = refusal(&["--request-timeout", "0s"]);
    assert!(time.ends_with("it takes a time such as 5s or 250ms"), "{time}");
    let count = refusal(&["--max-connections", "0"]);
    assert!(count.contains("0 is not in 1.."), "{count}");
    let networks = refusal(&["--trusted-proxies", "10.0.0.0/8,everywhere"]);
    assert!(
        networks.ends_with("it takes networks such as 10.0.0.0/8 and fd00::/8, with commas between them"),
        "{networks}"
    );
    let log = refusal(&["migrate", "--log", "loud"]);
    assert!(log.contains("it takes a level such as info, or levels of parts"), "{log}");
}

#[test]
fn schema_prints_the_published_file() {
    let file = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/schema.graphql")).expect("the file");
    assert!(said(run(&["schema"])) == file);
}

#[tokio::test]
async fn the_server_says_where_it_is_answers_and_ends_when_told() {
    let test = TestDatabase::new().await;
    let mut process = Process::start(&test.url, &[]);
    assert!(process.line().starts_with("Loaded the directory that comes with the server: "));
    assert_eq!(process.line(), "Cluster Directory is ready.");
    let graphiql = process.line().split_whitespace().last().expect("an address").to_owned();
    let api = process.line().split_whitespace().last().expect("an address").to_owned();

    let client = reqwest::Client::builder().no_proxy().build().expect("a client");
    let query = "{ event(by: { slug: \"kosict-2016\" }) { url } }";
    let answer = client.get(&api).query(&[("query", query)]).send().await.expect("an answer");
    let url = graphiql.replace("graphiql", "events/kosict-2016");
    let data = answer.text().await.expect("text");
    assert!(data.starts_with(&format!("{{\"data\":{{\"event\":{{\"url\":\"{url}\"}}}},")), "{data}");
    let page = client.get(&url).send().await.expect("a page");
    assert!(page.status().is_success() && page.url().path() == "/graphiql", "a record's address leads to GraphiQL");

    process.tell_to_stop();
    let (status, errors) = process.end();
    assert!(status.success());
    assert_eq!(errors, "");
}
