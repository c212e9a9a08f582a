//! `viewer`: what a token learns of itself.

use cluster_directory::database::{Database, NewToken};
use cluster_directory::viewer::Role;
use serde_json::{Value, json};

use crate::support::{Actor, Server, World, bbs, execute, new_secret, now};

const VIEWER: &str = "{ viewer { name role organization { slug } createdAt expiresAt
    mayPropose mayEdit mayDecide mayAdminister } }";

fn directory() -> Server {
    World::new().with("organizations", json!({ "slug": "a", "name": "A", "kind": "CLUSTER" })).start()
}

#[tokio::test]
async fn the_anonymous_are_nobody() {
    assert_eq!(bbs().ask(VIEWER).await, json!({ "viewer": null }));
}

#[tokio::test]
async fn everybody_learns_of_themselves_by_the_same_statement() {
    let server = directory();
    let asked = async |actor: Actor<'_>| actor.ask(VIEWER).await["viewer"].take();
    let viewer = |name: &str, role: &str, organization: Value, may: [bool; 4]| {
        let [propose, edit, decide, administer] = may;
        json!({
            "name": name, "role": role, "organization": organization,
            "createdAt": "2026-11-22T12:00:00Z", "expiresAt": null,
            "mayPropose": propose, "mayEdit": edit, "mayDecide": decide, "mayAdminister": administer,
        })
    };
    let contributor = viewer("contributor", "CONTRIBUTOR", json!({ "slug": "a" }), [true, false, false, false]);
    assert_eq!(asked(server.contributor("a").await).await, contributor);
    for (role, word, may) in [
        (Role::Reader, "READER", [false, false, false, false]),
        (Role::Editor, "EDITOR", [true, true, true, false]),
        (Role::Admin, "ADMIN", [true, true, true, true]),
    ] {
        let expected = viewer(&word.to_lowercase(), word, Value::Null, may);
        assert_eq!(asked(server.actor(role).await).await, expected);
    }
    assert_eq!(server.ask(VIEWER).await, json!({ "viewer": null }));
    let second = server.actor(Role::Editor).await.ask("{ viewer { name __typename } }").await;
    assert_eq!(second, json!({ "viewer": { "name": "editor 2", "__typename": "Viewer" } }));
}

#[tokio::test]
async fn a_contributor_of_an_organization_that_was_merged_speaks_for_what_it_became() {
    let organization = |slug| json!({ "slug": slug, "name": slug, "kind": "CLUSTER" });
    let world = ["a", "b", "c"].into_iter().fold(World::new(), |it, slug| it.with("organizations", organization(slug)));
    let server = world.start();
    let contributor = server.contributor("a").await;
    let nodes = server.ask("{ organizations(orderBy: [{ slug: ASC }]) { nodes { id } } }").await;
    let id = |n: usize| nodes["organizations"]["nodes"][n]["id"].as_str().expect("an id").replace('r', "");
    for (gone, goes_on) in [(0, 1), (1, 2)] {
        let redirect = format!("INSERT INTO id_redirect (id, record_id) VALUES ({}, {})", id(gone), id(goes_on));
        execute(&server.database_url, &redirect).await;
    }
    let viewer = contributor.ask("{ viewer { organization { slug } } }").await;
    assert_eq!(viewer, json!({ "viewer": { "organization": { "slug": "c" } } }));
    let database = Database::connect(&server.database_url).await.expect("the database opens");
    assert_eq!(database.list_tokens().await.expect("a list")[0].organization.as_deref(), Some("c"));
}

#[tokio::test]
async fn a_name_can_be_any_and_an_end_is_told() {
    let server = directory();
    let database = Database::connect(&server.database_url).await.expect("the database opens");
    let (secret, name) = (new_secret(), "Šolaja \"\\ Ниш\"");
    let expires_at = Some("2027-01-01T00:00:00Z".parse().expect("a moment"));
    let token = NewToken { name: name.to_owned(), role: Role::Reader, organization: None, expires_at };
    database.create_token(&token, secret.hash(), now()).await.expect("a token");
    let viewer = Actor::with(&server, secret.reveal()).ask("{ viewer { name expiresAt } }").await;
    assert_eq!(viewer, json!({ "viewer": { "name": name, "expiresAt": "2027-01-01T00:00:00Z" } }));
}
