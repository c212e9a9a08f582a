//! A document is read as the specification says, although nothing is resolved field by field.

use serde_json::{Value, json};

use crate::support::bbs;

/// The answer as it was sent: the order of keys counts.
async fn text(query: &str, variables: Value) -> String {
    let request = json!({ "query": query, "variables": variables });
    let response = bbs().client().post(bbs().url("/graphql")).json(&request).send().await;
    response.expect("an answer").text().await.expect("text")
}

#[tokio::test]
async fn keys_come_in_the_order_of_the_document() {
    let query = "query ($yes: Boolean!, $no: Boolean!) {
        z: __typename
        cluj: organization(by: { slug: \"cluj-it-cluster\" }) {
            ...Named
            kind @skip(if: $yes)
            ... on Record @include(if: $yes) { slug __typename }
            ... @include(if: $no) { website }
            city { ...Where }
            again: name
            city { kind }
        }
        a: __typename
    }
    fragment Named on Organization { name ... on Node { id } ... on Record { key: slug } }
    fragment Where on Place { country { code } }";
    let cluj = r#"{"name":"Cluj IT Cluster","id":ID,"key":"cluj-it-cluster","slug":"cluj-it-cluster","__typename":"Organization","city":{"country":{"code":"RO"},"kind":"CITY"},"again":"Cluj IT Cluster"}"#;
    let id =
        bbs().ask("{ organization(by: { slug: \"cluj-it-cluster\" }) { id } }").await["organization"]["id"].to_string();
    let cluj = cluj.replace("ID", &id);
    assert_eq!(
        text(query, json!({ "yes": true, "no": false })).await,
        format!(
            r#"{{"data":{{"z":"Query","cluj":{cluj},"a":"Query"}},"extensions":{{"cost":{{"requested":3,"limit":5000,"nodes":0,"statements":1,"cached":false}}}}}}"#
        )
    );
}

#[tokio::test]
async fn interfaces_are_answered_as_what_they_are() {
    let query = "{ article(by: { slug: \"bbs-news-2016-08-24\" }) { mentions(first: 2, orderBy: [{ type: DESC }]) {
        nodes { __typename slug ... on Event { title start { edtf } } ... on Organization { name } } } } }";
    let data = bbs().ask(query).await;
    let nodes = data["article"]["mentions"]["nodes"].as_array().expect("nodes");
    assert_eq!(nodes.len(), 2);
    for node in nodes {
        let own = if node["__typename"] == "Event" { "title" } else { "name" };
        assert!(node[own].is_string() || node["__typename"] != "Organization", "{node}");
    }
}

#[tokio::test]
async fn any_id_is_found_again() {
    let ids = bbs().ask("{ events(first: 1) { nodes { id claims(first: 1) { nodes { id } } } } }").await;
    let event = &ids["events"]["nodes"][0]["id"];
    let claim = &ids["events"]["nodes"][0]["claims"]["nodes"][0]["id"];
    let query = "query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id ... on Claim { record { id } } } }";
    let data = bbs().ask_with(query, json!({ "ids": [claim, "r999999", event] })).await;
    assert_eq!(
        data["nodes"],
        json!([{ "__typename": "Claim", "id": claim, "record": { "id": event } }, null, { "__typename": "Event", "id": event }])
    );
}

#[tokio::test]
async fn a_variable_that_is_not_given_is_an_argument_that_is_not_given() {
    let query = "query ($where: EventFilter, $title: String, $first: Int = 1, $after: String) {
        events(where: $where, first: $first, after: $after) { nodes { slug } }
        all: events(where: { title: { contains: $title } }) { totalCount }
    }";
    let data = bbs().ask(query).await;
    assert_eq!(data["events"]["nodes"].as_array().map(Vec::len), Some(1));
    assert_eq!(data["all"]["totalCount"], 105);
    // The same document, other shapes of its variables.
    for (variables, found, total) in [
        (json!({ "where": { "title": { "contains": "KosICT" } }, "first": 50 }), 4, 105),
        (json!({ "where": { "or": [] }, "first": 50 }), 0, 105),
        (json!({ "where": {}, "first": null, "title": "KosICT" }), 20, 4),
        (json!({ "where": { "and": [{ "title": { "in": ["KosICT 2016", "x"] } }] } }), 1, 105),
        (json!({ "where": { "and": { "title": { "eq": "KosICT 2016" } } } }), 1, 105),
        (json!({ "where": { "title": { "isNull": true } } }), 0, 105),
        (json!({ "where": { "title": { "isNull": false } } }), 1, 105),
    ] {
        let data = bbs().ask_with(query, variables.clone()).await;
        let nodes = data["events"]["nodes"].as_array().map(Vec::len);
        assert_eq!((nodes, &data["all"]["totalCount"]), (Some(found), &json!(total)), "{variables}");
    }
}

#[tokio::test]
async fn null_for_an_argument_that_may_be_left_out_says_the_same() {
    // As Relay asks when it pages backward.
    let query = "query ($where: EventFilter, $orderBy: [EventOrder!], $first: Int, $after: String, $last: Int, $asOf: AsOf) {
        events(where: $where, orderBy: $orderBy, first: $first, after: $after, last: $last, before: null) { nodes { slug } }
        memberships { nodes { member { networks(asOf: $asOf) { totalCount } } } }
    }";
    let nulls = json!({ "where": null, "orderBy": null, "first": null, "after": null, "last": 2, "asOf": null });
    let left_out = json!({ "last": 2 });
    let data = bbs().ask_with(query, nulls).await;
    assert_eq!(data, bbs().ask_with(query, left_out).await);
    assert_eq!(data["events"]["nodes"].as_array().map(Vec::len), Some(2));
}

#[tokio::test]
async fn hostile_text_is_just_text() {
    for title in ["' OR 1=1 --", "\"; DROP TABLE event; --", "$1", "?", "\\", "\u{1}\u{2}", "%", "👾 Ниш", "a\nb\tc"]
    {
        let data = bbs().ask_with(
            "query ($t: String!) { events(where: { or: [{ title: { eq: $t } }, { title: { startsWith: $t } }, { title: { contains: $t } }] }) { totalCount } }",
            json!({ "t": title }),
        );
        assert_eq!(data.await["events"]["totalCount"], 0, "{title:?}");
    }
}

#[tokio::test]
async fn several_operations_need_a_name() {
    let server = bbs();
    let document = "query A { events { totalCount } } query B { people { totalCount } }";
    let (code, message) = server.refusal(document, json!({})).await;
    assert_eq!(
        (code.as_str(), message.as_str()),
        ("BAD_REQUEST", "The document has several operations; `operationName` must say which.")
    );
    let request = [("query", document), ("operationName", "B")];
    let answer = server.client().get(server.url("/graphql")).query(&request).send().await.expect("an answer");
    let text = answer.text().await.expect("text");
    assert!(text.starts_with(r#"{"data":{"people":{"totalCount":72}},"#), "{text}");
}
