//! Somebody keeps a copy.

use std::collections::BTreeMap;

use cluster_directory::change::{Content, parse_id};
use cluster_directory::database::Database;
use cluster_directory::transfer;
use serde_json::{Value, json};

use super::directory::{Directory, texts};
use super::{done, random};
use crate::support::Server;
use crate::support::random::Random;

const PAGE: &str = "query ($after: String) { changes(first: 100, after: $after) { \
                    pageInfo { hasNextPage endCursor } nodes { number operation recordId claimId \
                    differences { part before after } } } }";

/// What is known of records, as the log tells it.
#[derive(Default)]
pub struct Copy {
    records: BTreeMap<i64, BTreeMap<String, String>>,
    cursor: Value,
    pub number: i64,
}

impl Copy {
    /// Reads on to the end of the log.
    async fn follow(&mut self, server: &Server) {
        loop {
            let page = server.ask_with(PAGE, json!({ "after": self.cursor })).await;
            for change in page["changes"]["nodes"].as_array().expect("entries") {
                self.hear(change);
            }
            let info = &page["changes"]["pageInfo"];
            if !info["endCursor"].is_null() {
                self.cursor = info["endCursor"].clone();
            }
            if info["hasNextPage"] == false {
                return;
            }
        }
    }

    /// Takes in the next entry.
    pub fn hear(&mut self, change: &Value) {
        self.number += 1;
        assert_eq!(change["number"], self.number, "numbers have no gaps");
        let id = change["claimId"].as_str().or(change["recordId"].as_str()).and_then(parse_id).expect("an id");
        if matches!(change["operation"].as_str(), Some("WITHDRAW" | "MERGE")) {
            self.records.remove(&id).expect("it was there");
            return;
        }
        let record = self.records.entry(id).or_default();
        for difference in change["differences"].as_array().expect("differences") {
            let part = difference["part"].as_str().expect("a name").to_owned();
            let before = difference["before"].as_str();
            assert_eq!(record.get(&part).map(String::as_str), before, "{change}");
            match difference["after"].as_str() {
                Some(after) => drop(record.insert(part, after.to_owned())),
                None => drop(record.remove(&part)),
            }
        }
    }

    /// Whether it holds what the directory holds.
    pub fn is(&self, directory: &Directory) -> bool {
        directory.contents.iter().map(|(id, content)| (*id, told(content))).collect::<BTreeMap<_, _>>() == self.records
    }
}

/// A content in the words of the log.
fn told(content: &Content) -> BTreeMap<String, String> {
    let text = |json: &Value| json.as_str().map_or_else(|| json.to_string(), str::to_owned);
    content.iter().map(|(part, json)| (part.clone(), text(json))).collect()
}

#[tokio::test]
async fn whoever_follows_the_log_from_the_beginning_has_what_the_directory_holds() {
    let server = Server::start(transfer::bundled());
    let database = Database::connect(&server.database_url).await.expect("it opens");
    let mut stream = Random::new(0, 0);
    let mut copy = Copy::default();
    let (mut directory, mut refused) = (Directory::of(&database).await, 0);
    for round in 0..40 {
        let last = texts(&database, "SELECT CAST(max(id) AS text) AS t FROM change").await;
        let steps = random::steps(&mut stream, &directory, last[0].parse().expect("a number"));
        match done(&database, steps.clone()).await {
            Ok(_) => directory = Directory::of(&database).await,
            Err(cluster_directory::change::Refusal::Faults(_)) => refused += 1,
            Err(broken) => panic!("{steps:?}: {broken:?}"),
        }
        if round % 20 == 19 {
            copy.follow(&server).await;
            assert!(copy.is(&directory), "the copy differs in round {round}");
        }
    }
    // Whoever follows some types hears of no others.
    let counts = server
        .ask(
            "{ all: changes(types: [TOPIC, EVENT]) { totalCount } \
               same: changes(where: { type: { in: [TOPIC, EVENT] } }) { totalCount } none: changes(types: []) { totalCount } }",
        )
        .await;
    assert!(counts["all"]["totalCount"].as_u64() > Some(100), "{counts}");
    assert_eq!(counts["all"], counts["same"]);
    assert_eq!(counts["none"]["totalCount"], 0);
    assert!(refused < 30, "most of it can be done");
    database.close().await.expect("it closes");
}
