use std::sync::atomic::{AtomicUsize, Ordering};

use cluster_directory::database::Database;
use sea_orm::ConnectionTrait;
use tempfile::TempDir;

/// An empty database: a SQLite file that goes with the test, or a schema of its own in PostgreSQL.
pub struct TestDatabase {
    pub url: String,
    _folder: Option<TempDir>,
}

impl TestDatabase {
    pub async fn new() -> Self {
        match std::env::var("TEST_DATABASE_URL") {
            Ok(server) => Self::schema(&server).await,
            Err(_) => Self::file(),
        }
    }

    fn file() -> Self {
        let folder = TempDir::new().expect("a folder for the database");
        let url = format!("sqlite://{}", folder.path().join("directory.db").display());
        Self { url, _folder: Some(folder) }
    }

    async fn schema(server: &str) -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("test_{}_{count}", std::process::id());
        let database = Database::connect(server).await.expect("PostgreSQL at TEST_DATABASE_URL");
        let connection = database.writer();
        // A process of the same number may have been here before.
        for statement in [format!("DROP SCHEMA IF EXISTS {name} CASCADE"), format!("CREATE SCHEMA {name}")] {
            connection.execute_unprepared(&statement).await.expect("a schema for the test");
        }
        database.close().await.expect("the connection ends");
        let separator = if server.contains('?') { '&' } else { '?' };
        Self { url: format!("{server}{separator}options=-csearch_path%3D{name}"), _folder: None }
    }
}
