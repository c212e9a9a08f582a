//! GraphQL over HTTP beyond what the audit asks.

use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use crate::support::bbs;

const RESPONSE: &str = "application/graphql-response+json; charset=utf-8";
const JSON: &str = "application/json; charset=utf-8";

fn post(body: &Value) -> RequestBuilder {
    bbs().client().post(bbs().url("/graphql")).json(body)
}

/// The status, one header and the code of the error, if there is one.
async fn said(request: RequestBuilder, header: &str) -> (u16, String, String) {
    let response = request.send().await.expect("an answer");
    let header = response.headers().get(header).map(|value| value.to_str().expect("text").to_owned());
    let status = response.status().as_u16();
    let body: Value = response.json().await.expect("JSON");
    let code = body["errors"][0]["extensions"]["code"].as_str().unwrap_or_default().to_owned();
    (status, header.unwrap_or_default(), code)
}

#[tokio::test]
async fn the_client_says_what_it_reads() {
    for (accept, expected) in [
        ("application/graphql-response+json", RESPONSE),
        ("application/json", JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        ("", JSON),
        ("text/html, application/xhtml+xml, */*;q=0.8", JSON),
        // As welcome as each other: the first one, and what is named before what is not.
        ("application/graphql-response+json, application/json", RESPONSE),
        ("application/json, application/graphql-response+json", JSON),
        ("*/*, application/graphql-response+json", RESPONSE),
        // More and less welcome.
        ("application/graphql-response+json;q=0.5, application/json;q=0.9", JSON),
        ("application/json;q=0.5, application/graphql-response+json; q=0.9; charset=UTF-8", RESPONSE),
        ("application/json;q=0, */*", RESPONSE),
        ("application/graphql-response+json;q=0, application/*;q=0.1", JSON),
        ("application/graphql-response+json; charset=\"utf-8\", application/json; charset=utf-8", RESPONSE),
        ("application/graphql-response+json; charset=latin1, application/json;q=0.1", JSON),
    ] {
        let request = post(&json!({ "query": "{ __typename }" })).header("accept", accept);
        assert_eq!(said(request, "content-type").await, (200, expected.to_owned(), String::new()), "{accept}");
    }
    for accept in ["text/html", "application/json;q=0", "application/json; charset=latin1", "*/*;q=0.000"] {
        let request = post(&json!({ "query": "{ __typename }" })).header("accept", accept);
        assert_eq!(said(request, "content-type").await, (406, JSON.to_owned(), "BAD_REQUEST".to_owned()), "{accept}");
    }
}

#[tokio::test]
async fn a_request_error_has_its_status_where_the_client_reads_it() {
    for (query, code) in [
        ("{", "GRAPHQL_PARSE_FAILED"),
        ("{ nothing }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ events(first: 1000) { totalCount } }", "BAD_USER_INPUT"),
        ("query A { __typename } query B { __typename }", "BAD_REQUEST"),
    ] {
        for (accept, status) in [("application/graphql-response+json", 400), ("application/json", 200)] {
            let request = post(&json!({ "query": query })).header("accept", accept);
            let (heard, cache, heard_code) = said(request, "cache-control").await;
            assert_eq!(
                (heard, cache.as_str(), heard_code.as_str()),
                (status, "private, no-store", code),
                "{query} {accept}"
            );
        }
    }
}

#[tokio::test]
async fn a_body_is_one_json_object_as_it_stands() {
    let raw = |kind: &str, body: &'static str| {
        bbs().client().post(bbs().url("/graphql")).header("content-type", kind).body(body)
    };
    let query = r#"{"query":"{ __typename }"}"#;
    for (request, status) in [
        (raw("application/json", query), 200),
        (raw("Application/JSON; charset=UTF-8", query), 200),
        (raw("application/json; charset=\"utf-8\"", query), 200),
        (raw("application/json", " \n{\"query\":\"{ __typename }\",\"more\":1}"), 200),
        (raw("application/json; charset=latin1", query), 415),
        (raw("application/graphql", "{ __typename }"), 415),
        (raw("text/plain", query), 415),
        (raw("application/x-www-form-urlencoded", "query=%7B__typename%7D"), 415),
        (raw("multipart/form-data; boundary=x", "--x--"), 415),
        (raw("application/json", query).header("content-encoding", "identity"), 200),
        (raw("application/json", query).header("content-encoding", "gzip"), 415),
        // Several requests, and an object without its names.
        (raw("application/json", r#"[{"query":"{ __typename }"}]"#), 400),
        (raw("application/json", r#"["{ __typename }",null,null,null,null]"#), 400),
        (raw("application/json", r#"{"query":"{ __typename }","query":"{ __typename }"}"#), 400),
        (raw("application/json", ""), 400),
        (raw("application/json", "{\"query\":\"\u{0}\"}"), 400),
    ] {
        let (heard, _, code) = said(request, "content-type").await;
        assert_eq!(heard, status, "{code}");
        assert_eq!(code.is_empty(), status == 200);
    }
    let broken = bbs().client().post(bbs().url("/graphql")).header("content-type", "application/json");
    assert_eq!(said(broken.body(b"{\"query\":\"\xff\"}".to_vec()), "content-type").await.0, 400);
}

#[tokio::test]
async fn get_reads_and_nothing_else() {
    let get = |query: &[(&str, &str)]| bbs().client().get(bbs().url("/graphql")).query(query);
    let document = "query A($s: String!) { event(by: { slug: $s }) { title } } query B { __typename }";
    let variables = r#"{"s":"kosict-2016"}"#;
    let asked = [("query", document), ("operationName", "A"), ("variables", variables), ("extensions", "{\"x\":1}")];
    let answer = get(&asked).send().await.expect("an answer").text().await.expect("text");
    assert!(answer.starts_with(r#"{"data":{"event":{"title":"KosICT 2016"}},"#), "{answer}");

    // HEAD says what GET would, without the body.
    let head = bbs().client().head(bbs().url("/graphql")).query(&asked).send().await.expect("an answer");
    assert_eq!((head.status().as_u16(), head.headers()["content-type"].to_str().expect("text")), (200, JSON));
    let again = get(&asked).send().await.expect("an answer").text().await.expect("text");
    assert_eq!(head.headers()["content-length"].to_str().expect("text"), again.len().to_string());
    assert_eq!(head.text().await.expect("text"), "");

    let refused = said(get(&[("query", "mutation { __typename }")]), "allow").await;
    assert_eq!(refused, (405, "POST".to_owned(), "METHOD_NOT_ALLOWED".to_owned()));
    for query in [
        vec![],
        vec![("variables", "{}")],
        vec![("query", "{ __typename }"), ("query", "{ __typename }")],
        vec![("query", "{ __typename }"), ("variables", "[]")],
        vec![("query", "{ __typename }"), ("extensions", "\"x\"")],
    ] {
        assert_eq!(said(get(&query), "allow").await, (400, String::new(), "BAD_REQUEST".to_owned()), "{query:?}");
    }
    for method in [Method::PUT, Method::DELETE, Method::PATCH] {
        let refused = said(bbs().client().request(method, bbs().url("/graphql")), "allow").await;
        assert_eq!(refused, (405, "GET, HEAD, POST, OPTIONS".to_owned(), "BAD_REQUEST".to_owned()));
    }
}
