//! Documents that were met: each is parsed, bounded and validated once.

use std::sync::{Arc, Mutex};

use async_graphql_value::Value;

use super::document::{Document, roots};
use super::{DocumentName, Inner, Request};
use crate::error::Error;
use crate::hash::Hash;
use crate::query::{PATHS, VIEW};
use crate::viewer::Viewer;

/// A valid document and the numbers of the statements it was compiled to.
pub struct Known {
    pub document: Document,
    pub name: Arc<DocumentName>,
    /// Where it names the views whose lists it asks for.
    pub views: Vec<Value>,
    /// See [`super::Recalled::is_brief`].
    pub brief: bool,
    pub plans: Mutex<Vec<u64>>,
}

/// The key under which a document is kept: what is valid and compiled within the bounds of a token is not for those
/// who have none. A name cannot hold the separator: it is a GraphQL name, or matches no operation.
pub fn key(text: &str, operation: Option<&str>, viewer: &Viewer) -> String {
    let bounds = if viewer.token().is_some() { "token" } else { "anonymous" };
    [bounds, operation.unwrap_or_default(), text].join("\u{0}")
}

impl Inner {
    /// The document that a request means, by its text or by its name.
    pub(super) async fn asked(&self, request: &Request) -> Result<Arc<Known>, Vec<Error>> {
        let (text, keep) = self.persisted.text(request).map_err(|error| vec![error])?;
        let known = self.known(&text, request).await?;
        if let Some(name) = keep {
            self.persisted.keep(name, &text);
        }
        Ok(known)
    }

    /// The document from the cache, or parsed, bounded and validated now.
    async fn known(&self, text: &str, request: &Request) -> Result<Arc<Known>, Vec<Error>> {
        let (operation, reads_only) = (request.operation(), request.reads_only);
        let key = key(text, operation, &request.viewer);
        let known = self.documents.get(&key);
        self.metrics.document(known.is_some());
        if let Some(known) = known {
            known.document.fits(reads_only).map_err(|error| vec![error])?;
            return Ok(known);
        }
        let hash = Hash::of(text);
        self.persisted.allows(hash).map_err(|error| vec![error])?;
        let document = Document::read(text, operation, reads_only, &self.setting.bounds.of(&request.viewer).query);
        let document = document.map_err(|error| vec![error])?;
        document.validate(&self.schema).await?;
        let operation = self.metrics.operation(document.name());
        let name = Arc::new(DocumentName { hash: hash.digits(), operation });
        let fields = roots(document.parsed(), document.operation());
        let brief = !fields.iter().any(|field| field.name.node == PATHS);
        let views = fields.into_iter().filter_map(|field| Some(field.get_argument(VIEW)?.node.clone())).collect();
        let known = Arc::new(Known { document, name, views, brief, plans: Mutex::default() });
        self.documents.insert(key, Arc::clone(&known));
        Ok(known)
    }

    /// Whether each operation of a document can be answered to somebody.
    pub(super) async fn check(&self, text: &str) -> Result<(), Vec<Error>> {
        let limits = &self.setting.bounds.token.query;
        for operation in Document::operations(text, limits).map_err(|error| vec![error])? {
            let document = Document::read(text, operation.as_deref(), false, limits);
            let document = document.map_err(|error| vec![error])?;
            document.validate(&self.schema).await?;
        }
        Ok(())
    }
}
