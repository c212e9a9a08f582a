//! What proves that somebody has a token.

use crate::hash::{Hash, hexadecimal};

/// By this programs that look for secrets in places where none should be know ours.
const MARK: &str = "cd_";

/// A token's secret: the mark and 64 hexadecimal digits. It is shown once, to whoever makes the token. It is on
/// purpose not `Debug`: no log is to have it.
pub struct Secret(String);

impl Secret {
    /// The secret that is made of so much chance.
    pub fn made_of(chance: [u8; 32]) -> Self {
        Self(format!("{MARK}{}", hexadecimal(&chance)))
    }

    /// A text that could be a secret.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix(MARK)?;
        Hash::parse(digits).map(|_| Self(text.to_owned()))
    }

    /// What is kept of it. Whoever learns a hash does not know the secret, and secrets are compared by their hashes
    /// alone, so the time that this takes tells nothing.
    pub fn hash(&self) -> Hash {
        Hash::of(&self.0)
    }

    /// The secret itself, for whoever it is for.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}
