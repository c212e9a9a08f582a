//! Counts under a connection's own filter, in the same request.

use serde_json::{Value, json};

use crate::support::{Server, World};

fn fairs() -> Server {
    let event = |slug: &str, more: Value| {
        let mut event =
            json!({ "slug": slug, "title": slug, "titleInOwnWords": false, "kind": "FAIR", "status": "HELD" });
        more.as_object().expect("an object").iter().for_each(|(key, value)| event[key] = value.clone());
        event
    };
    let organization =
        |slug: &str, sectors: Value| json!({ "slug": slug, "name": slug, "kind": "CLUSTER", "sectors": sectors });
    World::new()
        .with("countries", json!({ "slug": "me", "code": "ME", "name": "Montenegro" }))
        .with("topics", json!({ "slug": "ict", "name": "ICT" }))
        .with("topics", json!({ "slug": "automotive", "name": "Automotive" }))
        .with("organizations", organization("a", json!(["ict", "automotive"])))
        .with("organizations", organization("b", json!(["ict"])))
        .with("events", event("x", json!({ "country": "me", "start": "2016-12-31", "topics": ["ict", "automotive"], "participations": [
            { "role": "HOST", "organization": "a" }, { "role": "HOST", "organization": "b" }, { "role": "SPEAKER", "organization": "a" }
        ] })))
        .with("events", event("y", json!({ "country": "me", "start": "2016-12-31/2017-01-01", "topics": ["ict"] })))
        .with("events", event("z", json!({ "kind": "VISIT", "start": "2017", "participations": [{ "role": "HOST", "organization": "a" }] })))
        .start()
}

/// The groups as pairs of keys and count.
async fn groups(server: &Server, field: &str, filter: &str, by: &str) -> Value {
    let query = format!("{{ {field}{filter} {{ groups(by: {by}) {{ keys {{ value }} count }} }} }}");
    let data = server.ask(&query).await;
    let groups = data[field]["groups"].as_array().expect("groups").iter();
    groups
        .map(|group| {
            let keys = group["keys"].as_array().expect("keys").iter().map(|key| key["value"].clone());
            json!([keys.collect::<Vec<_>>(), group["count"]])
        })
        .collect()
}

#[tokio::test]
async fn rows_are_counted_by_what_they_share() {
    let server = fairs();
    for (field, by, expected) in [
        ("events", "[KIND]", json!([[["FAIR"], 2], [["VISIT"], 1]])),
        ("events", "[COUNTRY]", json!([[["me"], 2], [[null], 1]])),
        // A day that may lie in either year lies in none.
        ("events", "[START_YEAR]", json!([[["2016"], 1], [["2017"], 1], [[null], 1]])),
        ("events", "[START_MONTH]", json!([[[null], 2], [["2016-12"], 1]])),
        // A row with several values counts in each of their groups, once.
        ("events", "[TOPICS]", json!([[["ict"], 2], [["automotive"], 1], [[null], 1]])),
        ("events", "[PARTICIPATIONS_ROLE]", json!([[["HOST"], 2], [["SPEAKER"], 1], [[null], 1]])),
        ("events", "[HOSTS]", json!([[["a"], 2], [["b"], 1], [[null], 1]])),
        ("events", "[KIND, TOPICS]", json!([[["FAIR", "ict"], 2], [["FAIR", "automotive"], 1], [["VISIT", null], 1]])),
        ("organizations", "[SECTORS]", json!([[["ict"], 2], [["automotive"], 1]])),
        ("participations", "[ROLE]", json!([[["HOST"], 3], [["SPEAKER"], 1]])),
        (
            "records",
            "[TYPE]",
            json!([[["PARTICIPATION"], 4], [["EVENT"], 3], [["ORGANIZATION"], 2], [["TOPIC"], 2], [["COUNTRY"], 1]]),
        ),
    ] {
        let mut found = groups(&server, field, "", by).await;
        let mut expected = expected;
        // Groups of one size stand in the order of their records, which is not the story here.
        for list in [&mut found, &mut expected] {
            list.as_array_mut().expect("a list").sort_by_key(Value::to_string);
        }
        assert_eq!(found, expected, "{field} {by}");
    }
}

#[tokio::test]
async fn the_largest_come_first_and_the_filter_counts() {
    let server = fairs();
    assert_eq!(groups(&server, "events", "", "[KIND]").await, json!([[["FAIR"], 2], [["VISIT"], 1]]));
    let filter = "(where: { topics: { some: { slug: { eq: \"automotive\" } } } })";
    assert_eq!(groups(&server, "events", filter, "[KIND]").await, json!([[["FAIR"], 1]]));
    let nested = server.ask("{ topics { nodes { slug events(where: { kind: { eq: FAIR } }, first: 1) { groups(by: [START_YEAR]) { count keys { label } } } } } }").await;
    assert_eq!(
        nested["topics"]["nodes"][1]["events"]["groups"],
        json!([{ "count": 1, "keys": [{ "label": "2016" }] }])
    );
}
