use std::collections::BTreeMap;

use cluster_directory::config::Limits;
use cluster_directory::transfer::Bundle;
use serde_json::Value;

use super::Server;

/// A small directory made for one story.
#[derive(Default)]
pub struct World {
    files: BTreeMap<&'static str, Vec<Value>>,
}

impl World {
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a record, as a bundle has it, to the file of its resource's plural name.
    pub fn with(mut self, file: &'static str, record: Value) -> Self {
        self.files.entry(file).or_default().push(record);
        self
    }

    pub fn bundle(self) -> Bundle {
        Bundle::from_texts(
            self.files.into_iter().map(|(name, records)| (name, serde_json::to_string(&records).expect("JSON"))),
        )
    }

    pub fn start(self) -> Server {
        Server::start(self.bundle())
    }

    pub fn start_within(self, limits: Limits) -> Server {
        Server::start_within(self.bundle(), limits)
    }
}
