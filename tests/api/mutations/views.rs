//! Lists that are named and kept.

use serde_json::{Value, json};

use super::{done, editor, mutate, seen, world};

fn meetings() -> Value {
    json!({ "events": { "where": { "kind": { "eq": "MEETING" } }, "orderBy": [{ "start": "DESC" }] } })
}

#[tokio::test]
async fn a_view_keeps_a_filter_in_the_words_of_graphql() {
    let server = world().start();
    let editor = editor(&server).await;
    let input = json!({ "title": "Meetings", "listing": meetings(), "organization": { "slug": "nis-cluster" } });
    let record = "slug title listing organization { slug views { nodes { slug } } }";
    let view = json!({
        "slug": "meetings", "title": "Meetings", "listing": meetings(),
        "organization": { "slug": "nis-cluster", "views": { "nodes": [{ "slug": "meetings" }] } },
    });
    assert_eq!(done(&editor, "createView", input, record).await, view);
    assert_eq!(server.ask("{ view(by: { slug: \"meetings\" }) { listing } }").await["view"]["listing"], meetings());

    // And lists what it says, in its order and with further conditions.
    let query = "query ($view: String, $where: EventFilter) { events(view: $view, where: $where) { nodes { slug } } }";
    let meeting = json!({ "events": { "nodes": [{ "slug": "meeting" }] } });
    assert_eq!(server.ask_with(query, json!({ "view": "meetings" })).await, meeting);
    let held = json!({ "view": "meetings", "where": { "status": { "neq": "HELD" } } });
    assert_eq!(server.ask_with(query, held).await["events"]["nodes"], json!([]));
    for (slug, why) in [("none", "`events.view` names no view; there is none with the slug `none`"), ("\u{0}", "")] {
        let (code, message) = server.refusal(query, json!({ "view": slug })).await;
        assert_eq!(code, "BAD_USER_INPUT");
        assert!(message.starts_with(why), "{message}");
    }
    let (_, message) = server.refusal("{ organizations(view: \"meetings\") { totalCount } }", json!({})).await;
    assert!(message.starts_with("`organizations.view` names a view that lists events"), "{message}");

    // It is asked anew once it is written anew, and under the slug that it had.
    let (id, _) = seen(&server, "view", "meetings").await;
    let fairs = json!({ "events": { "where": { "kind": { "eq": "FAIR" } } } });
    let input = json!({ "id": id, "expectedVersion": 1, "patch": { "slug": "fairs", "listing": fairs } });
    done(&editor, "updateView", input, "slug").await;
    for slug in ["meetings", "fairs"] {
        assert_eq!(server.ask_with(query, json!({ "view": slug })).await["events"]["nodes"], json!([]), "{slug}");
    }

    let query = "mutation ($input: CreateViewInput!) { createView(input: $input) { record { slug } } }";
    for (listing, why) in [
        (json!({}), "`$input.listing` takes exactly one key, with a value."),
        (json!({ "events": { "where": { "colour": {} } } }), "`$input.listing.events.where.colour` is not known"),
        (json!({ "claims": {} }), "`$input.listing.claims` is not known"),
    ] {
        let input = json!({ "title": "Wrong", "listing": listing });
        let (code, message) = editor.refusal(query, json!({ "input": input })).await;
        assert_eq!(code, "BAD_USER_INPUT");
        assert!(message.starts_with(why), "{message}");
    }
}

#[tokio::test]
async fn a_contributor_keeps_views_of_its_organization_and_proposes_others() {
    let server = world().start();
    let contributor = server.contributor("nis-cluster").await;
    let view = |organization: Value| json!({ "title": "Ours", "listing": meetings(), "organization": organization });
    let ours = view(json!({ "slug": "nis-cluster" }));
    assert_eq!(done(&contributor, "createView", ours, "slug").await["slug"], "ours");
    for others in [json!({ "slug": "cluj-cluster" }), Value::Null] {
        let payload = mutate(&contributor, "createView", view(others), "slug").await;
        assert_eq!(payload["record"], Value::Null);
    }
    // It cannot be given away either.
    let (id, _) = seen(&server, "view", "ours").await;
    let patch = json!({ "organization": { "slug": "cluj-cluster" } });
    let input = json!({ "id": id, "expectedVersion": null, "patch": patch });
    assert_eq!(mutate(&contributor, "updateView", input, "slug").await["record"], Value::Null);
    let organization = server.ask("{ view(by: { slug: \"ours\" }) { organization { slug } } }").await;
    assert_eq!(organization["view"]["organization"]["slug"], "nis-cluster");
}
