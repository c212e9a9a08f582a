//! SIGTERM: no request that was let in is lost.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::json;
use tokio::time::sleep;

use super::is_typename;
use crate::support::{Process, TestDatabase, Wire, World, head, post};

#[tokio::test]
async fn who_is_in_is_answered_and_told_to_go() {
    let test = TestDatabase::new().await;
    let mut process = Process::start(&test.url, &["--empty"]);
    let address = process.address();
    // One has sent half of what it asks, one has a kept connection.
    let request = post("{ __typename }");
    let (half, rest) = request.split_at(request.len() - 10);
    let mut begun = Wire::to(&address).await;
    begun.send(half).await.expect("it listens");
    let mut kept = Wire::to(&address).await;
    kept.send(post("{ __typename }")).await.expect("it listens");
    assert_eq!(kept.hear().await.expect("an answer").header("connection"), "");

    process.tell_to_stop();
    // Until nobody is let in any more.
    while tokio::net::TcpStream::connect(&address).await.is_ok() {
        sleep(Duration::from_millis(10)).await;
    }
    kept.send("GET /readyz HTTP/1.1\r\nhost: directory\r\n\r\n").await.expect("it is still kept");
    let heard = kept.hear().await.expect("an answer");
    assert_eq!((heard.status, heard.header("connection"), heard.body.as_str()), (503, "close", "stopping\n"));
    kept.ended().await;
    begun.send(rest).await.expect("it is still waited for");
    let heard = begun.hear().await.expect("an answer");
    assert_eq!((heard.status, heard.header("connection")), (200, "close"));
    assert!(is_typename(&heard.body), "{}", heard.body);
    begun.ended().await;
    let (status, errors) = process.end();
    assert!(status.success());
    assert_eq!(errors, "");
}

#[tokio::test]
async fn what_does_not_end_is_not_waited_for_for_ever() {
    let world = World::new().with("countries", json!({ "slug": "me", "code": "ME", "name": "Montenegro" }));
    let server = world.start();
    server.never_end_with("country").await;
    let limits = ["--request-timeout", "1h", "--statement-timeout", "1h", "--stop-timeout", "2s"];
    let mut process = Process::start(&server.database_url, &limits);
    let address = process.address();
    let mut wires = Vec::new();
    for request in [post("{ countries { totalCount } }"), head(1000), "GET / HT".to_owned(), String::new()] {
        let mut wire = Wire::to(&address).await;
        wire.send(request).await.expect("it listens");
        wires.push(wire);
    }
    process.tell_to_stop();
    let (status, errors) = tokio::task::spawn_blocking(|| process.end()).await.expect("it ends");
    assert!(status.success(), "{status} {errors}");
    assert!(errors.contains("some requests were not answered before the time to stop was over"), "{errors}");
}

#[tokio::test]
async fn clients_that_ask_and_ask_lose_nothing() {
    let test = TestDatabase::new().await;
    let mut process = Process::start(&test.url, &["--empty"]);
    let address = process.address();
    let url = format!("http://{address}/graphql");
    let answered = Arc::new(AtomicUsize::new(0));
    let stopped = Arc::new(AtomicBool::new(false));
    let mut clients = Vec::new();
    for number in 0..16 {
        let (url, answered, stopped) = (url.clone(), Arc::clone(&answered), Arc::clone(&stopped));
        clients.push(tokio::spawn(async move {
            // Half of them keep their connections.
            let client = reqwest::Client::builder().no_proxy().pool_max_idle_per_host(number % 2).build();
            let client = client.expect("a client");
            loop {
                match client.post(&url).json(&json!({ "query": "{ __typename }" })).send().await {
                    Ok(response) => {
                        assert_eq!(response.status(), 200);
                        assert!(is_typename(&response.text().await.expect("the whole answer")));
                        answered.fetch_add(1, Ordering::Relaxed);
                    }
                    // Nobody is let in any more: nothing was asked.
                    Err(error) if error.is_connect() && stopped.load(Ordering::Relaxed) => return,
                    Err(error) => panic!("a request was lost: {error:?}"),
                }
            }
        }));
    }
    while answered.load(Ordering::Relaxed) < 200 {
        sleep(Duration::from_millis(10)).await;
    }
    stopped.store(true, Ordering::Relaxed);
    process.tell_to_stop();
    for client in clients {
        client.await.expect("no request is lost");
    }
    let (status, errors) = process.end();
    assert!(status.success());
    assert_eq!(errors, "");
}
