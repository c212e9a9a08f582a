//! The whole directory, out and in.

use std::fs;

use cluster_directory::database::Database;

use super::{Directory, text};

#[tokio::test]
async fn what_was_exported_comes_back_byte_by_byte() {
    let one = Directory::empty().await;
    let bbs = concat!(env!("CARGO_MANIFEST_DIR"), "/data/bbs");
    one.run(&["import", bbs]);
    let first = one.bundle("first");
    assert!(first.len() >= 15);

    let other = Directory::empty().await;
    other.run(&["import", text(&one.path("first"))]);
    let second = other.bundle("second");
    for ((name, first), (_, second)) in first.iter().zip(&second) {
        let differs = first.lines().zip(second.lines()).find(|(first, second)| first != second);
        assert!(first == second, "{name}: {differs:?}");
    }
    assert_eq!(first.len(), second.len());

    // So every record is to calendars and feeds what it was.
    assert_eq!(identity(&one).await, identity(&other).await);

    let again = one.import(&one.path("first"), &[]);
    assert!(again.is_empty(), "it is all there already: {}", again.said);
}

#[tokio::test]
async fn a_bundle_into_a_directory_that_has_records_changes_what_differs() {
    let directory = Directory::of_countries().await;
    let folder = directory.path("bundle");
    fs::create_dir(&folder).expect("a folder");
    let event = |title: &str, role: &str| {
        format!(
            r#"[{{ "slug": "fair", "title": "{title}", "titleInOwnWords": false, "kind": "FAIR", "status": "HELD",
                "country": "bg", "parent": "week", "sources": ["page"],
                "participations": [{{ "role": "{role}", "group": "clusters" }}],
                "claims": [{{ "attribute": "start", "value": "2016", "article": "page", "preferred": false }}] }},
              {{ "slug": "week", "title": "Week", "titleInOwnWords": false, "kind": "FAIR", "status": "HELD" }}]"#
        )
    };
    let article = r#"[{ "slug": "page", "title": "Page", "titleInOwnWords": false, "kind": "PAGE", "publisher": "P",
                        "url": "https://page.example", "language": "en", "readInFull": true, "mentions": ["fair"] }]"#;
    fs::write(folder.join("articles.json"), article).expect("the file");
    fs::write(folder.join("events.json"), event("Fair", "HOST")).expect("the file");
    let first = directory.import(&folder, &[]);
    assert_eq!(first.count("created"), 6, "two events, a part in one, an article, two claims: {}", first.said);
    assert!(directory.import(&folder, &[]).is_empty(), "a second time");

    fs::write(folder.join("events.json"), event("The fair", "ORGANIZER")).expect("the file");
    let changed = directory.import(&folder, &[]);
    assert_eq!((changed.count("created"), changed.count("changed")), (0, 2), "{}", changed.said);
    let part = changed.entries.iter().find(|entry| entry["resource"] == "Participation").expect("an entry");
    assert_eq!(part["changes"][0], serde_json::json!({ "part": "role", "from": "HOST", "to": "ORGANIZER" }));
    let events = directory.table("events");
    assert_eq!((&events[0]["title"], &events[0]["parent"]), (&"The fair".into(), &"week".into()));

    fs::write(folder.join("events.json"), event("Fair", "DRAGON")).expect("the file");
    let refused = directory.refusal(&["import", text(&folder)]);
    assert!(
        refused.starts_with(
            "events.json: record `participations/fair-participation-1`: `role` is \"DRAGON\"; it takes one of"
        ),
        "{refused}"
    );
    assert_eq!(directory.table("events")[0]["title"], "The fair", "nothing of it was taken");
}

#[tokio::test]
async fn an_empty_directory_becomes_the_one_that_was_exported_and_no_other_does() {
    let empty = Directory::empty().await;
    let own = identity(&empty).await;
    let folder = empty.path("bundle");
    fs::create_dir(&folder).expect("a folder");
    fs::write(folder.join("topics.json"), r#"[{ "slug": "trade", "name": "Trade" }]"#).expect("the file");

    for wrong in [
        "[]x",
        r#"[{ "uuid": "F81D4FAE-7DEC-41D0-A765-00A0C91E6BF6" }]"#,
        r#"[{ "uuid": "f81d4fae-7dec-41d0-a765-00a0c91e6bf" }]"#,
        r#"[{ "uuid": "f81d4fae-7dec-41d0-a765-00a0c91e6bf6", "name": "ours" }]"#,
        r#"[{ "uuid": "f81d4fae-7dec-41d0-a765-00a0c91e6bf6" }, { "uuid": "f81d4fae-7dec-41d0-a765-00a0c91e6bf6" }]"#,
    ] {
        fs::write(folder.join("directory.json"), wrong).expect("the file");
        let refused = empty.refusal(&["import", text(&folder)]);
        assert!(refused.contains("directory.json"), "{wrong}: {refused}");
    }
    assert_eq!(identity(&empty).await, own);

    fs::write(folder.join("directory.json"), r#"[{ "uuid": "f81d4fae-7dec-41d0-a765-00a0c91e6bf6" }]"#)
        .expect("the file");
    let other = Directory::of_countries().await;
    let kept = identity(&other).await;
    assert_eq!(other.import(&folder, &[]).count("created"), 1);
    assert_eq!(identity(&other).await, kept, "its records have ids of its own");

    super::said(empty.run(&["import", text(&folder)]));
    assert_eq!(identity(&empty).await, "f81d4fae-7dec-41d0-a765-00a0c91e6bf6");
}

/// The UUID by which feeds know a directory.
async fn identity(directory: &Directory) -> String {
    let database = Database::connect(&directory.database.url).await.expect("the database");
    database.identity().await.unwrap_or_else(|error| panic!("the UUID: {error}"))
}
