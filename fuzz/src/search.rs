use cluster_directory::fold::{LONGEST, deletions, fold, words};
use serde_json::json;

use super::directory::Directory;

const QUERY: &str =
    "query ($text: String!) { search(text: $text, first: 3) { totalCount nodes { score record { id } } } }";

/// Text is folded once and for all, into words that an index can take, and can be searched for.
pub fn search(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let folded = fold(&text);
    assert_eq!(fold(&folded), folded, "{text:?}");
    for word in words(&text) {
        assert!(text.contains(&word.original), "{text:?}: {word:?}");
        assert!((1..=LONGEST).contains(&word.folded.chars().count()), "{text:?}: {word:?}");
        assert!(!word.folded.contains(char::is_whitespace), "{text:?}: {word:?}");
        let less = deletions(&word.folded);
        assert!(less.contains(&word.folded) && less.is_sorted() && !less.contains(&String::new()), "{word:?}");
    }
    let answer = Directory::shared().ask(QUERY, json!({ "text": text }));
    assert_ne!(answer["data"].is_object(), answer["errors"].is_array(), "{answer}");
}
