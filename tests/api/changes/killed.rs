//! The process is ended in the middle of its work, without a word.

use std::time::Duration;

use cluster_directory::database::{Database, NewToken};
use cluster_directory::viewer::Role;
use serde_json::{Value, json};
use tokio::sync::oneshot;

use super::directory::{Directory, texts};
use crate::support::random::Random;
use crate::support::{Process, TestDatabase, new_secret, now};

/// How often the process is ended, if nobody says (`KILLS=50`).
const KILLS: usize = 4;

const WRITE: &str =
    "mutation ($input: CreateEventInput!) { createEvent(input: $input) { record { id } userErrors { message } } }";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_acknowledged_is_there_and_the_rest_is_whole_or_not_at_all() {
    let kills = std::env::var("KILLS").map_or(KILLS, |kills| kills.parse().expect("a number"));
    let test = TestDatabase::new().await;
    let database = Database::connect(&test.url).await.expect("it opens");
    database.migrate().await.expect("the tables are made");
    let secret = new_secret();
    let token = NewToken { name: "story".to_owned(), role: Role::Editor, organization: None, expires_at: None };
    database.create_token(&token, secret.hash(), now()).await.expect("a token");
    database.close().await.expect("it closes");
    let mut stream = Random::new(1, 0);
    let mut acknowledged: Vec<usize> = Vec::new();
    let mut asked = 0;
    for _ in 0..kills {
        let mut process = Process::start(&test.url, &["--empty"]);
        let url = format!("http://{}/graphql", process.address());
        let (heard, first) = oneshot::channel();
        let writer = tokio::spawn(write(url, secret.reveal().to_owned(), asked, heard));
        first.await.expect("something is acknowledged, however busy the machine is");
        let wait = u64::try_from(stream.below(400)).expect("small");
        tokio::time::sleep(Duration::from_millis(wait)).await;
        // It is not told to stop: this is SIGKILL.
        drop(process);
        let (done, next) = writer.await.expect("it ends");
        acknowledged.extend(done);
        asked = next;
        whole(&test.url, &acknowledged, asked).await;
    }
}

/// Writes one event after the other until nobody answers: the numbers that were acknowledged, and the next one. Says when
/// the first one is.
async fn write(url: String, secret: String, mut number: usize, heard: oneshot::Sender<()>) -> (Vec<usize>, usize) {
    let mut heard = Some(heard);
    let client = reqwest::Client::builder().no_proxy().build().expect("a client");
    let mut done = Vec::new();
    loop {
        let input = json!({
            "title": format!("Event {number}"), "titleInOwnWords": false, "kind": "FAIR", "status": "HELD",
            "participations": [{ "role": "GUEST", "group": "a" }, { "role": "HOST", "group": "b" }],
        });
        let request = json!({ "query": WRITE, "variables": { "input": input } });
        let sent = client.post(&url).bearer_auth(&secret).json(&request).send();
        let answer: Option<Value> = match sent.await {
            Ok(response) => response.json().await.ok(),
            Err(_) => None,
        };
        number += 1;
        match answer {
            Some(answer) => {
                assert!(answer["data"]["createEvent"]["record"]["id"].is_string(), "{answer:#}");
                done.push(number - 1);
                if let Some(heard) = heard.take() {
                    heard.send(()).expect("somebody waits for it");
                }
            }
            None => return (done, number),
        }
    }
}

/// All acknowledged events are there, each with its two participations and its entries in the log.
async fn whole(url: &str, acknowledged: &[usize], asked: usize) {
    let database = Database::connect(url).await.expect("it opens");
    let directory = Directory::of(&database).await;
    let titles: Vec<&str> = directory.contents.values().filter_map(|it| it.get("title")?.as_str()).collect();
    for number in acknowledged {
        assert!(titles.contains(&format!("Event {number}").as_str()), "event {number} was acknowledged");
    }
    assert!(titles.len() <= asked, "nothing was written twice");
    let records = directory.contents.len();
    assert_eq!(records, 3 * titles.len(), "an event comes with both of its participations");
    let log = texts(&database, "SELECT CAST(id AS text) AS t FROM change ORDER BY id").await;
    assert_eq!(log, (1..=records).map(|number| number.to_string()).collect::<Vec<_>>(), "and with its entries");
    database.close().await.expect("it closes");
}
