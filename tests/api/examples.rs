//! The examples that open as tabs of the GraphiQL page.

use std::fs;

use cluster_directory::transfer;
use cluster_directory::viewer::Role;
use serde_json::json;

use crate::push::Events;
use crate::support::{Server, bbs};

#[tokio::test]
async fn every_example_is_answered_with_something() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/web/examples");
    for file in fs::read_dir(folder).expect("the folder of the examples") {
        let path = file.expect("a file").path();
        let document = fs::read_to_string(&path).expect("text");
        if document.contains("\nmutation") {
            // It needs somebody who may write, and is done without a flaw.
            let server = Server::start(transfer::bundled());
            let data = server.actor(Role::Editor).await.ask(&document).await;
            assert!(data.to_string().contains("\"userErrors\":[]"), "{}: {data:#}", path.display());
            continue;
        }
        if document.contains("\nsubscription") {
            // It listens: nothing of it is refused.
            let known = document.replacen("changed(", "changed(after: 0, ", 1);
            let request = bbs().client().post(bbs().url("/graphql")).json(&json!({ "query": known }));
            assert!(Events::over(request).await.told().await["number"].is_number(), "{}", path.display());
            continue;
        }
        let data = bbs().ask(&document).await;
        let fields = data.as_object().expect("an object");
        let empty = [json!(null), json!([])];
        assert!(fields.values().all(|field| !empty.contains(field)), "{}", path.display());
        assert!(!data.to_string().contains("\"nodes\":[]"), "{}: {data:#}", path.display());
    }
}
