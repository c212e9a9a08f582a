use cluster_directory::query::parse_id;

/// A number has one spelling as an id, and what is no id is none.
pub fn id(bytes: &[u8]) {
    if let Ok(text) = std::str::from_utf8(bytes)
        && let Some(number) = parse_id(text)
    {
        assert!(number > 0, "{text}");
        assert_eq!(format!("r{number}"), text);
    }
    if let Some(number) = bytes.first_chunk().map(|eight| i64::from_le_bytes(*eight)) {
        assert_eq!(parse_id(&format!("r{number}")), (number > 0).then_some(number));
    }
}
