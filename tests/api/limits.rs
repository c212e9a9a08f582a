//! How much may be asked for, and how a request hears that it asked for more.

use cluster_directory::config::Limits;
use serde_json::{Value, json};

use crate::support::{World, bbs};

/// So many equal parts in braces.
fn many(count: usize, part: impl Fn(usize) -> String) -> String {
    format!("{{ {} }}", (0..count).map(part).collect::<Vec<_>>().join(" "))
}

#[tokio::test]
async fn a_request_that_asks_for_too_much_hears_which_limit_it_met() {
    let nested = "parent { ".repeat(11) + "id" + &" }".repeat(11);
    let fragments: String = (0..51).map(|n| format!(" fragment F{n} on Event {{ id }}")).collect();
    let includes = "@include(if: true)".repeat(51);
    let places = "city { country { places(first: 100) { nodes { id } } } }";
    for (document, message) in [
        (many(700, |n| format!("a{n}: id")), "The document has 2102 tokens and may have 2000."),
        (
            format!("{{ limits {} }}", many(101, |n| format!("a{n}: cost"))),
            "The document has 101 aliases and may have 100.",
        ),
        (many(31, |_| "__typename".to_owned()), "The document has 31 root fields and may have 30."),
        (format!("{{ __typename {includes} }}"), "The document has 51 directives and may have 50."),
        (format!("{{ events {{ nodes {{ ...F1 }} }} }}{fragments}"), "The document has 51 fragments and may have 50."),
        (
            format!("{{ events {{ nodes {{ {nested} }} }} }}"),
            "The query nests deeper than 12 fields: at `events.nodes.parent.parent.parent.parent.parent.parent.parent\
             .parent.parent.parent.parent`.",
        ),
        (
            format!("{{ organizations(first: 100) {{ nodes {{ {places} }} }} }}"),
            "The query could return more than 10000 rows of lists; ask for smaller pages (`first`) on the way down: \
             at `organizations.nodes.city.country.places.nodes`.",
        ),
    ] {
        let (code, said) = bbs().refusal(&document, json!({})).await;
        assert_eq!((code.as_str(), said.as_str()), ("LIMIT_EXCEEDED", message), "{document}");
    }
}

#[tokio::test]
async fn the_price_of_a_query_is_told_and_where_the_most_of_it_is() {
    let query = "query ($first: Int) {
        organizations(first: $first) { nodes { name country { name } events { totalCount } } }
    }";
    // The list, and for each of 10 rows its country, its list of events and their count.
    let price =
        json!({ "requested": 1 + 10 * (1 + 1 + 5), "limit": 5000, "nodes": 10, "statements": 1, "cached": false });
    let request = json!({ "query": query, "variables": { "first": 10 } });
    let response = bbs().client().post(bbs().url("/graphql")).json(&request).send().await.expect("an answer");
    let answer: Value = serde_json::from_str(&response.text().await.expect("text")).expect("JSON");
    assert_eq!(answer["extensions"]["cost"], price);

    let groups: String =
        ["a", "b", "c", "d", "e"].map(|key| format!("{key}: groups(by: [KIND]) {{ count }} ")).concat();
    let query = format!("{{ organizations(first: 100) {{ nodes {{ events {{ {groups} }} }} }} }}");
    let (_, message) = bbs().refusal(&query, json!({})).await;
    assert_eq!(
        message,
        "The query costs 5101 and may cost 5000. The most of it, 1000, is at `organizations.nodes.events.a`: ask for \
         smaller pages (`first`) above it."
    );
}

#[tokio::test]
async fn all_limits_can_be_asked_for() {
    let data = bbs().ask("{ __type(name: \"Limits\") { fields { name } } }").await;
    let fields = data["__type"]["fields"].as_array().expect("fields").iter();
    let names: Vec<_> = fields.map(|field| field["name"].as_str().expect("a name")).collect();
    let server = World::new().start_within(Limits::default());
    let limits = server.ask(&format!("{{ limits {{ {} }} }}", names.join(" "))).await["limits"].take();
    assert_eq!([&limits["cost"], &limits["rootFields"]], [5000, 30]);
    assert_eq!([&limits["body"], &limits["requestTimeout"], &limits["statementTimeout"]], [65_536, 5000, 3000]);
    assert_eq!([&limits["allowance"], &limits["allowanceRefill"], &limits["connectionsPerAddress"]], [5000, 50, 50]);
    assert!(limits.as_object().expect("an object").values().all(|limit| limit.as_u64() > Some(0)), "{limits:#}");
}
