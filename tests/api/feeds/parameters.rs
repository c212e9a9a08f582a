//! A filter as the parameters of an address.

use serde_json::{Value, json};

use super::get;
use crate::mutations::{done, editor, seen};
use crate::support::{Server, bbs};

/// The ids in the answer to a query for events.
async fn asked(server: &Server, filter: &Value, order: Value) -> Vec<String> {
    let query = "query ($where: EventFilter, $orderBy: [EventOrder!]) {
        events(where: $where, orderBy: $orderBy, first: 100) { nodes { id } } }";
    let data = server.ask_with(query, json!({ "where": filter, "orderBy": order })).await;
    let nodes = data["events"]["nodes"].as_array().expect("nodes").iter();
    nodes.map(|node| node["id"].as_str().expect("an id").to_owned()).collect()
}

/// The ids in a feed, as GraphQL gives them.
async fn listed(server: &Server, path: &str) -> Vec<String> {
    let json = get(server, path).await.json();
    let items = json["items"].as_array().expect("items").iter();
    items.map(|item| item["_event"]["id"].as_str().expect("an id").to_owned()).collect()
}

#[tokio::test]
async fn each_parameter_is_the_query_that_it_stands_for() {
    let newest = json!([{ "start": "DESC" }, { "startsAt": "DESC" }]);
    for (parameters, filter) in [
        ("", json!({})),
        ("country=RO", json!({ "country": { "code": { "eq": "RO" } } })),
        ("country=rs,MK", json!({ "country": { "code": { "in": ["RS", "MK"] } } })),
        ("city=skopje", json!({ "city": { "slug": { "eq": "skopje" } } })),
        (
            "organization=cluj-it-cluster",
            json!({ "organizations": { "some": { "slug": { "eq": "cluj-it-cluster" } } } }),
        ),
        ("network=bbs-ict-network", json!({ "networks": { "some": { "slug": { "eq": "bbs-ict-network" } } } })),
        ("partnership=give", json!({ "partnerships": { "some": { "slug": { "eq": "give" } } } })),
        ("project=danube-ict", json!({ "projects": { "some": { "slug": { "eq": "danube-ict" } } } })),
        ("topic=cluster-policy", json!({ "topics": { "some": { "slug": { "eq": "cluster-policy" } } } })),
        ("kind=conference,Fair", json!({ "kind": { "in": ["CONFERENCE", "FAIR"] } })),
        ("status=announced", json!({ "status": { "eq": "ANNOUNCED" } })),
        ("from=2016-09-01&to=2016-12-31", json!({ "during": { "from": "2016-09-01", "to": "2016-12-31" } })),
        ("text=vojvodina", json!({ "text": "vojvodina" })),
        (
            "country=RO&kind=CONFERENCE&from=2016-01-01",
            json!({ "country": { "code": { "eq": "RO" } }, "kind": { "eq": "CONFERENCE" }, "during": { "from": "2016-01-01" } }),
        ),
    ] {
        let expected = asked(bbs(), &filter, newest.clone()).await;
        assert!(!expected.is_empty(), "{parameters} says something");
        assert_eq!(listed(bbs(), &format!("/events.json?{parameters}")).await, expected, "{parameters}");
    }
}

#[tokio::test]
async fn what_is_to_come_is_read_from_its_beginning() {
    let start = |day: &str| json!({ "start": day, "end": null });
    let days = ["2026-11-21", "2027-03-01", "2026-11-22", "2026-11", "2026-10", "2026-12-24"];
    let server = super::world(&days.map(start)).start();
    let filter = json!({ "during": { "fromToday": 0, "certainty": "POSSIBLE" } });
    let expected = asked(&server, &filter, json!([{ "start": "ASC" }])).await;
    assert_eq!(listed(&server, "/events.json?upcoming=true").await, expected);
    let titles = get(&server, "/events.json?upcoming=true").await.json();
    let titles: Vec<_> = titles["items"].as_array().expect("items").iter().map(|it| it["title"].clone()).collect();
    assert_eq!(titles, ["Event 3", "Event 2", "Event 5", "Event 1"]);
}

#[tokio::test]
async fn what_an_address_cannot_mean_is_refused_with_a_sentence() {
    for (path, sentence) in [
        (
            "/events.json?contry=RS",
            "There is no parameter `contry` here. There are: country, city, organization, network, partnership, \
             project, topic, kind, status, from, to, upcoming, text, limit, after.",
        ),
        (
            "/organizations.atom?status=HELD",
            "There is no parameter `status` here. There are: country, city, network, partnership, project, kind, text, \
             limit, after.",
        ),
        (
            "/events.ics?limit=5",
            "There is no parameter `limit` here. There are: country, city, organization, network, partnership, \
             project, topic, kind, status, from, to, upcoming, text, cancelled.",
        ),
        (
            "/events.json?country=RS&country=MK",
            "The parameter `country` is there twice; write several values with commas between them.",
        ),
        ("/events.json?text=", "The parameter `text` is empty; leave it out, or give it a value."),
        (
            "/events.json?country=Serbia",
            "The parameter `country` is `SERBIA`; it takes two letters by ISO 3166-1 such as `ME`.",
        ),
        ("/events.json?city=atlantis", "The parameter `city` is `atlantis`, and none of the places has that slug."),
        (
            "/events.json?city=A%27B",
            "The parameter `city` is `A'B`; a slug has small letters, digits and hyphens only.",
        ),
        (
            "/events.json?status=over",
            "The parameter `status` is `OVER`; it takes ANNOUNCED, SCHEDULED, HELD, POSTPONED, CANCELLED.",
        ),
        ("/events.json?from=2016-9-1", "The parameter `from` is `2016-9-1`; it takes a day such as 2026-09-28."),
        ("/events.json?upcoming=yes", "The parameter `upcoming` can only be `true`; leave it out for the rest."),
        ("/events.json?limit=101", "The parameter `limit` is `101`; it takes a number from 1 to 100."),
        ("/events.ics?cancelled=no", "The parameter `cancelled` is `no`; it takes `status`, `title` or `omit`."),
    ] {
        let said = get(bbs(), path).await;
        assert_eq!((said.status.as_u16(), said.text.trim_end()), (400, sentence), "{path}");
        assert_eq!(said.header("content-type"), "text/plain; charset=utf-8");
        assert_eq!(said.header("cache-control"), "private, no-store");
    }
    let said = get(bbs(), "/events.json?after=00").await;
    assert_eq!(said.status, 400, "a cursor that is none: {}", said.text);
    assert_eq!(get(bbs(), "/organizations.ics").await.status, 404);
}

#[tokio::test]
async fn an_old_slug_leads_on() {
    let server = super::world(&[json!({})]).start();
    let editor = editor(&server).await;
    let before = listed(&server, "/events.json?city=nis").await;
    let (id, _) = seen(&server, "place", "nis").await;
    let input = json!({ "id": id, "expectedVersion": null, "patch": { "slug": "naissus" } });
    done(&editor, "updatePlace", input, "slug").await;
    assert_eq!(before.len(), 1);
    assert_eq!(listed(&server, "/events.json?city=nis").await, before);
    assert_eq!(listed(&server, "/events.json?city=naissus").await, before);
}
