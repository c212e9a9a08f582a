//! What one client may take, and who that is.

use std::time::Duration;

use cluster_directory::config::{Limits, ProxyHeader};
use cluster_directory::network::Networks;
use tokio::time::sleep;

use crate::support::{Heard, Process, Server, TestDatabase, Wire, World, head, post};

/// It costs a list and a count.
const COUNT: &str = "{ countries { totalCount } }";
const COUNT_COSTS: u32 = 6;
/// It costs 100.
const SCHEMA: &str = "{ __schema { queryType { name } } }";

/// Limits under which nobody is let off, this machine is a trusted proxy, and so much may be asked for at once.
fn limits(allowance: u32) -> Limits {
    let mut limits = Limits::default();
    limits.clients.unlimited = Networks::default();
    limits.clients.trusted_proxies = "127.0.0.0/8, 10.0.0.0/8".parse().expect("networks");
    limits.clients.allowance = allowance;
    limits.clients.allowance_refill = 1;
    limits
}

/// What somebody gets to hear who sends these headers.
async fn ask(address: &str, headers: &[(&str, &str)], query: &str) -> Heard {
    let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let mut wire = Wire::to(address).await;
    let request = post(query).replacen("content-type", &format!("{headers}content-type"), 1);
    wire.send(request).await.expect("it listens");
    wire.hear().await.expect("an answer")
}

/// Asks for all that an allowance of 100 has, each time as somebody else: who has asked before is refused.
async fn told_apart(server: &Server, stories: &[(&[(&str, &str)], u16)]) {
    for (headers, status) in stories {
        assert_eq!(ask(&server.address, headers, SCHEMA).await.status, *status, "{headers:?}");
    }
}

#[tokio::test]
async fn who_has_spent_its_allowance_waits_and_nobody_else_does() {
    let server = World::new().start_within(limits(30));
    let (spender, other) = ([("x-forwarded-for", "203.0.113.7")], [("x-forwarded-for", "203.0.113.8")]);
    let mut answered = 0;
    let refused = loop {
        // An answer that is kept would cost no more than any request.
        let query = format!("query Q{answered} {COUNT}");
        let heard = ask(&server.address, &spender, &query).await;
        if heard.status != 200 {
            break heard;
        }
        answered += 1;
    };
    assert!(answered >= 30 / COUNT_COSTS);
    assert_eq!((refused.status, refused.code().as_str()), (429, "RATE_LIMITED"));
    let seconds: u32 = refused.header("retry-after").parse().expect("seconds");
    assert!((1..=COUNT_COSTS).contains(&seconds), "{seconds}");
    let message = refused.json()["errors"][0]["message"].as_str().expect("a sentence").to_owned();
    let limit = "Your address has an allowance of 30, to which 1 come back every second. This request costs ";
    assert!(message.starts_with(limit), "{message}");
    assert!(message.contains(&format!("ask again in {seconds} second")), "{message}");
    assert_eq!(ask(&server.address, &other, COUNT).await.status, 200);
    // In time it comes back.
    while ask(&server.address, &spender, "{ __typename }").await.status != 200 {
        sleep(Duration::from_millis(100)).await;
    }
    let metrics = server.metrics().await;
    assert!(metrics.contains("outcome=\"RATE_LIMITED\""), "{metrics}");
}

#[tokio::test]
async fn what_is_refused_costs_something_too() {
    let server = World::new().start_within(limits(10));
    let mut refused = 0;
    while ask(&server.address, &[], "{ nothing }").await.status != 429 {
        refused += 1;
    }
    assert!(refused >= 10);
    // Another media type does not make it a success.
    let accept = [("accept", "application/json")];
    assert_eq!(ask(&server.address, &accept, COUNT).await.status, 429);
}

#[tokio::test]
async fn what_is_no_graphql_request_costs_as_much_as_any() {
    let json = "content-type: application/json\r\n";
    let requests = [
        (400, "POST", format!("{json}content-length: 4\r\n\r\nnone")),
        (400, "GET", "\r\n".to_owned()),
        (405, "PUT", "content-length: 0\r\n\r\n".to_owned()),
        (406, "GET", "accept: image/png\r\n\r\n".to_owned()),
        (413, "POST", format!("{json}content-length: 1000000\r\n\r\n")),
        (415, "POST", "content-type: text/plain\r\ncontent-length: 0\r\n\r\n".to_owned()),
    ];
    for (status, method, rest) in requests {
        let server = World::new().start_within(limits(3));
        let mut refused = 0;
        let told = loop {
            let mut wire = Wire::to(&server.address).await;
            let request = format!("{method} /graphql HTTP/1.1\r\nhost: directory\r\n{rest}");
            wire.send(request).await.expect("it listens");
            let heard = wire.hear().await.expect("an answer");
            if heard.status == 429 {
                break heard;
            }
            assert_eq!(heard.status, status);
            refused += 1;
        };
        assert!(refused >= 3, "{status}: {refused}");
        assert_eq!((told.code().as_str(), told.header("retry-after")), ("RATE_LIMITED", "1"), "{status}");
    }
}

#[tokio::test]
async fn an_answer_that_is_kept_costs_no_more_than_any_request() {
    let server = World::new().start_within(limits(COUNT_COSTS + 3));
    for _ in 0..4 {
        assert_eq!(ask(&server.address, &[], COUNT).await.status, 200);
    }
}

#[tokio::test]
async fn a_full_allowance_pays_for_anything() {
    let server = World::new().start_within(limits(3));
    assert_eq!(ask(&server.address, &[], COUNT).await.status, 200);
    assert_eq!(ask(&server.address, &[], SCHEMA).await.status, 429);
}

#[tokio::test]
async fn a_trusted_proxy_is_believed_and_nobody_beyond_it() {
    let server = World::new().start_within(limits(100));
    let header = "x-forwarded-for";
    told_apart(
        &server,
        &[
            (&[(header, "203.0.113.7")], 200),
            (&[(header, "203.0.113.7")], 429),
            (&[(header, "203.0.113.7:4711")], 429),
            (&[(header, "::ffff:203.0.113.7")], 429),
            (&[(header, "203.0.113.7, 10.1.2.3")], 429),
            // What a client made up stands left of what the proxy saw.
            (&[(header, "198.51.100.1, 203.0.113.7")], 429),
            (&[(header, "198.51.100.2"), (header, "203.0.113.7")], 429),
            // A household has a /64.
            (&[(header, "2001:db8:1:2::1")], 200),
            (&[(header, "2001:db8:1:2:ffff::9")], 429),
            (&[(header, "[2001:db8:1:2::5]:443")], 429),
            (&[(header, "2001:db8:1:3::1")], 200),
            // Without an address that can be read, it is the proxy that asks.
            (&[(header, "198.51.100.3, unknown")], 200),
            (&[(header, "198.51.100.4, _hidden")], 429),
            (&[("forwarded", "for=198.51.100.5")], 429),
            (&[], 429),
        ],
    )
    .await;
}

#[tokio::test]
async fn a_proxy_may_speak_by_rfc_7239() {
    let mut limits = limits(100);
    limits.clients.proxy_header = ProxyHeader::Forwarded;
    let server = World::new().start_within(limits);
    let header = "forwarded";
    told_apart(
        &server,
        &[
            (&[(header, "for=203.0.113.7;proto=https")], 200),
            (&[(header, "proto=https; For=\"203.0.113.7:80\"")], 429),
            (&[(header, "for=198.51.100.1, for=203.0.113.7;by=10.0.0.1")], 429),
            (&[(header, "for=\"198.51.100.1, for=203.0.113.7")], 429),
            (&[(header, "for=\"[2001:db8::1]:4711\"")], 200),
            (&[(header, "for=\"[2001:db8::2]\"")], 429),
            (&[("x-forwarded-for", "198.51.100.1")], 200),
            (&[("x-forwarded-for", "198.51.100.2")], 429),
        ],
    )
    .await;
}

#[tokio::test]
async fn who_is_no_trusted_proxy_is_not_believed() {
    let mut limits = limits(100);
    limits.clients.trusted_proxies = Networks::default();
    let server = World::new().start_within(limits);
    let header = "x-forwarded-for";
    told_apart(&server, &[(&[(header, "203.0.113.7")], 200), (&[(header, "203.0.113.8")], 429)]).await;
}

#[tokio::test]
async fn who_explores_alone_is_never_told_to_wait() {
    let mut alone = Limits::default();
    alone.clients.allowance = 1;
    alone.clients.max_connections_per_address = 1;
    let mut unbounded = limits(0);
    unbounded.clients.trusted_proxies = Networks::default();
    for limits in [alone, unbounded] {
        let server = World::new().start_within(limits);
        let mut kept = Vec::new();
        for _ in 0..3 {
            let mut wire = Wire::to(&server.address).await;
            wire.send(post(COUNT)).await.expect("it listens");
            assert_eq!(wire.hear().await.expect("an answer").status, 200);
            kept.push(wire);
        }
    }
}

#[tokio::test]
async fn an_address_has_only_so_many_connections() {
    let mut limits = limits(0);
    limits.clients.trusted_proxies = Networks::default();
    limits.clients.max_connections_per_address = 2;
    let server = World::new().start_within(limits);
    let mut kept = Vec::new();
    for _ in 0..2 {
        let mut wire = Wire::to(&server.address).await;
        wire.send(head(0)).await.expect("it listens");
        assert_eq!(wire.hear().await.expect("an answer").status, 400);
        kept.push(wire);
    }
    let refused = ask(&server.address, &[], COUNT).await;
    assert_eq!((refused.status, refused.code().as_str(), refused.header("connection")), (429, "RATE_LIMITED", "close"));
    assert_eq!(
        refused.json()["errors"][0]["message"],
        "Your address has 2 connections open and may have no more; use those."
    );
    kept.pop();
    while ask(&server.address, &[], COUNT).await.status != 200 {
        sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn a_trusted_proxy_has_as_many_connections_as_there_are() {
    let mut limits = limits(0);
    limits.clients.max_connections_per_address = 1;
    let server = World::new().start_within(limits);
    let _kept = Wire::to(&server.address).await;
    assert_eq!(ask(&server.address, &[], COUNT).await.status, 200);
}

#[tokio::test]
async fn no_log_tells_who_asked() {
    let test = TestDatabase::new().await;
    let mut settings = vec!["--empty", "--trusted-proxies", "127.0.0.1", "--allowance", "1", "--allowance-refill", "1"];
    settings.extend(["--log", "info,cluster_directory=debug,hyper=debug", "--log-format", "json"]);
    let mut process = Process::start(&test.url, &settings);
    let address = process.address();
    let heard = ask(&address, &[("x-forwarded-for", "203.0.113.7")], "{ __typename }").await;
    assert_eq!(heard.status, 200);
    // However slow the machine is: one of these comes before the allowance is back.
    while ask(&address, &[("x-forwarded-for", "203.0.113.7")], COUNT).await.status != 429 {}
    process.tell_to_stop();
    let (_, log) = process.end();
    assert!(log.contains("\"status\":429") && !log.contains("203.0.113"), "{log}");
}
