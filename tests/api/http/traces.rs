//! What a collector of traces is told.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex};

use http_body_util::{BodyExt, Empty};
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::any_value::Value as Attribute;
use opentelemetry_proto::tonic::trace::v1::span::SpanKind;
use opentelemetry_proto::tonic::trace::v1::{Span, status::StatusCode};
use prost::Message;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::task::spawn_blocking;

use crate::support::{Process, TestDatabase, execute, program};

const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";
const PARENT: &str = "b7ad6b7169203331";
const QUERY: &str = "query Secret($s: String!) { event(by: { slug: $s }) { title } }";

/// A collector that keeps what it is sent.
struct Collector {
    address: String,
    taken: Arc<Mutex<Vec<Bytes>>>,
}

impl Collector {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let taken = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&taken);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let kept = Arc::clone(&kept);
                let take = service_fn(move |request| take(request, Arc::clone(&kept)));
                tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), take));
            }
        });
        Self { address, taken }
    }

    /// All spans that came, and whether such a text stands in them anywhere.
    fn spans(&self) -> Vec<Span> {
        let taken = self.taken.lock().expect("nobody panicked here");
        let mut spans = Vec::new();
        for body in taken.iter() {
            for of_resource in ExportTraceServiceRequest::decode(body.clone()).expect("traces").resource_spans {
                let resource = of_resource.resource.expect("who tells");
                assert!(resource.attributes.iter().any(|it| it.key == "service.name"), "{resource:?}");
                spans.extend(of_resource.scope_spans.into_iter().flat_map(|of_scope| of_scope.spans));
            }
        }
        spans
    }

    fn was_told(&self, text: &str) -> bool {
        let taken = self.taken.lock().expect("nobody panicked here");
        taken.iter().any(|body| body.windows(text.len()).any(|some| some == text.as_bytes()))
    }
}

async fn take(request: Request<Incoming>, kept: Arc<Mutex<Vec<Bytes>>>) -> Result<Response<Empty<Bytes>>, Infallible> {
    assert_eq!(request.uri(), "/v1/traces");
    let body = request.into_body().collect().await.expect("a body").to_bytes();
    kept.lock().expect("nobody panicked here").push(body);
    Ok(Response::new(Empty::new()))
}

fn client() -> reqwest::Client {
    reqwest::Client::builder().no_proxy().pool_max_idle_per_host(0).build().expect("a client")
}

/// Asks as somebody whose trace has begun elsewhere.
async fn ask(address: &str, id: &str, query: &str) -> u16 {
    let asked = client()
        .post(format!("http://{address}/graphql"))
        .header("x-request-id", id)
        .header("x-forwarded-for", "203.0.113.7")
        .header("traceparent", format!("00-{TRACE}-{PARENT}-01"))
        .json(&json!({ "query": query, "variables": { "s": "hush-hush" } }));
    asked.send().await.expect("an answer").status().as_u16()
}

/// Tells a server to stop, and waits until it has: its log.
async fn stop(process: Process) -> String {
    process.tell_to_stop();
    let (status, log) = spawn_blocking(|| process.end()).await.expect("it ends");
    assert!(status.success(), "{log}");
    log
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn attributes(span: &Span) -> BTreeMap<&str, String> {
    let attributes = span.attributes.iter().filter_map(|it| {
        let text = match it.value.as_ref()?.value.as_ref()? {
            Attribute::StringValue(text) => text.clone(),
            Attribute::IntValue(number) => number.to_string(),
            other => format!("{other:?}"),
        };
        Some((it.key.as_str(), text))
    });
    attributes.collect()
}

fn of_request<'s>(spans: &'s [Span], id: &str) -> &'s Span {
    let span = spans.iter().find(|span| attributes(span).get("request.id").is_some_and(|it| it == id));
    span.unwrap_or_else(|| panic!("{id}: {spans:#?}"))
}

#[tokio::test]
async fn a_trace_tells_what_a_request_was_and_what_became_of_it() {
    let (test, collector) = (TestDatabase::new().await, Collector::start().await);
    let settings = ["--empty", "--trusted-proxies", "127.0.0.1", "--otlp-endpoint", &collector.address];
    let mut process = Process::start(&test.url, &settings);
    let address = process.address();
    assert_eq!(ask(&address, "story-1", QUERY).await, 200);
    assert_eq!(ask(&address, "story-2", "{ nothing }").await, 200);
    execute(&test.url, "DROP TABLE search_word").await;
    assert_eq!(ask(&address, "story-3", "{ search(text: \"x\") { totalCount } }").await, 500);
    // Whatever is not sent yet is sent before the end.
    assert!(!stop(process).await.contains("collector"));

    let spans = collector.spans();
    let answered = of_request(&spans, "story-1");
    assert_eq!((answered.name.as_str(), answered.kind), ("POST /graphql", SpanKind::Server as i32));
    assert_eq!((hex(&answered.trace_id).as_str(), hex(&answered.parent_span_id).as_str()), (TRACE, PARENT));
    let mut told = attributes(answered);
    assert_eq!(told.remove("graphql.document.hash").map(|hash| hash.len()), Some(64));
    let expected = [
        ("graphql.operation.name", "Secret"),
        ("http.request.method", "POST"),
        ("http.response.status_code", "200"),
        ("http.route", "/graphql"),
        ("outcome", "OK"),
        ("request.id", "story-1"),
    ];
    assert_eq!(told, expected.map(|(name, value)| (name, value.to_owned())).into());
    for step in ["compile", "read"] {
        let inside = |span: &&Span| span.name == step && span.parent_span_id == answered.span_id;
        let span = spans.iter().find(inside).unwrap_or_else(|| panic!("{step}: {spans:#?}"));
        assert!(span.attributes.is_empty() && span.events.is_empty(), "{span:?}");
        assert_eq!(span.trace_id, answered.trace_id);
    }
    let refused = attributes(of_request(&spans, "story-2"));
    assert_eq!(refused["outcome"], "GRAPHQL_VALIDATION_FAILED");
    assert!(!refused.contains_key("graphql.document.hash"));
    let failed = of_request(&spans, "story-3");
    assert_eq!(attributes(failed)["outcome"], "INTERNAL_SERVER_ERROR");
    assert_eq!(failed.status.as_ref().map(|status| status.code), Some(StatusCode::Error as i32));
    for secret in ["hush-hush", "203.0.113", "127.0.0.1", "SELECT", "search_word"] {
        assert!(!collector.was_told(secret), "{secret}");
    }
}

#[tokio::test]
async fn the_log_names_a_token_also_of_what_is_refused_and_a_trace_never_does() {
    let (test, collector) = (TestDatabase::new().await, Collector::start().await);
    let database = ["--database", &test.url];
    assert!(program(&["migrate"]).args(database).output().expect("it runs").status.success());
    let create = program(&["token", "create", "night shift", "--role", "EDITOR"]).args(database).output();
    let good = String::from_utf8(create.expect("it runs").stdout).expect("text").trim_end().to_owned();
    let settings = ["--empty", "--log", "info", "--log-format", "json", "--otlp-endpoint", &collector.address];
    let mut process = Process::start(&test.url, &settings);
    let url = format!("http://{}/graphql", process.address());
    let write = r#"{ "query": "mutation { createTopic(input: { name: \"Farming\" }) { record { name } } }" }"#;
    let unknown = good.replace(&good[60..], "0000000");
    let stories = [
        ("story-1", Some(&good), write, 200, "OK"),
        ("story-2", Some(&good), "none", 400, "BAD_REQUEST"),
        ("story-3", Some(&unknown), write, 401, "UNAUTHENTICATED"),
        ("story-4", Some(&unknown), "none", 401, "UNAUTHENTICATED"),
        ("story-5", None, "none", 400, "BAD_REQUEST"),
    ];
    for (id, secret, body, status, _) in stories {
        let request = client().post(&url).header("x-request-id", id).header("content-type", "application/json");
        let request = match secret {
            Some(secret) => request.bearer_auth(secret),
            None => request,
        };
        assert_eq!(request.body(body).send().await.expect("an answer").status().as_u16(), status, "{id}");
    }
    let log = stop(process).await;

    let spans = collector.spans();
    for (id, secret, _, status, outcome) in stories {
        let line = log.lines().find(|line| line.contains(id)).unwrap_or_else(|| panic!("{id}: {log}"));
        assert_eq!(line.contains(r#""token":"night shift""#), secret == Some(&good), "{line}");
        let told = attributes(of_request(&spans, id));
        assert_eq!((&told["outcome"], &told["http.response.status_code"]), (&outcome.to_owned(), &status.to_string()));
    }
    let written = of_request(&spans, "story-1");
    for step in ["change", "compile", "read"] {
        assert!(spans.iter().any(|it| it.name == step && it.parent_span_id == written.span_id), "{step}: {spans:#?}");
    }
    assert!(!collector.was_told("night shift"));
}

#[tokio::test]
async fn who_is_no_trusted_proxy_begins_a_trace_of_its_own() {
    let (test, collector) = (TestDatabase::new().await, Collector::start().await);
    let mut process = Process::start(&test.url, &["--empty", "--otlp-endpoint", &collector.address]);
    assert_eq!(ask(&process.address(), "story-1", QUERY).await, 200);
    stop(process).await;
    let spans = collector.spans();
    let span = of_request(&spans, "story-1");
    assert!(hex(&span.trace_id) != TRACE && span.parent_span_id.is_empty(), "{span:?}");
}

#[tokio::test]
async fn a_collector_that_is_away_or_silent_keeps_nobody_waiting() {
    let silent = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let silent = (format!("http://{}", silent.local_addr().expect("an address")), Some(silent), "");
    // A port that was free a moment ago.
    let port = std::net::TcpListener::bind("127.0.0.1:0").and_then(|it| it.local_addr()).expect("an address").port();
    let away = (format!("http://127.0.0.1:{port}"), None, "the collector does not take traces");
    for (collector, _kept, told) in [silent, away] {
        let test = TestDatabase::new().await;
        let mut process = Process::start(&test.url, &["--empty", "--otlp-endpoint", &collector]);
        let address = process.address();
        for number in 0..100 {
            assert_eq!(ask(&address, &format!("story-{number}"), QUERY).await, 200);
        }
        let log = stop(process).await;
        assert!(log.contains(told) && !log.contains("panicked"), "{log}");
    }
}

#[tokio::test]
async fn a_collector_must_have_an_address() {
    let output = program(&["--otlp-endpoint", "127.0.0.1:4318"]).output().expect("it runs");
    let said = String::from_utf8(output.stderr).expect("text");
    assert_eq!(output.status.code(), Some(2));
    assert!(said.contains("--otlp-endpoint") && said.contains("http://127.0.0.1:4318"), "{said}");
}
