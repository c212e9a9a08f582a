use cluster_directory::change::{Step, id_text, new_text};
use cluster_directory::resource::Part;
use serde_json::{Value, json};

use super::directory::Directory;
use crate::support::random::Random;

/// Some steps that could be done to a directory, or not.
pub fn steps(random: &mut Random, directory: &Directory, last_change: i64) -> Vec<Step> {
    let ids: Vec<i64> = directory.contents.keys().copied().collect();
    let any = |random: &mut Random| *random.pick(&ids);
    match random.below(10) {
        0 => {
            let topic = json!({ "name": format!("Topic {}", random.below(5)) });
            let event = json!({
                "title": "Fair of the nets", "titleInOwnWords": false, "kind": "FAIR", "status": "HELD",
                "start": "2016-02", "topics": [new_text(0)], "goals": ["one", "two"],
            });
            let part = json!({ "event": new_text(1), "role": "HOST", "organization": id_text(any(random)) });
            let name = json!({ "record": new_text(1), "text": "Another name", "kind": "VARIANT" });
            [("Topic", topic), ("Event", event), ("Participation", part), ("Name", name)].map(create).into()
        }
        1 | 2 => vec![Step::Withdraw { id: any(random), expected: None }],
        3 => {
            // Of something that is not there, mostly.
            let ids = 1..=ids.last().copied().unwrap_or(1);
            let gone: Vec<i64> = ids.filter(|id| !directory.contents.contains_key(id)).collect();
            let id = if gone.is_empty() { any(random) } else { *random.pick(&gone) };
            vec![Step::Restore { id }]
        }
        4 => {
            // Of one type, so that it can be done.
            let from = any(random);
            let like = &directory.contents[&from];
            let same = |id: &&i64| directory.contents[*id].keys().eq(like.keys());
            let alike: Vec<i64> = ids.iter().filter(same).copied().collect();
            vec![Step::Merge { from, into: *random.pick(&alike) }]
        }
        5 => {
            let number = usize::try_from(last_change).expect("a positive number");
            let back = random.below(number.min(30));
            vec![Step::Undo { group: last_change - i64::try_from(back).expect("small") }]
        }
        _ => (0..=random.below(3)).map(|_| update(random, directory, &ids)).collect(),
    }
}

fn create((resource, content): (&str, Value)) -> Step {
    let content = content.as_object().expect("an object").clone();
    Step::Create { resource: resource.to_owned(), id: None, content }
}

/// Takes a part from another record, or away.
fn update(random: &mut Random, directory: &Directory, ids: &[i64]) -> Step {
    let id = *random.pick(ids);
    let content = &directory.contents[&id];
    let resources = cluster_directory::directory::catalog().nodes();
    let fits = |it: &&cluster_directory::resource::Resource| content.keys().all(|name| it.part(name).is_some());
    let resource = resources.into_iter().find(fits).expect("a resource");
    let parts: Vec<Part<'_>> = resource.parts().collect();
    let name = random.pick(&parts).name();
    let others: Vec<&Value> = directory.contents.values().filter_map(|other| other.get(name)).collect();
    let value = match name {
        "slug" => json!(format!("slug-{}", random.below(4))),
        _ if others.is_empty() || random.chance(20) => Value::Null,
        _ => (*random.pick(&others)).clone(),
    };
    Step::Update { id, expected: None, patch: [(name.to_owned(), value)].into_iter().collect() }
}
