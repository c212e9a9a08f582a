//! Records written anew.

use cluster_directory::viewer::Role;
use serde_json::{Value, json};

use super::{done, editor, mutate, seen, world, wrong};

#[tokio::test]
async fn what_is_left_out_stays_null_clears_and_a_list_replaces_the_whole() {
    let server = world().start();
    let editor = editor(&server).await;
    let (id, version) = seen(&server, "event", "meeting").await;
    let patch = json!({ "title": "Great meeting", "description": null, "topics": [{ "slug": "health" }] });
    let input = json!({ "id": id, "expectedVersion": version, "patch": patch, "comment": "As printed." });
    let record = "title description version status topics { nodes { slug } } city { slug } organizers { totalCount }";
    let event = json!({
        "title": "Great meeting", "description": null, "version": 2, "status": "HELD",
        "topics": { "nodes": [{ "slug": "health" }] }, "city": { "slug": "nis" }, "organizers": { "totalCount": 1 },
    });
    assert_eq!(done(&editor, "updateEvent", input, record).await, event);
    // To write the same again is no change.
    let patch = json!({ "title": "Great meeting" });
    let input = json!({ "id": id, "expectedVersion": 2, "patch": patch });
    assert_eq!(done(&editor, "updateEvent", input, record).await, event);
    // What is required cannot be cleared.
    let input = json!({ "id": id, "expectedVersion": null, "patch": { "title": null } });
    assert_eq!(wrong(&editor, "updateEvent", input).await, ["InvalidValue input.patch.title"]);
}

#[tokio::test]
async fn whoever_writes_says_which_version_they_have_seen() {
    let server = world().start();
    let editor = editor(&server).await;
    let (id, version) = seen(&server, "organization", "nis-cluster").await;
    let query = "mutation ($input: UpdateOrganizationInput!) { updateOrganization(input: $input) { record { id } } }";
    let (code, message) = editor.refusal(query, json!({ "input": { "id": id, "patch": {} } })).await;
    let told = "`updateOrganization.input.expectedVersion` must be given: the version that you have seen, or null to \
                write over whatever is there.";
    assert_eq!((code.as_str(), message.as_str()), ("BAD_USER_INPUT", told));

    let named =
        |name: &str, version: &Value| json!({ "id": id, "expectedVersion": version, "patch": { "name": name } });
    assert_eq!(done(&editor, "updateOrganization", named("First", &version), "name").await["name"], "First");
    let late = mutate(&editor, "updateOrganization", named("Second", &version), "name").await;
    let conflict = json!([{
        "__typename": "VersionConflict", "code": "VERSION_CONFLICT", "path": ["input", "expectedVersion"],
        "message": "The record was written since version 1; it is at version 2.", "current": { "version": 2 },
    }]);
    assert_eq!(late, json!({ "record": null, "userErrors": conflict }));
    let over = done(&editor, "updateOrganization", named("Third", &Value::Null), "name version").await;
    assert_eq!(over, json!({ "name": "Third", "version": 3 }));
}

#[tokio::test]
async fn an_answer_that_was_kept_is_not_given_once_something_was_written() {
    let server = world().start();
    let query = "{ event(by: { slug: \"meeting\" }) { title } }";
    for _ in 0..2 {
        assert_eq!(server.ask(query).await["event"]["title"], "Meeting");
    }
    let (id, _) = seen(&server, "event", "meeting").await;
    let input = json!({ "id": id, "expectedVersion": 1, "patch": { "title": "Other" } });
    done(&editor(&server).await, "updateEvent", input, "id").await;
    assert_eq!(server.ask(query).await["event"]["title"], "Other");
}

#[tokio::test]
async fn a_request_that_is_sent_again_under_its_key_is_done_once() {
    let server = world().start();
    let editor = editor(&server).await;
    let input = |name: &str| json!({ "name": name, "idempotencyKey": "k1" });
    let first = done(&editor, "createTopic", input("Robots"), "id slug").await;
    assert_eq!(done(&editor, "createTopic", input("Robots"), "id slug").await, first);
    assert_eq!(wrong(&editor, "createTopic", input("Drones")).await, ["KeyReused input.idempotencyKey"]);
    assert_eq!(server.ask("{ topics { totalCount } }").await["topics"]["totalCount"], 3);
    // A key is its token's own.
    let other = server.actor(Role::Editor).await;
    assert_eq!(done(&other, "createTopic", input("Drones"), "slug").await["slug"], "drones");
    // A withdrawal that is repeated does not find that the record is gone.
    let gone = json!({ "id": first["id"], "expectedVersion": 1, "idempotencyKey": "k2" });
    for _ in 0..2 {
        assert_eq!(done(&editor, "withdrawTopic", gone.clone(), "id").await, Value::Null);
    }
}
