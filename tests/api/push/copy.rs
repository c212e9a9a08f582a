//! Somebody keeps a copy by subscription alone.

use cluster_directory::database::Database;
use cluster_directory::transfer;

use super::{Actor, Events};
use crate::changes::{Copy, Directory, done, random, texts};
use crate::support::Server;
use crate::support::random::Random;

const ALL: &str = "subscription { changed(after: 0) { number operation recordId claimId \
                   differences { part before after } } }";

#[tokio::test]
async fn a_copy_that_hears_of_every_change_is_the_directory() {
    let server = Server::start(transfer::bundled());
    let anybody = Actor::anonymous(&server);
    let database = Database::connect(&server.database_url).await.expect("it opens");
    let mut stream = Random::new(7, 0);
    let mut copy = Copy::default();
    let mut events = Events::of(&anybody, &server, ALL, None).await;
    let mut directory = Directory::of(&database).await;
    for round in 0..30 {
        let last = texts(&database, "SELECT CAST(max(id) AS text) AS t FROM change").await;
        let steps = random::steps(&mut stream, &directory, last[0].parse().expect("a number"));
        if done(&database, steps).await.is_ok() {
            directory = Directory::of(&database).await;
        }
        if round % 10 == 5 {
            // The connection breaks; what was heard is known.
            events = Events::of(&anybody, &server, ALL, Some(copy.number)).await;
        }
        if round % 10 == 9 {
            let last: i64 =
                texts(&database, "SELECT CAST(max(id) AS text) AS t FROM change").await[0].parse().expect("a number");
            while copy.number < last {
                copy.hear(&events.told().await);
            }
            assert!(copy.is(&directory), "the copy differs in round {round}");
        }
    }
    database.close().await.expect("it closes");
}
