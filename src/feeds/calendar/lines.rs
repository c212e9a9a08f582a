//! The lines of a calendar: folded at 75 octets, and never inside a character.

/// How many octets a line has at most, without its end.
const LONGEST: usize = 75;

/// The lines of a calendar, one after the other.
#[derive(Default)]
pub struct Lines(String);

impl Lines {
    /// A property whose value is no text: a word, a moment, an address.
    pub fn plain(&mut self, name: &str, value: &str) -> &mut Self {
        let mut length = 0;
        for c in name.chars().chain([':']).chain(value.chars().filter(|c| !c.is_control() || *c == '\t')) {
            if length + c.len_utf8() > LONGEST {
                self.0.push_str("\r\n ");
                length = 1;
            }
            self.0.push(c);
            length += c.len_utf8();
        }
        self.0.push_str("\r\n");
        self
    }

    /// A property whose value is a text.
    pub fn text(&mut self, name: &str, value: &str) -> &mut Self {
        self.plain(name, &escaped(value))
    }

    /// The same, if there is one.
    pub fn text_if(&mut self, name: &str, value: Option<String>) -> &mut Self {
        match value {
            Some(value) => self.text(name, &value),
            None => self,
        }
    }

    /// A property whose value is a list of texts, if there are any.
    pub fn texts(&mut self, name: &str, values: impl Iterator<Item = String>) -> &mut Self {
        let values: Vec<String> = values.map(|value| escaped(&value)).collect();
        if values.is_empty() { self } else { self.plain(name, &values.join(",")) }
    }

    pub fn joined(self) -> String {
        self.0
    }
}

/// A text as it stands in a line.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => escaped.extend(['\\', c]),
            '\n' => escaped.push_str("\\n"),
            c => escaped.push(c),
        }
    }
    escaped
}
