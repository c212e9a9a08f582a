//! Records into the directory: all of them, or none.

use cluster_directory::clock::Clock;
use cluster_directory::database::Database;
use cluster_directory::directory;
use cluster_directory::transfer::{self, Bundle};
use serde_json::json;

use crate::support::{TestDatabase, World};

/// Loads a bundle into a new database and gives the sentence it stopped with.
async fn stopped(bundle: Bundle) -> String {
    let test = TestDatabase::new().await;
    let database = Database::connect(&test.url).await.expect("it opens");
    database.migrate().await.expect("the tables are made");
    let catalog = directory::catalog();
    let stop = transfer::load(&database, catalog, &bundle, Clock::Machine.now()).await;
    let stop = stop.expect_err("the bundle has a fault");
    for resource in catalog.nodes() {
        let count = format!("SELECT CAST(count(*) AS text) FROM \"{}\"", resource.table);
        let count = database.read(&count, Vec::new()).await.expect("a count");
        assert_eq!(count, "0", "{} has rows although the load stopped", resource.table);
    }
    database.close().await.expect("it closes");
    stop.0
}

/// A fair that is right but for the change.
fn event(change: &serde_json::Value) -> Bundle {
    let mut event = json!({
        "slug": "fair", "title": "Fair", "titleInOwnWords": false, "kind": "FAIR", "status": "HELD",
        "start": "2016-09-28",
    });
    for (key, value) in change.as_object().expect("an object") {
        event[key] = value.clone();
    }
    let good = json!({ "slug": "bg", "code": "BG", "name": "Bulgaria" });
    World::new().with("countries", good).with("events", event).bundle()
}

#[tokio::test]
async fn a_fault_stops_the_load_with_file_record_and_reason() {
    for (change, reason) in [
        (json!({ "city": "atlantis" }), "`city` names `atlantis`, and no Place has that slug"),
        (
            json!({ "kind": "PARTY" }),
            "`kind` is \"PARTY\"; it takes one of CONFERENCE, MATCHMAKING, NETWORK_MEETING, ASSEMBLY, FESTIVAL, \
             SIGNING, WORKSHOP, MEETING, VISIT, PRESENTATION, FAIR, PROJECT_MEETING, LAUNCH, MILESTONE, FOUNDING, \
             CELEBRATION, MEMBERSHIP, ELECTION, PARTNERSHIP_MEETING, AWARD, SEMINAR, WEBINAR, NETWORKING, COMPETITION, \
             SOCIAL",
        ),
        (
            json!({ "start": "2016-02-30" }),
            "`start` is \"2016-02-30\", which is no EDTF date such as \"2016-09-28\", \"2016-02\" or \"../2016-10-23\"",
        ),
        (
            json!({ "start": { "edtf": "2016-02", "earliest": "2016-03-01", "latest": "2016-03-02" } }),
            "`start` is {\"earliest\":\"2016-03-01\",\"edtf\":\"2016-02\",\"latest\":\"2016-03-02\"}, whose days lie outside its EDTF",
        ),
        (json!({ "title": null }), "`title` is missing"),
        (json!({ "titel": "Fair" }), "`titel` is not known to Event"),
        (json!({ "edition": "fifth" }), "`edition` is \"fifth\"; it takes a whole number of 32 bits"),
        (
            json!({ "participations": [{ "role": "HOST", "person": "nobody" }] }),
            "`person` names `nobody`, and no Person has that slug",
        ),
        (json!({ "sources": ["hearsay"] }), "`article` names `hearsay`, and no Article has that slug"),
        (json!({ "organizers": ["x"] }), "`organizers` of Event follows from other records and cannot be given"),
    ] {
        let record = if reason.contains("Person") { "fair-participation-1" } else { "fair" };
        assert_eq!(stopped(event(&change)).await, format!("events.json: record `{record}`: {reason}."));
    }
}

#[tokio::test]
async fn a_file_that_is_no_list_or_belongs_to_nothing_stops_the_load() {
    let broken = stopped(Bundle::from_texts([("events", "[{]")])).await;
    assert!(broken.starts_with("events.json is not a list of records: "), "{broken}");
    let stray = stopped(Bundle::from_texts([("dragons", "[]")])).await;
    assert_eq!(stray, "dragons.json is the file of no resource.");
}

#[tokio::test]
async fn two_records_of_one_slug_stop_the_load() {
    let country = |code: &str| json!({ "slug": "bg", "code": code, "name": "Bulgaria" });
    let twice = World::new().with("countries", country("BG")).with("countries", country("XX"));
    assert_eq!(
        stopped(twice.bundle()).await,
        "countries.json: record `bg`: another record of the file has the same slug."
    );
}

#[tokio::test]
async fn records_can_point_to_later_ones_and_to_each_other() {
    let event = |slug: &str, parent: &str, same: Option<&str>| {
        json!({
            "slug": slug, "title": slug, "titleInOwnWords": false, "kind": "FAIR", "status": "HELD", "parent": parent,
            "probablySameAs": same, "participations": [{ "role": "HOST", "group": slug }]
        })
    };
    // A chain towards the end, a circle, and one that points to itself.
    let mut world = World::new();
    for (slug, parent, same) in [
        ("one", "two", None),
        ("two", "three", None),
        ("three", "four", Some("five")),
        ("four", "four", None),
        ("five", "six", Some("one")),
        ("six", "five", None),
    ] {
        world = world.with("events", event(slug, parent, same));
    }
    let server = world.start();
    let data = server
        .ask(
            "{ events(orderBy: [{ slug: ASC }]) { nodes {
            slug parent { slug } probablySameAs { slug } participations { nodes { group } } } } }",
        )
        .await;
    let said = |event: &serde_json::Value| {
        let group = &event["participations"]["nodes"][0]["group"];
        assert_eq!(group, &event["slug"]);
        let slug = |key: &str| event[key]["slug"].as_str().unwrap_or("-").to_owned();
        format!("{} {} {}", group.as_str().unwrap_or("-"), slug("parent"), slug("probablySameAs"))
    };
    let events: Vec<_> = data["events"]["nodes"].as_array().expect("events").iter().map(said).collect();
    assert_eq!(events, ["five six one", "four four -", "one two -", "six five -", "three four five", "two three -"]);
}

#[tokio::test]
async fn a_directory_that_has_records_is_left_alone() {
    let test = TestDatabase::new().await;
    let database = Database::connect(&test.url).await.expect("it opens");
    database.migrate().await.expect("the tables are made");
    let catalog = directory::catalog();
    let now = Clock::Machine.now();
    let first = transfer::load(&database, catalog, &transfer::bundled(), now).await;
    assert!(first.expect("it loads").is_some_and(|count| count > 1000));
    let second = transfer::load(&database, catalog, &transfer::bundled(), now).await;
    assert_eq!(second, Ok(None));
}
