//! What an address asks for: which listing, and how it looks.

use std::borrow::Cow;

use axum::extract::Query;
use axum::http::Uri;

use crate::error::{Code, Error, Result};
use crate::feeds::Format;
use crate::http::exchange::RequestId;
use crate::http::listings::{self, Source};
use crate::listing::{Parameters, listed};
use crate::resource::Resource;

/// How a listing may look, by the words that each parameter takes.
const LOOKS: [(&str, &[&str]); 3] =
    [("layout", &["list", "cards", "month"]), ("theme", &["auto", "light", "dark"]), ("zone", &["event", "visitor"])];
/// What there is beside the parameters that narrow a listing.
const OTHERS: [&str; 6] = ["view", "limit", "layout", "theme", "lang", "zone"];

/// The parameters of an address, as attributes of the element have the same names.
pub struct Asked {
    parameters: Parameters,
    given: Vec<(String, String)>,
}

impl Asked {
    /// Reads the parameters of an address.
    ///
    /// # Errors
    ///
    /// When one is unknown, comes twice, is empty, or has a value that the element would not know.
    pub fn read(query: &str) -> Result<Self> {
        let given = pairs(query)?;
        let parameters = Parameters::read(events(), given.iter().cloned(), &OTHERS)?;
        for (name, words) in LOOKS {
            if parameters.get(name).is_some_and(|given| !words.contains(&given)) {
                let message = format!("The parameter `{name}` takes {}.", words.join(", "));
                return Err(Error::new(Code::BadRequest, message));
            }
        }
        let plain = |lang: &str| lang.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        if parameters.get("lang").is_some_and(|lang| !plain(lang)) {
            return Err(Error::new(Code::BadRequest, "The parameter `lang` takes a language such as `sr-Latn`."));
        }
        Ok(Self { parameters, given })
    }

    /// The value of one of them.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.parameters.get(name)
    }

    /// As attributes of the element.
    pub fn attributes(&self) -> String {
        let attribute = |(name, value): &(String, String)| format!(" {name}=\"{}\"", escaped(value));
        self.given.iter().map(attribute).collect()
    }

    /// Where its page is.
    pub fn address(&self, base: &str) -> String {
        format!("{base}/embed/listing{}", behind(&self.parameters.address()))
    }

    /// Where programs learn how to show its page.
    pub fn oembed(&self, base: &str) -> String {
        format!("{base}/oembed?format=json&url={}", encoded(&self.address(base)))
    }

    /// Where the same listing is in another form.
    pub fn elsewhere(&self, base: &str, ending: &str) -> String {
        let name = self.get("view").map_or_else(|| "events".to_owned(), |view| format!("views/{view}"));
        format!("{base}/{name}.{ending}{}", behind(&self.narrowing()))
    }

    /// The same listing as a feed with so many rows, for somebody's request.
    pub fn feed(&self, limit: Option<&str>, id: RequestId) -> listings::Asked {
        let source = self.get("view").map_or_else(|| Source::All(events()), |view| Source::View(view.to_owned()));
        let mut query = self.narrowing();
        if let Some(limit) = limit {
            query = format!("{query}{}limit={}", if query.is_empty() { "" } else { "&" }, encoded(limit));
        }
        listings::Asked { source, format: Format::JsonFeed, query, id }
    }

    /// Those of the parameters that narrow the listing, as they stand in an address.
    fn narrowing(&self) -> String {
        let narrowing = self.given.iter().filter(|(name, _)| !OTHERS.contains(&name.as_str()));
        let read = Parameters::read(events(), narrowing.cloned(), &[]);
        read.map(|parameters| parameters.address()).unwrap_or_default()
    }
}

fn behind(query: &str) -> String {
    if query.is_empty() { String::new() } else { format!("?{query}") }
}

/// What the element lists.
///
/// # Panics
///
/// When events cannot be listed. That is a mistake in this source.
fn events() -> &'static Resource {
    listed().find(|resource| resource.plural == "events").expect("events can be listed")
}

/// The parameters in what stands behind `?`.
fn pairs(query: &str) -> Result<Vec<(String, String)>> {
    let unread = || Error::new(Code::BadRequest, "The address has characters that no address has.");
    let uri: Uri = format!("/?{query}").parse().map_err(|_| unread())?;
    Query::try_from_uri(&uri).map(|Query(pairs)| pairs).map_err(|_| unread())
}

/// A text as the value of a parameter.
fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// A text as it stands in HTML, in an attribute too.
pub fn escaped(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>', '"', '\'']) {
        return text.into();
    }
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.replace('"', "&quot;").replace('\'', "&#39;").into()
}
