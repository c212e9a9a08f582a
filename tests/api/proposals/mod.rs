//! What somebody may not write waits for somebody who may.

mod decide;
mod edit;
mod erase;
mod preview;
mod queue;
mod silence;

use serde_json::{Value, json};

use super::mutations::{editor, seen, world};
use crate::support::{Actor, Server};

/// All of a proposal but its moments.
const PROPOSAL: &str = "id status author comment decidedBy reason steps group";

/// Does one mutation whose only argument is this input, and gives its payload.
async fn mutate(actor: &Actor<'_>, name: &str, input: Value) -> Value {
    let ty = name[..1].to_uppercase() + &name[1..];
    let query = format!(
        "mutation ($input: {ty}Input!) {{ it: {name}(input: $input) {{
            record {{ id slug }}
            userErrors {{ __typename code path ... on VersionConflict {{ current {{ version }} }} }}
            preview {{ operation type slug id isClaim cause differences {{ part before after }} }}
            proposal {{ {PROPOSAL} }} }} }}"
    );
    actor.ask_with(&query, json!({ "input": input })).await["it"].take()
}

/// What is wrong: types and paths.
fn wrong(payload: &Value) -> Vec<String> {
    let errors = payload["userErrors"].as_array().expect("errors").iter();
    let path = |error: &Value| {
        error["path"].as_array().expect("a path").iter().filter_map(Value::as_str).collect::<Vec<_>>().join(".")
    };
    errors.map(|error| format!("{} {}", error["__typename"].as_str().expect("a type"), path(error))).collect()
}

/// Proposes another description of the congress, which Cluj Cluster organizes; gives the proposal.
async fn propose(actor: &Actor<'_>, server: &Server, description: &str) -> Value {
    let (id, version) = seen(server, "event", "congress").await;
    let input = json!({
        "id": id, "expectedVersion": version, "patch": { "description": description }, "comment": "It was so.",
    });
    let mut payload = mutate(actor, "updateEvent", input).await;
    assert_eq!((&payload["record"], &payload["userErrors"]), (&Value::Null, &json!([])));
    payload["proposal"].take()
}

/// The ids of the proposals that somebody sees.
async fn visible(actor: &Actor<'_>, arguments: &str) -> Vec<String> {
    let query = format!("{{ proposals{arguments} {{ totalCount nodes {{ id }} }} }}");
    let proposals = &actor.ask(&query).await["proposals"];
    let ids = proposals["nodes"].as_array().expect("nodes").iter();
    let ids: Vec<String> = ids.map(|it| it["id"].as_str().expect("an id").to_owned()).collect();
    assert_eq!(proposals["totalCount"], ids.len());
    ids
}

/// The description of the congress.
async fn description(server: &Server) -> Value {
    server.ask("{ event(by: { slug: \"congress\" }) { description } }").await["event"]["description"].take()
}

/// A directory in which Niš Cluster may write about the meeting, and Cluj Cluster about the congress.
fn directory() -> Server {
    let congress = json!({
        "slug": "congress", "title": "Congress", "titleInOwnWords": false, "kind": "MEETING", "status": "HELD",
        "description": "A congress.", "participations": [{ "role": "ORGANIZER", "organization": "cluj-cluster" }],
    });
    world().with("events", congress).start()
}
