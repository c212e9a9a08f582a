//! Documents that a request names instead of sending them.
//!
//! A name is the SHA-256 of the document's text. It comes as `documentId` (GraphQL over HTTP, appendix on
//! persisted documents) or in Apollo's `extensions.persistedQuery`. A document that is sent with its name
//! is kept under it; the space for such documents is bounded, so it may be forgotten again, and the client
//! then sends it once more. Documents that the operator registers are never forgotten, and may be made the
//! only ones that are answered.

use std::borrow::Cow;
use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use moka::sync::Cache;
use serde_json::Value as Json;

use super::Request;
use crate::error::{Code, Error, Result, Stop};
use crate::hash::Hash;

/// How many bytes of sent documents are kept.
const MOST_BYTES: u64 = 16 * 1024 * 1024;
/// What Apollo's clients look for in a message before they send the document itself.
const NOT_FOUND: &str = "PersistedQueryNotFound";

/// The documents that are kept by name.
pub struct PersistedDocuments {
    sent: Cache<Hash, Arc<str>>,
    /// When there are any, no others are answered.
    registered: OnceLock<HashMap<Hash, Arc<str>>>,
}

impl Default for PersistedDocuments {
    fn default() -> Self {
        let weigher = |_: &Hash, text: &Arc<str>| u32::try_from(text.len() + 100).unwrap_or(u32::MAX);
        let sent = Cache::builder().max_capacity(MOST_BYTES).weigher(weigher).build();
        Self { sent, registered: OnceLock::new() }
    }
}

impl PersistedDocuments {
    /// The text of the document that a request means, and the name under which to keep it once it has
    /// proved valid.
    pub fn text<'r>(&self, request: &'r Request) -> Result<(Cow<'r, str>, Option<Hash>)> {
        let name = name(request)?;
        match (&request.query, name) {
            (Some(text), None) => Ok((Cow::Borrowed(text), None)),
            (Some(text), Some(name)) if Hash::of(text) == name => {
                let known = self.registered.get().is_some() || self.sent.contains_key(&name);
                Ok((Cow::Borrowed(text), (!known).then_some(name)))
            }
            (Some(_), Some(_)) => {
                let message = "The document's name is not the SHA-256 of its text in hexadecimal digits.";
                Err(Error::new(Code::BadRequest, message))
            }
            (None, Some(name)) => {
                let registered = self.registered.get().and_then(|documents| documents.get(&name).cloned());
                let text = registered.or_else(|| self.sent.get(&name));
                let text = text.ok_or_else(|| Error::new(Code::NotPersisted, NOT_FOUND))?;
                Ok((Cow::Owned(text.to_string()), None))
            }
            (None, None) => Err(Error::new(Code::BadRequest, "The request has no `query`.")),
        }
    }

    /// Keeps a document under its name.
    pub fn keep(&self, name: Hash, text: &str) {
        self.sent.insert(name, Arc::from(text));
    }

    /// Refuses a document that is not registered, if only those are answered.
    pub fn allows(&self, name: Hash) -> Result<()> {
        if self.registered.get().is_none_or(|documents| documents.contains_key(&name)) {
            return Ok(());
        }
        let message = "The server answers registered documents only, and this is none of them.";
        Err(Error::new(Code::NotRegistered, message))
    }

    /// From now on answers no others than these. Files end with a line's end and what clients send does
    /// not, so a text is known without it too.
    pub fn only(&self, texts: impl IntoIterator<Item = String>) {
        let names = texts.into_iter().flat_map(|text| {
            let bare = text.trim_end();
            [(Hash::of(&text), Arc::from(&*text)), (Hash::of(bare), Arc::from(bare))]
        });
        // A second list would be a mistake of the program; the first one holds.
        let _ = self.registered.set(names.collect());
    }
}

/// The files of a folder that end with `.graphql`, by name.
pub fn folder(folder: &Path) -> Result<Vec<(String, String)>, Stop> {
    let stop = |error| Stop::new(format!("--only-documents is `{}`, which cannot be read: {error}", folder.display()));
    let mut documents = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(stop)? {
        let path = entry.map_err(stop)?.path();
        if path.extension().is_some_and(|extension| extension == "graphql") {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            documents.push((name, std::fs::read_to_string(&path).map_err(stop)?));
        }
    }
    if documents.is_empty() {
        let message = format!("--only-documents is `{}`, and no file there ends with .graphql", folder.display());
        return Err(Stop::new(message));
    }
    documents.sort();
    Ok(documents)
}

/// The name by which a request means a document.
fn name(request: &Request) -> Result<Option<Hash>> {
    let apollo = request.extensions.as_ref().and_then(|extensions| extensions.get("persistedQuery"));
    match (&request.document_id, apollo) {
        (Some(_), Some(_)) => {
            let message = "The request names its document twice: by `documentId` and in `extensions.persistedQuery`.";
            Err(Error::new(Code::BadRequest, message))
        }
        (Some(id), None) => {
            let hash = id.strip_prefix("sha256:").and_then(Hash::parse);
            let message = "`documentId` must be `sha256:` and 64 hexadecimal digits in lower case.";
            hash.map(Some).ok_or_else(|| Error::new(Code::BadRequest, message))
        }
        (None, Some(Json::Null) | None) => Ok(None),
        (None, Some(named)) => {
            let hash = named["sha256Hash"].as_str().filter(|_| named["version"] == 1).and_then(Hash::parse);
            let message = "`extensions.persistedQuery` must be `version` 1 and a `sha256Hash` of 64 hexadecimal \
                           digits in lower case.";
            hash.map(Some).ok_or_else(|| Error::new(Code::BadRequest, message))
        }
    }
}
