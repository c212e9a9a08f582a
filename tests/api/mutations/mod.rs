//! Writing by GraphQL.

mod claims;
mod create;
mod errors;
mod matrix;
mod order;
mod revisions;
mod several;
mod update;
mod views;
mod whole;

use cluster_directory::viewer::Role;
use serde_json::{Value, json};

use crate::support::{Actor, Server, World};

/// A directory with two clusters, where one organized a meeting and the other was its guest.
pub fn world() -> World {
    World::new()
        .with("countries", json!({ "slug": "rs", "code": "RS", "name": "Serbia" }))
        .with("places", json!({ "slug": "nis", "name": "Niš", "kind": "CITY", "country": "rs" }))
        .with("topics", json!({ "slug": "cloud", "name": "Cloud" }))
        .with("topics", json!({ "slug": "health", "name": "Health" }))
        .with(
            "organizations",
            json!({ "slug": "nis-cluster", "name": "Niš Cluster", "kind": "CLUSTER", "country": "rs" }),
        )
        .with("organizations", json!({ "slug": "cluj-cluster", "name": "Cluj Cluster", "kind": "CLUSTER" }))
        .with("articles", article("news"))
        .with("articles", article("page"))
        .with("people", json!({ "slug": "ana", "name": "Ana" }))
        .with(
            "events",
            json!({
                "slug": "meeting", "title": "Meeting", "titleInOwnWords": false, "kind": "MEETING", "status": "HELD",
                "start": "2016-09-28", "description": "A meeting.", "city": "nis", "topics": ["cloud"],
                "participations": [
                    { "role": "ORGANIZER", "organization": "nis-cluster" },
                    { "role": "GUEST", "organization": "cluj-cluster" },
                ],
            }),
        )
}

fn article(slug: &str) -> Value {
    json!({
        "slug": slug, "title": slug, "titleInOwnWords": false, "kind": "PAGE", "publisher": "p",
        "url": format!("https://{slug}.test"), "language": "en", "readInFull": true,
    })
}

/// The same words in all stories: what is asked for, and what went wrong.
const ERRORS: &str = "userErrors { __typename code message path
    ... on VersionConflict { current { version } } ... on AlreadyTaken { by { slug } } ... on StandsInTheWay { change } }";

/// Does one mutation whose only argument is this input, and gives its payload.
async fn mutate(actor: &Actor<'_>, name: &str, input: Value, record: &str) -> Value {
    let mut ty = name[..1].to_uppercase() + &name[1..];
    if let Some(verb) = ["Withdraw", "Restore"].into_iter().find(|verb| ty.starts_with(verb)) {
        ty = verb.to_owned();
    }
    let query =
        format!("mutation ($input: {ty}Input!) {{ done: {name}(input: $input) {{ record {{ {record} }} {ERRORS} }} }}");
    actor.ask_with(&query, json!({ "input": input })).await["done"].take()
}

/// The same, where nothing is wrong; gives the record.
pub async fn done(actor: &Actor<'_>, name: &str, input: Value, record: &str) -> Value {
    let mut payload = mutate(actor, name, input, record).await;
    assert_eq!(payload["userErrors"], json!([]), "{name}");
    payload["record"].take()
}

/// The types and paths of what is wrong.
async fn wrong(actor: &Actor<'_>, name: &str, input: Value) -> Vec<String> {
    let payload = mutate(actor, name, input, "__typename").await;
    assert_eq!(payload["record"], Value::Null, "{name}");
    let errors = payload["userErrors"].as_array().expect("errors").iter();
    let errors = errors.map(|error| {
        let path: Vec<_> = error["path"].as_array().expect("a path").iter().filter_map(Value::as_str).collect();
        format!("{} {}", error["__typename"].as_str().expect("a type"), path.join("."))
    });
    errors.collect()
}

/// The id and version of a record.
pub async fn seen(server: &Server, field: &str, slug: &str) -> (Value, Value) {
    let query = format!("{{ found: {field}(by: {{ slug: \"{slug}\" }}) {{ id version }} }}");
    let mut found = server.ask(&query).await["found"].take();
    (found["id"].take(), found["version"].take())
}

pub async fn editor(server: &Server) -> Actor<'_> {
    server.actor(Role::Editor).await
}
