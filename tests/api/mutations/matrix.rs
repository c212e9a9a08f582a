//! Who may do what: every mutation of the schema, asked for by everybody, on what is their own and what is not.

use std::collections::BTreeSet;

use cluster_directory::viewer::Role;
use serde_json::{Map, Value, json};

use super::{done, editor, seen, world};
use crate::support::{Actor, Server};

/// What a contributor may do directly to what is their organization's: itself, the events that it organizes, and
/// what these own. Of all other resources nothing is anybody's own.
const OWN: [(&str, &[&str]); 7] = [
    ("Organization", &["update", "withdraw"]),
    ("Event", &["create", "update", "withdraw", "restore"]),
    ("Participation", &["create", "update", "withdraw", "restore"]),
    ("Label", &["create", "update", "withdraw", "restore"]),
    ("Name", &["create", "update", "withdraw", "restore"]),
    ("Figure", &["create", "update", "withdraw", "restore"]),
    ("Claim", &["create", "update", "withdraw", "restore"]),
];

/// An organization and its event: the contributor's own, and another's.
const SIDES: [(&str, &str); 2] = [("nis-cluster", "meeting"), ("cluj-cluster", "congress")];

/// Everybody who can ask.
struct Everybody<'s> {
    server: &'s Server,
    actors: [(&'static str, Actor<'s>); 5],
    editor: Actor<'s>,
    /// A contributor of the other organization.
    other: Actor<'s>,
    /// The mutations that were asked for.
    asked: BTreeSet<String>,
}

impl<'s> Everybody<'s> {
    async fn of(server: &'s Server) -> Self {
        let actors = [
            ("anonymous", Actor::anonymous(server)),
            ("READER", server.actor(Role::Reader).await),
            ("CONTRIBUTOR", server.contributor("nis-cluster").await),
            ("EDITOR", editor(server).await),
            ("ADMIN", server.actor(Role::Admin).await),
        ];
        let other = server.contributor("cluj-cluster").await;
        Self { server, actors, editor: editor(server).await, other, asked: BTreeSet::new() }
    }

    /// Asks as everybody, as a dry run; `may` says whether the contributor may do it. What the contributor may not do
    /// becomes a proposal, which changes nothing.
    async fn ask(&mut self, name: &str, ty: &str, mut input: Value, may: bool) {
        self.asked.insert(name.to_owned());
        for (who, actor) in &self.actors {
            let proposes = *who == "CONTRIBUTOR" && !may;
            input["dryRun"] = json!(!proposes);
            let expected = match (*who, name) {
                ("anonymous" | "READER", _) | ("CONTRIBUTOR" | "EDITOR", "erasePerson") => json!(["FORBIDDEN"]),
                _ if proposes => json!(["OPEN"]),
                _ => json!([]),
            };
            assert_eq!(said(actor, name, ty, &input).await, expected, "{name} by {who}: {input}");
        }
    }

    /// Asks as everybody about a proposal of the contributor, and about one of somebody else.
    async fn ask_about_proposals(&mut self) {
        for (name, needs) in [
            ("editProposal", json!({ "comment": "C." })),
            ("approveProposal", json!({})),
            ("rejectProposal", json!({ "reason": "R." })),
            ("withdrawProposal", json!({})),
        ] {
            self.asked.insert(name.to_owned());
            for (who, actor) in &self.actors {
                for (own, author) in [(true, &self.actors[2].1), (false, &self.other)] {
                    let query = "mutation { createTopic(input: { name: \"Robots\" }) { proposal { id } } }";
                    let mut input = needs.clone();
                    input["id"] = author.ask(query).await["createTopic"]["proposal"]["id"].take();
                    if name == "approveProposal" {
                        input["dryRun"] = json!(true);
                    }
                    let expected = match (*who, name) {
                        ("anonymous" | "READER", _) | ("CONTRIBUTOR", "approveProposal" | "rejectProposal") => {
                            "FORBIDDEN"
                        }
                        ("CONTRIBUTOR", _) if !own => "NotFound",
                        (_, "editProposal" | "approveProposal") => "OPEN",
                        (_, "rejectProposal") => "REJECTED",
                        ("CONTRIBUTOR", _) => "WITHDRAWN",
                        _ => "NotAllowed",
                    };
                    let ty = name[..1].to_uppercase() + &name[1..] + "Input";
                    assert_eq!(said(actor, name, &ty, &input).await, json!([expected]), "{name} by {who}: {input}");
                }
            }
        }
    }
}

/// What somebody hears who does this: what is wrong, and what has become of a proposal.
async fn said(actor: &Actor<'_>, name: &str, ty: &str, input: &Value) -> Value {
    let query = format!(
        "mutation ($input: {ty}!) {{ it: {name}(input: $input) {{ userErrors {{ __typename }} proposal {{ status }} }} }}"
    );
    let answer = actor.answer(&query, json!({ "input": input })).await;
    let it = &answer["data"]["it"];
    let beside = [&answer["errors"][0]["extensions"]["code"], &it["proposal"]["status"]];
    let errors = it["userErrors"].as_array().into_iter().flatten().map(|error| &error["__typename"]);
    let said: BTreeSet<&str> = errors.chain(beside).filter_map(Value::as_str).collect();
    json!(said)
}

#[tokio::test]
async fn everybody_may_do_what_their_role_says_and_nothing_else() {
    let congress = json!({
        "slug": "congress", "title": "Congress", "titleInOwnWords": false, "kind": "MEETING", "status": "HELD",
        "participations": [{ "role": "ORGANIZER", "organization": "cluj-cluster" }],
    });
    let project =
        json!({ "slug": "project", "name": "P", "kind": "INITIATIVE", "status": "IDEA", "partnersComplete": true });
    let agreement = json!({ "slug": "agreement", "name": "A", "nameInOwnWords": true, "kind": "CHARTER" });
    let server = world()
        .with("events", congress)
        .with("projects", project)
        .with("agreements", agreement)
        .with("organizations", json!({ "slug": "member", "name": "Member", "kind": "COMPANY" }))
        .start();
    let mut everybody = Everybody::of(&server).await;
    let data = server.ask(SCHEMA).await;
    let mutations = names(&data["__schema"]["mutationType"]["fields"]);
    // A webhook is no record, and has a story of its own.
    let mutations: BTreeSet<&str> = mutations.filter(|name| !name.contains("Webhook")).collect();
    let records = names(&data["record"]["possibleTypes"]);
    // What others lean on comes last.
    let last = ["Event", "Organization"];
    let resources: Vec<&str> = records.filter(|name| !last.contains(name)).chain(["Claim"]).chain(last).collect();
    for resource in resources {
        let may = OWN.iter().find(|(name, _)| *name == resource).map_or(&[][..], |(_, verbs)| *verbs);
        for (own, (organization, event)) in [true, false].into_iter().zip(SIDES) {
            let inputs = names_and_types(&server, resource).await;
            let input = input(&server, resource, &inputs, organization, event).await;
            let may = |verb: &str| own && may.contains(&verb);
            everybody
                .ask(&format!("create{resource}"), &format!("Create{resource}Input"), input.clone(), may("create"))
                .await;
            let id = match resource {
                "Organization" => seen(&server, "organization", organization).await.0,
                _ => done(&everybody.editor, &format!("create{resource}"), input, "id").await["id"].take(),
            };
            let update = json!({ "id": id, "expectedVersion": null, "patch": { "note": "N." } });
            everybody.ask(&format!("update{resource}"), &format!("Update{resource}Input"), update, may("update")).await;
            let withdraw = json!({ "id": id, "expectedVersion": null });
            everybody.ask(&format!("withdraw{resource}"), "WithdrawInput", withdraw.clone(), may("withdraw")).await;
            if resource == "Organization" {
                others(&mut everybody, own, organization, event, &id).await;
            }
            done(&everybody.editor, &format!("withdraw{resource}"), withdraw, "id").await;
            everybody.ask(&format!("restore{resource}"), "RestoreInput", json!({ "id": id }), may("restore")).await;
        }
    }
    everybody.ask_about_proposals().await;
    assert_eq!(everybody.asked.iter().map(String::as_str).collect::<BTreeSet<_>>(), mutations);
}

/// The mutations that are not of one resource.
async fn others(everybody: &mut Everybody<'_>, own: bool, organization: &str, event: &str, id: &Value) {
    let server = everybody.server;
    let claim = json!({
        "record": id, "attribute": "founded", "value": "2011", "article": { "slug": "news" }, "preferred": false,
    });
    let claim = done(&everybody.editor, "createClaim", claim, "id").await["id"].take();
    let prefer = json!({ "claim": claim, "expectedVersion": null });
    everybody.ask("preferClaim", "PreferClaimInput", prefer, own).await;
    let (into, _) = seen(server, "event", event).await;
    let twin = json!({
        "title": "Twin", "titleInOwnWords": true, "kind": "MEETING", "status": "HELD",
        "organizers": [{ "slug": organization }],
    });
    let from = done(&everybody.editor, "createEvent", twin, "id").await["id"].take();
    let group = server.ask("{ changes(last: 1) { nodes { group } } }").await["changes"]["nodes"][0]["group"].take();
    everybody.ask("undoChanges", "UndoChangesInput", json!({ "group": group }), own).await;
    // A merge takes along what belongs to others.
    everybody.ask("mergeRecords", "MergeRecordsInput", json!({ "from": from, "into": into }), false).await;
    let (ana, _) = seen(server, "person", "ana").await;
    everybody.ask("erasePerson", "ErasePersonInput", json!({ "id": ana }), false).await;
}

const SCHEMA: &str =
    "{ __schema { mutationType { fields { name } } } record: __type(name: \"Record\") { possibleTypes { name } } }";

fn names(list: &Value) -> impl Iterator<Item = &str> {
    list.as_array().into_iter().flatten().filter_map(|it| it["name"].as_str())
}

/// The keys of a new record, each with its type and whether it must be given.
async fn names_and_types(server: &Server, resource: &str) -> Vec<(String, String, bool)> {
    let query =
        "query ($name: String!) { __type(name: $name) { inputFields { name type { kind name ofType { name } } } } }";
    let data = server.ask_with(query, json!({ "name": format!("Create{resource}Input") })).await;
    let fields = data["__type"]["inputFields"].as_array().expect("fields").clone();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let field = |field: Value| {
        let required = field["type"]["kind"] == "NON_NULL";
        let ty = if required { &field["type"]["ofType"]["name"] } else { &field["type"]["name"] };
        (text(&field["name"]), text(ty), required)
    };
    fields.into_iter().map(field).collect()
}

/// A new record with what it must have, that belongs to an organization or to its event where it can.
async fn input(
    server: &Server,
    resource: &str,
    fields: &[(String, String, bool)],
    organization: &str,
    event: &str,
) -> Value {
    let mut input = Map::new();
    for (name, ty, required) in fields {
        let belongs = resource == "Label" && name == "organization";
        if !required && !belongs {
            continue;
        }
        let value = match (name.as_str(), ty.as_str()) {
            ("url", _) => json!("https://new.test"),
            ("language", _) => json!("en"),
            ("code", _) => json!("ME"),
            (_, "String") => json!("New"),
            (_, "Boolean") => json!(false),
            (_, "Int") => json!(1),
            (_, "ID") => seen(server, "organization", organization).await.0,
            // Whoever is in the organization is not the organization itself.
            ("member", "OrganizationBy") => json!({ "slug": "member" }),
            (_, "OrganizationBy") => json!({ "slug": organization }),
            (_, "EventBy") => json!({ "slug": event }),
            (_, "ArticleBy") => json!({ "slug": "news" }),
            (_, "PersonBy") => json!({ "slug": "ana" }),
            (_, "ProjectBy") => json!({ "slug": "project" }),
            (_, "AgreementBy") => json!({ "slug": "agreement" }),
            (_, "ListingInput") => json!({ "events": {} }),
            (_, word) => first_word(server, word).await,
        };
        input.insert(name.clone(), value);
    }
    if resource == "Event" {
        input.insert("organizers".to_owned(), json!([{ "slug": organization }]));
    }
    Value::Object(input)
}

/// The first word of an enum.
async fn first_word(server: &Server, name: &str) -> Value {
    let query = "query ($name: String!) { __type(name: $name) { enumValues { name } } }";
    let data = server.ask_with(query, json!({ "name": name })).await;
    json!(names(&data["__type"]["enumValues"]).next().unwrap_or_else(|| panic!("{name} is no enum")))
}
