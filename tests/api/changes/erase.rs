//! A person is forgotten.

use cluster_directory::change::{Step, parse_id};
use cluster_directory::database::Database;
use cluster_directory::directory::catalog;
use cluster_directory::transfer;
use serde_json::json;

use super::directory::texts;
use super::done;
use crate::support::Server;

/// Somebody with offices, other names and texts that speak of them.
const SLUG: &str = "peter-statev";

#[tokio::test]
async fn a_person_who_was_erased_is_found_in_no_table_and_no_file() {
    let server = Server::start(transfer::bundled());
    let query = format!(
        "{{ person(by: {{ slug: \"{SLUG}\" }}) {{ id name names {{ nodes {{ text }} }} offices {{ totalCount }} }} }}"
    );
    let person = &server.ask(&query).await["person"];
    let (id, offices) = (person["id"].clone(), person["offices"]["totalCount"].clone());
    assert!(offices.as_u64() > Some(0), "{person}");
    let id = id.as_str().and_then(parse_id).expect("an id");
    let name = person["name"].as_str().expect("a name").to_owned();
    let mut sought = vec![name.clone(), SLUG.to_owned()];
    let others = person["names"]["nodes"].as_array().expect("names");
    sought.extend(others.iter().map(|it| it["text"].as_str().expect("a name").to_owned()));
    let database = Database::connect(&server.database_url).await.expect("it opens");
    // It stood in a text once, and in another name.
    let patch = |text: &str| [("description".to_owned(), json!(text))].into_iter().collect();
    let event = "SELECT CAST(min(id) AS text) AS t FROM event";
    let event: i64 = texts(&database, event).await[0].parse().expect("a number");
    for text in [format!("{name} opened it."), "Somebody opened it.".to_owned()] {
        done(&database, vec![Step::Update { id: event, expected: None, patch: patch(&text) }]).await.expect("a change");
    }
    assert!(!found(&server, &database, &sought).await.is_empty());

    done(&database, vec![Step::Erase { id }]).await.expect("it is done");

    assert_eq!(found(&server, &database, &sought).await, Vec::<String>::new());
    let query =
        format!("{{ node(id: \"r{id}\") {{ ... on Person {{ name offices {{ totalCount nodes {{ post }} }} }} }} }}");
    let person = &server.ask(&query).await["node"];
    assert_eq!((&person["name"], &person["offices"]["totalCount"]), (&json!("Erased person"), &offices));
    let hits = server.ask_with("query ($t: String!) { search(text: $t) { totalCount } }", json!({ "t": name })).await;
    assert_eq!(hits["search"]["totalCount"], 0);
    database.close().await.expect("it closes");
}

/// Where one of the texts stands still.
async fn found(server: &Server, database: &Database, sought: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    let tables = catalog().nodes().map(|it| it.table.as_str());
    for table in
        tables.chain(["list_item", "search_word", "search_name", "change", "slug_redirect", "remembered", "proposal"])
    {
        let row = if server.database_url.starts_with("sqlite") { "json_array" } else { "concat_ws" };
        let columns = columns(database, table).await;
        let rows = texts(database, &format!("SELECT CAST({row}({columns}) AS text) AS t FROM \"{table}\"")).await;
        found.extend(rows.into_iter().filter(|row| sought.iter().any(|it| row.contains(it.as_str()))));
    }
    let files = server.database_url.strip_prefix("sqlite://").map(|file| file.split('?').next().unwrap_or_default());
    for file in files.into_iter().flat_map(|file| [file.to_owned(), format!("{file}-wal")]) {
        let bytes = std::fs::read(&file).unwrap_or_default();
        let holds = |text: &String| bytes.windows(text.len()).any(|window| window == text.as_bytes());
        found.extend(sought.iter().filter(|text| holds(text)).map(|text| format!("{text} in {file}")));
    }
    found
}

async fn columns(database: &Database, table: &str) -> String {
    let names = match database.dialect {
        cluster_directory::database::Dialect::Sqlite => format!("SELECT name AS t FROM pragma_table_info('{table}')"),
        cluster_directory::database::Dialect::Postgres => format!(
            "SELECT CAST(column_name AS text) AS t FROM information_schema.columns \
             WHERE table_schema = current_schema() AND table_name = '{table}'"
        ),
    };
    let names: Vec<String> = texts(database, &names).await.into_iter().map(|name| format!("\"{name}\"")).collect();
    let first = if database.dialect == cluster_directory::database::Dialect::Postgres { "' ', " } else { "" };
    format!("{first}{}", names.join(", "))
}
