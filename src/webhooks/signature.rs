//! Standard Webhooks: by what a receiver knows that a message is ours, and whole.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// By this programs know the secrets of webhooks.
const MARK: &str = "whsec_";

/// What a webhook signs with: the mark and 32 bytes in Base64. The receiver has it too. It is on purpose not `Debug`:
/// no log is to have it.
#[derive(Clone)]
pub struct SigningSecret(String);

impl SigningSecret {
    /// The secret that is made of so much chance.
    pub fn made_of(chance: [u8; 32]) -> Self {
        Self(format!("{MARK}{}", STANDARD.encode(chance)))
    }

    /// One that was kept.
    pub fn kept(text: String) -> Self {
        Self(text)
    }

    /// The secret itself, for the table and for whoever it is for.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// The signature of a message that is sent at a moment: `v1,` and the HMAC-SHA256 in Base64.
    fn sign(&self, id: &str, timestamp: i64, body: &str) -> String {
        let key = STANDARD.decode(self.0.trim_start_matches(MARK)).unwrap_or_default();
        // HMAC takes keys of any length.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&key) else { return String::new() };
        mac.update(format!("{id}.{timestamp}.{body}").as_bytes());
        format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
    }
}

/// A message on its way, with the three headers of the standard.
#[derive(Clone, Debug)]
pub struct Signed {
    /// The same, however often it is sent.
    pub id: String,
    pub timestamp: i64,
    /// One signature for each secret, with blanks between them.
    pub signature: String,
    pub body: String,
}

impl Signed {
    /// Signs a message with each of the secrets, at this moment.
    pub fn with(secrets: &[SigningSecret], id: String, body: String, now: DateTime<Utc>) -> Self {
        let timestamp = now.timestamp();
        let signatures: Vec<String> = secrets.iter().map(|secret| secret.sign(&id, timestamp, &body)).collect();
        Self { timestamp, signature: signatures.join(" "), id, body }
    }
}
