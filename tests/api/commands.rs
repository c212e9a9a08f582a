//! The program on the terminal.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Output, Stdio};

use crate::support::TestDatabase;

fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cluster-directory"));
    command.args(arguments);
    for name in ["DATABASE_URL", "LISTEN", "BASE_URL", "EMPTY", "RUST_LOG"] {
        command.env_remove(name);
    }
    command
}

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
}

#[test]
fn schema_prints_the_published_file() {
    let file = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/schema.graphql")).expect("the file");
    assert!(said(run(&["schema"])) == file);
}

/// A server as a process, which ends with the test.
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        // It has ended already, or ends now.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[tokio::test]
async fn the_server_says_where_it_is_answers_and_ends_when_told() {
    let test = TestDatabase::new().await;
    let mut command = program(&["--database", &test.url]);
    command.env("LISTEN", "127.0.0.1:0").stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut process = Process(command.spawn().expect("it starts"));
    let mut output = BufReader::new(process.0.stdout.take().expect("its output")).lines();
    let mut line = || output.next().expect("a line").expect("text");
    assert!(line().starts_with("Loaded the directory that comes with the server: "));
    assert_eq!(line(), "Cluster Directory is ready.");
    let graphiql = line().split_whitespace().last().expect("an address").to_owned();
    let api = line().split_whitespace().last().expect("an address").to_owned();

    let client = reqwest::Client::builder().no_proxy().build().expect("a client");
    let query = "{ event(by: { slug: \"kosict-2016\" }) { url } }";
    let answer = client.get(&api).query(&[("query", query)]).send().await.expect("an answer");
    let url = graphiql.replace("graphiql", "events/kosict-2016");
    let data = answer.text().await.expect("text");
    assert!(data.starts_with(&format!("{{\"data\":{{\"event\":{{\"url\":\"{url}\"}}}},")), "{data}");
    let page = client.get(&url).send().await.expect("a page");
    assert!(page.status().is_success() && page.url().path() == "/graphiql", "a record's address leads to GraphiQL");

    let told = Command::new("kill").arg(process.0.id().to_string()).status().expect("kill runs");
    assert!(told.success());
    assert!(process.0.wait().expect("it ends").success());
    let mut errors = String::new();
    process.0.stderr.take().expect("its errors").read_to_string(&mut errors).expect("text");
    assert_eq!(errors, "");
}
