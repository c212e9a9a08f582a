//! The lines of a calendar file, put together again: what programs write, not only what RFC 5545 lets them.

/// A property as it stands in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Property {
    /// Where it begins, counted from 1.
    pub line: usize,
    /// In capital letters.
    pub name: String,
    parameters: Vec<(String, String)>,
    /// As it is written, still escaped.
    pub value: String,
}

/// How many bytes a property has at most, with its folded lines; the rest is dropped.
const LONGEST: usize = 1 << 20;

impl Property {
    /// The value of a parameter, if it has one.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The value as text: escapes resolved, without control characters; `None` if nothing is left.
    pub fn text(&self) -> Option<String> {
        clean(&unescape(&self.quoted_printable()))
    }

    /// The values of a list of texts.
    pub fn texts(&self) -> Vec<String> {
        let value = self.quoted_printable();
        split_unescaped(&value).into_iter().filter_map(|item| clean(&unescape(item))).collect()
    }

    /// The value, decoded where a program of the time before RFC 5545 wrote it.
    fn quoted_printable(&self) -> String {
        match self.parameter("ENCODING") {
            Some(encoding) if encoding.eq_ignore_ascii_case("QUOTED-PRINTABLE") => {
                let mut bytes = Vec::with_capacity(self.value.len());
                let mut rest = self.value.as_bytes();
                while let Some((&byte, after)) = rest.split_first() {
                    let two = after.get(..2).and_then(|two| std::str::from_utf8(two).ok());
                    let code = two.and_then(|two| u8::from_str_radix(two, 16).ok()).filter(|_| byte == b'=');
                    bytes.push(code.unwrap_or(byte));
                    rest = if code.is_some() { &after[2..] } else { after };
                }
                String::from_utf8_lossy(&bytes).into_owned()
            }
            _ => self.value.clone(),
        }
    }
}

/// The properties of a text, and the lines that are none.
pub fn properties(text: &str) -> impl Iterator<Item = Result<Property, usize>> {
    unfolded(text).map(|(line, text)| parse(line, &text).ok_or(line))
}

/// The lines with those folded onto them, each with its number; empty ones left out. Any mixture of CR and LF ends
/// a line.
fn unfolded(text: &str) -> impl Iterator<Item = (usize, String)> {
    let mut lines = numbered(text).filter(|(_, line)| !line.trim().is_empty()).peekable();
    std::iter::from_fn(move || {
        let (number, first) = lines.next()?;
        let mut whole = first.to_owned();
        let soft = first.to_ascii_uppercase().contains("QUOTED-PRINTABLE");
        while let Some((_, line)) = lines.peek().copied() {
            let joined = if soft && whole.ends_with('=') {
                whole.pop();
                line
            } else if let Some(rest) = line.strip_prefix([' ', '\t']) {
                rest
            } else if is_running_text(&whole) && !begins_property(line) {
                // A line break in the middle of a text, which should have been escaped
                whole.push_str("\\n");
                line
            } else {
                break;
            };
            if whole.len() + joined.len() <= LONGEST {
                whole.push_str(joined);
            }
            lines.next();
        }
        Some((number, whole))
    })
}

fn numbered(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut rest = text;
    let mut number = 0;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        number += 1;
        let end = rest.find(['\r', '\n']).unwrap_or(rest.len());
        let line = &rest[..end];
        rest = rest[end..].strip_prefix("\r\n").unwrap_or_else(|| rest.get(end + 1..).unwrap_or_default());
        Some((number, line))
    })
}

fn is_running_text(line: &str) -> bool {
    let name = line.split([':', ';']).next().unwrap_or_default();
    ["DESCRIPTION", "SUMMARY", "LOCATION", "COMMENT"].iter().any(|text| name.eq_ignore_ascii_case(text))
}

/// Whether a line looks like the beginning of a property, or of a component.
fn begins_property(line: &str) -> bool {
    let end = line.find(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    end.is_some_and(|end| end > 0 && line[end..].starts_with([':', ';']))
}

/// A line as a property; `None` if it is none.
fn parse(line: usize, text: &str) -> Option<Property> {
    let end = text.find([':', ';'])?;
    let name = text[..end].trim().to_ascii_uppercase();
    // A group, as vCards have it, says nothing here
    let name = name.rsplit('.').next().unwrap_or_default().to_owned();
    if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')) {
        return None;
    }
    let head_end = colon(text, end).or_else(|| text.find(':'))?;
    let parameters = split_quoted(text.get(end + 1..head_end).unwrap_or_default(), ';').into_iter().filter_map(|it| {
        let (key, value) = it.split_once('=')?;
        let value = value.trim().trim_matches('"').replace("^n", "\n").replace("^'", "\"").replace("^^", "^");
        Some((key.trim().to_ascii_uppercase(), value))
    });
    Some(Property { line, name, parameters: parameters.collect(), value: text[head_end + 1..].to_owned() })
}

/// The first colon outside of quotes.
fn colon(text: &str, from: usize) -> Option<usize> {
    let mut quoted = false;
    text.char_indices().skip_while(|(at, _)| *at < from).find_map(|(at, c)| {
        quoted ^= c == '"';
        (c == ':' && !quoted).then_some(at)
    })
}

fn split_quoted(text: &str, separator: char) -> Vec<&str> {
    let mut quoted = false;
    text.split(move |c| {
        quoted ^= c == '"';
        c == separator && !quoted
    })
    .collect()
}

/// A list of texts, apart at the commas that are not escaped.
fn split_unescaped(text: &str) -> Vec<&str> {
    let mut escaped = false;
    text.split(move |c| {
        let separates = c == ',' && !escaped;
        escaped = c == '\\' && !escaped;
        separates
    })
    .collect()
}

fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => match letters.next() {
                Some('n' | 'N') => plain.push('\n'),
                Some(escaped @ ('\\' | ';' | ',' | ':' | '"')) => plain.push(escaped),
                Some(other) => plain.extend(['\\', other]),
                None => plain.push('\\'),
            },
            _ => plain.push(letter),
        }
    }
    plain
}

/// A text as the directory takes it; `None` if it says nothing.
pub fn clean(text: &str) -> Option<String> {
    let text = text.replace("\r\n", "\n").replace(['\r', '\u{b}', '\u{c}'], "\n");
    let kept: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    let kept = kept.trim();
    (!kept.is_empty()).then(|| kept.to_owned())
}
