//! The first minute with the server.

use serde_json::json;

use crate::support::{World, bbs};

#[tokio::test]
async fn the_bundled_directory_is_there() {
    let data = bbs()
        .ask("{ events { totalCount } organization(by: { slug: \"cluj-it-cluster\" }) { name } }")
        .await;
    assert_eq!(
        data,
        json!({ "events": { "totalCount": 105 }, "organization": { "name": "Cluj IT Cluster" } })
    );
}

#[tokio::test]
async fn a_directory_of_ones_own_has_only_its_records() {
    let server = World::new()
        .with("countries", json!({ "slug": "me", "code": "ME", "name": "Montenegro" }))
        .with(
            "organizations",
            json!({ "slug": "a", "name": "A", "kind": "CLUSTER", "country": "me" }),
        )
        .start();
    let data = server
        .ask("{ clusters { nodes { slug url country { code } } } events { totalCount } }")
        .await;
    let cluster = json!({ "slug": "a", "url": "https://directory.test/organizations/a", "country": { "code": "ME" } });
    assert_eq!(data, json!({ "clusters": { "nodes": [cluster] }, "events": { "totalCount": 0 } }));
}
