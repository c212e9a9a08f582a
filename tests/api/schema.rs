//! The published schema: current, documented, and answered as promised.

use std::collections::BTreeSet;

use cluster_directory::database::Database;
use cluster_directory::resource::{Join, Kind};
use cluster_directory::{directory, graphql};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::Value;

use crate::support::bbs;

#[test]
fn the_file_is_current() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/schema.graphql");
    let written = std::fs::read_to_string(path).unwrap_or_default();
    let current = graphql::sdl(directory::catalog());
    assert!(
        written == current,
        "schema.graphql is stale: cargo run -- schema > schema.graphql, and read its difference"
    );
}

const INTROSPECTION: &str = "{ __schema { types { name kind description
    fields(includeDeprecated: true) { name description args { name description } type { ...T } }
    inputFields { name description } enumValues { name description } } } }
    fragment T on __Type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }";

#[tokio::test]
async fn every_element_has_a_description() {
    let data = bbs().ask(INTROSPECTION).await;
    let mut bare = Vec::new();
    let mut seen = 0;
    for ty in data["__schema"]["types"].as_array().expect("types") {
        let name = ty["name"].as_str().expect("a name");
        if name.starts_with("__") || ["String", "Int", "Float", "Boolean", "ID"].contains(&name) {
            continue;
        }
        let mut look = |element: &Value, at: String| {
            seen += 1;
            if element["description"].as_str().is_none_or(|text| text.trim().len() < 3) {
                bare.push(at);
            }
        };
        look(ty, name.to_owned());
        for part in ["fields", "inputFields", "enumValues"] {
            for element in ty[part].as_array().into_iter().flatten() {
                look(element, format!("{name}.{}", element["name"]));
                for argument in element["args"].as_array().into_iter().flatten() {
                    look(argument, format!("{name}.{}({})", element["name"], argument["name"]));
                }
            }
        }
    }
    assert!(seen > 3000, "{seen} elements");
    assert!(bare.is_empty(), "without description: {bare:?}");
}

/// What to select below a field of this type so that the document is valid.
fn below(ty: &Value) -> &'static str {
    let mut named = ty;
    while !named["ofType"].is_null() {
        named = &named["ofType"];
    }
    match named["kind"].as_str() {
        Some("OBJECT" | "INTERFACE") => "{ __typename }",
        _ => "",
    }
}

#[tokio::test]
async fn every_field_of_every_type_is_answered() {
    let data = bbs().ask(INTROSPECTION).await;
    let types = data["__schema"]["types"].as_array().expect("types");
    let nouns: BTreeSet<&str> = directory::catalog().nodes().map(|it| it.name).collect();
    for resource in directory::catalog().nodes() {
        let ty = types.iter().find(|ty| ty["name"] == resource.name).expect("published");
        let fields = ty["fields"].as_array().expect("fields").iter();
        let fields: Vec<String> =
            fields.map(|it| format!("{}{}", it["name"].as_str().expect("a name"), below(&it["type"]))).collect();
        let query = format!("{{ {}(first: 100) {{ nodes {{ {} }} }} }}", resource.plural, fields.join(" "));
        let nodes = bbs().ask(&query).await[resource.plural]["nodes"].take();
        assert!(!nodes.as_array().expect("nodes").is_empty(), "{} has records to ask for", resource.name);
        assert!(nouns.contains(resource.name));
    }
}

#[tokio::test]
async fn what_is_filtered_or_ordered_by_has_an_index() {
    let database = Database::connect(&bbs().database_url).await.expect("it opens");
    let sql = if bbs().database_url.starts_with("sqlite") {
        "SELECT m.name || '.' || i.name AS place FROM sqlite_master m JOIN pragma_index_list(m.name) l \
         JOIN pragma_index_info(l.name) i WHERE m.type = 'table' AND i.seqno = 0"
    } else {
        "SELECT t.relname || '.' || a.attname AS place FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid \
         JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = i.indkey[0] \
         WHERE t.relnamespace = current_schema()::regnamespace"
    };
    let connection = database.writer();
    let statement = Statement::from_string(connection.get_database_backend(), sql);
    let rows = connection.query_all_raw(statement).await.expect("rows");
    let indexed: BTreeSet<String> = rows.iter().map(|row| row.try_get("", "place").expect("a name")).collect();
    let mut missing = Vec::new();
    for resource in directory::catalog().nodes() {
        let mut needs: Vec<String> = Vec::new();
        for attribute in resource.attributes.iter().filter(|it| it.indexed && !it.kind.is_list()) {
            if matches!(attribute.kind, Kind::Fuzzy) {
                needs.extend(["earliest", "latest"].map(|bound| format!("{}_{bound}", attribute.column)));
            } else {
                needs.push(attribute.column.clone());
            }
        }
        needs.extend(resource.relationships.iter().filter_map(|it| it.own_column().map(str::to_owned)));
        for relationship in &resource.relationships {
            if let Join::Pairs { table, own, .. } = &relationship.join
                && !indexed.contains(&format!("{table}.{own}"))
            {
                missing.push(format!("{table}.{own}"));
            }
        }
        let places = needs.into_iter().map(|column| format!("{}.{column}", resource.table));
        missing.extend(places.filter(|place| !indexed.contains(place)));
    }
    assert!(missing.is_empty(), "offered without index: {missing:?}");
}

#[tokio::test]
async fn the_tables_fit_the_descriptions() {
    let database = Database::connect(&bbs().database_url).await.expect("it opens");
    for resource in directory::catalog().nodes() {
        assert_eq!(database.fits(resource).await.map_err(|stop| stop.0), Ok(()));
    }
}
