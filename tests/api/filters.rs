//! Conditions that say the same in another way let the same through.

use serde_json::{Value, json};

use crate::support::bbs;

const EVENTS: &str = "query ($where: EventFilter!) { events(where: $where, orderBy: [{ start: ASC }], first: 100) {
    totalCount nodes { slug } } }";

async fn events(filter: Value) -> Value {
    bbs().ask_with(EVENTS, json!({ "where": filter })).await
}

#[tokio::test]
async fn a_day_may_stand_beside_a_participation_or_apart_from_it() {
    let years = [("2014-01-01", "2015-12-31"), ("2016-09-01", "2016-09-30"), ("2018-05-01", "2026-01-01")];
    let serbia = json!({ "organization": { "country": { "code": { "eq": "RS" } } } });
    let named = json!({ "organization": { "slug": { "in": ["bait", "basscom", "bbs-ict-network"] } } });
    let speaks = json!({ "role": { "in": ["SPEAKER", "PANELIST", "ORGANIZER"] } });
    let mut found = 0;
    for (from, to) in years {
        for start in [json!({ "from": from, "to": to }), json!({ "from": from }), json!({ "to": to })] {
            for of in [&serbia, &named, &speaks] {
                for quantifier in ["some", "none", "every"] {
                    let participations = json!({ quantifier: of });
                    let together = json!({ "start": start, "participations": participations });
                    let apart = json!({ "and": [{ "start": start }, { "participations": participations }] });
                    let passed = events(together.clone()).await;
                    assert_eq!(passed, events(apart.clone()).await, "{together}");
                    found += passed["events"]["totalCount"].as_u64().expect("a number");
                    let others = events(json!({ "not": together })).await;
                    assert_eq!(others, events(json!({ "not": apart })).await, "not {together}");
                }
            }
        }
    }
    assert!(found > 300, "{found} events were found");
}
