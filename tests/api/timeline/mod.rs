//! What happened to a record, in order.

mod reading;

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::support::{Server, World, bbs};
use reading::Reading;

const TIMELINE: &str = "query ($of: ID!, $during: PeriodFilter, $kinds: [FactKind!]) {
    timeline(of: $of, during: $during, kinds: $kinds, first: 100) {
        totalCount
        nodes { kind certainty basis date { edtf earliest latest } record { id slug } }
    }
}";

/// The id of a record of the resource that this root field is for.
async fn id(server: &Server, field: &str, slug: &str) -> Value {
    let query = format!("query ($slug: String!) {{ found: {field}(by: {{ slug: $slug }}) {{ id }} }}");
    server.ask_with(&query, json!({ "slug": slug })).await["found"]["id"].take()
}

/// Entries as day, kind and record.
async fn entries(server: &Server, variables: Value) -> Vec<String> {
    let timeline = server.ask_with(TIMELINE, variables).await["timeline"].take();
    let nodes = timeline["nodes"].as_array().expect("nodes");
    assert_eq!(timeline["totalCount"], json!(nodes.len()));
    nodes.iter().map(|node| words(&[&node["date"]["edtf"], &node["kind"], &node["record"]["slug"]])).collect()
}

fn words(values: &[&Value]) -> String {
    let words: Vec<_> = values.iter().map(|value| value.as_str().expect("text")).collect();
    words.join(" ")
}

#[tokio::test]
async fn the_first_half_of_2016_of_the_network() {
    let network = id(bbs(), "organization", "bbs-ict-network").await;
    let during = json!({ "from": "2016-01-01", "to": "2016-06-30", "certainty": "POSSIBLE" });
    let timeline = bbs().ask_with(TIMELINE, json!({ "of": network, "during": during })).await["timeline"].take();
    let rows = timeline["nodes"].as_array().expect("nodes").iter().map(|node| {
        let basis = node["basis"].as_str().unwrap_or("-");
        format!(
            "{} {basis}",
            words(&[&node["date"]["edtf"], &node["kind"], &node["record"]["slug"], &node["certainty"]])
        )
    });
    assert_eq!(
        rows.collect::<Vec<_>>(),
        [
            "2016-01-01 TOOK_CHAIR term-bbs-2016-cluj-it CERTAIN STATED",
            // Written as 2016, and known to have begun on its first day.
            "2016 TOOK_OFFICE office-stelian-brad-bbs-ict-network CERTAIN STATED",
            "2016-02 TOOK_PLACE bbs-meeting-2016-02-belgrade CERTAIN -",
            "2016-02-18 TOOK_PLACE danube-ict-strategic-meeting-2016 CERTAIN -",
            "2016-03-21 TOOK_PLACE bbs-joins-digital-sme-2016 CERTAIN -",
            "2016-03-21 TOOK_PART bbs-joins-digital-sme-2016-participation-2 CERTAIN -",
            "2016-03-21 JOINED membership-bbs-ict-network-european-digital-sme-alliance CERTAIN STATED",
            "2016-05-31 ENDED danube-ict CERTAIN -",
            // It began by then, and so stands where it had begun at the latest.
            "../2016-10-23 BEGAN give POSSIBLE -",
        ]
    );
}

#[tokio::test]
async fn an_event_is_announced_and_takes_place_and_its_guests_do_not_repeat_that() {
    let meeting = id(bbs(), "event", "bbs-annual-meeting-2016").await;
    assert_eq!(
        entries(bbs(), json!({ "of": meeting })).await,
        ["2016-08-08 ANNOUNCED bbs-news-2016-08-08", "2016-09-28 TOOK_PLACE bbs-annual-meeting-2016"]
    );
}

#[tokio::test]
async fn kinds_leave_out_all_others() {
    let cluster = id(bbs(), "organization", "ict-cluster-bulgaria").await;
    for (kinds, expected) in [
        (
            json!(["TOOK_CHAIR", "LEFT_CHAIR"]),
            vec!["2014-12-12~ TOOK_CHAIR term-bbs-2015-ict-cluster", "2015-12-31 LEFT_CHAIR term-bbs-2015-ict-cluster"],
        ),
        (json!("FOUNDED"), vec!["2005-01-31 FOUNDED ict-cluster-bulgaria"]),
        (json!([]), vec![]),
        (json!(["PUBLISHED"]), vec![]),
    ] {
        assert_eq!(entries(bbs(), json!({ "of": cluster, "kinds": kinds })).await, expected, "{kinds}");
    }
    let all = entries(bbs(), json!({ "of": cluster })).await;
    assert_eq!(entries(bbs(), json!({ "of": cluster, "kinds": null, "during": null })).await, all);
}

#[tokio::test]
async fn what_nobody_has_is_empty_and_what_is_no_id_is_refused() {
    assert!(entries(bbs(), json!({ "of": "r999999999" })).await.is_empty());
    for of in ["", "r", "r01", "r-1", "1", "r1' OR 1=1 --", "r99999999999999999999", "ж"] {
        let (code, message) = bbs().refusal(TIMELINE, json!({ "of": of })).await;
        assert_eq!(code, "BAD_USER_INPUT", "{of}");
        assert!(message.starts_with("`timeline.of` cannot be"), "{of}: {message}");
    }
    let (_, message) = bbs().refusal(TIMELINE, json!({ "of": "r1", "kinds": ["PARTY"] })).await;
    assert!(message.contains("FOUNDED, BEGAN, ANNOUNCED"), "{message}");
    let (_, message) = bbs().refusal(TIMELINE, json!({ "of": "r1", "during": { "from": "soon" } })).await;
    assert!(message.starts_with("`timeline.during.from` cannot be \"soon\""), "{message}");
}

#[tokio::test]
async fn days_without_a_beginning_stand_at_their_end_and_open_ends_come_last() {
    let founded =
        |slug: &str, founded: Value| json!({ "slug": slug, "name": slug, "kind": "CLUSTER", "founded": founded });
    let member = |n: usize, since: &str, until: Value| {
        json!({ "slug": format!("m{n}"), "kind": "MEMBER", "basis": "STATED", "member": "a", "organization": "b",
                "since": since, "until": until })
    };
    let server = World::new()
        .with("organizations", founded("a", json!("2001")))
        .with("organizations", founded("b", Value::Null))
        .with("memberships", member(1, "2001-01-01", json!("../2001-01-01")))
        .with("memberships", member(2, "2001-01-01/..", Value::Null))
        .with("memberships", member(3, "../2000-12-31", json!("2001")))
        .with("memberships", json!({ "slug": "m4", "kind": "MEMBER", "basis": "STATED", "member": "a", "organization": "a", "since": "1999" }))
        .start();
    let of = id(&server, "organization", "a").await;
    assert_eq!(
        entries(&server, json!({ "of": of })).await,
        [
            // A member of itself is one all the same, and joined once.
            "1999 JOINED m4",
            "../2000-12-31 JOINED m3",
            "2001-01-01 JOINED m1",
            "../2001-01-01 LEFT m1",
            "2001 FOUNDED a",
            "2001 LEFT m3",
            "2001-01-01/.. JOINED m2",
        ]
    );
    for (during, expected) in [
        (json!({ "from": "2001-01-01" }), vec!["m1 JOINED", "a FOUNDED", "m3 LEFT", "m2 JOINED"]),
        (json!({ "to": "2000-12-31" }), vec!["m4 JOINED", "m3 JOINED"]),
        (json!({ "from": "2000-06-01", "to": "2001-01-01" }), vec!["m1 JOINED"]),
        (
            json!({ "from": "2000-06-01", "to": "2001-01-01", "certainty": "POSSIBLE" }),
            vec!["m3 JOINED?", "m1 JOINED", "m1 LEFT?", "a FOUNDED?", "m3 LEFT?", "m2 JOINED?"],
        ),
    ] {
        let timeline = server.ask_with(TIMELINE, json!({ "of": of, "during": during })).await["timeline"].take();
        let found = timeline["nodes"].as_array().expect("nodes").iter().map(|node| {
            let doubt = if node["certainty"] == json!("CERTAIN") { "" } else { "?" };
            words(&[&node["record"]["slug"], &node["kind"]]) + doubt
        });
        assert_eq!(found.collect::<Vec<_>>(), expected, "{during}");
    }
}

#[tokio::test]
async fn pages_visit_every_entry_once_both_ways() {
    let of = id(bbs(), "organization", "bbs-ict-network").await;
    let whole = entries(bbs(), json!({ "of": of })).await;
    assert!(whole.len() > 20, "{whole:?}");
    for (size, cursor, more, end) in
        [("first", "after", "hasNextPage", "endCursor"), ("last", "before", "hasPreviousPage", "startCursor")]
    {
        let query = format!(
            "query ($of: ID!, $cursor: String) {{ timeline(of: $of, {size}: 7, {cursor}: $cursor) {{
                edges {{ cursor node {{ kind date {{ edtf }} record {{ slug }} }} }}
                pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} }} }}"
        );
        let (mut pages, mut at) = (Vec::new(), Value::Null);
        loop {
            let page = bbs().ask_with(&query, json!({ "of": of, "cursor": at })).await["timeline"].take();
            let edges = page["edges"].as_array().expect("edges").iter().map(|edge| &edge["node"]);
            let edges = edges.map(|it| words(&[&it["date"]["edtf"], &it["kind"], &it["record"]["slug"]]));
            pages.push(edges.collect::<Vec<_>>());
            if page["pageInfo"][more] == json!(false) {
                break;
            }
            at = page["pageInfo"][end].clone();
        }
        if size == "last" {
            pages.reverse();
        }
        assert_eq!(pages.concat(), whole, "{size}");
    }
}

#[tokio::test]
async fn every_timeline_has_what_a_plain_reading_of_the_files_finds() {
    let Reading(facts) = Reading::of_the_bundle();
    assert!(facts.len() > 700, "{} records with facts", facts.len());
    let kinds: Vec<&str> = cluster_directory::directory::FACT_KIND.values.iter().map(|(kind, _)| *kind).collect();
    let query = "query ($after: String) { records(first: 100, after: $after) {
        nodes { id slug } pageInfo { hasNextPage endCursor } } }";
    let (mut after, mut seen) = (Value::Null, 0);
    loop {
        let page = bbs().ask_with(query, json!({ "after": after })).await["records"].take();
        for record in page["nodes"].as_array().expect("nodes") {
            let slug = record["slug"].as_str().expect("a slug");
            let expected = facts.get(slug);
            // Names, figures and countries have no facts; a look at some of them is enough.
            if expected.is_none() && slug.len() % 8 != 0 {
                continue;
            }
            let timeline = bbs().ask_with(TIMELINE, json!({ "of": record["id"] })).await["timeline"].take();
            let nodes = timeline["nodes"].as_array().expect("nodes");
            let found = nodes.iter().map(|it| words(&[&it["date"]["edtf"], &it["kind"], &it["record"]["slug"]]));
            let found: Vec<_> = found.collect();
            assert_eq!(json!(found.len()), timeline["totalCount"], "{slug}");
            assert_eq!(found.iter().cloned().collect::<BTreeSet<_>>(), expected.cloned().unwrap_or_default(), "{slug}");
            let keys = nodes.iter().map(|it| {
                let date = |bound: &str| it["date"][bound].as_str().map(str::to_owned);
                let latest = date("latest");
                let id = it["record"]["id"].as_str().expect("an id")[1..].parse::<i64>().expect("a number");
                let kind = kinds.iter().position(|kind| it["kind"] == json!(kind));
                (date("earliest").or_else(|| latest.clone()), latest.is_none(), latest, kind, id)
            });
            assert!(keys.is_sorted(), "{slug}: {found:?}");
            seen += usize::from(expected.is_some());
        }
        if page["pageInfo"]["hasNextPage"] == json!(false) {
            break;
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
    assert_eq!(seen, facts.len());
}
