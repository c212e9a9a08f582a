//! Many write at the same time.

use cluster_directory::change::{FaultKind, Refusal, Step, parse_id};
use cluster_directory::database::Database;
use serde_json::json;

use super::directory::texts;
use super::done;
use crate::support::World;

const WRITERS: usize = 200;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_hundred_writers_lose_nothing_and_leave_no_gap() {
    let topic = json!({ "slug": "cloud", "name": "0" });
    let server = World::new().with("topics", topic).start();
    let database = Database::connect(&server.database_url).await.expect("it opens");
    let id = server.ask("{ topic(by: { slug: \"cloud\" }) { id } }").await["topic"]["id"].clone();
    let id = id.as_str().and_then(parse_id).expect("an id");
    let before: i64 =
        texts(&database, "SELECT CAST(max(id) AS text) AS t FROM change").await[0].parse().expect("a number");
    let mut writers = Vec::new();
    for _ in 0..WRITERS {
        let database = database.clone();
        writers.push(tokio::spawn(async move { add_one(&database, id).await }));
    }
    let mut conflicts = 0;
    for writer in writers {
        conflicts += writer.await.expect("a writer ends");
    }
    assert!(conflicts > 0, "some came too late and were told so");
    let name = texts(&database, &format!("SELECT name AS t FROM topic WHERE id = {id}")).await;
    assert_eq!(name, [WRITERS.to_string()], "no update was lost");
    let numbers = texts(&database, "SELECT CAST(id AS text) AS t FROM change ORDER BY id").await;
    let last = before + i64::try_from(WRITERS).expect("small");
    assert_eq!(numbers, (1..=last).map(|number| number.to_string()).collect::<Vec<_>>());
    // Each stands on the one before it, in the order of the numbers.
    let after = texts(&database, &format!("SELECT after AS t FROM change WHERE id > {before} ORDER BY id")).await;
    let counted: Vec<String> = (1..=WRITERS).map(|number| json!({ "name": number.to_string() }).to_string()).collect();
    assert_eq!(after, counted);
    database.close().await.expect("it closes");
}

/// Adds one to the number that is the topic's name; how often somebody else was faster.
async fn add_one(database: &Database, id: i64) -> usize {
    for conflicts in 0.. {
        let read = format!("SELECT concat(version, ' ', name) AS t FROM topic WHERE id = {id}");
        let seen = texts(database, &read).await.remove(0);
        let (version, number) = seen.split_once(' ').expect("both");
        let number: usize = number.parse().expect("a number");
        let patch = [("name".to_owned(), json!((number + 1).to_string()))].into_iter().collect();
        let step = Step::Update { id, expected: version.parse().ok(), patch };
        match done(database, vec![step]).await {
            Ok(_) => return conflicts,
            Err(Refusal::Faults(faults)) if faults[0].kind == FaultKind::VersionConflict(id) => {}
            Err(other) => panic!("{other:?}"),
        }
    }
    0
}
