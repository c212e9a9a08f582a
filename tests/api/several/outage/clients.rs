//! Those who write and read all the time.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::time::sleep;

use super::seen::{Did, Seen};
use crate::several::member::{self, client, read};

/// How long a client waits before its next request.
const REST: Duration = Duration::from_millis(10);

/// Writes one event after the other, each until it is acknowledged, by one server after the other.
pub async fn write_on(seen: Arc<Seen>, secret: String) {
    let client = client();
    let mut turn = 0;
    for number in 1.. {
        let name = format!("event {number}");
        loop {
            if seen.is_over() {
                return;
            }
            turn += 1;
            let server = seen.server(turn);
            match member::write(&client, &server, &secret, &name).await {
                Ok(state) => break seen.acknowledged(&server, state),
                Err(trouble) => seen.failed_at(&server, Did::Write, &trouble),
            }
            sleep(REST).await;
        }
        sleep(REST).await;
    }
}

/// Asks one server after the other for what was acknowledged, by whichever of them.
pub async fn look(seen: Arc<Seen>) {
    let client = client();
    let mut last = member::Seen::default();
    let mut turn = 0;
    while !seen.is_over() {
        turn += 1;
        let (server, written) = (seen.server(turn), seen.written());
        let state = written.state.max(last.state);
        match read(&client, &server, Some(state)).await {
            Ok(now) => {
                assert!(now.count >= written.count, "{now:?} lacks what was acknowledged: {}", written.count);
                assert!(now.count >= last.count && now.number >= last.number, "{now:?} is older than {last:?}");
                assert!(now.state >= state, "{now:?} is older than {state}");
                // One more may be written that is not acknowledged yet, and none is written twice.
                assert!(now.count <= seen.written().count + 1, "{now:?} has more than was written");
                last = now;
                seen.answered();
            }
            Err(trouble) => seen.failed_at(&server, Did::Read, &trouble),
        }
        sleep(REST).await;
    }
}

/// Asks one server after the other, without a word of any state, until it gives what was acknowledged.
pub async fn listen(seen: Arc<Seen>) {
    let client = client();
    let mut turn = 0;
    while !seen.is_over() {
        turn += 1;
        let (server, written, begun) = (seen.server(turn), seen.written(), Instant::now());
        let mut last = member::Seen::default();
        while last.count < written.count && !seen.is_over() {
            match read(&client, &server, None).await {
                Ok(now) => {
                    assert!(now.count >= last.count && now.state >= last.state, "{now:?} is older than {last:?}");
                    last = now;
                    seen.answered();
                }
                Err(trouble) => {
                    seen.failed_at(&server, Did::Read, &trouble);
                    break;
                }
            }
            sleep(REST / 5).await;
        }
        if last.count >= written.count {
            seen.lagged(begun.elapsed());
        }
        sleep(REST).await;
    }
}
