//! Everything can be taken back.

use cluster_directory::change::{Refusal, Step};
use cluster_directory::database::Database;
use cluster_directory::transfer;

use super::directory::{Directory, texts};
use super::{done, random};
use crate::support::Server;
use crate::support::random::Random;

#[tokio::test]
async fn what_was_done_last_is_undone_to_the_last_row() {
    let server = Server::start(transfer::bundled());
    let database = Database::connect(&server.database_url).await.expect("it opens");
    let mut stream = Random::new(7, 0);
    let mut before = Directory::of(&database).await;
    let mut undone = 0;
    for _ in 0..40 {
        let last = texts(&database, "SELECT CAST(max(id) AS text) AS t FROM change").await;
        let steps = random::steps(&mut stream, &before, last[0].parse().expect("a number"));
        let Ok(applied) = done(&database, steps.clone()).await else { continue };
        let Some(group) = applied.group else { continue };
        let after = Directory::of(&database).await;
        let taken_back = done(&database, vec![Step::Undo { group }]).await;
        let Ok(taken_back) = taken_back else { panic!("{steps:?}: {taken_back:?}") };
        assert!(Directory::of(&database).await == before, "{steps:?} left something behind");
        undone += 1;
        // And back again, so that the next round finds another directory.
        let group = taken_back.group.expect("something was undone");
        done(&database, vec![Step::Undo { group }]).await.expect("it is done again");
        before = Directory::of(&database).await;
        assert!(before == after, "{steps:?} are not what they were");
    }
    assert!(undone > 10, "most of it was done");
    database.close().await.expect("it closes");
}

#[tokio::test]
async fn what_a_later_change_stands_on_is_not_undone() {
    let server = Server::start(transfer::bundled());
    let database = Database::connect(&server.database_url).await.expect("it opens");
    let directory = Directory::of(&database).await;
    let (id, _) = directory.contents.iter().find(|(_, it)| it.contains_key("sectors")).expect("an organization");
    let update = |name: &str, value: &str| {
        let patch = [(name.to_owned(), serde_json::json!(value))].into_iter().collect();
        vec![Step::Update { id: *id, expected: None, patch }]
    };
    let first = done(&database, update("name", "First")).await.expect("a change").group.expect("a group");
    let second = done(&database, update("name", "Second")).await.expect("a change").group.expect("a group");
    done(&database, update("website", "https://other.test")).await.expect("a change");
    match done(&database, vec![Step::Undo { group: first }]).await {
        Err(Refusal::Faults(faults)) => assert!(faults[0].message.starts_with(&format!("Change {second} of"))),
        other => panic!("{other:?}"),
    }
    // Another part of the record changed since; that is no matter.
    done(&database, vec![Step::Undo { group: second }]).await.expect("it is undone");
    done(&database, vec![Step::Undo { group: first }]).await.expect("the change that stood on it is undone itself");
    let name = &Directory::of(&database).await.contents[id]["name"];
    assert_eq!(*name, directory.contents[id]["name"]);
    database.close().await.expect("it closes");
}
