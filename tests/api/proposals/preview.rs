//! What would be written is told before.

use serde_json::{Value, json};

use super::{directory, editor, mutate, seen};

/// An entry of a preview, without what is not asked about.
fn brief(change: &Value) -> Value {
    json!([change["operation"], change["type"], change["slug"], change["id"], change["isClaim"], change["cause"]])
}

fn changes(payload: &Value) -> Vec<Value> {
    payload["preview"].as_array().expect("changes").clone()
}

#[tokio::test]
async fn a_dry_run_tells_what_a_new_record_brings_along() {
    let server = directory();
    let editor = editor(&server).await;
    let input = json!({
        "title": "Fair", "titleInOwnWords": false, "kind": "CONFERENCE", "status": "ANNOUNCED", "dryRun": true,
        "start": { "edtf": "2027-05" }, "organizers": [{ "slug": "cluj-cluster" }], "sources": [{ "slug": "news" }],
    });
    let tried = changes(&mutate(&editor, "createEvent", input).await);
    let slug = tried[1]["slug"].clone();
    assert_eq!(
        tried.iter().map(brief).collect::<Vec<_>>(),
        [
            json!(["CREATE", "EVENT", "fair", null, false, null]),
            json!(["CREATE", "PARTICIPATION", slug, null, false, null]),
            json!(["CREATE", "EVENT", null, null, true, null]),
        ]
    );
    let says = |change: &Value, part: &str, after: &str| {
        let expected = json!({ "part": part, "before": null, "after": after });
        assert!(change["differences"].as_array().expect("parts").contains(&expected), "{change:#}");
    };
    says(&tried[0], "start", "2027-05");
    says(&tried[0], "titleInOwnWords", "false");
    // What is new has no id; it is called by its place.
    says(&tried[1], "event", "#0");
    says(&tried[2], "record", "#0");
}

#[tokio::test]
async fn a_preview_says_what_the_history_will_say() {
    let server = directory();
    let editor = editor(&server).await;
    let (id, version) = seen(&server, "event", "meeting").await;
    let mut input = json!({
        "id": id, "expectedVersion": version, "dryRun": true,
        "patch": {
            "description": null, "title": "Meeting „Niš“", "start": { "edtf": "2016", "earliest": "2016-03-01" },
            "topics": [{ "slug": "cloud" }, { "slug": "health" }], "edition": 3,
        },
    });
    let tried = changes(&mutate(&editor, "updateEvent", input.clone()).await);
    input["dryRun"] = json!(false);
    assert_eq!(mutate(&editor, "updateEvent", input).await["preview"], json!([]));
    let query = "{ changes(last: 1) { nodes { differences { part before after } } } }";
    let done = server.ask(query).await["changes"]["nodes"][0]["differences"].take();
    assert_eq!((tried.len(), &tried[0]["differences"]), (1, &done));
    assert_eq!(done.as_array().map(Vec::len), Some(5), "{done:#}");
}

#[tokio::test]
async fn the_preview_of_a_merge_tells_what_moves_and_what_is_lost() {
    let server = directory();
    let editor = editor(&server).await;
    let (from, _) = seen(&server, "organization", "cluj-cluster").await;
    let (into, _) = seen(&server, "organization", "nis-cluster").await;
    let website = json!({ "id": from, "expectedVersion": null, "patch": { "website": "https://cluj.test" } });
    mutate(&editor, "updateOrganization", website).await;
    let tried = changes(&mutate(&editor, "mergeRecords", json!({ "from": from, "into": into, "dryRun": true })).await);
    let of = |operation: &str, ty: &str| {
        let found = tried.iter().filter(|it| it["operation"] == operation && it["type"] == ty);
        found.cloned().collect::<Vec<_>>()
    };
    // Kept, because the other had none; and what led to it leads on.
    let united = of("UPDATE", "ORGANIZATION");
    let gained = json!([{ "part": "website", "before": null, "after": "https://cluj.test" }]);
    assert_eq!((&united[0]["id"], &united[0]["differences"]), (&into, &gained));
    let led = json!([{ "part": "organization", "before": from, "after": into }]);
    assert!(of("UPDATE", "PARTICIPATION").iter().all(|it| it["differences"] == led), "{tried:#?}");
    // Lost, because the other says something else.
    let gone = of("MERGE", "ORGANIZATION");
    assert_eq!((&gone[0]["id"], &gone[0]["cause"]), (&from, &into));
    let lost = json!([{ "part": "name", "before": "Cluj Cluster", "after": "Niš Cluster" }]);
    assert_eq!(gone[0]["differences"], lost);
    let names = of("CREATE", "NAME");
    assert!(names[0]["differences"].as_array().expect("parts").iter().any(|it| it["after"] == "Cluj Cluster"));
}
