//! The rows of a listing as plain HTML: for those who read it without JavaScript, and until it has come.

use serde::Deserialize;

use super::asked::escaped;
use crate::error::{Error, Result};

/// As much of a JSON Feed as is shown.
#[derive(Deserialize)]
pub struct Rows {
    /// What stands above it.
    pub title: String,
    items: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    title: String,
    url: String,
    /// When and where, and what it is about, a paragraph each.
    content_text: String,
    #[serde(rename = "_event")]
    event: Option<Event>,
}

#[derive(Deserialize)]
struct Event {
    status: Option<String>,
}

impl Rows {
    /// Reads a feed of ours.
    ///
    /// # Errors
    ///
    /// When it is none, which is a fault of ours.
    pub fn read(feed: &[u8]) -> Result<Self> {
        serde_json::from_slice(feed).map_err(Error::internal)
    }

    /// As a list.
    pub fn written(&self) -> String {
        let rows: String = self.items.iter().map(Row::written).collect();
        format!("<ul>{rows}</ul>")
    }
}

impl Row {
    fn written(&self) -> String {
        let status = match self.event.as_ref().and_then(|event| event.status.as_deref()) {
            Some("CANCELLED") => "Cancelled: ",
            Some("POSTPONED") => "Postponed: ",
            _ => "",
        };
        let said = self.content_text.split("\n\n").map(|part| format!("<p>{}</p>", escaped(part)));
        let (url, title) = (escaped(&self.url), escaped(&self.title));
        format!("<li><h2>{status}<a href=\"{url}\">{title}</a></h2>{}</li>", said.collect::<String>())
    }
}
