//! What the server tells its operator.

use serde_json::{Value, json};

use crate::support::{Process, TestDatabase, World, execute};

async fn get(url: String) -> (u16, String) {
    let client = reqwest::Client::builder().no_proxy().pool_max_idle_per_host(0).build().expect("a client");
    let response = client.get(url).send().await.expect("an answer");
    (response.status().as_u16(), response.text().await.expect("text"))
}

#[tokio::test]
async fn probes_say_whether_it_lives_and_may_be_asked() {
    let server = World::new().start();
    assert_eq!(get(server.url("/healthz")).await, (200, "ok\n".to_owned()));
    assert_eq!(get(server.url("/readyz")).await, (200, "ready\n".to_owned()));
    // Without the table of migrations nobody knows what the tables are.
    execute(&server.database_url, "DROP TABLE seaql_migrations").await;
    while get(server.url("/readyz")).await.0 == 200 {
        // What the database said holds for a moment.
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    let (status, reason) = get(server.url("/readyz")).await;
    assert!(status == 503 && (reason.contains("newest form") || reason.contains("does not answer")), "{reason}");
    assert_eq!(get(server.url("/healthz")).await, (200, "ok\n".to_owned()));
}

#[tokio::test]
async fn counters_tell_what_was_asked_and_how_it_went() {
    let server = World::new().start();
    for _ in 0..3 {
        server.ask("query Names { organizations { totalCount } }").await;
    }
    server.ask("{ __typename }").await;
    server.answer("{ nothing }", json!({})).await;
    server.answer("query Wrong { events(first: 1000) { totalCount } }", json!({})).await;
    for number in 0..150 {
        server.ask(&format!("query Q{number} {{ __typename }}")).await;
    }
    let text = server.metrics().await;
    let value = |name: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_else(|| panic!("{name}\n{text}"));
        line.trim().parse::<f64>().expect("a number")
    };
    for (name, expected) in [
        (r#"directory_requests_total{operation="Names",outcome="OK"}"#, 3.0),
        (r#"directory_requests_total{operation="anonymous",outcome="OK"}"#, 1.0),
        (r#"directory_requests_total{operation="none",outcome="GRAPHQL_VALIDATION_FAILED"}"#, 1.0),
        (r#"directory_requests_total{operation="Wrong",outcome="BAD_USER_INPUT"}"#, 1.0),
        // Two names were known before; a hundred are told apart.
        (r#"directory_requests_total{operation="Q97",outcome="OK"}"#, 1.0),
        (r#"directory_requests_total{operation="other",outcome="OK"}"#, 52.0),
        (r#"directory_request_seconds_count{operation="Names"}"#, 3.0),
        (r#"directory_reads_total{outcome="OK"}"#, 152.0),
        ("directory_read_seconds_count", 152.0),
        (r#"directory_document_cache_total{outcome="miss"}"#, 154.0),
        (r#"directory_answer_cache_total{outcome="hit"}"#, 2.0),
        (r#"directory_http_responses_total{status="200"}"#, 156.0),
        ("directory_connections_refused_total", 0.0),
        ("directory_requests_active", 0.0),
    ] {
        assert_eq!(value(name).to_bits(), f64::to_bits(expected), "{name} is {}", value(name));
    }
    assert!(text.ends_with("# EOF\n"));
}

#[tokio::test]
async fn the_log_tells_of_every_request_and_never_of_variables() {
    let test = TestDatabase::new().await;
    let mut process = Process::start(&test.url, &["--empty", "--log", "info", "--log-format", "json"]);
    let url = format!("http://{}/graphql", process.address());
    let client = reqwest::Client::builder().no_proxy().build().expect("a client");
    let query = "query Secret($s: String!) { event(by: { slug: $s }) { title } }";
    let request = json!({ "query": query, "variables": { "s": "hush-hush" } });
    let asked = client.post(&url).header("x-request-id", "story-1").json(&request);
    assert_eq!(asked.send().await.expect("an answer").status(), 200);
    process.tell_to_stop();
    let (_, log) = process.end();
    assert!(!log.contains("hush-hush"), "{log}");
    let lines: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let line = lines.iter().find(|line| line["request.id"] == "story-1").unwrap_or_else(|| panic!("{log}"));
    assert_eq!(
        (&line["method"], &line["path"], &line["status"], &line["operation"], &line["message"]),
        (&json!("POST"), &json!("/graphql"), &json!(200), &json!("Secret"), &json!("answered"))
    );
    assert_eq!(line["document"].as_str().map(str::len), Some(64));
    assert!(line["milliseconds"].is_number());
}

#[tokio::test]
async fn a_fault_is_explained_to_the_log_alone() {
    let test = TestDatabase::new().await;
    let mut process = Process::start(&test.url, &["--empty"]);
    let url = format!("http://{}/graphql", process.address());
    execute(&test.url, "DROP TABLE search_word").await;
    let client = reqwest::Client::builder().no_proxy().build().expect("a client");
    let request = json!({ "query": "{ search(text: \"x\") { totalCount } }" });
    let response = client.post(&url).header("x-request-id", "story-2").json(&request).send().await.expect("an answer");
    assert_eq!(response.status(), 500);
    let answer: Value = response.json().await.expect("JSON");
    let message = "The server could not answer. Its log knows why, under the id story-2.";
    let error = json!({ "message": message, "extensions": { "code": "INTERNAL_SERVER_ERROR" } });
    assert_eq!(answer, json!({ "errors": [error] }));
    process.tell_to_stop();
    let (_, log) = process.end();
    let line = log.lines().find(|line| line.contains("story-2")).unwrap_or_else(|| panic!("{log}"));
    assert!(line.contains("search_word") && line.contains("a request failed"), "{line}");
}

#[tokio::test]
async fn an_operator_can_ask_at_an_address_of_its_own() {
    let test = TestDatabase::new().await;
    // A port that was free a moment ago.
    let port = std::net::TcpListener::bind("127.0.0.1:0").and_then(|it| it.local_addr()).expect("an address").port();
    let operator = format!("127.0.0.1:{port}");
    let mut process = Process::start(&test.url, &["--empty", "--operator-listen", &operator]);
    let everybody = process.address();
    let status = async |address: &str, path: &str| get(format!("http://{address}{path}")).await.0;
    for (path, here, there) in [
        ("/metrics", 404, 200),
        ("/readyz", 200, 200),
        ("/healthz", 200, 200),
        ("/graphql?query=%7B__typename%7D", 200, 404),
    ] {
        assert_eq!((status(&everybody, path).await, status(&operator, path).await), (here, there), "{path}");
    }
}
