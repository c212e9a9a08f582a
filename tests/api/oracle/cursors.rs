use std::collections::HashMap;

use super::json::{Json, Place};

/// The cursors that the server has given out, each with the place that it must stand for.
#[derive(Default)]
pub struct Cursors {
    texts: HashMap<Place, String>,
    places: HashMap<String, Place>,
}

impl Cursors {
    /// The server's text for a place, if it was ever seen.
    pub fn text(&self, place: &Place) -> Option<&str> {
        self.texts.get(place).map(String::as_str)
    }

    /// Compares an answer with what it should be; gives the first difference.
    ///
    /// A cursor may be any text, but always the same for the same place and never for another.
    pub fn difference(&mut self, at: &str, expected: &Json, got: &Json) -> Option<String> {
        match (expected, got) {
            (Json::Cursor(place), Json::Text(text)) => self.learn(at, place, text),
            (Json::Object(wanted), Json::Object(found)) => {
                let keys = |parts: &[(String, Json)]| {
                    let keys: Vec<_> = parts.iter().map(|(key, _)| key.clone()).collect();
                    keys.join(", ")
                };
                if keys(wanted) != keys(found) {
                    return Some(format!("{at} has keys {}, not {}", keys(found), keys(wanted)));
                }
                let mut parts = wanted.iter().zip(found);
                parts.find_map(|((key, wanted), (_, found))| self.difference(&format!("{at}.{key}"), wanted, found))
            }
            (Json::List(wanted), Json::List(found)) => {
                if wanted.len() != found.len() {
                    let (wanted, found) = (wanted.len(), found.len());
                    return Some(format!("{at} has {found} items, not {wanted}"));
                }
                let mut items = wanted.iter().zip(found).enumerate();
                items.find_map(|(index, (wanted, found))| self.difference(&format!("{at}[{index}]"), wanted, found))
            }
            (wanted, found) if wanted == found => None,
            (wanted, found) => Some(format!("{at} is {found}, not {wanted}")),
        }
    }

    fn learn(&mut self, at: &str, place: &Place, text: &str) -> Option<String> {
        let known = self.texts.entry(place.clone()).or_insert_with(|| text.to_owned());
        if known != text {
            return Some(format!("{at} is {text}, but {place:?} had the cursor {known}"));
        }
        let known = self.places.entry(text.to_owned()).or_insert_with(|| place.clone());
        (known != place).then(|| format!("{at} is {text}, the cursor of {known:?} and of {place:?}"))
    }
}
