use serde_json::{Map, Value};

/// A record as it stands in a bundle.
pub type Record = Map<String, Value>;

/// Files of records, by the plural name of their resource.
#[derive(Clone, Debug)]
pub struct Bundle {
    files: Vec<(String, String)>,
}

impl Bundle {
    /// A bundle from the files' texts.
    pub fn from_texts<N: Into<String>, T: Into<String>>(files: impl IntoIterator<Item = (N, T)>) -> Self {
        Self { files: files.into_iter().map(|(name, text)| (name.into(), text.into())).collect() }
    }

    /// The names of the files, without ending.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|(name, _)| name.as_str())
    }

    /// The text of a file, for a test that wants to change it.
    pub fn text_mut(&mut self, name: &str) -> Option<&mut String> {
        self.files.iter_mut().find(|(file, _)| file == name).map(|(_, text)| text)
    }

    /// The records of a file; none if there is no such file.
    ///
    /// # Errors
    ///
    /// When the file is not an array of objects.
    pub fn records(&self, name: &str) -> Result<Vec<Record>, String> {
        let Some((_, text)) = self.files.iter().find(|(file, _)| file == name) else {
            return Ok(Vec::new());
        };
        serde_json::from_str(text).map_err(|error| format!("{name}.json is not a list of records: {error}"))
    }
}
