//! Reads go to a replica, as long as it has what was written.

use std::time::Duration;

use tokio::time::sleep;

use super::member::{Member, client, prepared, read, write};
use super::rig::{Rig, Which};
use crate::support::execute;

const FROM_REPLICA: &str = "directory_source_reads_total{source=\"replica 1\"}";
const PRIMARY_STATE: &str = "directory_source_state{source=\"primary\"}";
const REPLICA_STATE: &str = "directory_source_state{source=\"replica 1\"}";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_replica_that_is_behind_is_not_asked() {
    let Some(rig) = Rig::start() else { return };
    let (primary, replica) = (rig.url(Which::Primary), rig.url(Which::Replica));
    let secret = prepared(&primary).await;
    // Nothing is kept, so each read is one of the database.
    let settings = ["--read-replicas", &replica, "--answer-cache", "0", "--log", "error"];
    let server = Member::start(&primary, &settings);
    let client = client();
    write(&client, &server.address, &secret, "first").await.expect("it is written");
    caught_up(&server).await;
    // A replica on a busy machine may be left alone for a moment, so it is not said how often it is asked.
    let before = server.counter(FROM_REPLICA).await;
    while server.counter(FROM_REPLICA).await < before + 20 {
        assert_eq!(read(&client, &server.address, None).await.expect("an answer").count, 1);
    }

    // The replica takes what is written from now on, and does not show it.
    execute(&replica, "SELECT pg_wal_replay_pause()").await;
    let state = write(&client, &server.address, &secret, "second").await.expect("it is written");
    let before = server.counter(FROM_REPLICA).await;
    for _ in 0..20 {
        let seen = read(&client, &server.address, None).await.expect("an answer");
        assert!(seen.count == 2 && seen.state >= state, "{seen:?}");
    }
    assert_eq!(server.counter(FROM_REPLICA).await, before);
    assert!(server.counter(REPLICA_STATE).await < state);

    execute(&replica, "SELECT pg_wal_replay_resume()").await;
    caught_up(&server).await;
    while server.counter(FROM_REPLICA).await < before + 20 {
        assert_eq!(read(&client, &server.address, None).await.expect("an answer").count, 2);
    }

    // Without the primary it is read on, and nothing is written.
    rig.stop(Which::Primary);
    for _ in 0..20 {
        assert_eq!(read(&client, &server.address, Some(state)).await.expect("an answer").count, 2);
    }
    let ready = client.get(format!("http://{}/readyz", server.address)).send().await.expect("an answer");
    assert_eq!(ready.text().await.expect("text"), "ready to read; nothing can be written\n");
    rig.begin(Which::Primary);
    server.stop().await;
}

/// Waits until the server knows that its replica has what it has written itself.
async fn caught_up(server: &Member) {
    while server.counter(REPLICA_STATE).await < server.counter(PRIMARY_STATE).await {
        sleep(Duration::from_millis(10)).await;
    }
}
