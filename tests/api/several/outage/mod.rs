//! Three servers, a primary and a replica, a stream of writes and reads, and one thing after the other that fails.
//!
//! What may never be: an answer that lacks what was acknowledged before it was asked for, or one that is older than what
//! the same client saw before. Requests may fail only while nothing can answer them. How long it takes until all is well
//! again is told, and held against no clock.

mod clients;
mod seen;

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::time::sleep;

use super::member::{Member, prepared};
use super::rig::{Rig, Which};
use clients::{listen, look, write_on};
use seen::Seen;

/// How long each thing lasts.
const WHILE: Duration = Duration::from_millis(1500);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_answer_is_wrong_whatever_fails_and_all_is_well_soon_after() {
    let Some(rig) = Rig::start() else { return };
    let (primary, replica) = (rig.url(Which::Primary), rig.url(Which::Replica));
    let secret = prepared(&primary).await;
    // What warns of what fails here is right; what is said beside that is a fault. A busy machine has time.
    let patient = ["--request-timeout", "1min", "--statement-timeout", "1min", "--log", "error"];
    let settings = ["--read-replicas", &replica].into_iter().chain(patient).collect::<Vec<_>>();
    let start = || Member::start(&primary, &settings);
    let mut members = vec![start(), start(), start()];
    let seen = Arc::new(Seen::of(members.iter().map(|member| member.address.clone()).collect()));
    caught_up(&members).await;
    let mut work = vec![tokio::spawn(write_on(Arc::clone(&seen), secret))];
    work.extend((0..3).map(|_| tokio::spawn(look(Arc::clone(&seen)))));
    work.extend((0..2).map(|_| tokio::spawn(listen(Arc::clone(&seen)))));

    seen.begins("all is well");
    sleep(WHILE).await;

    seen.begins("a server is killed");
    let killed = members.remove(0);
    let address = killed.address.clone();
    seen.dies(&address);
    // It is not told to stop: this is SIGKILL.
    drop(killed);
    sleep(WHILE / 3).await;
    // A load balancer learns of it after a while.
    seen.is_gone(&address);
    sleep(WHILE).await;
    members.push(start());
    seen.comes(&members[2].address);
    caught_up(&members).await;

    seen.begins("the replica is stopped");
    rig.stop(Which::Replica);
    sleep(WHILE).await;
    rig.begin(Which::Replica);
    caught_up(&members).await;

    seen.begins("the primary is started anew");
    rig.stop(Which::Primary);
    sleep(WHILE).await;
    rig.begin(Which::Primary);
    seen.recovers(Instant::now()).await;
    caught_up(&members).await;

    seen.begins("all is well after that");
    sleep(WHILE).await;

    seen.begins("the primary breaks down");
    rig.kill(Which::Primary);
    sleep(WHILE).await;
    rig.begin(Which::Primary);
    seen.recovers(Instant::now()).await;
    caught_up(&members).await;

    seen.begins("both are gone");
    rig.stop(Which::Replica);
    rig.kill(Which::Primary);
    sleep(WHILE).await;
    rig.begin(Which::Primary);
    seen.recovers(Instant::now()).await;
    rig.begin(Which::Replica);
    caught_up(&members).await;

    seen.begins("all is well in the end");
    sleep(WHILE).await;
    seen.ends();
    for work in work {
        work.await.expect("no answer was wrong");
    }
    seen.tell();
    for quiet in ["all is well", "a server is killed", "the replica is stopped", "all is well after that"] {
        assert_eq!(seen.failed(quiet), 0, "{quiet}, and something can answer");
    }
    assert_eq!(seen.failed("all is well in the end"), 0);
    // On a busy machine the replica may be a moment behind when the primary goes.
    let (answered, failed) = seen.reads("the primary is started anew");
    assert!(answered > failed, "the replica answers: {answered}, and {failed} failed");
    for member in members {
        member.stop().await;
    }
}

/// Waits until each server knows that its replica has what is known.
async fn caught_up(members: &[Member]) {
    for member in members {
        // What is written meanwhile is there a moment later; so it need not be as far, but as far as it was.
        let state = member.counter("directory_source_state{source=\"primary\"}").await;
        while member.counter("directory_source_state{source=\"replica 1\"}").await < state {
            sleep(Duration::from_millis(10)).await;
        }
    }
}
