//! What a source says, whatever its format: the one thing that all readers make and the plan takes.

use std::fmt;
use std::sync::Arc;

use crate::change::Content;
use crate::resource::Resource;

/// Where in a source something stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    pub file: Arc<str>,
    /// Counted from 1; in a bundle, the number of the record in its file.
    pub line: usize,
}

impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

/// What a source says of one record.
#[derive(Clone, Debug)]
pub struct Incoming<'c> {
    pub resource: &'c Resource,
    pub at: Spot,
    /// What the source calls it, the same at every import.
    pub key: String,
    pub found_by: FoundBy,
    /// Its values, by the names of its parts; null where the source says that there is none.
    pub content: Content,
    pub references: Vec<Reference>,
    /// The part without which it says nothing.
    pub needs: Option<&'static str>,
}

/// How a record is found that the source was never heard of under this key.
#[derive(Clone, Debug)]
pub enum FoundBy {
    /// Not at all: it is new.
    Nothing,
    Slug(String),
    /// It has the same in all of these parts.
    Parts(Arc<[String]>),
    /// As `Parts`, but several may be alike in them: what one key of the source stands for, no other does.
    Alike(Arc<[String]>),
}

/// Another record, or several, that it names.
#[derive(Clone, Debug)]
pub struct Reference {
    pub part: &'static str,
    pub wanted: Vec<Wanted>,
}

/// How a source names another record.
#[derive(Clone, Debug)]
pub enum Wanted {
    Slug(String),
    /// The record of this source that has this key.
    Key(String),
    Named(Named),
}

/// A record called by its name, as people write it.
#[derive(Clone, Debug)]
pub struct Named {
    /// Its resource: `Place`.
    pub resource: &'static str,
    pub name: String,
    /// What else is known of it: `kind` of a place.
    pub content: Content,
    /// The records that it lies in or belongs to: `country` of a city.
    pub within: Vec<(&'static str, Named)>,
}

impl Incoming<'_> {
    /// What a reader of the report would call it.
    pub fn label(&self) -> &str {
        let name = self.resource.named_by.and_then(|name| self.content.get(name));
        name.and_then(|name| name.as_str()).unwrap_or(&self.key)
    }

    /// Adds a reference to one record, if there is one.
    pub fn refer(&mut self, part: &'static str, wanted: Option<Wanted>) {
        self.references.extend(wanted.map(|wanted| Reference { part, wanted: vec![wanted] }));
    }
}
