//! Which column of a table is which part of a record: a mapping file, in TOML.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value as Json;

use crate::change::Content;
use crate::resource::{Catalog, Part, Resource};

/// A mapping file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// The resource whose records the lines are: `Event`.
    pub resource: String,
    /// What the source is called, so that the next import knows its records.
    pub source: Option<String>,
    /// The columns that say which record a line is about; lines that have the same there are one record. A calendar
    /// needs none.
    #[serde(default)]
    pub key: Vec<String>,
    /// The parts in which a record that is there already has the same, if it is the one.
    #[serde(default, rename = "match")]
    pub match_by: Vec<String>,
    /// Columns that are left out on purpose.
    #[serde(default)]
    pub ignore: Vec<String>,
    /// What a file in no other known encoding is in.
    pub encoding: Option<String>,
    /// Parts that are the same on every line.
    #[serde(default)]
    pub constants: Content,
    /// From which column a part comes.
    #[serde(default)]
    pub parts: BTreeMap<String, Column>,
}

/// Where a part comes from.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Column {
    Name(String),
    Rule(Rule),
}

/// How a column becomes a part.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    pub column: String,
    /// What stands between the items of a list.
    pub separator: Option<String>,
    /// How a date is written: `%d.%m.%Y`.
    pub format: Option<String>,
    /// What is written instead of some of the column's words.
    #[serde(default)]
    pub words: BTreeMap<String, Json>,
    /// Whether other records stand there by their slugs.
    #[serde(default)]
    pub slug: bool,
    /// What is known of the other record beside its name: `{ kind = "CITY" }`.
    #[serde(default)]
    pub with: Content,
    /// The parts in which the other record lies: `["country"]`.
    #[serde(default)]
    pub within: Vec<String>,
}

impl Mapping {
    /// Reads a mapping file and holds it against the descriptions.
    ///
    /// # Errors
    ///
    /// When it is none, or names what is not there: the sentence says what.
    pub fn read(catalog: &Catalog, text: &str) -> Result<Self, String> {
        let mapping: Self = toml::from_str(text).map_err(|error| error.to_string().trim().to_owned())?;
        let Some(resource) = catalog.records().find(|it| it.name == mapping.resource) else {
            return Err(format!("there is no resource `{}`", mapping.resource));
        };
        if mapping.key.is_empty() && !mapping.parts.is_empty() {
            return Err("`key` names no column".to_owned());
        }
        let parts = mapping.parts.keys().chain(mapping.constants.keys()).chain(&mapping.match_by);
        for name in parts {
            if resource.part(name).is_none() {
                return Err(format!("`{name}` is not written about {}", resource.name));
            }
        }
        for (name, column) in &mapping.parts {
            for outer in column.rule().within {
                let relates = |name: &str| resource.part(name).and_then(Part::relationship);
                let fits = relates(name).zip(relates(&outer)).is_some_and(|(inner, outer)| {
                    catalog.find(inner.target).is_some_and(|target| {
                        target.relationships.iter().any(|it| it.name == outer.name && it.target == outer.target)
                    })
                });
                if !fits {
                    return Err(format!("`{name}` does not lie within a `{outer}`"));
                }
            }
        }
        if let Some(encoding) = &mapping.encoding {
            crate::transfer::source::encoding(encoding).map_err(|why| format!("`encoding` is `{encoding}`; {why}"))?;
        }
        Ok(mapping)
    }

    /// The mapping of a table that the directory exported itself: its columns are called like the parts.
    pub fn plain(resource: &Resource) -> Self {
        let column = |part: Part<'_>| {
            let rule = Rule { column: part.name().to_owned(), slug: true, ..Rule::default() };
            (part.name().to_owned(), Column::Rule(rule))
        };
        Self {
            resource: resource.name.to_owned(),
            source: None,
            key: vec!["slug".to_owned()],
            match_by: Vec::new(),
            ignore: Vec::new(),
            encoding: None,
            constants: Content::new(),
            parts: resource.parts().map(column).collect(),
        }
    }
}

impl Column {
    /// As a rule.
    pub fn rule(&self) -> Rule {
        match self {
            Self::Name(column) => Rule { column: column.clone(), ..Rule::default() },
            Self::Rule(rule) => rule.clone(),
        }
    }
}
