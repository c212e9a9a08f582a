//! What sources state, and which of them is preferred.

use serde_json::{Value, json};

use super::{done, editor, seen, world, wrong};
use crate::support::{Actor, Server};

/// Two articles that give different years, of which the first is preferred.
async fn founded(server: &Server, editor: &Actor<'_>, years: [&str; 2]) -> (Value, [Value; 2]) {
    let (id, _) = seen(server, "organization", "nis-cluster").await;
    let mut claims = [Value::Null, Value::Null];
    for (n, year) in years.into_iter().enumerate() {
        let article = ["news", "page"][n];
        let input = json!({
            "record": id, "attribute": "founded", "value": year, "article": { "slug": article }, "preferred": n == 0,
        });
        claims[n] = done(editor, "createClaim", input, "id").await["id"].take();
    }
    (id, claims)
}

const STATED: &str = "... on Organization { founded { edtf } } version
    claims(attribute: \"founded\", orderBy: { id: ASC }) { nodes { value preferred } }";

#[tokio::test]
async fn a_claim_that_is_preferred_gives_the_record_its_value() {
    let server = world().start();
    let editor = editor(&server).await;
    let (_, [first, second]) = founded(&server, &editor, ["2011", "2012"]).await;
    let stated = |value: &str, version: i32, preferred: [bool; 2]| {
        let claim = |value: &str, preferred: bool| json!({ "value": value, "preferred": preferred });
        let nodes = [claim("2011", preferred[0]), claim("2012", preferred[1])];
        json!({ "founded": { "edtf": value }, "version": version, "claims": { "nodes": nodes } })
    };
    let input = json!({ "claim": second, "expectedVersion": 1, "idempotencyKey": "k" });
    for _ in 0..2 {
        let record = done(&editor, "preferClaim", input.clone(), STATED).await;
        assert_eq!(record, stated("2012", 2, [false, true]));
    }
    let late = json!({ "claim": first, "expectedVersion": 1 });
    assert_eq!(wrong(&editor, "preferClaim", late).await, ["VersionConflict input.expectedVersion"]);
    let input = json!({ "claim": first, "expectedVersion": 2 });
    assert_eq!(done(&editor, "preferClaim", input, STATED).await, stated("2011", 3, [true, false]));
}

#[tokio::test]
async fn only_a_value_that_the_attribute_takes_can_be_preferred() {
    let server = world().start();
    let editor = editor(&server).await;
    let (record, [_, vague]) = founded(&server, &editor, ["2011", "long ago"]).await;
    let mut others = vec![vague];
    for (attribute, value) in
        [(Value::Null, Value::Null), (json!("its mood"), json!("good")), (json!("version"), json!("9"))]
    {
        let input = json!({
            "record": record, "attribute": attribute, "value": value, "article": { "slug": "news" }, "preferred": false,
        });
        others.push(done(&editor, "createClaim", input, "id").await["id"].take());
    }
    for claim in others {
        let input = json!({ "claim": claim, "expectedVersion": null });
        assert_eq!(wrong(&editor, "preferClaim", input).await, ["InvalidValue input.claim"]);
    }
    // A word, a number and a truth value are read from the claim's text.
    let (event, _) = seen(&server, "event", "meeting").await;
    for (attribute, value) in [("status", "CANCELLED"), ("edition", "3"), ("online", "true"), ("title", "3")] {
        let input = json!({
            "record": event, "attribute": attribute, "value": value, "article": { "slug": "news" }, "preferred": false,
        });
        let claim = done(&editor, "createClaim", input, "id").await["id"].take();
        let input = json!({ "claim": claim, "expectedVersion": null });
        done(&editor, "preferClaim", input, "id").await;
    }
    let event = server.ask("{ event(by: { slug: \"meeting\" }) { status edition online title } }").await;
    assert_eq!(event["event"], json!({ "status": "CANCELLED", "edition": 3, "online": true, "title": "3" }));
}

#[tokio::test]
async fn a_claim_is_written_anew_withdrawn_and_restored_as_a_record_is() {
    let server = world().start();
    let editor = editor(&server).await;
    let (_, [claim, _]) = founded(&server, &editor, ["2011", "2012"]).await;
    let patch = json!({ "note": "A guess." });
    let input = json!({ "id": claim, "expectedVersion": 1, "patch": patch });
    assert_eq!(done(&editor, "updateClaim", input, "note value").await, json!({ "note": "A guess.", "value": "2011" }));
    let input = json!({ "id": claim, "expectedVersion": 2 });
    assert_eq!(done(&editor, "withdrawClaim", input, "id").await, Value::Null);
    assert_eq!(done(&editor, "restoreClaim", json!({ "id": claim }), "note").await["note"], "A guess.");
}
