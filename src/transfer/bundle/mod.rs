//! Bundles: a JSON file for each resource that has a life of its own. `data/bbs/README.md` has the format.

mod export;
mod flat;
mod folder;
mod identity;
mod page;
mod written;

use std::sync::Arc;

use serde_json::{Map, Value};

use crate::resource::{Catalog, Resource};
pub use export::export;
pub use flat::incoming;
pub use folder::bundle as folder;
pub use page::Pages;

/// The resources that have a file of their own.
pub fn files(catalog: &Catalog) -> Vec<&Resource> {
    catalog.records().filter(|resource| catalog.owners(resource).next().is_none()).collect()
}

/// The slug of a record that stands inside another and has none of its own, by its place there.
pub fn nested_slug(owner: &str, resource: &Resource, at: usize) -> String {
    format!("{owner}-{}-{}", resource.table.replace('_', "-"), at + 1)
}

/// A record as it stands in a bundle.
pub type Record = Map<String, Value>;

/// The records of a file, one after the other.
pub type Records<'b> = Box<dyn Iterator<Item = Record> + Send + 'b>;

/// Files of records, by the plural name of their resource.
#[derive(Clone, Default)]
pub struct Bundle {
    files: Vec<(String, File)>,
}

#[derive(Clone)]
enum File {
    /// As it is written: a JSON array of objects.
    Text(String),
    /// Made whenever it is read.
    Made(Arc<dyn Fn() -> Records<'static> + Send + Sync>),
}

impl Bundle {
    /// A bundle from the files' texts.
    pub fn from_texts<N: Into<String>, T: Into<String>>(files: impl IntoIterator<Item = (N, T)>) -> Self {
        Self { files: files.into_iter().map(|(name, text)| (name.into(), File::Text(text.into()))).collect() }
    }

    /// Adds a file that is made when it is read, for bundles that are larger than memory. It is read more
    /// than once and has the same records every time.
    #[must_use]
    pub fn with(mut self, name: &str, records: impl Fn() -> Records<'static> + Send + Sync + 'static) -> Self {
        self.files.push((name.to_owned(), File::Made(Arc::new(records))));
        self
    }

    /// The names of the files, without ending.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|(name, _)| name.as_str())
    }

    /// The resources whose files it may have.
    ///
    /// # Errors
    ///
    /// When it has a file of something else.
    pub fn resources(&self, catalog: &'static Catalog) -> Result<Vec<&'static Resource>, String> {
        let resources = files(catalog);
        let known = |name: &str| name == identity::FILE || resources.iter().any(|resource| resource.plural == name);
        match self.names().find(|name| !known(name)) {
            Some(name) => Err(format!("{name}.json is the file of no resource.")),
            None => Ok(resources),
        }
    }

    /// The records of a file; none if there is no such file.
    ///
    /// # Errors
    ///
    /// When the file is not an array of objects.
    pub fn records(&self, name: &str) -> Result<Records<'_>, String> {
        match self.files.iter().find(|(file, _)| file == name) {
            None => Ok(Box::new(std::iter::empty())),
            Some((_, File::Made(records))) => Ok(records()),
            Some((_, File::Text(text))) => {
                let records: Result<Vec<Record>, _> = serde_json::from_str(text);
                let records = records.map_err(|error| format!("{name}.json is not a list of records: {error}"))?;
                Ok(Box::new(records.into_iter()))
            }
        }
    }
}
