//! Documents that are named instead of sent.

use std::fs;

use reqwest::RequestBuilder;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::support::{Process, TestDatabase, bbs, program};

/// The SHA-256 of a text in hexadecimal digits.
fn sha256(text: &str) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

async fn answer(request: RequestBuilder) -> (u16, Value) {
    let response = request.send().await.expect("an answer");
    let status = response.status().as_u16();
    let cache_control = response.headers()["cache-control"].clone();
    let mut body: Value = response.json().await.expect("JSON");
    // What it cost is another story.
    body.as_object_mut().expect("an object").remove("extensions");
    assert!(body.get("data").is_some() || cache_control == "private, no-store", "nobody keeps a miss");
    (status, body)
}

fn post(body: &Value) -> RequestBuilder {
    bbs().client().post(bbs().url("/graphql")).json(body)
}

#[tokio::test]
async fn a_document_is_sent_once_and_named_from_then_on() {
    let document = "query ById($s: String!) { event(by: { slug: $s }) { title } }";
    let id = format!("sha256:{}", sha256(document));
    let variables = json!({ "s": "kosict-2016" });
    let named = json!({ "documentId": id, "variables": variables });
    let (status, miss) = answer(post(&named)).await;
    assert_eq!(status, 200);
    assert_eq!(
        miss,
        json!({ "errors": [{ "message": "PersistedQueryNotFound", "extensions": { "code": "PERSISTED_QUERY_NOT_FOUND" } }] })
    );
    let (status, _) = answer(post(&named).header("accept", "application/graphql-response+json")).await;
    assert_eq!(status, 400);

    let found = json!({ "data": { "event": { "title": "KosICT 2016" } } });
    let sent = json!({ "documentId": id, "query": document, "variables": variables });
    assert_eq!(answer(post(&sent)).await, (200, found.clone()));
    assert_eq!(answer(post(&named)).await, (200, found.clone()));
    let link = [("documentId", id.as_str()), ("variables", r#"{"s":"kosict-2016"}"#)];
    let get = bbs().client().get(bbs().url("/graphql")).query(&link);
    assert_eq!(answer(get).await, (200, found.clone()));

    // Apollo names the same document its own way.
    let apollo = json!({ "persistedQuery": { "version": 1, "sha256Hash": sha256(document) } });
    assert_eq!(answer(post(&json!({ "extensions": apollo, "variables": variables }))).await, (200, found));
}

#[tokio::test]
async fn a_name_must_be_the_documents_own() {
    let hash = sha256("{ __typename }");
    let apollo = |version: u8, hash: &str| json!({ "persistedQuery": { "version": version, "sha256Hash": hash } });
    for wrong in [
        json!({ "documentId": format!("sha256:{hash}"), "query": "{ a: __typename }" }),
        json!({ "documentId": format!("sha256:{}", hash.to_uppercase()) }),
        json!({ "documentId": hash }),
        json!({ "documentId": "sha256:12" }),
        json!({ "documentId": format!("md5:{hash}") }),
        json!({ "documentId": format!("sha256:{hash}"), "extensions": apollo(1, &hash) }),
        json!({ "query": "{ a: __typename }", "extensions": apollo(1, &hash) }),
        json!({ "extensions": apollo(2, &hash) }),
        json!({ "extensions": { "persistedQuery": true } }),
    ] {
        let (_, refused) = answer(post(&wrong)).await;
        assert_eq!(refused["errors"][0]["extensions"]["code"], "BAD_REQUEST", "{wrong}");
    }
    // What is no valid document is not kept.
    let wrong = "{ nothing }";
    let id = format!("sha256:{}", sha256(wrong));
    answer(post(&json!({ "documentId": id, "query": wrong }))).await;
    let (_, refused) = answer(post(&json!({ "documentId": id }))).await;
    assert_eq!(refused["errors"][0]["extensions"]["code"], "PERSISTED_QUERY_NOT_FOUND");
}

#[tokio::test]
async fn an_operator_can_allow_registered_documents_only() {
    let test = TestDatabase::new().await;
    let folder = tempfile::tempdir().expect("a folder");
    let document = "query Held { events { totalCount } }\nquery Type { __typename }";
    fs::write(folder.path().join("held.graphql"), format!("{document}\n")).expect("a file");
    fs::write(folder.path().join("notes.txt"), "no document").expect("a file");
    let path = folder.path().to_str().expect("text");
    let mut process = Process::start(&test.url, &["--empty", "--only-documents", path]);
    let url = format!("http://{}/graphql", process.address());
    let client = reqwest::Client::builder().no_proxy().build().expect("a client");
    let ask = |body: Value| answer(client.post(&url).json(&body));

    let found = json!({ "data": { "events": { "totalCount": 0 } } });
    for text in [document.to_owned(), format!("{document}\n")] {
        let by_name = json!({ "documentId": format!("sha256:{}", sha256(&text)), "operationName": "Held" });
        assert_eq!(ask(by_name).await, (200, found.clone()));
        assert_eq!(ask(json!({ "query": text, "operationName": "Held" })).await, (200, found.clone()));
    }
    let other = "{ events { totalCount } }";
    let apollo = json!({ "persistedQuery": { "version": 1, "sha256Hash": sha256(other) } });
    for refused in [
        json!({ "query": other }),
        json!({ "query": other, "extensions": apollo }),
        json!({ "query": other, "documentId": format!("sha256:{}", sha256(other)) }),
        json!({ "query": "{ __schema { queryType { name } } }" }),
    ] {
        let (_, answer) = ask(refused).await;
        assert_eq!(answer["errors"][0]["extensions"]["code"], "DOCUMENT_NOT_REGISTERED");
    }
    let (_, answer) = ask(json!({ "extensions": apollo })).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "PERSISTED_QUERY_NOT_FOUND");

    // A document that cannot be answered, and a folder without any, stop the start.
    fs::write(folder.path().join("wrong.graphql"), "{ nothing }").expect("a file");
    let stopped = |path: &str| {
        let mut program = program(&["--database", &test.url, "--listen", "127.0.0.1:0", "--only-documents", path]);
        let output = program.output().expect("it runs");
        assert!(!output.status.success());
        String::from_utf8(output.stderr).expect("text")
    };
    let said = stopped(path);
    let sentence = "cluster-directory: --only-documents holds `wrong.graphql`, which cannot be answered: ";
    assert!(said.starts_with(sentence), "{said}");
    let said = stopped("nowhere");
    assert!(said.starts_with("cluster-directory: --only-documents is `nowhere`, which cannot be read: "), "{said}");
}
