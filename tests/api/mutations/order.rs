//! The events of an organization stand in their order, whatever is written to them or to what leads to them.

use serde_json::{Value, json};

use super::{done, editor, seen, world};
use crate::support::{Actor, Server, World};

/// The first cluster took part in a meeting of 2016 as its organizer and twice otherwise, in a fair of 2014, in two
/// talks of a day of 2015, and in two events that nobody dates.
fn years() -> World {
    let event = |slug: &str, start: Option<&str>, roles: &[&str]| {
        let part = |role: &&str| json!({ "role": role, "organization": "nis-cluster", "person": "ana" });
        let parts: Vec<Value> = roles.iter().map(part).collect();
        json!({
            "slug": slug, "title": slug, "titleInOwnWords": false, "kind": "MEETING", "status": "HELD", "start": start,
            "participations": parts,
        })
    };
    world()
        .with("events", event("congress", Some("2016-09-28"), &["SPEAKER", "PANELIST", "SPEAKER"]))
        .with("events", event("fair", Some("2014"), &["GUEST"]))
        .with("events", event("talk", Some("2015-03-01"), &["SPEAKER"]))
        .with("events", event("answer", Some("2015-03-01"), &["SPEAKER", "GUEST"]))
        .with("events", event("rumour", None, &["GUEST"]))
        .with("events", event("legend", None, &["GUEST", "SPEAKER"]))
}

/// What is asked of an organization.
fn slugs(arguments: &str) -> String {
    format!("events({arguments}) {{ totalCount nodes {{ slug }} pageInfo {{ hasNextPage hasPreviousPage }} }}")
}

async fn events(server: &Server, arguments: &str) -> Vec<String> {
    let of = slugs(arguments);
    let query = format!("{{ organization(by: {{ slug: \"nis-cluster\" }}) {{ {of} }} }}");
    let data = server.ask(&query).await;
    let nodes = data["organization"]["events"]["nodes"].as_array().expect("nodes");
    nodes.iter().map(|node| node["slug"].as_str().expect("a slug").to_owned()).collect()
}

const NEWEST: &str = "orderBy: [{ start: DESC }]";
const OLDEST: &str = "orderBy: [{ start: ASC }]";

#[tokio::test]
async fn each_event_stands_once_in_its_order_and_pages_walk_all() {
    let server = years().start();
    let newest = ["congress", "meeting", "answer", "talk", "fair", "legend", "rumour"];
    let oldest = ["fair", "talk", "answer", "meeting", "congress", "rumour", "legend"];
    let nulls_first = ["legend", "rumour", "congress", "meeting", "answer", "talk", "fair"];
    assert_eq!(events(&server, NEWEST).await, newest);
    assert_eq!(events(&server, OLDEST).await, oldest);
    assert_eq!(events(&server, "orderBy: [{ start: DESC_NULLS_FIRST }]").await, nulls_first);
    assert_eq!(events(&server, &format!("{NEWEST}, last: 3")).await, newest[4..]);
    assert_eq!(events(&server, &format!("{NEWEST}, first: 2")).await, newest[..2]);
    let walked = async |order: &str, step: &str, cursor: &str, from: &str| {
        let mut walked: Vec<Vec<String>> = Vec::new();
        let mut after = String::new();
        loop {
            let query = format!(
                "{{ organization(by: {{ slug: \"nis-cluster\" }}) {{ events({order}, {step}: 2{after}) {{ totalCount \
                 nodes {{ slug }} pageInfo {{ {cursor} }} }} }} }}"
            );
            let data = server.ask(&query).await;
            let page = &data["organization"]["events"];
            assert_eq!(page["totalCount"], 7);
            let nodes = page["nodes"].as_array().expect("nodes").iter();
            walked.push(nodes.map(|node| node["slug"].as_str().expect("a slug").to_owned()).collect());
            match page["pageInfo"][cursor].as_str() {
                Some(cursor) => after = format!(", {from}: \"{cursor}\""),
                None => return walked,
            }
        }
    };
    for (order, all) in [(NEWEST, newest), (OLDEST, oldest), ("orderBy: [{ start: DESC_NULLS_FIRST }]", nulls_first)] {
        assert_eq!(walked(order, "first", "endCursor", "after").await.concat(), all);
        let mut backward = walked(order, "last", "startCursor", "before").await;
        backward.reverse();
        assert_eq!(backward.concat(), all);
    }
}

#[tokio::test]
async fn what_is_written_moves_it() {
    let server = years().start();
    let editor = editor(&server).await;
    let start = async |slug: &str, start: Value| {
        let (id, version) = seen(&server, "event", slug).await;
        let input = json!({ "id": id, "expectedVersion": version, "patch": { "start": start } });
        done(&editor, "updateEvent", input, "slug").await;
    };
    start("fair", json!({ "edtf": "2017-05" })).await;
    start("talk", Value::Null).await;
    start("rumour", json!({ "edtf": "2013" })).await;
    let moved = ["fair", "congress", "meeting", "answer", "rumour", "legend", "talk"];
    assert_eq!(events(&server, NEWEST).await, moved);

    // Of two that turn out to be one, the participations go over.
    let [(from, _), (into, _)] = [seen(&server, "event", "legend").await, seen(&server, "event", "answer").await];
    merge(&editor, &from, &into).await;
    assert_eq!(events(&server, NEWEST).await, ["fair", "congress", "meeting", "answer", "rumour", "talk"]);

    // What was withdrawn comes back with its participations.
    let (id, version) = seen(&server, "event", "fair").await;
    let input = json!({ "id": id, "expectedVersion": version });
    done(&editor, "withdrawEvent", input, "slug").await;
    assert_eq!(events(&server, NEWEST).await, ["congress", "meeting", "answer", "rumour", "talk"]);
    done(&editor, "restoreEvent", json!({ "id": id }), "slug").await;
    assert_eq!(events(&server, NEWEST).await, ["fair", "congress", "meeting", "answer", "rumour", "talk"]);
}

async fn merge(editor: &Actor<'_>, from: &Value, into: &Value) {
    let query = "mutation ($from: ID!, $into: ID!) {
        mergeRecords(input: { from: $from, into: $into }) { userErrors { message } } }";
    let data = editor.ask_with(query, json!({ "from": from, "into": into })).await;
    assert_eq!(data["mergeRecords"]["userErrors"], json!([]));
}
