//! Bad input is answered with the argument's name and with what would be right.

use cluster_directory::database::{Database, ReadError};
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::bbs;

#[tokio::test]
async fn what_is_not_there_is_null() {
    let data = bbs().ask("{ event(by: { slug: \"nothing\" }) { title } node(id: \"r999999\") { id } }").await;
    assert_eq!(data, json!({ "event": null, "node": null }));
}

#[tokio::test]
async fn each_argument_says_what_it_takes() {
    for (query, message) in [
        (
            "{ node(id: \"42\") { id } }",
            "`node.id` cannot be \"42\"; it takes an id as this server gives it, such as \"r42\".",
        ),
        (
            "{ node(id: \"r042\") { id } }",
            "`node.id` cannot be \"r042\"; it takes an id as this server gives it, such as \"r42\".",
        ),
        ("{ events(first: 101) { totalCount } }", "`events.first` is 101; it takes 0 to 100."),
        ("{ events(first: -1) { totalCount } }", "`events.first` is -1; it takes 0 to 100."),
        (
            "{ events(first: 1, last: 1) { totalCount } }",
            "`events.last` cannot be given together with `first`; ask for one of them.",
        ),
        (
            "{ events(after: \"xyz\") { totalCount } }",
            "`events.after` is not a cursor of this server; take it from `cursor` or `pageInfo`.",
        ),
        (
            "{ events(after: \"5b5d\") { totalCount } }",
            "`events.after` is not a cursor of this server; take it from `cursor` or `pageInfo`.",
        ),
        (
            "{ events(where: { start: { from: \"2016-02-30\" } }) { totalCount } }",
            "`events.where.start.from` cannot be \"2016-02-30\"; it takes a day such as \"2016-09-28\" (ISO 8601).",
        ),
        (
            "{ events(where: { title: { eq: null } }) { totalCount } }",
            "`events.where.title.eq` cannot be null; to ask for what has no value use `isNull: true`.",
        ),
        (
            "{ events(where: { title: null }) { totalCount } }",
            "`events.where.title` cannot be null; leave it out, or to ask for what has no value use `isNull: true`.",
        ),
        (
            "{ events(where: { country: null }) { totalCount } }",
            "`events.where.country` cannot be null; to ask for what has none use `not: { country: {} }`.",
        ),
        (
            "{ memberships(where: { asOf: { date: \"today\" } }) { totalCount } }",
            "`memberships.where.asOf.date` cannot be \"today\"; it takes a day such as \"2016-09-28\" (ISO 8601).",
        ),
        (
            "{ events(where: { startsAt: { lt: \"2016\" } }) { totalCount } }",
            "`events.where.startsAt.lt` cannot be \"2016\"; it takes a moment such as \"2016-09-28T09:00:00Z\" (RFC 3339).",
        ),
        (
            "{ events(where: { title: { contains: \"\\u0000\" } }) { totalCount } }",
            "`events.where.title.contains` cannot contain a null byte.",
        ),
        ("{ events { groups(by: []) { count } } }", "`groups.by` has 0 values; it takes 1 to 3."),
    ] {
        let (code, said) = bbs().refusal(query, json!({})).await;
        assert_eq!((code.as_str(), said.as_str()), ("BAD_USER_INPUT", message), "{query}");
    }
}

#[tokio::test]
async fn a_cursor_is_refused_under_another_order() {
    let by_title = "{ events(first: 1, orderBy: [{ title: ASC }]) { pageInfo { endCursor } } }";
    let cursor = bbs().ask(by_title).await["events"]["pageInfo"]["endCursor"].take();
    let query = "query ($after: String) { events(first: 1, orderBy: [{ start: ASC }], after: $after) { totalCount } }";
    let (_, message) = bbs().refusal(query, json!({ "after": cursor })).await;
    assert_eq!(message, "`events.after` belongs to another order; use it with the `orderBy` that it came from.");
}

#[tokio::test]
async fn a_document_that_does_not_fit_the_schema_is_refused_by_name() {
    for (query, part) in [
        ("{ events(where: { title: { like: \"x\" } }) { totalCount } }", "like"),
        ("{ events { nodes { tittle } } }", "tittle"),
        ("{ events(where: { status: { eq: MAYBE } }) { totalCount } }", "MAYBE"),
        ("{ event { title } }", "by"),
        ("query ($n: Int!) { events(after: $n) { totalCount } }", "$n"),
    ] {
        let (code, message) = bbs().refusal(query, json!({ "n": 1 })).await;
        assert_eq!(code, "GRAPHQL_VALIDATION_FAILED", "{query}");
        assert!(message.contains(part), "{query}: {message}");
    }
    let (code, _) = bbs().refusal("{ events {", json!({})).await;
    assert_eq!(code, "GRAPHQL_PARSE_FAILED");
}

#[tokio::test]
async fn variables_are_checked_although_nobody_validates_them() {
    let query = "query ($where: EventFilter, $first: Int, $by: [EventGroup!]! = [KIND], $date: Date!) {
        events(where: $where, first: $first) { totalCount groups(by: $by) { count } }
        memberships(where: { asOf: { date: $date } }) { totalCount }
    }";
    let good = json!({ "where": { "status": { "eq": "HELD" } }, "first": 5, "date": "2016-06-01" });
    // Once well, so that the statement is known and each refusal below comes from a kept one too.
    bbs().ask_with(query, good.clone()).await;
    for (change, message) in [
        (json!({ "first": "5" }), "`$first` is \"5\"; it takes a whole number of 32 bits."),
        (json!({ "first": 3_000_000_000_u64 }), "`$first` is 3000000000; it takes a whole number of 32 bits."),
        (json!({ "first": 500 }), "`events.first` is 500; it takes 0 to 100."),
        (json!({ "date": null }), "`$date` cannot be null; it is Date!."),
        (json!({ "date": 2016 }), "`$date` is 2016; it takes a string."),
        (
            json!({ "date": "1 June" }),
            "`memberships.where.asOf.date` cannot be \"1 June\"; it takes a day such as \"2016-09-28\" (ISO 8601).",
        ),
        (
            json!({ "where": { "status": { "eq": "MAYBE" } } }),
            "`$where.status.eq` is \"MAYBE\"; it takes ANNOUNCED, SCHEDULED, HELD, POSTPONED, CANCELLED.",
        ),
        (
            json!({ "where": { "status": { "is": "HELD" } } }),
            "`$where.status.is` is not known; EventStatusFilter has eq, neq, in, notIn, isNull.",
        ),
        (
            json!({ "where": { "title": { "eq": null } } }),
            "`events.where.title.eq` cannot be null; to ask for what has no value use `isNull: true`.",
        ),
        (json!({ "by": [] }), "`groups.by` has 0 values; it takes 1 to 3."),
    ] {
        let mut variables = good.clone();
        for (key, value) in change.as_object().expect("an object") {
            variables[key] = value.clone();
        }
        let (code, said) = bbs().refusal(query, variables).await;
        assert_eq!((code.as_str(), said.as_str()), ("BAD_USER_INPUT", message));
    }
    let mut missing = good;
    missing.as_object_mut().expect("an object").remove("date");
    let (_, message) = bbs().refusal(query, missing).await;
    assert_eq!(message, "`$date` is missing; it is Date!.");
}

#[tokio::test]
async fn what_could_not_end_is_refused_before_it_begins() {
    let wide = "{ organizations(first: 100) { nodes { events(first: 100) { nodes { people(first: 100) { nodes { name } } } } } } }";
    let bombs: String = (0..27).map(|n| format!("fragment f{n} on Query {{ ...f{0} ...f{0} }} ", n + 1)).collect();
    let bomb = format!("{{ ...f0 }} {bombs} fragment f27 on Query {{ __typename }}");
    let brackets = format!("{{ events(where: {{ and: {} }}) {{ totalCount }} }}", "[".repeat(10_000));
    let hops = "{ events(where: { city: { organizations: { some: { events: { some: { country: { code: { eq: \"ME\" } } } } } } } }) { totalCount } }";
    let many: Vec<String> = (0..251).map(|n| n.to_string()).collect();
    let list = format!("{{ events(where: {{ edition: {{ in: [{}] }} }}) {{ totalCount }} }}", many.join(","));
    let records: String = (0..30).map(|n| format!("r{n}: records(first: 1) {{ nodes {{ slug }} }} ")).collect();
    let records = format!("{{ {records} }}");
    let schema = "{ __schema { types { possibleTypes { interfaces { possibleTypes { name } } } } } }";
    let aliases: String = (0..300).map(|n| format!("a{n}: fields {{ args {{ name }} }} ")).collect();
    let aliases = format!("{{ __schema {{ types {{ {aliases} }} }} }}");
    let any: Vec<String> = (0..60).map(|n| format!("{{ slug: {{ eq: \"s{n}\" }} }}")).collect();
    let any = format!("{{ events(where: {{ or: [{}] }}) {{ totalCount }} }}", any.join(","));
    for query in [wide, &bomb, &brackets, hops, &list, &records, schema, &aliases, &any] {
        let (code, message) = bbs().refusal(query, json!({})).await;
        assert_eq!(code, "LIMIT_EXCEEDED", "{message}");
    }
}

#[tokio::test]
async fn records_of_records_of_records_are_answered() {
    let below = (0..3).fold("id".to_owned(), |below, _| {
        format!("... on Record {{ slug claims(first: 1) {{ nodes {{ record {{ {below} }} }} }} }}")
    });
    let event = bbs().ask("{ event(by: { slug: \"kosict-2016\" }) { id } }").await["event"]["id"].take();
    let query = format!("query ($id: ID!) {{ node(id: $id) {{ {below} }} }}");
    let node = bbs().ask_with(&query, json!({ "id": event })).await["node"].take();
    let third = "/claims/nodes/0/record/claims/nodes/0/record/claims/nodes/0/record/id";
    assert_eq!(node.pointer(third), Some(&event));
}

#[tokio::test]
async fn a_fragment_inside_itself_is_refused_at_once() {
    let spreads = "...A ".repeat(12);
    let (code, _) = bbs().refusal(&format!("{{ ...A }} fragment A on Query {{ {spreads} }}"), json!({})).await;
    assert_eq!(code, "GRAPHQL_VALIDATION_FAILED");
    // Doubled spreads of something that weighs nothing.
    let doubled: String = (0..27).map(|n| format!("fragment f{n} on Query {{ ...f{0} ...f{0} }} ", n + 1)).collect();
    for end in ["fragment f27 on Query { ...f27 }", ""] {
        let (code, _) = bbs().refusal(&format!("{{ ...f0 }} {doubled} {end}"), json!({})).await;
        assert_eq!(code, "LIMIT_EXCEEDED");
    }
}

#[tokio::test]
async fn brackets_in_strings_and_comments_are_text() {
    let text = "(".repeat(100);
    let query = format!("{{ events(where: {{ title: {{ contains: \"{text}\\\"[\" }} }}) {{ totalCount }} }} # {text}");
    assert_eq!(bbs().ask(&query).await["events"]["totalCount"], 0);
}

#[tokio::test]
async fn one_key_cannot_be_two_things() {
    for query in [
        "{ x: event(by: { slug: \"kosict-2016\" }) { title } x: event(by: { slug: \"infofest-2024\" }) { title } }",
        "{ events(first: 1) { nodes { x: title } } events(first: 1) { nodes { x: slug } } }",
    ] {
        let (code, _) = bbs().refusal(query, json!({})).await;
        assert_eq!(code, "GRAPHQL_VALIDATION_FAILED", "{query}");
    }
}

#[tokio::test]
async fn null_is_no_condition_and_a_quoted_word_is_no_word() {
    let query = "query ($x: Boolean = true) { events { totalCount @include(if: $x) } }";
    let (_, message) = bbs().refusal(query, json!({ "x": null })).await;
    assert_eq!(message, "`@include.if` cannot be null; it takes true or false.");
    let (code, _) = bbs().refusal("{ events(where: { kind: { eq: \"FAIR\" } }) { totalCount } }", json!({})).await;
    assert_eq!(code, "GRAPHQL_VALIDATION_FAILED");
    let nullable = "query ($s: String) { event(by: { slug: $s }) { id } }";
    let (code, _) = bbs().refusal(nullable, json!({ "s": "kosict-2016" })).await;
    assert_eq!(code, "GRAPHQL_VALIDATION_FAILED");
}

#[tokio::test]
async fn only_days_that_sort_as_their_time_are_days() {
    for day in ["+12345-1-1", " 2016-1-01", "2016- 9-28", "-200-01-01", "2016-9-28"] {
        let query = "query ($d: Date) { events(where: { start: { from: $d } }) { totalCount } }";
        let (code, _) = bbs().refusal(query, json!({ "d": day })).await;
        assert_eq!(code, "BAD_USER_INPUT", "{day}");
    }
}

#[tokio::test]
async fn a_statement_that_takes_too_long_is_ended() {
    let database = Database::connect(&bbs().database_url).await.expect("it opens");
    let endless = if bbs().database_url.starts_with("sqlite") {
        "WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT CAST(count(*) AS text) FROM c"
    } else {
        "SELECT CAST(pg_sleep(60) AS text)"
    };
    assert!(matches!(database.read(endless, Vec::new()).await, Err(ReadError::TooSlow)));
    // The connection is good for the next statement.
    for _ in 0..8 {
        assert_eq!(database.read("SELECT 'well'", Vec::new()).await.expect("an answer"), "well");
    }
}

#[tokio::test]
async fn an_error_says_where_in_the_answer_it_belongs() {
    let query = "{ list: events { nodes { parts: subEvents(first: 200) { totalCount } } } }";
    let answer = bbs().answer(query, json!({})).await;
    assert_eq!(answer["errors"][0]["path"], json!(["list", "nodes", "parts"]));
}

#[tokio::test]
async fn requests_that_are_no_graphql_are_refused_with_json() {
    let server = bbs();
    let post = |kind: &'static str, body: &'static str| {
        server.client().post(server.url("/graphql")).header("content-type", kind).body(body).send()
    };
    for (kind, body, status) in [
        ("application/json", "{", 400),
        ("application/json", "[]", 400),
        ("application/json", "{\"variables\": 3}", 400),
        ("text/plain", "{\"query\": \"{ __typename }\"}", 415),
    ] {
        let response = post(kind, body).await.expect("an answer");
        assert_eq!(response.status(), status, "{body}");
        let answer: Value = response.json().await.expect("JSON");
        assert!(answer["errors"][0]["message"].is_string());
    }
    let (code, _) = bbs().refusal("", json!({})).await;
    assert_eq!(code, "BAD_REQUEST");
    let ask = |method: Method, path: &str| server.client().request(method, server.url(path)).send();
    for (method, path, status) in [
        (Method::PUT, "/graphql", 405),
        (Method::GET, "/graphql?query=a&query=b", 400),
        (Method::GET, "/graphql?query=%7B__typename%7D&variables=%5B", 400),
        (Method::GET, "/graphql?query=%7B__typename%7D&variables=null", 200),
        (Method::GET, "/events/%FF", 404),
        (Method::GET, "/nowhere", 404),
    ] {
        assert_eq!(ask(method, path).await.expect("an answer").status(), status, "{path}");
    }
}
