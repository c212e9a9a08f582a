//! Each rule, on what it finds and on what it leaves.

use serde_json::{Value, json};

use super::{found, reason};
use crate::support::World;

fn organization(slug: &str) -> Value {
    json!({ "slug": slug, "name": format!("Organization {slug}"), "kind": "CLUSTER" })
}

fn event(slug: &str, status: &str, start: &str, end: Value) -> Value {
    let title = format!("Event {slug}");
    let mut event = json!({ "slug": slug, "title": title, "titleInOwnWords": false, "kind": "FAIR", "status": status });
    event["start"] = json!(start);
    event["end"] = end;
    event
}

fn article(slug: &str, published: Value, printed: Value) -> Value {
    let mut article = json!({ "slug": slug, "title": slug, "titleInOwnWords": false, "kind": "PAGE", "publisher": "Paper",
        "url": format!("https://paper.example/{slug}"), "language": "en", "readInFull": true });
    article["published"] = published;
    article["printedDate"] = printed;
    article
}

#[tokio::test]
async fn what_rests_on_nothing_wants_a_source() {
    let mut named = organization("named");
    // Its name is within it, and rests on what it rests on.
    named["names"] = json!([{ "text": "Other", "kind": "VARIANT" }]);
    let mut sourced = organization("sourced");
    sourced["sources"] = json!(["page"]);
    let mut claimed = organization("claimed");
    claimed["claims"] = json!([{ "attribute": "founded", "value": "2001", "article": "page", "preferred": false }]);
    let server = World::new()
        .with("countries", json!({ "slug": "me", "code": "ME", "name": "Montenegro" }))
        .with("eventSeriesList", json!({ "slug": "days", "name": "Days" }))
        .with("articles", article("page", json!("2016"), Value::Null))
        .with("organizations", named)
        .with("organizations", sourced)
        .with("organizations", claimed)
        .with(
            "memberships",
            json!({ "slug": "m", "kind": "MEMBER", "basis": "STATED", "member": "named", "organization": "sourced" }),
        )
        .start();
    assert_eq!(found(&server, "WITHOUT_SOURCE").await, ["named", "m"]);
    assert_eq!(reason(&server, "WITHOUT_SOURCE", "m").await, "It rests on no article.");
}

#[tokio::test]
async fn an_event_has_passed_when_its_last_possible_day_has() {
    // The server's clock says 22 November 2026.
    let server = World::new()
        .with("events", event("yesterday", "SCHEDULED", "2026-11-21", json!("2026-11-21")))
        .with("events", event("today", "SCHEDULED", "2026-11-20", json!("2026-11-22")))
        .with("events", event("this-month", "ANNOUNCED", "2026-11", Value::Null))
        .with("events", event("last-month", "ANNOUNCED", "2026-10", Value::Null))
        .with("events", event("open", "ANNOUNCED", "2016-01-01/..", Value::Null))
        .with("events", event("held", "HELD", "2016-01-01", Value::Null))
        .with("events", event("cancelled", "CANCELLED", "2016-01-01", Value::Null))
        .start();
    assert_eq!(found(&server, "PASSED_WITHOUT_REPORT").await, ["yesterday", "last-month"]);
}

#[tokio::test]
async fn a_term_is_over_when_somebody_else_has_begun_or_it_lasts_too_long() {
    let term = |slug: &str, network: &str, organization: &str, since: Value, until: Value| {
        json!({ "slug": slug, "role": "CHAIR", "basis": "STATED", "network": network, "organization": organization,
                "since": since, "until": until })
    };
    let office = |slug: &str, person: &str, since: Value, observed: Value| {
        json!({ "slug": slug, "post": "President", "basis": "STATED", "person": person, "organization": "n",
                "since": since, "observedOn": observed })
    };
    let person = |slug: &str| json!({ "slug": slug, "name": format!("Person {slug}") });
    let server = ["n", "old", "a", "b"]
        .iter()
        .fold(World::new(), |world, slug| world.with("organizations", organization(slug)))
        .with("terms", term("followed", "n", "a", json!("2025"), Value::Null))
        .with("terms", term("present", "n", "b", json!("2026"), Value::Null))
        .with("terms", term("ended", "n", "b", json!("2010"), json!("2011")))
        // The same once more is nobody else.
        .with("terms", term("twice", "a", "b", json!("2024-12"), Value::Null))
        .with("terms", term("again", "a", "b", json!("2026"), Value::Null))
        .with("terms", term("long", "old", "a", json!("2019"), Value::Null))
        // Nothing is known of when it was.
        .with("terms", term("never", "old", "b", Value::Null, Value::Null))
        .with("people", person("first"))
        .with("people", person("second"))
        .with("people", person("seen"))
        .with("offices", office("first", "first", json!("2021-12"), Value::Null))
        .with("offices", office("second", "second", json!("2024-05-01"), Value::Null))
        .with("offices", office("seen", "seen", json!("2010"), json!(["2025-02"])))
        .start();
    assert_eq!(found(&server, "OPEN_PAST_ITS_TIME").await, ["followed until", "long until", "first until"]);
    assert_eq!(
        reason(&server, "OPEN_PAST_ITS_TIME", "followed").await,
        "It has no end and was last seen on 2025-12-31; somebody else began on 2026-01-01 or later."
    );
    assert_eq!(
        reason(&server, "OPEN_PAST_ITS_TIME", "long").await,
        "It has no end, and nothing shows it after 2019-12-31."
    );
}

#[tokio::test]
async fn a_printed_day_can_contradict_what_is_known() {
    let mut fair = event("fair", "HELD", "2016-09-28", json!("2016-09-30"));
    fair["announcedIn"] = json!(["after", "before", "otherwise", "unprinted"]);
    let server = World::new()
        .with("articles", article("otherwise", json!("2015-12"), json!("2020-01-01")))
        .with("articles", article("within", json!("2015-12"), json!("2015-12-24")))
        .with("articles", article("future", Value::Null, json!("2027")))
        .with("articles", article("this-year", Value::Null, json!("2026")))
        .with("articles", article("after", json!("2016-10-01"), json!("2016-10-01")))
        .with("articles", article("before", json!("2016-09-30"), json!("2016-09-30")))
        .with("articles", article("unprinted", json!("2019"), Value::Null))
        .with("events", fair)
        .with("events", event("backward", "HELD", "2016-09-28", json!("2016-09-27")))
        .with("events", event("perhaps", "HELD", "2016-09", json!("2016-09-27")))
        .start();
    assert_eq!(
        found(&server, "DATE_CANNOT_BE_RIGHT").await,
        ["otherwise printedDate", "future printedDate", "after printedDate fair", "backward end"]
    );
    for (slug, sentence) in [
        ("otherwise", "It bears the date 1 January 2020, but was published at another time: December 2015."),
        ("future", "It bears a date that has not come yet: 2027."),
        ("after", "It bears the date 1 October 2016 and announces what was over by 30 September 2016."),
        ("backward", "It begins 28 September 2016 and ends before that: 27 September 2016."),
    ] {
        assert_eq!(reason(&server, "DATE_CANNOT_BE_RIGHT", slug).await, sentence);
    }
}
