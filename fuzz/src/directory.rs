use std::sync::LazyLock;

use cluster_directory::bounds::ByViewer;
use cluster_directory::clock::Clock;
use cluster_directory::config::Limits;
use cluster_directory::database::Database;
use cluster_directory::error::{Code, Stop};
use cluster_directory::graphql::{Answer, Api, Request};
use cluster_directory::limits::QueryLimits;
use cluster_directory::query::Setting;
use cluster_directory::{directory, transfer};
use serde_json::Value;
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};

/// The bundled directory in a SQLite file.
pub struct Directory {
    runtime: Runtime,
    api: Api,
    _folder: TempDir,
}

impl Directory {
    /// The one of this process.
    pub fn shared() -> &'static Self {
        static DIRECTORY: LazyLock<Directory> = LazyLock::new(Directory::new);
        &DIRECTORY
    }

    fn new() -> Self {
        let folder = TempDir::new().expect("a folder for the database");
        let url = format!("sqlite://{}", folder.path().join("directory.db").display());
        let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
        let clock = Clock::Fixed("2026-11-22T12:00:00Z".parse().expect("a moment"));
        let catalog = directory::catalog();
        let opened = runtime.block_on(async {
            let database = Database::connect(&url).await?;
            database.migrate().await?;
            transfer::load(&database, catalog, &transfer::bundled(), clock.now()).await?;
            Ok(database)
        });
        let database: Database = opened.unwrap_or_else(|Stop(why)| panic!("{why}"));
        let setting = Setting {
            catalog,
            dialect: database.dialect,
            base_url: "https://directory.test".to_owned(),
            bounds: ByViewer::new(&QueryLimits::default(), &Limits::default()),
        };
        Self { runtime, api: Api::new(&database, setting, clock, 0), _folder: folder }
    }

    /// The answer to a query, which may be a refusal but no fault of ours.
    pub fn ask(&self, query: &str, variables: Value) -> Value {
        let Value::Object(variables) = variables else { panic!("variables are an object") };
        let request = Request { query: Some(query.to_owned()), variables: Some(variables), ..Request::default() };
        let Answer { body, refused, .. } = self.runtime.block_on(self.api.answer(request, None, "fuzz"));
        assert_ne!(refused, Some(Code::Internal), "{query}");
        serde_json::from_slice(&body).unwrap_or_else(|error| panic!("no JSON: {error}: {query}"))
    }
}
