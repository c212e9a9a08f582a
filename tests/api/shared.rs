//! What several records have in common.

use serde_json::{Value, json};

use crate::support::bbs;

/// The ids of these records, by the fields that find them.
async fn ids(records: &[(&str, &str)]) -> Vec<Value> {
    let fields: String = records
        .iter()
        .enumerate()
        .map(|(n, (field, slug))| format!("r{n}: {field}(by: {{ slug: \"{slug}\" }}) {{ id }} "))
        .collect();
    let data = bbs().ask(&format!("{{ {fields} }}")).await;
    (0..records.len()).map(|n| data[format!("r{n}")]["id"].clone()).collect()
}

#[tokio::test]
async fn two_people_took_part_in_the_same_events() {
    // Question 76.
    let records = ids(&[("person", "peter-statev"), ("person", "danka-milojkovic")]).await;
    let query = "query ($records: [ID!]!) { shared(records: $records) { events(orderBy: [{ start: ASC }]) { nodes { slug sources { nodes { slug } } } } agreements { totalCount } } }";
    let data = bbs().ask_with(query, json!({ "records": records })).await;
    let events = data["shared"]["events"]["nodes"].as_array().expect("nodes");
    let slugs: Vec<_> = events.iter().map(|event| event["slug"].as_str().expect("a slug")).collect();
    assert_eq!(slugs, ["abc-cluster-house-meeting-2013", "dofc-2013"]);
    assert_eq!(data["shared"]["agreements"]["totalCount"], 1);
}

#[tokio::test]
async fn a_partner_and_the_network_share_what_both_lead_to() {
    let records = ids(&[
        ("organization", "cluj-it-cluster"),
        ("organization", "ict-cluster-bulgaria"),
        ("organization", "masit"),
    ])
    .await;
    let query = "query ($records: [ID!]!) { shared(records: $records) { partnerships { nodes { slug } } networks { nodes { slug } } } }";
    let data = bbs().ask_with(query, json!({ "records": records })).await;
    let networks = json!({ "nodes": [{ "slug": "bbs-ict-network" }] });
    assert_eq!(data["shared"], json!({ "partnerships": { "nodes": [{ "slug": "give" }] }, "networks": networks }));
}

#[tokio::test]
async fn an_unknown_record_shares_nothing_and_one_alone_is_no_question() {
    let known = ids(&[("person", "peter-statev")]).await.remove(0);
    let query = "query ($records: [ID!]!) { shared(records: $records) { events { totalCount } } }";
    let data = bbs().ask_with(query, json!({ "records": [known, "r999999"] })).await;
    assert_eq!(data["shared"]["events"]["totalCount"], 0);
    let (_, message) = bbs().refusal(query, json!({ "records": [known] })).await;
    assert_eq!(message, "`shared.records` has 1 ids; it takes 2 to 10.");
}
