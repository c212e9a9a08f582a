//! A list of conferences that others keep, with the mapping file that comes with the project.

use std::path::{Path, PathBuf};

use super::{Directory, beside, find, text};

fn mapping() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data/mappings/tech-conferences.toml")
}

#[tokio::test]
async fn a_list_of_others_becomes_events_and_a_second_import_changes_nothing() {
    let directory = Directory::of_countries().await;
    let (file, mapping) = (beside("conferences.jsonl"), mapping());
    let arguments = ["--mapping", text(&mapping), "--create", "place,topic"];

    let tried = directory.import(&file, &[&arguments[..], &["--dry-run"]].concat());
    assert!(tried.said.ends_with("Nothing was written: this was a trial.\n"), "{}", tried.said);
    assert!(directory.table("events").is_empty(), "a trial leaves nothing behind");

    let first = directory.import(&file, &arguments);
    let events = directory.table("events");
    assert_eq!(tried.count("created"), first.count("created"), "a trial says what would be");
    assert_eq!(
        (events.len(), first.count("joined"), first.count("refused")),
        (141, 24, 0),
        "every line is accounted for"
    );
    let london = find(&events, "title", "Scottish Ruby Conf");
    assert_eq!((&london["country"], &london["status"]), (&"gb".into(), &"ANNOUNCED".into()), "Scotland is known");
    assert!(events.iter().all(|event| event["online"] == true
        || event["country"].is_string()
        || event["title"] == "Machine Learning Week"));
    let topics = events.iter().filter_map(|event| event["topics"].as_array()).map(Vec::len).max();
    assert!(topics >= Some(2), "one event of several lists has all their topics");
    let reasons = first.reasons("left").join("\n");
    assert!(
        reasons.contains("`website` is \"http://www.developerweek.com/Austin, TX\"; it takes a web address"),
        "{reasons}"
    );

    let before = directory.bundle("before");
    let second = directory.import(&file, &arguments);
    assert!(second.is_empty(), "{}", second.said);
    assert_eq!(second.count("same"), 141);
    assert!(before == directory.bundle("after"));
}

#[tokio::test]
async fn what_the_directory_does_not_know_is_proposed_and_not_invented() {
    let directory = Directory::of_countries().await;
    let mapping = mapping();
    let line =
        r#"{"topic": "rust", "name": "RustFest", "startDate": "2018-05-26", "city": "Paris", "country": "France"}"#;
    let file = directory.file("list.jsonl", line);
    let first = directory.import(&file, &["--mapping", text(&mapping)]);
    assert_eq!(first.reasons("needed"), ["1: Place `Paris`", "1: Topic `Rust`"]);
    assert_eq!(directory.table("places").len(), 0);
    assert_eq!(directory.table("events")[0]["country"], "fr");

    let second = directory.import(&file, &["--mapping", text(&mapping), "--create", "place,topic"]);
    assert_eq!((second.count("created"), second.count("changed")), (2, 1), "{}", second.said);
    let event = &directory.table("events")[0];
    assert_eq!((&event["city"], &event["topics"][0]), (&"paris".into(), &"rust".into()));
}

#[tokio::test]
async fn what_was_changed_by_hand_survives_the_next_import() {
    let directory = Directory::of_countries().await;
    let mapping = mapping();
    let arguments = ["--mapping", text(&mapping)];
    let list = |end: &str, url: &str| {
        let line = r#"{"name": "Balkan Ruby", "startDate": "2018-05-25", "country": "Bulgaria", "url": "URL", "endDate": "END"}"#;
        line.replace("END", end).replace("URL", url)
    };
    let file = directory.file("list.jsonl", list("2018-05-26", "http://balkanruby.com"));
    directory.import(&file, &arguments);
    // By hand: another website
    let mut events = directory.table("events");
    events[0]["website"] = "https://balkanruby.example".into();
    let by_hand = directory.file("events.jsonl", events[0].to_string());
    assert_eq!(directory.import(&by_hand, &[]).count("changed"), 1);

    let same = directory.import(&file, &arguments);
    assert!(same.is_empty() && same.count("kept") == 0, "the source says nothing new: {}", same.said);
    directory.file("list.jsonl", list("2018-05-27", "https://balkanruby.com"));
    let newer = directory.import(&file, &arguments);
    assert_eq!((newer.count("changed"), newer.count("kept")), (1, 1), "{}", newer.said);
    let kept = newer.entries.iter().find(|entry| entry["action"] == "kept").expect("an entry");
    assert_eq!(kept["changes"][0]["from"], "https://balkanruby.example");
    let event = &directory.table("events")[0];
    assert_eq!((&event["end"], &event["website"]), (&"2018-05-27".into(), &"https://balkanruby.example".into()));
    assert!(directory.import(&file, &arguments).is_empty());

    directory.file("list.jsonl", "");
    let gone = directory.import(&file, &arguments);
    assert_eq!(gone.count("vanished"), 1, "what the source drops is said, and stays: {}", gone.said);
    assert_eq!(directory.table("events").len(), 1);
}
