use std::sync::LazyLock;

use serde_json::{Value, json};

use super::directory::Directory;

/// Lists in orders of every kind of key.
const LISTS: &[&str] = &[
    "events(orderBy: [{ start: DESC }]",
    "organizations(orderBy: [{ name: ASC }]",
    "events(orderBy: [{ city: { name: DESC_NULLS_FIRST } }, { startsAt: ASC }]",
    "participations(orderBy: [{ event: { edition: DESC } }, { role: ASC }]",
    "search(text: \"ict\"",
];

/// A list, the query for its pages, and the mark of its order.
struct List {
    query: String,
    mark: String,
}

static KNOWN: LazyLock<Vec<List>> = LazyLock::new(|| LISTS.iter().map(|list| List::of(list)).collect());

impl List {
    fn of(list: &str) -> Self {
        let pages = "pageInfo { endCursor hasNextPage hasPreviousPage }";
        let query = format!(
            "query ($after: String, $before: String) {{ list: {list} first: 1 after: $after before: $before) {{ {pages} }} }}"
        );
        let answer = Directory::shared().ask(&query, json!({}));
        let cursor = answer["data"]["list"]["pageInfo"]["endCursor"].as_str();
        let cursor = cursor.unwrap_or_else(|| panic!("{query}: {answer}"));
        // `["` and eight digits, each as two.
        let digits = cursor.as_bytes()[4..20].chunks(2);
        let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
        let mark = digits.map(|pair| byte(pair).map(char::from)).collect::<Option<_>>().expect("a mark");
        Self { query, mark }
    }
}

/// What stands in a cursor's place is taken for what it is: a cursor of this order, or none. The first byte says of
/// which list, which way, and whether the rest is the cursor or the keys in it.
pub fn cursor(bytes: &[u8]) {
    let Some((first, rest)) = bytes.split_first() else { return };
    let known = &KNOWN;
    let list = &known[usize::from(first >> 2) % known.len()];
    let text = String::from_utf8_lossy(rest);
    let cursor = if first & 1 == 0 { text.into_owned() } else { hex(&format!("[\"{}\",{text}]", list.mark)) };
    let argument = if first & 2 == 0 { "after" } else { "before" };
    let answer = Directory::shared().ask(&list.query, json!({ argument: cursor }));
    assert_ne!(answer["data"].is_object(), answer["errors"].is_array(), "{answer}");
    assert!(answer["data"] == Value::Null || answer["data"]["list"].is_object(), "{answer}");
}

fn hex(text: &str) -> String {
    text.bytes().map(|byte| format!("{byte:02X}")).collect()
}
