//! What stands in an answer many times is worked out once, and is what it would be alone.

use serde_json::{Value, json};

use crate::support::bbs;

const NETWORK: &str = "slug members(first: 3, orderBy: [{ member: { name: ASC } }]) { \
    totalCount nodes { member { slug country { code } networks(first: 3) { nodes { slug } } } } }";

fn nodes(connection: &Value) -> &[Value] {
    connection["nodes"].as_array().map(Vec::as_slice).unwrap_or_default()
}

#[tokio::test]
async fn a_network_is_the_same_below_each_of_its_members() {
    let clusters =
        format!("{{ clusters(first: 40) {{ nodes {{ networks(first: 3) {{ nodes {{ {NETWORK} }} }} }} }} }}");
    let data = bbs().ask(&clusters).await;
    let below = nodes(&data["clusters"]).iter().flat_map(|cluster| nodes(&cluster["networks"]));
    let alone = format!("query($slug: String!) {{ organization(by: {{ slug: $slug }}) {{ {NETWORK} }} }}");
    let mut counted = 0;
    for network in below {
        let data = bbs().ask_with(&alone, json!({ "slug": network["slug"] })).await;
        assert_eq!(network, &data["organization"]);
        counted += 1;
    }
    assert!(counted > 10, "{counted} times a network below a member");
}

#[tokio::test]
async fn all_are_counted_whether_or_not_they_fit_the_page() {
    let counts = "{ all: events(first: 0) { totalCount nodes { slug } } some: events(first: 3) { totalCount nodes { slug } }
        last: events(last: 3) { totalCount pageInfo { hasPreviousPage } }
        fair: events(where: { kind: { eq: FAIR } }, first: 100) { totalCount nodes { slug } pageInfo { hasNextPage } } }";
    let data = bbs().ask(counts).await;
    let all = &data["all"]["totalCount"];
    assert!(all.as_u64() > Some(3) && nodes(&data["all"]).is_empty(), "{data}");
    assert_eq!((&data["some"]["totalCount"], &data["last"]["totalCount"]), (all, all));
    assert_eq!(data["fair"]["totalCount"], nodes(&data["fair"]).len());
}
