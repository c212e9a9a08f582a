//! The questions in `tests/questions`: each a document and the answer that the bundled directory
//! gives to it. Where an answer takes a sum or a conclusion, a test of its own draws it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fs;

use chrono::NaiveDate;
use serde_json::{Value, json};

use crate::support::bbs;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/questions");

#[tokio::test]
async fn every_question_has_its_answer() {
    let documents = names(".graphql");
    assert_eq!(documents.len(), 40);
    assert_eq!(documents, names(".json"), "a document without an answer, or the reverse");
    let mut wrong = String::new();
    for name in documents {
        let document = read(&format!("{name}.graphql"));
        let expected = read(&format!("{name}.json"));
        for article in rests_on(&document) {
            if !expected.contains(&format!("\"{article}\"")) {
                wrong += &format!("{name}.json does not show {article}\n");
            }
        }
        let expected: Value = serde_json::from_str(&expected).expect("JSON");
        let answer = bbs().answer(&document, json!({})).await;
        if answer != json!({ "data": expected }) {
            wrong += &format!("{name}.graphql is answered by {answer:#}\n");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[tokio::test]
async fn danube_ict_took_183_days() {
    let answer = ask("25-how-long-a-project-took").await;
    let project = &nodes(&answer["projects"])[0];
    let day = |value| text(value).parse::<NaiveDate>().expect("a day");
    let (first, last) = (day(&project["start"]["earliest"]), day(&project["end"]["latest"]));
    assert_eq!((last - first).num_days() + 1, 183);
}

#[tokio::test]
async fn every_meeting_was_in_another_country() {
    let answer = ask("49-meetings-by-country").await;
    let meetings = &answer["organization"]["networkEvents"];
    let groups = meetings["groups"].as_array().expect("groups");
    let counts: Vec<_> = groups.iter().map(|group| group["count"].as_u64()).collect();
    assert_eq!(counts, [Some(1); 4]);
    assert_eq!(meetings["totalCount"], 4);
}

#[tokio::test]
async fn two_names_belong_to_one_cluster_of_four_events() {
    let answer = ask("57-two-names-of-one-cluster").await;
    let [cluster] = nodes(&answer["organizations"]) else { panic!("{answer:#}") };
    assert_eq!(text(&cluster["name"]), "ICT Cluster");
    assert_eq!(text(&nodes(&cluster["names"])[0]["text"]), "Bulgarian ICT Cluster");
    let parts = nodes(&cluster["participations"]).iter();
    let events: BTreeSet<_> = parts.map(|part| text(&part["event"]["title"])).collect();
    assert_eq!(
        events,
        BTreeSet::from([
            "European Cluster Conference 2016",
            "Kick-off meeting of the network",
            "Presentation of the network to the BSEC countries",
            "Start of the DANUBE ICT project",
        ])
    );
}

#[tokio::test]
async fn two_events_and_one_person_are_between_two_people() {
    let answer = ask("58-chain-of-events").await;
    let start = &nodes(&answer["people"])[0];
    assert_eq!(start["withBoth"]["totalCount"], 0, "one event would be a shorter chain");
    let mut events = BTreeMap::new();
    collect_events(start, &mut events);
    assert_eq!(
        chain(&events, text(&start["name"]), "Oliver Grün"),
        [
            "Milan Šolaja",
            "European Cluster Conference 2016",
            "Stelian Brad",
            "The network becomes a member of the European Digital SME Alliance",
            "Oliver Grün",
        ]
    );
}

#[tokio::test]
async fn three_sources_count_17_members_and_one_19() {
    let answer = ask("62-how-many-members").await;
    let mut sources = BTreeMap::<_, BTreeSet<_>>::new();
    for claim in nodes(&answer["organization"]["claims"]) {
        let article = text(&claim["article"]["slug"]);
        sources.entry(text(&claim["value"])).or_default().insert(article);
    }
    let three = ["business-adviser-bbs-2016", "codespring-bbs-2016", "eccp-bbs-network-profile"];
    assert_eq!(
        sources,
        BTreeMap::from([("17", BTreeSet::from(three)), ("19", BTreeSet::from(["bbs-news-2016-03-23"])),])
    );
}

#[tokio::test]
async fn every_partner_of_give_is_in_one_of_three_parts() {
    let answer = ask("66-partners-in-the-network").await;
    let give = &answer["partnership"];
    let parts = ["stated", "implied", "notShown"].map(|part| nodes(&give[part]));
    assert_eq!(parts.map(<[Value]>::len), [1, 2, 5]);
    let partners = parts.into_iter().flatten();
    let names: BTreeSet<_> = partners.map(|partner| text(&partner["organization"]["name"])).collect();
    assert_eq!(json!(names.len()), give["partners"]["totalCount"]);
}

async fn ask(name: &str) -> Value {
    bbs().ask(&read(&format!("{name}.graphql"))).await
}

fn read(file: &str) -> String {
    fs::read_to_string(format!("{FOLDER}/{file}")).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// What the files with this ending are called before it, in order.
fn names(ending: &str) -> BTreeSet<String> {
    let files = fs::read_dir(FOLDER).expect("the folder of the questions");
    let files = files.map(|file| file.expect("a file").file_name().into_string().expect("UTF-8"));
    files.filter_map(|file| file.strip_suffix(ending).map(str::to_owned)).collect()
}

/// The articles that the comment at the top of a document names: `# Rests on …, ….`
fn rests_on(document: &str) -> Vec<String> {
    let comment: Vec<_> = document.lines().map_while(|line| line.strip_prefix("# ")).collect();
    let comment = comment.join(" ");
    let (_, articles) = comment.split_once("Rests on ").expect("a document names its articles");
    articles.trim_end_matches('.').split(", ").map(str::to_owned).collect()
}

fn nodes(connection: &Value) -> &[Value] {
    connection["nodes"].as_array().expect("nodes")
}

fn text(value: &Value) -> &str {
    value.as_str().expect("text")
}

/// All events of an answer by title, with their people.
fn collect_events<'a>(value: &'a Value, events: &mut BTreeMap<&'a str, BTreeSet<&'a str>>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect_events(item, events)),
        Value::Object(fields) => {
            if let (Some(title), Some(people)) = (fields.get("title"), fields.get("people")) {
                let people = nodes(people).iter().map(|person| text(&person["name"]));
                events.entry(text(title)).or_default().extend(people);
            }
            fields.values().for_each(|field| collect_events(field, events));
        }
        _ => {}
    }
}

/// The shortest way from one person to another, through events and the people they share.
fn chain<'a>(events: &BTreeMap<&'a str, BTreeSet<&'a str>>, from: &'a str, to: &str) -> Vec<&'a str> {
    let mut seen = BTreeSet::from([from]);
    let mut chains = VecDeque::from([vec![from]]);
    while let Some(chain) = chains.pop_front() {
        let last = chain[chain.len() - 1];
        if last == to {
            return chain;
        }
        for (event, people) in events.iter().filter(|(_, people)| people.contains(last)) {
            for person in people {
                if seen.insert(person) {
                    chains.push_back([&chain[..], &[event, person]].concat());
                }
            }
        }
    }
    panic!("nothing leads from {from} to {to}: {events:#?}")
}
