//! A webhook is its owner's.

use cluster_directory::viewer::Role;
use serde_json::{Value, json};

use super::refused::directory;
use crate::support::Actor;

const ALL: &str = "{ webhooks { nodes { id url owner status view { slug } } } }";

/// Does something with a webhook: its id, or what is wrong.
async fn does(actor: &Actor<'_>, name: &str, ty: &str, input: Value) -> Value {
    let query = format!(
        "mutation ($input: {ty}!) {{ it: {name}(input: $input) {{ secret webhook {{ id status }} userErrors {{ code path }} }} }}"
    );
    let mut answer = actor.answer(&query, json!({ "input": input })).await;
    match answer.pointer_mut("/errors/0/extensions/code") {
        Some(code) => code.take(),
        None => answer["data"]["it"].take(),
    }
}

async fn creates(actor: &Actor<'_>, url: &str) -> Value {
    does(actor, "createWebhook", "CreateWebhookInput", json!({ "url": url, "view": { "slug": "fairs" } })).await
}

async fn visible(actor: &Actor<'_>) -> Vec<String> {
    let data = actor.ask(ALL).await;
    let nodes = data["webhooks"]["nodes"].as_array().expect("nodes").iter();
    nodes.map(|node| node["id"].as_str().expect("an id").to_owned()).collect()
}

#[tokio::test]
async fn everybody_sees_and_ends_their_own_and_admin_all() {
    let server = directory();
    let anonymous = Actor::anonymous(&server);
    let (reader, editor) = (server.actor(Role::Reader).await, server.actor(Role::Editor).await);
    let (contributor, admin) = (server.contributor("nis-cluster").await, server.actor(Role::Admin).await);
    for actor in [&anonymous, &reader] {
        assert_eq!(creates(actor, "https://partner.example/").await, "FORBIDDEN");
    }
    let made = creates(&contributor, "https://partner.example/c").await;
    assert_eq!(made["webhook"], json!({ "id": "w1", "status": "ACTIVE" }));
    let secret = made["secret"].as_str().expect("a secret");
    assert!(secret.starts_with("whsec_") && secret.len() == 50, "{secret}");
    assert_eq!(creates(&editor, "https://partner.example/e").await["webhook"]["id"], "w2");

    for (actor, sees) in [
        (&anonymous, vec![]),
        (&reader, vec![]),
        (&contributor, vec!["w1"]),
        (&editor, vec!["w2"]),
        (&admin, vec!["w1", "w2"]),
    ] {
        assert_eq!(visible(actor).await, sees);
        let one = actor.ask("{ webhook(id: \"w1\") { id } }").await;
        assert_eq!(one["webhook"].is_null(), !sees.contains(&"w1"));
    }
    let data = admin.ask(ALL).await;
    let expected = json!({
        "id": "w1", "url": "https://partner.example/c", "owner": "contributor", "status": "ACTIVE",
        "view": { "slug": "fairs" },
    });
    assert_eq!(data["webhooks"]["nodes"][0], expected);

    let not_found = json!([{ "code": "NOT_FOUND", "path": ["input", "id"] }]);
    for name in ["pauseWebhook", "resumeWebhook", "rotateWebhookSecret", "deleteWebhook"] {
        let id = |id: &str| json!({ "id": id });
        for actor in [&anonymous, &reader] {
            assert_eq!(does(actor, name, "WebhookInput", id("w1")).await, "FORBIDDEN");
        }
        for unknown in ["w1", "w3", "w01", "r1"] {
            let refused = does(&editor, name, "WebhookInput", id(unknown)).await;
            assert_eq!(refused["userErrors"], not_found, "{name} {unknown}");
        }
        assert_eq!(does(&admin, name, "WebhookInput", id("w1")).await["userErrors"], json!([]), "{name}");
    }
    let replay = does(&editor, "replayWebhook", "ReplayWebhookInput", json!({ "id": "w1", "after": 0 })).await;
    assert_eq!(replay["userErrors"], not_found);
    assert_eq!(visible(&admin).await, ["w2"]);
}

#[tokio::test]
async fn a_token_has_ten_and_a_view_must_be_there() {
    let server = directory();
    let editor = server.actor(Role::Editor).await;
    for number in 0..10 {
        let made = creates(&editor, &format!("https://partner.example/{number}")).await;
        assert_eq!(made["userErrors"], json!([]));
    }
    let refused = creates(&editor, "https://partner.example/10").await;
    assert_eq!(refused["userErrors"], json!([{ "code": "NOT_ALLOWED", "path": ["input"] }]));
    does(&editor, "deleteWebhook", "WebhookInput", json!({ "id": "w3" })).await;
    assert_eq!(creates(&editor, "https://partner.example/10").await["userErrors"], json!([]));
    for view in [json!({ "slug": "none" }), json!({ "id": "r999" }), json!({ "id": "nonsense" })] {
        let input = json!({ "url": "https://partner.example/", "view": view });
        let refused = does(&editor, "createWebhook", "CreateWebhookInput", input).await;
        assert_eq!(refused["userErrors"], json!([{ "code": "NOT_FOUND", "path": ["input", "view"] }]));
    }
}
