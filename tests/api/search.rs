//! Searching as one would type it.

use serde_json::{Value, json};

use crate::support::bbs;

const SEARCH: &str = "query ($text: String!, $types: [RecordType!], $first: Int) {
    search(text: $text, types: $types, first: $first) {
        totalCount
        nodes { score record { __typename slug } highlights { attribute text } }
    }
}";

/// What a search finds, as type and slug.
async fn found(text: &str, first: usize) -> Vec<String> {
    let data = bbs().ask_with(SEARCH, json!({ "text": text, "first": first })).await;
    let hits = data["search"]["nodes"].as_array().expect("hits").iter();
    let word = |value: &Value| value.as_str().expect("text").to_owned();
    hits.map(|hit| word(&hit["record"]["__typename"]) + "/" + &word(&hit["record"]["slug"])).collect()
}

#[tokio::test]
async fn the_record_that_is_meant_comes_first_or_second() {
    let searches = include_str!("../searches.tsv").lines().skip(1);
    let (mut count, mut missed) = (0, Vec::new());
    for line in searches {
        let columns: Vec<_> = line.split('\t').collect();
        let [text, kind, slug, how, five] = columns.as_slice() else { panic!("{line}") };
        let hits = found(text, 5).await;
        if !hits.iter().take(2).any(|hit| *hit == format!("{kind}/{slug}")) {
            missed.push(format!("{text} ({how}): {slug} is not among {hits:?}"));
        }
        // The file is the same for both databases, so their order is too.
        assert_eq!(hits.join(" "), *five, "{text}");
        count += 1;
    }
    assert!(count >= 60, "{count} searches");
    assert!(missed.is_empty(), "{} of {count}:\n{}", missed.len(), missed.join("\n"));
}

#[tokio::test]
async fn a_hit_says_where_it_was_found_as_it_is_written_there() {
    let data = bbs().ask_with(SEARCH, json!({ "text": "solaja", "types": ["PERSON"] })).await;
    let highlights = json!([{ "attribute": "name", "text": "Šolaja" }, { "attribute": "names", "text": "Solaja" }]);
    let hit =
        json!({ "score": 30, "record": { "__typename": "Person", "slug": "milan-solaja" }, "highlights": highlights });
    assert_eq!(data["search"], json!({ "totalCount": 1, "nodes": [hit] }));
}

#[tokio::test]
async fn pages_of_a_search_go_on_where_the_last_one_ended() {
    let query = "query ($after: String) { search(text: \"cluster\", first: 40, after: $after) {
        totalCount edges { cursor node { record { id } } } pageInfo { hasNextPage endCursor } } }";
    let (mut ids, mut after) = (Vec::new(), Value::Null);
    loop {
        let page = bbs().ask_with(query, json!({ "after": after })).await["search"].take();
        let edges = page["edges"].as_array().expect("edges").clone();
        ids.extend(edges.iter().map(|edge| edge["node"]["record"]["id"].to_string()));
        if page["pageInfo"]["hasNextPage"] == json!(false) {
            assert_eq!(page["totalCount"], json!(ids.len()));
            break;
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert!(count > 100 && ids.len() == count, "{count} hits, {} records", ids.len());
}

#[tokio::test]
async fn a_short_page_is_the_beginning_of_a_long_one() {
    let query = "query ($text: String!, $types: [RecordType!], $first: Int) {
        long: search(text: $text, types: $types, first: 100) { nodes { score record { id } } }
        short: search(text: $text, types: $types, first: $first) {
            nodes { score record { id } } pageInfo { hasNextPage } } }";
    let mut compared = 0;
    // Common words, words of names and of texts, beginnings of both, several words, a slip, nothing.
    for text in "ict cluster conference the of in c i s net serb innov meeting 2016 members".split(' ').chain([
        "ict cluster",
        "bulgaria conference",
        "the c",
        "clsuter",
        "clsuter ict",
        "xyzzy",
    ]) {
        for types in [Value::Null, json!(["EVENT"]), json!(["ORGANIZATION", "PERSON"])] {
            for first in 1..6 {
                let data = bbs().ask_with(query, json!({ "text": text, "types": types, "first": first })).await;
                let long = data["long"]["nodes"].as_array().expect("hits");
                let short = data["short"]["nodes"].as_array().expect("hits");
                assert_eq!(short[..], long[..first.min(long.len())], "{first} of {text}, {types}");
                assert_eq!(data["short"]["pageInfo"]["hasNextPage"], json!(long.len() > first), "{first} of {text}");
                compared += short.len();
            }
        }
    }
    assert!(compared > 500, "{compared}");
}

#[tokio::test]
async fn hostile_text_finds_nothing_or_something_and_never_fails() {
    let long = "ж".repeat(20_000);
    for text in [
        "",
        " ",
        "\"",
        "'",
        "* OR 1=1 --",
        "NEAR(a b)",
        "name:x^2",
        "%_%",
        "\u{0}",
        "\u{301}\u{301}",
        "👾",
        "a\nb",
        "(((",
        &long,
    ] {
        let data = bbs().ask_with(SEARCH, json!({ "text": text })).await;
        assert!(data["search"]["totalCount"].is_number(), "{text:?}");
    }
}

#[tokio::test]
async fn of_a_long_text_the_beginning_is_searched_for() {
    let count =
        async |text: String| bbs().ask_with(SEARCH, json!({ "text": text })).await["search"]["totalCount"].clone();
    let pause = " ".repeat(1_000);
    assert_eq!(count(format!("kosict{pause}xyzzy")).await, count("kosict".to_owned()).await);
    assert_eq!(count(format!("kosict xyzzy{pause}")).await, 0);
}

#[tokio::test]
async fn a_text_narrows_any_list_down() {
    let query = "query ($text: String) { events(where: { text: $text }) { totalCount } records(where: { text: $text }) { totalCount } }";
    for (text, events) in
        [("kosict", 6), ("Косицт", 6), ("kosict 2016", 4), ("side event kosict", 3), ("xyzzy", 0), ("", 105)]
    {
        let data = bbs().ask_with(query, json!({ "text": text })).await;
        assert_eq!(data["events"]["totalCount"], events, "{text}");
    }
    let data = bbs().ask_with(query, json!({})).await;
    assert_eq!(data["events"]["totalCount"], 105);
}
