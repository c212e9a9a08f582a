//! What every response says beside its body.

use reqwest::Method;
use reqwest::header::HeaderMap;
use serde_json::{Value, json};

use super::is_typename;
use crate::support::bbs;

fn text<'h>(headers: &'h HeaderMap, name: &str) -> &'h str {
    headers.get(name).map_or("", |value| value.to_str().expect("text"))
}

#[tokio::test]
async fn a_browser_may_do_no_more_with_an_answer_than_it_must() {
    for path in [
        "/",
        "/graphql?query=%7B__typename%7D",
        "/graphql",
        "/graphiql",
        "/schema.graphql",
        "/healthz",
        "/readyz",
        "/metrics",
        "/nowhere",
    ] {
        let response = bbs().client().get(bbs().url(path)).send().await.expect("an answer");
        let headers = response.headers();
        let policy = text(headers, "content-security-policy");
        assert!(
            policy.starts_with("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
            "{path}: {policy}"
        );
        assert!(!policy.contains("script-src") || path == "/graphiql", "{path}: {policy}");
        assert_eq!(text(headers, "x-content-type-options"), "nosniff", "{path}");
        assert_eq!(text(headers, "referrer-policy"), "no-referrer", "{path}");
        assert_eq!(text(headers, "access-control-allow-origin"), "*", "{path}");
        assert_ne!(text(headers, "x-request-id"), "", "{path}");
        for absent in ["set-cookie", "server", "x-powered-by", "access-control-allow-credentials"] {
            assert!(!headers.contains_key(absent), "{path}: {absent}");
        }
    }
}

#[tokio::test]
async fn pages_of_other_sites_may_ask_and_must_ask_first() {
    let preflight = bbs()
        .client()
        .request(Method::OPTIONS, bbs().url("/graphql"))
        .header("origin", "https://cluster.example")
        .header("access-control-request-method", "POST")
        .header("access-control-request-headers", "content-type");
    let response = preflight.send().await.expect("an answer");
    let headers = response.headers();
    assert_eq!(response.status(), 200);
    assert_eq!(text(headers, "access-control-allow-methods"), "GET,HEAD,POST");
    for header in ["content-type", "authorization"] {
        assert!(text(headers, "access-control-allow-headers").contains(header), "{header}");
    }
    assert_eq!(text(headers, "access-control-max-age"), "86400");
    // What a page can send without asking is refused.
    for kind in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"] {
        let simple = bbs().client().post(bbs().url("/graphql")).header("content-type", kind);
        let body = r#"{"query":"{ __typename }"}"#;
        assert_eq!(simple.body(body).send().await.expect("an answer").status(), 415, "{kind}");
    }
}

#[tokio::test]
async fn a_request_has_an_id() {
    let ask = |id: Option<&'static str>| {
        let request = bbs().client().get(bbs().url("/healthz"));
        id.into_iter().fold(request, |request, id| request.header("x-request-id", id)).send()
    };
    let id = async |given| text(ask(given).await.expect("an answer").headers(), "x-request-id").to_owned();
    assert_eq!(id(Some("01JD-4f.x:7/a+b=")).await, "01JD-4f.x:7/a+b=");
    let made = [id(None).await, id(None).await];
    assert_ne!(made[0], made[1]);
    for wrong in ["", "a b", "<script>", "\u{1b}[0m".trim_start_matches('\u{1b}')] {
        assert_ne!(id(Some(wrong)).await, wrong);
    }
    let long: &'static str = Box::leak("x".repeat(129).into_boxed_str());
    assert_ne!(id(Some(long)).await, long);
}

#[tokio::test]
async fn large_answers_are_compressed_and_small_ones_are_not() {
    let ask = |query: &'static str, encoding: &'static str| {
        let request = bbs().client().post(bbs().url("/graphql")).header("accept-encoding", encoding);
        request.json(&json!({ "query": query })).send()
    };
    let large = "{ events(first: 50) { nodes { title url status } } }";
    let plain = ask(large, "identity").await.expect("an answer").bytes().await.expect("bytes");
    assert!(serde_json::from_slice::<Value>(&plain).expect("JSON")["data"].is_object());
    for encoding in ["br", "gzip", "zstd"] {
        let response = ask(large, encoding).await.expect("an answer");
        assert_eq!(text(response.headers(), "content-encoding"), encoding);
        let vary: Vec<_> =
            response.headers().get_all("vary").iter().map(|value| value.to_str().expect("text")).collect();
        assert!(vary.join(", ").contains("accept-encoding") && vary.join(", ").contains("accept"), "{vary:?}");
        assert!(response.bytes().await.expect("bytes").len() < plain.len() / 2, "{encoding}");
        let small = ask("{ __typename }", encoding).await.expect("an answer");
        assert_eq!(text(small.headers(), "content-encoding"), "");
        assert!(is_typename(&small.text().await.expect("text")));
    }
}
