//! What is more than one record's: withdrawal, return, merge, undoing, erasure.

use cluster_directory::viewer::Role;
use serde_json::{Value, json};

use super::{done, editor, mutate, seen, world, wrong};

const COUNT: &str = "{ events { totalCount } participations { totalCount } records { totalCount } }";

#[tokio::test]
async fn an_event_leaves_with_its_participations_and_comes_back_as_it_was() {
    let server = world().start();
    let editor = editor(&server).await;
    let before = server.ask(COUNT).await;
    let (id, version) = seen(&server, "event", "meeting").await;
    let input = json!({ "id": id, "expectedVersion": version, "comment": "It was none." });
    let mut tried = input.clone();
    tried["dryRun"] = json!(true);
    done(&editor, "withdrawEvent", tried, "id").await;
    assert_eq!(server.ask(COUNT).await, before);
    assert_eq!(done(&editor, "withdrawEvent", input, "id").await, Value::Null);
    let after = server.ask(COUNT).await;
    assert_eq!((&after["events"]["totalCount"], &after["participations"]["totalCount"]), (&json!(0), &json!(0)));
    let record = "slug description topics { nodes { slug } } organizers { nodes { slug } }";
    let event = done(&editor, "restoreEvent", json!({ "id": id }), record).await;
    assert_eq!(
        event,
        json!({
            "slug": "meeting", "description": "A meeting.", "topics": { "nodes": [{ "slug": "cloud" }] },
            "organizers": { "nodes": [{ "slug": "nis-cluster" }] },
        })
    );
    assert_eq!(server.ask(COUNT).await, before);
}

#[tokio::test]
async fn two_records_become_one_that_is_found_under_both_names() {
    let server = world().start();
    let editor = editor(&server).await;
    let before = server.ask(COUNT).await;
    let (from, _) = seen(&server, "organization", "cluj-cluster").await;
    let (into, _) = seen(&server, "organization", "nis-cluster").await;
    let mut input = json!({ "from": from, "into": into, "dryRun": true });
    assert_eq!(done(&editor, "mergeRecords", input.clone(), "id").await, Value::Null);
    assert_eq!(server.ask(COUNT).await, before);
    input["dryRun"] = json!(false);
    let record = "slug ... on Organization { participations { totalCount } }";
    let merged = done(&editor, "mergeRecords", input.clone(), record).await;
    assert_eq!(merged, json!({ "slug": "nis-cluster", "participations": { "totalCount": 2 } }));
    let found = server.ask("{ organization(by: { slug: \"cluj-cluster\" }) { slug names { nodes { text } } } }").await;
    let names = json!({ "nodes": [{ "text": "Cluj Cluster" }] });
    assert_eq!(found["organization"], json!({ "slug": "nis-cluster", "names": names }));
    assert_eq!(wrong(&editor, "undoChanges", json!({ "group": 9999 })).await, ["NotFound input.group"]);
    let group = server.ask("{ changes(last: 1) { nodes { group } } }").await["changes"]["nodes"][0]["group"].take();
    let query = "mutation ($group: Int!) { undoChanges(input: { group: $group, comment: \"They are two.\" }) {
        userErrors { message } changes { totalCount nodes { operation type slug } } } }";
    let undone = editor.ask_with(query, json!({ "group": group })).await["undoChanges"].take();
    assert_eq!(undone["userErrors"], json!([]));
    let back = json!({ "operation": "RESTORE", "type": "ORGANIZATION", "slug": "cluj-cluster" });
    assert!(undone["changes"]["nodes"].as_array().expect("changes").contains(&back), "{undone:#}");
    assert_eq!(server.ask(COUNT).await, before);
}

#[tokio::test]
async fn only_what_nothing_stands_on_is_undone_and_only_two_of_a_type_are_one() {
    let server = world().start();
    let editor = editor(&server).await;
    let (id, _) = seen(&server, "event", "meeting").await;
    let mut groups = Vec::new();
    for title in ["First", "Second"] {
        let query = "mutation ($input: UpdateEventInput!) {
            updateEvent(input: $input) { changes { nodes { group number operation record { id } } } } }";
        let input = json!({ "id": id, "expectedVersion": null, "patch": { "title": title } });
        let done = editor.ask_with(query, json!({ "input": input })).await["updateEvent"]["changes"]["nodes"].take();
        let [change] = done.as_array().expect("changes").as_slice() else { panic!("one change: {done:#}") };
        assert_eq!((&change["operation"], &change["record"]["id"]), (&json!("UPDATE"), &id));
        groups.push((change["group"].clone(), change["number"].clone()));
    }
    let payload = mutate(&editor, "undoChanges", json!({ "group": groups[0].0 }), "id").await;
    let error = &payload["userErrors"][0];
    assert_eq!((&error["__typename"], &error["change"]), (&json!("StandsInTheWay"), &groups[1].1), "{payload:#}");
    for (group, _) in groups.iter().rev() {
        done(&editor, "undoChanges", json!({ "group": group }), "id").await;
    }
    assert_eq!(server.ask("{ event(by: { slug: \"meeting\" }) { title } }").await["event"]["title"], "Meeting");
    let (topic, _) = seen(&server, "topic", "cloud").await;
    for merge in [json!({ "from": id, "into": id }), json!({ "from": topic, "into": id })] {
        assert_eq!(wrong(&editor, "mergeRecords", merge).await, ["InvalidValue input.into"]);
    }
}

#[tokio::test]
async fn only_an_admin_erases_a_person() {
    let server = world().start();
    let (id, _) = seen(&server, "person", "ana").await;
    let query = "mutation ($input: ErasePersonInput!) { erasePerson(input: $input) { record { id } } }";
    let (code, message) = editor(&server).await.refusal(query, json!({ "input": { "id": id } })).await;
    assert_eq!((code.as_str(), message.as_str()), ("FORBIDDEN", "This is for tokens of the role ADMIN."));
    let admin = server.actor(Role::Admin).await;
    let payload = mutate(&admin, "erasePerson", json!({ "id": id }), "name").await;
    assert_eq!(payload["userErrors"], json!([]));
    assert_ne!(payload["record"]["name"], "Ana");
    let found = server.ask("{ search(text: \"ana\") { totalCount } }").await;
    assert_eq!(found["search"]["totalCount"], 0);
}

#[tokio::test]
async fn a_filter_goes_on_meaning_the_record_that_it_meant() {
    let server = world().start();
    let editor = editor(&server).await;
    let (id, _) = seen(&server, "organization", "nis-cluster").await;
    let (other, _) = seen(&server, "organization", "cluj-cluster").await;
    let query = "query ($by: OrganizationFilter) { events(where: { organizers: { some: $by } }) { totalCount } }";
    let filters = [
        json!({ "slug": { "eq": "nis-cluster" } }),
        json!({ "slug": { "in": ["nis-cluster", "nobody"] } }),
        json!({ "id": { "eq": id } }),
        json!({ "id": { "in": [id] } }),
    ];
    let input = json!({ "id": id, "expectedVersion": 1, "patch": { "slug": "nis" } });
    done(&editor, "updateOrganization", input, "slug").await;
    let merge = json!({ "from": id, "into": other });
    for merged in [false, true] {
        if merged {
            done(&editor, "mergeRecords", merge.clone(), "slug").await;
        }
        for filter in &filters {
            let there = server.ask_with(query, json!({ "by": filter })).await;
            assert_eq!(there["events"]["totalCount"], 1, "{filter} {merged}");
            let not = json!({ "by": { "not": filter } });
            assert_eq!(server.ask_with(query, not).await["events"]["totalCount"], 0, "not {filter} {merged}");
        }
        for (operator, value) in [("neq", json!("nis-cluster")), ("notIn", json!(["nis-cluster"]))] {
            let filter = json!({ "slug": { operator: value } });
            assert_eq!(server.ask_with(query, json!({ "by": filter })).await["events"]["totalCount"], 0, "{filter}");
        }
    }
}
