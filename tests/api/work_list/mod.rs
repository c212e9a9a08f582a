//! What a curator finds to do.

mod bundled;
mod duplicates;
mod rules;

use serde_json::{Value, json};

use crate::support::{Server, bbs};

const WORK_LIST: &str = "query ($kinds: [TaskKind!], $types: [RecordType!], $after: String) {
    workList(kinds: $kinds, types: $types, first: 100, after: $after) {
        totalCount
        nodes { kind attribute reason record { __typename slug } other { slug } }
        pageInfo { hasNextPage endCursor }
    }
}";

/// All tasks of some kinds.
async fn tasks(server: &Server, kinds: Value, types: Value) -> Vec<Value> {
    let (mut tasks, mut after) = (Vec::new(), Value::Null);
    loop {
        let variables = json!({ "kinds": kinds, "types": types, "after": after });
        let page = server.ask_with(WORK_LIST, variables).await["workList"].take();
        tasks.extend(page["nodes"].as_array().expect("nodes").clone());
        if page["pageInfo"]["hasNextPage"] == json!(false) {
            assert_eq!(page["totalCount"], json!(tasks.len()));
            return tasks;
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
}

/// The records of the tasks of one kind, with the attribute and the other record where there is one.
async fn found(server: &Server, kind: &str) -> Vec<String> {
    let tasks = tasks(server, json!(kind), Value::Null).await;
    let text = |value: &Value| value.as_str().map(|text| format!(" {text}")).unwrap_or_default();
    let line = |task: &Value| {
        let slug = task["record"]["slug"].as_str().expect("a slug");
        format!("{slug}{}{}", text(&task["attribute"]), text(&task["other"]["slug"]))
    };
    tasks.iter().map(line).collect()
}

/// The reason of the only task of a kind about a record.
async fn reason(server: &Server, kind: &str, slug: &str) -> String {
    let tasks = tasks(server, json!([kind]), Value::Null).await;
    let mut about = tasks.iter().filter(|task| task["record"]["slug"] == json!(slug));
    let task = about.next().unwrap_or_else(|| panic!("nothing about {slug} in {tasks:#?}"));
    assert!(about.next().is_none(), "two tasks about {slug}");
    task["reason"].as_str().expect("a sentence").to_owned()
}

#[tokio::test]
async fn pages_visit_every_task_once_both_ways() {
    let whole = tasks(bbs(), Value::Null, Value::Null).await;
    assert!(whole.len() > 100, "{} tasks", whole.len());
    for (size, cursor, more, end) in
        [("first", "after", "hasNextPage", "endCursor"), ("last", "before", "hasPreviousPage", "startCursor")]
    {
        let query = format!(
            "query ($cursor: String) {{ workList({size}: 37, {cursor}: $cursor) {{
                edges {{ node {{ kind attribute reason record {{ __typename slug }} other {{ slug }} }} }}
                pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} }} }}"
        );
        let (mut pages, mut at) = (Vec::new(), Value::Null);
        loop {
            let page = bbs().ask_with(&query, json!({ "cursor": at })).await["workList"].take();
            let edges = page["edges"].as_array().expect("edges");
            pages.push(edges.iter().map(|edge| edge["node"].clone()).collect::<Vec<_>>());
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
async fn kinds_and_types_narrow_it_down_and_groups_count() {
    let all = tasks(bbs(), Value::Null, Value::Null).await;
    let of = |kind: &str, name: &str| {
        all.iter()
            .filter(|it| it["kind"] == json!(kind) && it["record"]["__typename"] == json!(name))
            .cloned()
            .collect()
    };
    let offices: Vec<Value> = of("OPEN_PAST_ITS_TIME", "Office");
    assert_eq!(tasks(bbs(), json!(["OPEN_PAST_ITS_TIME"]), json!(["OFFICE"])).await, offices);
    let events = [of("CONFLICT", "Event"), of("PROBABLE_DUPLICATE", "Event")].concat();
    assert_eq!(tasks(bbs(), json!(["PROBABLE_DUPLICATE", "CONFLICT"]), json!("EVENT")).await, events);
    assert_eq!(tasks(bbs(), json!([]), Value::Null).await, [] as [Value; 0]);
    assert_eq!(tasks(bbs(), Value::Null, json!([])).await, [] as [Value; 0]);
    assert_eq!(tasks(bbs(), json!("PASSED_WITHOUT_REPORT"), json!(["COUNTRY"])).await, [] as [Value; 0]);

    let groups = bbs().ask("{ workList { groups(by: [KIND, TYPE]) { count keys { value label } } } }").await;
    let groups = groups["workList"]["groups"].as_array().expect("groups");
    let counts = groups.iter().map(|group| group["count"].as_u64().expect("a number"));
    assert_eq!(counts.sum::<u64>(), u64::try_from(all.len()).expect("few"));
    let key = json!([{ "value": "OPEN_PAST_ITS_TIME", "label": "OPEN_PAST_ITS_TIME" }, { "value": "OFFICE", "label": "OFFICE" }]);
    assert!(groups.contains(&json!({ "count": offices.len(), "keys": key })), "{groups:#?}");
}

#[tokio::test]
async fn what_is_no_kind_type_or_cursor_is_refused() {
    for (variables, message) in [
        (json!({ "kinds": ["PARTY"] }), "`$kinds[0]` is \"PARTY\"; it takes CONFLICT, WITHOUT_SOURCE"),
        (json!({ "types": ["'; DROP TABLE record --"] }), "`$types[0]` is "),
        (json!({ "after": "00" }), "`workList.after` is not a cursor of this server"),
    ] {
        let (code, said) = bbs().refusal(WORK_LIST, variables).await;
        assert_eq!(code, "BAD_USER_INPUT");
        assert!(said.starts_with(message), "{said}");
    }
}
