//! What editors do all day, at random and through the front door.

use serde_json::{Value, json};

use crate::support::Actor;
use crate::support::random::Random;

/// All that is there to be edited.
const IDS: &str =
    "{ Event: events(first: 100) { nodes { id } } Organization: organizations(first: 100) { nodes { id } }
    Person: people(first: 100) { nodes { id } } Place: places(first: 100) { nodes { id } }
    Topic: topics(first: 100) { nodes { id } } Country: countries(first: 100) { nodes { id } }
    Participation: participations(first: 100) { nodes { id } } }";

/// What people write, and what some would like to write.
const TEXTS: [&str; 6] = [
    "Fair",
    "Ниш & Σόφια",
    "<script>alert(1)</script>",
    "\"İstanbul\" 'ICT' 🎉",
    "</title><img src=x onerror=alert(1)>",
    "A",
];

/// Somebody who edits, and what came of it.
pub struct Editing<'a> {
    admin: &'a Actor<'a>,
    /// What was withdrawn.
    gone: Vec<(String, Value)>,
    /// The groups of the changes that were made.
    groups: Vec<Value>,
    log: Vec<String>,
    pub done: usize,
    pub refused: usize,
}

impl<'a> Editing<'a> {
    pub fn new(admin: &'a Actor<'a>) -> Self {
        Self { admin, gone: Vec::new(), groups: Vec::new(), log: Vec::new(), done: 0, refused: 0 }
    }

    /// The last edits, for whoever wonders what came of them.
    pub fn last(&self) -> &[String] {
        &self.log[self.log.len().saturating_sub(20)..]
    }

    /// Does so many things, of which some will be refused.
    pub async fn some(&mut self, random: &mut Random, count: usize) {
        for _ in 0..count {
            let ids = self.admin.ask(IDS).await;
            if self.one(random, &Ids(ids)).await {
                self.done += 1;
            } else {
                self.refused += 1;
            }
        }
    }

    /// Does something that cannot be refused.
    pub async fn done(&mut self, mutation: &str, ty: &str, input: Value) {
        assert!(self.try_to(mutation, ty, input).await, "{:?}", self.log.last());
    }

    /// Writes parts of a record anew.
    pub async fn update(&mut self, ty: &str, id: &Value, patch: Value) {
        self.done(&format!("update{ty}"), &format!("Update{ty}"), patched(id, &patch)).await;
    }

    async fn one(&mut self, random: &mut Random, ids: &Ids) -> bool {
        let number = random.below(60);
        let named = |random: &mut Random| json!(format!("{} {number}", random.pick(&TEXTS)));
        let (ty, patch) = match random.below(24) {
            0 | 1 => return self.create(random, ids).await,
            2 => return self.create_another(random, number).await,
            3 => ("Event", json!({ "title": named(random), "description": named(random) })),
            4 | 5 => ("Event", json!({ "status": random.pick(&["SCHEDULED", "CANCELLED", "POSTPONED", "HELD"]) })),
            6 => ("Event", json!({ "slug": format!("event-{number}") })),
            7 | 8 => {
                let (country, city) = (ids.by("Country", random), ids.by("Place", random));
                ("Event", json!({ "country": country, "city": city }))
            }
            9 => {
                let start = json!({ "edtf": format!("2026-1{}", random.below(3)) });
                ("Event", json!({ "start": start, "end": null, "topics": [] }))
            }
            10 | 11 => return self.join(random, ids).await,
            12 => ("Participation", json!({ "organization": ids.by("Organization", random) })),
            13 => ("Participation", json!({ "event": ids.by("Event", random), "person": ids.by("Person", random) })),
            14 => ("Organization", json!({ "name": named(random), "slug": format!("organization-{number}") })),
            15 | 16 => (*random.pick(&["Place", "Person", "Topic", "Country"]), json!({ "name": named(random) })),
            // What fits the listing of a country by its code is another country's events then.
            17 => ("Country", json!({ "code": random.pick(&["RS", "ME", "BG"]) })),
            18 | 19 => {
                let ty = random.pick(&["Event", "Event", "Organization", "Person", "Place", "Topic"]);
                let input = json!({ "from": ids.any(ty, random), "into": ids.any(ty, random) });
                return self.try_to("mergeRecords", "MergeRecords", input).await;
            }
            20 => {
                let ty = random.pick(&["Event", "Event", "Participation", "Organization", "Person", "Place", "Topic"]);
                let id = ids.any(ty, random);
                self.gone.push(((*ty).to_owned(), id.clone()));
                let input = json!({ "id": id, "expectedVersion": null });
                return self.try_to(&format!("withdraw{ty}"), "Withdraw", input).await;
            }
            21 | 22 if !self.gone.is_empty() => {
                let (ty, id) = self.gone.swap_remove(random.below(self.gone.len()));
                return self.try_to(&format!("restore{ty}"), "Restore", json!({ "id": id })).await;
            }
            _ => {
                let back = random.below(self.groups.len().clamp(1, 4));
                let Some(group) = self.groups.iter().rev().nth(back).cloned() else { return false };
                return self.try_to("undoChanges", "UndoChanges", json!({ "group": group })).await;
            }
        };
        let id = ids.any(ty, random);
        self.try_to(&format!("update{ty}"), &format!("Update{ty}"), patched(&id, &patch)).await
    }

    async fn create(&mut self, random: &mut Random, ids: &Ids) -> bool {
        let input = json!({
            "title": random.pick(&TEXTS), "titleInOwnWords": false, "kind": "FAIR", "status": "ANNOUNCED",
            "country": ids.by("Country", random), "topics": [ids.by("Topic", random)],
            "participations": [{ "role": "EXHIBITOR", "organization": ids.by("Organization", random) }],
        });
        self.try_to("createEvent", "CreateEvent", input).await
    }

    /// Adds something else than an event, so that there is always enough to merge.
    async fn create_another(&mut self, random: &mut Random, number: usize) -> bool {
        let name = format!("{} {number}", random.pick(&TEXTS));
        let (ty, input) = match random.below(3) {
            0 => ("Organization", json!({ "name": name, "kind": "CLUSTER" })),
            1 => ("Person", json!({ "name": name })),
            _ => ("Place", json!({ "name": name, "kind": "CITY" })),
        };
        self.try_to(&format!("create{ty}"), &format!("Create{ty}"), input).await
    }

    async fn join(&mut self, random: &mut Random, ids: &Ids) -> bool {
        let input = json!({
            "role": "SPEAKER", "event": ids.by("Event", random), "person": ids.by("Person", random),
            "organization": ids.by("Organization", random),
        });
        self.try_to("createParticipation", "CreateParticipation", input).await
    }

    /// Whether it was done.
    async fn try_to(&mut self, mutation: &str, ty: &str, input: Value) -> bool {
        let query = format!(
            "mutation ($input: {ty}Input!) {{ done: {mutation}(input: $input) {{
                userErrors {{ message }} changes(first: 1) {{ nodes {{ group }} }} }} }}"
        );
        let answer = self.admin.answer(&query, json!({ "input": input })).await;
        let done = &answer["data"]["done"];
        self.log.push(format!("{mutation} {input}: {} {}", answer["errors"], done["userErrors"]));
        if let Some(change) = done["changes"]["nodes"].get(0) {
            self.groups.push(change["group"].clone());
        }
        done["userErrors"] == json!([])
    }
}

fn patched(id: &Value, patch: &Value) -> Value {
    json!({ "id": id, "expectedVersion": null, "patch": patch })
}

/// The ids of all records by their types.
struct Ids(Value);

impl Ids {
    fn any(&self, ty: &str, random: &mut Random) -> Value {
        let nodes = self.0[ty]["nodes"].as_array().expect("records");
        if nodes.is_empty() { json!("r0") } else { random.pick(nodes)["id"].clone() }
    }

    /// One as an input names it.
    fn by(&self, ty: &str, random: &mut Random) -> Value {
        json!({ "id": self.any(ty, random) })
    }
}
