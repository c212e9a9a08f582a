//! Requests that nobody sends by mistake: each is answered or refused, and the server goes on.

use serde_json::{Value, json};

use crate::support::{Process, TestDatabase, Wire, head};

/// A document sent as it should be, with variables.
fn document(text: impl Into<String>, variables: Value) -> Vec<u8> {
    let mut body = json!({ "query": text.into() });
    body["variables"] = variables;
    body.to_string().into_bytes()
}

/// Documents that multiply, nest, repeat, contradict or do not end.
fn documents() -> Vec<(&'static str, String)> {
    let fan_out: String =
        (0..27).map(|n| format!("fragment F{n} on Event {{ ...F{m} ...F{m} }} ", m = n + 1)).collect();
    let spread_pairs: String = (0..20)
        .map(|n| format!("fragment G{n} on Event {{ a{n}: id ...G{m} b: title ...G{m} }} ", m = n + 1))
        .collect();
    let overlapping: String = (0..900).map(|n| format!("x: title(a: {n}) ")).collect();
    let schema_loop = "type { fields { ".repeat(12) + "name" + &" } }".repeat(12);
    let introspection = "{ a: __schema { types { fields { args { type { name } } } } } }";
    let nested =
        |open: &str, inside: &str, close: &str, times: usize| open.repeat(times) + inside + &close.repeat(times);
    vec![
        ("fragments of 27 levels", format!("{{ events {{ nodes {{ ...F0 }} }} }} {fan_out} fragment F27 on Event {{ id }}")),
        ("fragments that spread in pairs", format!("{{ events {{ nodes {{ ...G0 }} }} }} {spread_pairs} fragment G20 on Event {{ id }}")),
        ("a fragment in itself", "{ events { nodes { ...A } } } fragment A on Event { id ...A }".into()),
        ("two fragments in each other", "{ events { nodes { ...A } } } fragment A on Event { ...B } fragment B on Event { ...A }".into()),
        ("a circle through inline fragments", "{ ...Q } fragment Q on Query { ... on Query { ... { ...Q } } }".into()),
        ("a fragment of nothing known", "{ events { nodes { ...Nobody } } }".into()),
        ("fragments that nobody uses", format!("{{ __typename }} {}", (0..49).map(|n| format!("fragment F{n} on Event {{ id }} ")).collect::<String>())),
        ("10,000 open braces", "{".repeat(10_000)),
        ("10,000 braces", nested("{ a", "", "}", 10_000)),
        ("10,000 brackets in a value", format!("{{ nodes(ids: {}) {{ id }} }}", nested("[", "", "]", 10_000))),
        ("5,000 objects in a value", format!("{{ events(where: {}) {{ totalCount }} }}", nested("{ not: ", "{}", "}", 5_000))),
        ("60 conditions in each other", format!("{{ events(where: {}) {{ totalCount }} }}", nested("{ not: ", "{}", "}", 60))),
        ("5,000 types in each other", format!("query ($v: {}) {{ __typename }}", nested("[", "ID", "]", 5_000))),
        ("inline fragments in each other", format!("{{ {} }}", nested("... { ", "__typename", " }", 30))),
        ("2,000 aliases", format!("{{ {} }}", (0..2_000).map(|n| format!("a{n}: __typename ")).collect::<String>())),
        ("2,000 times the same", format!("{{ {} }}", "__typename ".repeat(1_990))),
        ("10,000 directives", format!("{{ __typename {} }}", "@skip(if: false) ".repeat(10_000))),
        ("directives that nobody knows", format!("{{ __typename {} }}", "@x ".repeat(40))),
        ("fields that contradict each other", format!("{{ events {{ nodes {{ {overlapping} }} }} }}")),
        ("a huge number", format!("{{ events(first: {}) {{ totalCount }} }}", "9".repeat(5_000))),
        ("a number beyond 32 bits", "{ events(first: 4294967297) { totalCount } }".into()),
        ("a number that is infinite", "{ places(where: { latitude: { gt: 1e999 } }) { totalCount } }".into()),
        ("a number below nothing", "{ events(last: -2147483648) { totalCount } }".into()),
        ("a text without end", "{ search(text: \"".to_owned() + &"a".repeat(5_000)),
        ("a block of text without end", "{ search(text: \"\"\"".to_owned() + &"a".repeat(5_000)),
        ("a text of 60,000 letters", format!("{{ search(text: \"{}\") {{ totalCount }} }}", "a".repeat(60_000))),
        ("10,000 words", format!("{{ search(text: \"{}\") {{ totalCount }} }}", "cluster ".repeat(7_000))),
        ("a null byte in the document", "{ __typename \0 }".into()),
        ("a null byte in a text", "{ search(text: \"a\\u0000b\") { totalCount } }".into()),
        ("an escape that is none", "{ search(text: \"\\q\") { totalCount } }".into()),
        ("half of a pair of surrogates", "{ search(text: \"\\uD800\") { totalCount } }".into()),
        ("a mark of byte order", "\u{feff}{ __typename }".into()),
        ("60,000 letters of comment", format!("#{}\n{{ __typename }}", "x".repeat(60_000))),
        ("comments only", "# nothing\n".repeat(4_000)),
        ("commas only", ",".repeat(60_000)),
        ("nothing", String::new()),
        ("blanks", " \n\t".repeat(10_000)),
        ("no GraphQL", "SELECT * FROM record; --".into()),
        ("a mutation", "mutation { deleteEverything { id } }".into()),
        ("a subscription", "subscription { changed { id } }".into()),
        ("1,000 operations", (0..900).map(|n| format!("query Q{n} {{ __typename }} ")).collect()),
        ("two operations without a name", "{ __typename } { __typename }".into()),
        ("the schema in itself", format!("{{ __schema {{ types {{ fields {{ {schema_loop} }} }} }} }}")),
        ("the schema and records", "{ __schema { types { name } } events { totalCount } }".into()),
        ("the schema thirty times", format!("{{ {} }}", (0..30).map(|n| introspection[2..introspection.len() - 2].replace("a:", &format!("a{n}:"))).collect::<String>())),
        ("all records of all records", "{ records(first: 100) { nodes { mentionedIn(first: 100) { nodes { mentions(first: 100) { totalCount } } } } } }".into()),
        ("every type inside every type", "{ records { nodes { claims { nodes { record { claims { nodes { record { claims { nodes { record { id } } } } } } } } } } } }".into()),
        ("10,000 ids", format!("{{ nodes(ids: [{}]) {{ id }} }}", "\"r1\"".repeat(1_900))),
        ("ids that are none", "{ nodes(ids: [\"r0\", \"r-1\", \"R1\", \"1 OR 1=1\", \"r99999999999999999999\"]) { id } }".into()),
        ("a cursor that is none", "{ events(after: \"zz\") { nodes { id } } }".into()),
        ("a cursor of 60,000 digits", format!("{{ events(after: \"{}\") {{ nodes {{ id }} }} }}", "5b".repeat(30_000))),
        ("a cursor full of brackets", format!("{{ events(after: \"{}\") {{ nodes {{ id }} }} }}", "5b".repeat(20_000))),
        ("SQL in a text", "{ events(where: { title: { contains: \"'; DROP TABLE event; --\" } }) { totalCount } }".into()),
        ("wildcards in a text", "{ events(where: { title: { startsWith: \"%_%\" }, text: \"% OR * NEAR(a b)\" }) { totalCount } }".into()),
        ("days that are none", "{ events(where: { start: { from: \"2016-02-30\" } }) { totalCount } }".into()),
        ("a day beyond the years", "{ events(where: { start: { from: \"+10000-01-01\" } }) { totalCount } }".into()),
        ("a word that is none of its list", "{ events(where: { kind: { eq: DROP } }) { totalCount } }".into()),
        ("300 values in a list", format!("{{ events(where: {{ kind: {{ in: [{}] }} }}) {{ totalCount }} }}", "FAIR ".repeat(300))),
        ("60 relations in each other", format!("{{ events(where: {}) {{ totalCount }} }}", nested("{ parent: ", "{}", "}", 10))),
        ("chains through everything", "{ paths(from: \"r1\", to: \"r2\", maxSteps: 99) { cost } }".into()),
        ("what eleven records share", format!("{{ shared(records: [{}]) {{ events {{ totalCount }} }} }}", "\"r1\" ".repeat(11))),
        ("fields of what has none", "{ limits { cost { cost } } }".into()),
        ("an object without fields", "{ limits }".into()),
    ]
}

/// Variables that are not what their document says.
fn with_variables() -> Vec<(&'static str, Vec<u8>)> {
    let filter = "query ($where: EventFilter) { events(where: $where) { totalCount } }";
    let ids = "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }";
    let deep = (0..100).fold(json!({}), |inside, _| json!({ "not": inside }));
    let wide: Vec<Value> = (0..2_000).map(|_| json!({})).collect();
    let many: serde_json::Map<_, _> = (0..2_000).map(|n| (format!("v{n}"), json!(n))).collect();
    let lists = (0..100).fold(json!([]), |inside, _| json!([inside]));
    vec![
        ("variables in each other", document(filter, json!({ "where": deep }))),
        ("2,000 conditions", document(filter, json!({ "where": { "and": wide } }))),
        ("lists in each other", document(ids, json!({ "ids": lists }))),
        ("5,000 ids", document(ids, json!({ "ids": vec!["r1"; 5_000] }))),
        ("a list for an object", document(filter, json!({ "where": [1, 2] }))),
        ("variables that nobody declared", document("{ __typename }", Value::Object(many))),
        ("a variable that is missing", document(ids, json!({}))),
        ("a variable of no known type", document("query ($v: Nothing) { __typename }", json!({ "v": 1 }))),
        ("a null byte in a variable", document(filter, json!({ "where": { "title": { "eq": "\0" } } }))),
        (
            "marks upon marks",
            document(
                "query ($t: String!) { search(text: $t) { totalCount } }",
                json!({ "t": "e\u{301}".repeat(5_000) }),
            ),
        ),
        (
            "letters that are not seen",
            document(
                "query ($t: String!) { search(text: $t) { totalCount } }",
                json!({ "t": "\u{202e}\u{200b}\u{feff}😀" }),
            ),
        ),
        ("900 variables", document(format!("query ({}) {{ __typename }}", "$v: ID ".repeat(600)), json!({}))),
    ]
}

/// Bodies that are no request.
fn bodies() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("broken UTF-8", b"{\"query\":\"{ __typename \xff\xfe }\"}".to_vec()),
        ("no JSON", b"query { __typename }".to_vec()),
        ("half of JSON", b"{\"query\":".to_vec()),
        ("a batch", b"[{\"query\":\"{ __typename }\"}]".to_vec()),
        ("a number", b"42".to_vec()),
        ("null", b"null".to_vec()),
        ("10,000 brackets of JSON", [vec![b'['; 10_000], vec![b']'; 10_000]].concat()),
        (
            "10,000 brackets in the variables",
            [
                b"{\"query\":\"{ __typename }\",\"variables\":{\"v\":".to_vec(),
                vec![b'['; 10_000],
                vec![b']'; 10_000],
                b"}}".to_vec(),
            ]
            .concat(),
        ),
        ("a query that is a number", b"{\"query\":1}".to_vec()),
        ("variables that are a text", b"{\"query\":\"{ __typename }\",\"variables\":\"v\"}".to_vec()),
        (
            "the same key again and again",
            format!("{{{}\"query\":\"{{ __typename }}\"}}", "\"query\":\"{\",".repeat(1_000)).into_bytes(),
        ),
        ("half of a surrogate pair in JSON", b"{\"query\":\"{ __typename }\\uD800\"}".to_vec()),
        ("a number too large for JSON", b"{\"query\":\"{ __typename }\",\"variables\":{\"v\":1e400}}".to_vec()),
        (
            "extensions that are none",
            b"{\"query\":\"{ __typename }\",\"extensions\":{\"persistedQuery\":{\"version\":1,\"sha256Hash\":7}}}"
                .to_vec(),
        ),
        ("a body that is too long", document("#".repeat(70_000), json!({}))),
    ]
}

#[tokio::test]
async fn whatever_is_sent_is_answered_or_refused_and_the_server_goes_on() {
    let test = TestDatabase::new().await;
    // A program that was not optimized, on a busy machine, must not be taken for one that hangs.
    let mut process = Process::start(&test.url, &["--request-timeout", "1m"]);
    let address = process.address();
    let documents = documents().into_iter().map(|(name, text)| (name, document(text, json!({}))));
    let all: Vec<_> = documents.chain(with_variables()).chain(bodies()).collect();
    assert!(all.len() > 85, "{} kinds", all.len());
    for (name, body) in &all {
        let mut wire = Wire::to(&address).await;
        // Who sends too much may find the connection ended before all is sent.
        let _ = wire.send([head(body.len()).as_bytes(), body].concat()).await;
        let heard = wire.hear().await.unwrap_or_else(|| panic!("no answer to {name}"));
        assert!(heard.status < 500, "{name}: {heard:?}");
        let answer = heard.json();
        if heard.status == 200 && answer["errors"].is_null() {
            assert!(answer["data"].is_object(), "{name}: {answer:#}");
            continue;
        }
        for error in answer["errors"].as_array().unwrap_or_else(|| panic!("{name}: {answer:#}")) {
            let code = error["extensions"]["code"].as_str().unwrap_or_else(|| panic!("{name}: {answer:#}"));
            assert_ne!(code, "INTERNAL_SERVER_ERROR", "{name}: {answer:#}");
            assert!(error["message"].as_str().is_some_and(|message| message.len() < 5_000), "{name}: {answer:#}");
        }
    }
    if let Some(peak) = process.peak_memory() {
        assert!(peak < 300 << 20, "{} MB", peak >> 20);
    }
    process.tell_to_stop();
    let (status, errors) = process.end();
    assert!(status.success(), "{errors}");
}
