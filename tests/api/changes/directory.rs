use std::collections::{BTreeMap, BTreeSet};

use cluster_directory::change::{self, Content};
use cluster_directory::database::Database;
use sea_orm::{ConnectionTrait, Statement};

/// All that the tables hold: every content with its number, and the words by which records are found.
#[derive(Debug, PartialEq, Eq)]
pub struct Directory {
    pub contents: BTreeMap<i64, Content>,
    pub words: BTreeSet<String>,
}

impl Directory {
    pub async fn of(database: &Database) -> Self {
        let mut contents = BTreeMap::new();
        for resource in cluster_directory::directory::catalog().nodes() {
            let ids = texts(database, &format!("SELECT CAST(id AS text) AS t FROM \"{}\"", resource.table)).await;
            let ids: Vec<i64> = ids.iter().map(|id| id.parse().expect("a number")).collect();
            let read = change::read(database.writer(), resource, &ids).await.expect("contents");
            assert_eq!(read.len(), ids.len());
            contents.extend(read.into_iter().map(|stored| (stored.id, stored.content)));
        }
        for association in cluster_directory::directory::catalog().nodes() {
            let Some(beside) = association.beside else { continue };
            let (table, of, date, copy) = (&association.table, beside.of, beside.date, beside.column());
            let other = format!(
                "SELECT CAST(a.id AS text) AS t FROM {table} a JOIN {of} o ON o.id = a.{of}_id \
                 WHERE a.{copy} IS DISTINCT FROM o.{date}_earliest"
            );
            assert_eq!(texts(database, &other).await, [""; 0], "{table} knows when each {of} was");
        }
        let words = "SELECT concat(record_id, ' ', attribute, ' ', word, ' ', weight, ' ', length) AS t FROM search_word \
                     UNION ALL SELECT concat(record_id, ' ', folded) FROM search_name";
        let words = texts(database, words).await.into_iter().collect();
        let registered = texts(database, "SELECT CAST(id AS text) AS t FROM record").await.len();
        let claims = texts(database, "SELECT CAST(id AS text) AS t FROM claim").await.len();
        assert_eq!(registered + claims, contents.len(), "the registry knows all records and no others");
        Self { contents, words }
    }
}

pub async fn texts(database: &Database, sql: &str) -> Vec<String> {
    let connection = database.writer();
    let statement = Statement::from_string(connection.get_database_backend(), sql);
    let rows = connection.query_all_raw(statement).await.expect("rows");
    rows.iter().map(|row| row.try_get("", "t").expect("a text")).collect()
}
