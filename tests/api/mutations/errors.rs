//! What is wrong with a mutation's input, and where in it.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{done, editor, mutate, seen, world, wrong};

fn event(more: &Value) -> Value {
    let mut event = json!({ "title": "New", "titleInOwnWords": false, "kind": "MEETING", "status": "HELD" });
    let more = more.as_object().expect("an object").clone();
    event.as_object_mut().expect("an object").extend(more);
    event
}

#[tokio::test]
async fn what_is_wrong_is_told_with_its_place_all_at_once() {
    let server = world().start();
    let editor = editor(&server).await;
    for (more, expected) in [
        (json!({ "website": "nowhere" }), &["InvalidValue input.website"][..]),
        (
            json!({ "title": " ", "start": { "edtf": "soon" } }),
            &["InvalidValue input.start", "InvalidValue input.title"],
        ),
        (json!({ "description": "a\u{7}b" }), &["InvalidValue input.description"]),
        (json!({ "start": { "edtf": "2016-09" }, "end": { "edtf": "2015" } }), &["InvalidValue input.end"]),
        (
            json!({ "startsAt": "2016-09-28T09:00:00Z", "endsAt": "2016-09-28T08:00:00Z" }),
            &["InvalidValue input.endsAt"],
        ),
        (json!({ "city": { "slug": "atlantis" } }), &["NotFound input.city"]),
        (json!({ "city": { "slug": "a\0" } }), &["NotFound input.city"]),
        (
            json!({ "comment": "a\0", "idempotencyKey": "" }),
            &["InvalidValue input.comment", "InvalidValue input.idempotencyKey"],
        ),
        (json!({ "city": { "id": "r9999" } }), &["NotFound input.city"]),
        (json!({ "city": { "id": "7" } }), &["NotFound input.city"]),
        (json!({ "city": { "id": "#0" } }), &["NotFound input.city"]),
        (json!({ "topics": [{ "slug": "cloud" }, { "slug": "none" }] }), &["NotFound input.topics.1"]),
        (json!({ "slug": "meeting" }), &["AlreadyTaken input.slug"]),
        (json!({ "slug": "No Slug" }), &["InvalidValue input.slug"]),
        (
            json!({ "participations": [{ "role": "GUEST" }, { "role": "GUEST", "roleDetail": "" }] }),
            &["InvalidValue input.participations.1.roleDetail"],
        ),
        (
            json!({ "organizers": [{ "slug": "nobody" }], "sources": [{ "slug": "no" }] }),
            &["NotFound input.organizers.0", "NotFound input.sources.0"],
        ),
        (
            json!({ "participations": [{ "role": "GUEST", "sources": [{ "slug": "news" }, { "slug": "no" }] }] }),
            &["NotFound input.participations.0.sources.1"],
        ),
    ] {
        let mut found = wrong(&editor, "createEvent", event(&more)).await;
        found.sort();
        assert_eq!(found, expected, "{more}");
    }
    let place = seen(&server, "place", "nis").await.0;
    let payload = mutate(&editor, "createEvent", event(&json!({ "country": { "id": place } })), "id").await;
    assert_eq!(payload["userErrors"][0]["path"], json!(["input", "country"]), "{payload:#}");
    assert_eq!(server.ask("{ events { totalCount } }").await["events"]["totalCount"], 1);
}

#[tokio::test]
async fn the_words_of_an_error_say_what_would_be_right() {
    let server = world().start();
    let editor = editor(&server).await;
    let payload = mutate(&editor, "createEvent", event(&json!({ "slug": "meeting" })), "id").await;
    let (id, _) = seen(&server, "event", "meeting").await;
    let message = format!("`slug` is `meeting`, which leads to `{}` already.", id.as_str().expect("an id"));
    let error = json!([{
        "__typename": "AlreadyTaken", "code": "ALREADY_TAKEN", "message": message, "path": ["input", "slug"],
        "by": { "slug": "meeting" },
    }]);
    assert_eq!(payload["userErrors"], error);
    let quoted = json!({ "topics": [{ "slug": "it's \"$1\"\\" }] });
    let payload = mutate(&editor, "createEvent", event(&quoted), "id").await;
    assert_eq!(payload["userErrors"][0]["message"], "There is no Topic with the slug `it's \"$1\"\\`.");
}

#[tokio::test]
async fn an_id_must_be_that_of_a_record_of_the_type() {
    let server = world().start();
    let editor = editor(&server).await;
    let (topic, _) = seen(&server, "topic", "cloud").await;
    for id in [json!("r9999"), json!("cloud"), json!(""), topic.clone(), json!(7)] {
        let named = json!({ "id": id, "expectedVersion": null });
        assert_eq!(wrong(&editor, "withdrawEvent", named.clone()).await, ["NotFound input.id"], "{id}");
        assert_eq!(wrong(&editor, "restoreEvent", json!({ "id": id })).await, ["NotFound input.id"], "{id}");
        let patch = json!({ "id": id, "expectedVersion": null, "patch": {} });
        assert_eq!(wrong(&editor, "updateEvent", patch).await, ["NotFound input.id"], "{id}");
        assert_eq!(
            wrong(&editor, "updateClaim", json!({ "id": id, "expectedVersion": null, "patch": {} })).await,
            ["NotFound input.id"]
        );
        let claim = json!({ "claim": id, "expectedVersion": null });
        assert_eq!(wrong(&editor, "preferClaim", claim).await, ["NotFound input.claim"], "{id}");
    }
    let merge = json!({ "from": topic, "into": "r9999" });
    assert_eq!(wrong(&editor, "mergeRecords", merge).await, ["NotFound input.into"]);
    assert_eq!(server.ask("{ topics { totalCount } }").await["topics"]["totalCount"], 2);
}

#[tokio::test]
async fn a_record_that_was_withdrawn_is_not_there_to_be_written() {
    let server = world().start();
    let editor = editor(&server).await;
    let (id, version) = seen(&server, "topic", "health").await;
    done(&editor, "withdrawTopic", json!({ "id": id, "expectedVersion": version }), "id").await;
    let patch = json!({ "id": id, "expectedVersion": version, "patch": { "name": "Care" } });
    assert_eq!(wrong(&editor, "updateTopic", patch).await, ["NotFound input.id"]);
    let input = event(&json!({ "topics": [{ "slug": "health" }] }));
    assert_eq!(wrong(&editor, "createEvent", input).await, ["NotFound input.topics.0"]);
    // Nor is it brought back as something else.
    assert_eq!(wrong(&editor, "restoreEvent", json!({ "id": id })).await, ["NotFound input.id"]);
}

#[tokio::test]
async fn a_contributor_writes_about_what_is_their_organizations_and_proposes_the_rest() {
    let server = world().start();
    let contributor = server.contributor("nis-cluster").await;
    let named = |id: &Value| json!({ "id": id, "expectedVersion": 1, "patch": { "description": "New." } });
    let (own, _) = seen(&server, "organization", "nis-cluster").await;
    let record = done(&contributor, "updateOrganization", named(&own), "description").await;
    assert_eq!(record["description"], "New.");
    let (other, _) = seen(&server, "organization", "cluj-cluster").await;
    assert_eq!(done(&contributor, "updateOrganization", named(&other), "id").await, Value::Null);
    assert_eq!(done(&contributor, "createTopic", json!({ "name": "Robots" }), "id").await, Value::Null);
    let (version, topics) = (seen(&server, "organization", "cluj-cluster").await.1, "{ topics { totalCount } }");
    assert_eq!((version, &server.ask(topics).await["topics"]["totalCount"]), (json!(1), &json!(2)));
    // They may make an event that they organize, and not one that somebody else does.
    for (organizer, is_done) in [("nis-cluster", true), ("cluj-cluster", false)] {
        let mut input = event(&json!({ "organizers": [{ "slug": organizer }] }));
        input["title"] = json!(organizer);
        assert_eq!(done(&contributor, "createEvent", input, "id").await["id"].is_string(), is_done);
    }
    let proposals = contributor.ask("{ proposals { totalCount } }").await["proposals"].take();
    assert_eq!(proposals["totalCount"], 3);
}
