//! Places as people write them: online, not yet known, or somewhere.

use serde_json::json;

use super::country;
use super::incoming::Named;
use crate::change::Content;

/// What a text in the place of a place says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// That there is none: one takes part from afar.
    Online,
    /// That it is not known.
    Nothing,
    Somewhere,
}

/// Words for having no place.
const ONLINE: [&str; 17] = [
    "online",
    "virtual",
    "remote",
    "remotely",
    "web",
    "internet",
    "webinar",
    "zoom",
    "teams",
    "microsoft teams",
    "microsoft teams meeting",
    "google meet",
    "everywhere",
    "worldwide",
    "online event",
    "virtual event",
    "livestream",
];
const NOTHING: [&str; 11] =
    ["tba", "tbd", "tbc", "n/a", "-", "?", "none", "unknown", "various", "to be announced", "to be defined"];

/// What a text says about a place.
pub fn said(text: &str) -> Said {
    let word = text.trim().to_lowercase();
    let address = word.starts_with("http://") || word.starts_with("https://");
    if address || ONLINE.contains(&word.as_str()) {
        Said::Online
    } else if word.is_empty() || NOTHING.contains(&word.as_str()) {
        Said::Nothing
    } else {
        Said::Somewhere
    }
}

/// A country by its code.
pub fn country_named(code: &str) -> Named {
    Named { resource: "Country", name: code.to_owned(), content: Content::new(), within: Vec::new() }
}

/// A city, in its country if that is known.
pub fn city(name: &str, country: Option<&Named>) -> Named {
    place(name, "CITY", country.map(|it| ("country", it.clone())).into_iter().collect())
}

fn place(name: &str, kind: &str, within: Vec<(&'static str, Named)>) -> Named {
    let content = Content::from_iter([("kind".to_owned(), json!(kind))]);
    Named { resource: "Place", name: name.to_owned(), content, within }
}

/// Where an event is by one line of text: the parts of the event, each with what it names.
///
/// `Hotel Metropol, 11000 Belgrade, Serbia` is a venue, a city and a country. What is no known city counts as one
/// only if a country follows; otherwise the whole line is the venue.
pub fn located(text: &str, is_city: impl Fn(&str) -> bool) -> Vec<(&'static str, Named)> {
    let mut parts: Vec<&str> = text.split([',', '\n']).map(str::trim).filter(|part| !part.is_empty()).collect();
    let country = parts.last().and_then(|last| country::code(last)).map(country_named);
    if country.is_some() {
        parts.pop();
    }
    let known = parts.iter().rposition(|part| is_city(without_digits(part).as_str()));
    let at = known.or_else(|| country.as_ref().and(parts.len().checked_sub(1)));
    let city = at.map(|at| city(&without_digits(parts[at]), country.as_ref()));
    let venue = match at {
        Some(0) => None,
        Some(_) => parts.first().copied(),
        None => (!parts.is_empty()).then_some(text),
    };
    let mut within: Vec<_> = country.map(|country| ("country", country)).into_iter().collect();
    within.extend(city.map(|city| ("city", city)));
    let venue = venue.map(|name| ("venue", place(&name.replace('\n', ", "), "VENUE", within.clone())));
    within.into_iter().chain(venue).collect()
}

/// A part of an address without its postal code.
fn without_digits(part: &str) -> String {
    let words = part.split_whitespace().filter(|word| !word.chars().any(|c| c.is_ascii_digit()));
    let words = words.collect::<Vec<_>>().join(" ");
    if words.is_empty() { part.to_owned() } else { words }
}
