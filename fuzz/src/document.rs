use serde_json::json;

use super::directory::Directory;

/// A document of any text is answered or refused: measured, parsed, validated, compiled, read.
pub fn document(bytes: &[u8]) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        Directory::shared().ask(text, json!({}));
    }
}
