//! What one server writes, the others hear.

use std::time::{Duration, Instant};

use tokio::time::sleep;

use super::member::{Member, client, prepared, read, write};
use crate::support::TestDatabase;

const WRITES: i64 = 5;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_write_is_told_once_to_those_on_the_same_tables_and_to_no_others() {
    let (test, elsewhere) = (TestDatabase::new().await, TestDatabase::new().await);
    if test.url.starts_with("sqlite") {
        eprintln!("skipped: SQLite tells nothing");
        return;
    }
    let (secret, foreign) = (prepared(&test.url).await, prepared(&elsewhere.url).await);
    let one = Member::start(&test.url, &[]);
    let two = Member::start(&test.url, &[]);
    let other = Member::start(&elsewhere.url, &[]);
    let client = client();
    for member in [&one, &two, &other] {
        while member.counter("directory_listening").await == 0 {
            sleep(Duration::from_millis(10)).await;
        }
    }
    let heard = async |member: &Member| member.counter("directory_notifications_total").await;
    let before = [heard(&one).await, heard(&two).await, heard(&other).await];
    write(&client, &other.address, &foreign, "elsewhere").await.expect("it is written");
    let mut longest = Duration::ZERO;
    for number in 1..=WRITES {
        assert!(read(&client, &two.address, None).await.expect("an answer").count < number);
        write(&client, &one.address, &secret, &format!("event {number}")).await.expect("it is written");
        let written = Instant::now();
        while read(&client, &two.address, None).await.expect("an answer").count < number {
            sleep(Duration::from_millis(1)).await;
        }
        longest = longest.max(written.elapsed());
    }
    eprintln!("what one server wrote, another gave after {longest:?} at most");
    while heard(&two).await < before[1] + WRITES {
        sleep(Duration::from_millis(10)).await;
    }
    let after = [heard(&one).await, heard(&two).await, heard(&other).await];
    assert_eq!(after, [before[0] + WRITES, before[1] + WRITES, before[2] + 1]);
    for member in [one, two, other] {
        member.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_sends_the_state_of_an_answer_is_answered_from_no_older_one() {
    let test = TestDatabase::new().await;
    let secret = prepared(&test.url).await;
    let (one, two) = (Member::start(&test.url, &[]), Member::start(&test.url, &[]));
    let client = client();
    for number in 1..=WRITES {
        // What is kept is of the state before.
        read(&client, &two.address, None).await.expect("an answer");
        let state = write(&client, &one.address, &secret, &format!("event {number}")).await.expect("it is written");
        let seen = read(&client, &two.address, Some(state)).await.expect("an answer");
        assert!(seen.count == number && seen.state >= state, "{seen:?}");
    }
    let seen = read(&client, &two.address, None).await.expect("an answer");
    let ahead = read(&client, &two.address, Some(seen.state + 1)).await;
    assert!(format!("{ahead:?}").contains("BAD_REQUEST"), "{ahead:?}");
    one.stop().await;
    two.stop().await;
}
