//! Walking a connection visits every row once, in the order that was asked for.

use serde_json::{Value, json};

use crate::support::{Server, World, bbs};

/// All pages of `field`, forward or backward, as lists of what `node` selects.
async fn walk(server: &Server, field: &str, order: &str, size: usize, backward: bool) -> Vec<Value> {
    let (count, cursor, more, next) = if backward {
        ("last", "before", "hasPreviousPage", "startCursor")
    } else {
        ("first", "after", "hasNextPage", "endCursor")
    };
    let query = format!(
        "query ($cursor: String) {{ page: {field}({count}: {size}, {cursor}: $cursor, orderBy: {order}) {{
            nodes {{ id }} totalCount pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} }} }}"
    );
    let mut pages: Vec<Vec<Value>> = Vec::new();
    let mut cursor = Value::Null;
    loop {
        let page = server.ask_with(&query, json!({ "cursor": cursor })).await["page"].take();
        let info = &page["pageInfo"];
        let behind = if backward { "hasNextPage" } else { "hasPreviousPage" };
        assert_eq!(info[behind], json!(!pages.is_empty()), "{field} {order}: whether there was a page before");
        pages.push(page["nodes"].as_array().expect("nodes").clone());
        if info[more] == json!(false) {
            if backward {
                pages.reverse();
            }
            let rows: Vec<Value> = pages.into_iter().flatten().collect();
            assert_eq!(json!(rows.len()), page["totalCount"], "{field} {order}");
            return rows;
        }
        cursor = info[next].clone();
    }
}

#[tokio::test]
async fn every_row_comes_once_forward_and_backward_in_every_order() {
    for (field, orders) in [
        (
            "events",
            &[
                "[]",
                "[{ start: ASC }]",
                "[{ start: DESC_NULLS_FIRST }]",
                "[{ end: ASC_NULLS_FIRST }, { title: DESC }]",
                "[{ edition: DESC }, { start: ASC }]",
                "[{ city: { name: ASC } }, { country: { code: DESC_NULLS_FIRST } }, { kind: ASC }]",
                "[{ series: { organizer: { name: DESC } } }]",
                "[{ parent: { venue: { city: { name: ASC_NULLS_FIRST } } } }]",
            ][..],
        ),
        ("organizations", &["[{ founded: DESC }, { country: { name: ASC } }]", "[{ cityBasis: ASC_NULLS_FIRST }]"]),
        ("places", &["[{ city: { name: ASC } }]"]),
        (
            "claims",
            &["[{ attribute: DESC_NULLS_LAST }]", "[{ article: { published: ASC_NULLS_FIRST } }, { attribute: ASC }]"],
        ),
        ("records", &["[{ type: DESC }]"]),
        ("clusters", &["[{ slug: DESC }]"]),
    ] {
        for order in orders {
            let whole = walk(bbs(), field, order, 100, false).await;
            let forward = walk(bbs(), field, order, 37, false).await;
            let backward = walk(bbs(), field, order, 41, true).await;
            assert_eq!(whole, forward, "{field} {order}");
            assert_eq!(whole, backward, "{field} {order}");
            let mut once: Vec<String> = whole.iter().map(Value::to_string).collect();
            once.sort_unstable();
            once.dedup();
            assert_eq!(once.len(), whole.len(), "{field} {order}");
        }
    }
}

/// Six organizations, some equal and some without date.
fn equals_and_nulls() -> Server {
    let dates = [Some("2001"), None, Some("2000"), Some("2001"), None, Some("1999")];
    dates
        .iter()
        .enumerate()
        .fold(World::new(), |world, (n, founded)| {
            world.with(
                "organizations",
                json!({ "slug": format!("o{n}"), "name": "Same", "kind": "CLUSTER", "founded": founded }),
            )
        })
        .start()
}

#[tokio::test]
async fn missing_values_stand_where_the_direction_says() {
    let server = equals_and_nulls();
    for (direction, expected) in [
        ("ASC", ["o5", "o2", "o0", "o3", "o1", "o4"]),
        ("ASC_NULLS_LAST", ["o5", "o2", "o0", "o3", "o1", "o4"]),
        ("ASC_NULLS_FIRST", ["o1", "o4", "o5", "o2", "o0", "o3"]),
        ("DESC", ["o3", "o0", "o2", "o5", "o4", "o1"]),
        ("DESC_NULLS_LAST", ["o3", "o0", "o2", "o5", "o4", "o1"]),
        ("DESC_NULLS_FIRST", ["o4", "o1", "o3", "o0", "o2", "o5"]),
    ] {
        let query = format!("{{ organizations(orderBy: [{{ founded: {direction} }}]) {{ nodes {{ slug }} }} }}");
        let nodes = server.ask(&query).await["organizations"]["nodes"].take();
        let expected: Vec<Value> = expected.iter().map(|slug| json!({ "slug": slug })).collect();
        assert_eq!(nodes, json!(expected), "{direction}");
    }
}

#[tokio::test]
async fn a_page_between_two_cursors_has_what_lies_between() {
    let server = equals_and_nulls();
    let order = "orderBy: [{ founded: ASC }]";
    let edges = server.ask(&format!("{{ organizations({order}) {{ edges {{ cursor node {{ slug }} }} }} }}")).await;
    let cursor = |n: usize| edges["organizations"]["edges"][n]["cursor"].as_str().expect("a cursor").to_owned();
    let query = format!(
        "query ($after: String, $before: String) {{
            two: organizations(first: 2, after: $after, before: $before, {order}) {{ nodes {{ slug }} pageInfo {{ hasNextPage hasPreviousPage }} }}
            last: organizations(last: 1, after: $after, before: $before, {order}) {{ nodes {{ slug }} pageInfo {{ hasNextPage hasPreviousPage }} }}
            none: organizations(first: 0) {{ nodes {{ slug }} edges {{ cursor }} pageInfo {{ hasNextPage startCursor endCursor }} totalCount }}
        }}"
    );
    let data = server.ask_with(&query, json!({ "after": cursor(0), "before": cursor(4) })).await;
    let both = json!({ "hasNextPage": true, "hasPreviousPage": true });
    assert_eq!(
        data,
        json!({
            "two": { "nodes": [{ "slug": "o2" }, { "slug": "o0" }], "pageInfo": both },
            "last": { "nodes": [{ "slug": "o3" }], "pageInfo": both },
            "none": {
                "nodes": [], "edges": [], "totalCount": 6,
                "pageInfo": { "hasNextPage": true, "startCursor": null, "endCursor": null },
            },
        })
    );
}
