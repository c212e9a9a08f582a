//! What a text must look like.

/// What a text must look like, beyond being text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// Anything.
    #[default]
    Any,
    /// A web address.
    Address,
    /// A language by ISO 639-1.
    Language,
    /// A time zone by IANA name.
    TimeZone,
    /// A country by ISO 3166-1 alpha-2.
    Country,
    /// Small letters, digits and hyphens.
    Slug,
}

impl Format {
    /// What it takes instead of this text; `None` if the text is right.
    pub fn wants(self, text: &str) -> Option<&'static str> {
        let (right, wanted) = match self {
            Self::Any => (true, ""),
            Self::Address => (is_address(text), "a web address that begins with http:// or https://"),
            Self::Language => (is_letters(text, 2, u8::is_ascii_lowercase), "a language by ISO 639-1 such as `en`"),
            Self::TimeZone => (is_time_zone(text), "a time zone by IANA name such as `Europe/Belgrade`"),
            Self::Country => (is_letters(text, 2, u8::is_ascii_uppercase), "two letters by ISO 3166-1 such as `ME`"),
            Self::Slug => (is_slug(text), "small letters, digits and hyphens only"),
        };
        (!right).then_some(wanted)
    }
}

fn is_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let host = rest.map(|rest| rest.split(['/', '?', '#']).next().unwrap_or_default());
    host.is_some_and(|host| !host.is_empty()) && !text.chars().any(|c| c.is_whitespace() || c.is_control())
}

fn is_letters(text: &str, count: usize, is: impl Fn(&u8) -> bool) -> bool {
    text.len() == count && text.bytes().all(|byte| is(&byte))
}

fn is_slug(text: &str) -> bool {
    let spelled = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    !text.is_empty() && text.len() <= 200 && text.chars().all(spelled)
}

/// `UTC`, or an area and a place of the time zone database.
fn is_time_zone(text: &str) -> bool {
    let part = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_uppercase())
            && part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '+'))
    };
    text == "UTC" || (text.contains('/') && text.split('/').all(part))
}
