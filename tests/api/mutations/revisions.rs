//! What others must hear of is counted.

use serde_json::{Value, json};

use super::{done, editor, seen, world};
use crate::support::{Actor, Server};

async fn revision(server: &Server) -> i64 {
    let data = server.ask("{ event(by: { slug: \"meeting\" }) { revision } }").await;
    data["event"]["revision"].as_i64().expect("a number")
}

async fn update(editor: &Actor<'_>, id: &Value, patch: Value) {
    let input = json!({ "id": id, "expectedVersion": null, "patch": patch });
    done(editor, "updateEvent", input, "version").await;
}

#[tokio::test]
async fn a_revision_is_a_change_of_title_status_time_or_place() {
    let server = world().start();
    let editor = editor(&server).await;
    let (id, _) = seen(&server, "event", "meeting").await;
    assert_eq!(revision(&server).await, 0);
    update(&editor, &id, json!({ "description": "A large meeting.", "topics": [] })).await;
    assert_eq!(revision(&server).await, 0);
    update(&editor, &id, json!({ "start": { "edtf": "2016-09-29" } })).await;
    update(&editor, &id, json!({ "city": null, "title": "Great meeting", "description": null })).await;
    assert_eq!(revision(&server).await, 2);
}

#[tokio::test]
async fn what_comes_back_has_a_higher_number_than_it_had_and_than_its_going() {
    let server = world().start();
    let editor = editor(&server).await;
    let (id, _) = seen(&server, "event", "meeting").await;
    update(&editor, &id, json!({ "start": { "edtf": "2016-09-29" } })).await;
    let mut last = revision(&server).await;
    for _ in 0..3 {
        done(&editor, "withdrawEvent", json!({ "id": id, "expectedVersion": null }), "id").await;
        done(&editor, "restoreEvent", json!({ "id": id }), "id").await;
        let now = revision(&server).await;
        assert!(now >= last + 2, "{now} after {last}");
        last = now;
    }
}
