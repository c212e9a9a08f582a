use cluster_directory::resource::FuzzyDate;

/// What is read as an uncertain date has days in order, words, and can be narrowed to each of its days and no other.
pub fn edtf(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Some(date) = FuzzyDate::parse(text) else { return };
    assert_eq!(date.edtf, text);
    assert!(!date.text.is_empty() && date.text.trim() == date.text, "{date:?}");
    assert!(date.earliest.is_some() || date.latest.is_some(), "{date:?}");
    if let (Some(first), Some(last)) = (date.earliest, date.latest) {
        assert!(first <= last, "{date:?}");
        assert!(date.precision != "DAY" || first == last, "{date:?}");
        assert!(date.clone().narrowed(first, last).is_some(), "{date:?}");
        assert!(first == last || date.clone().narrowed(last, first).is_none(), "{date:?}");
    }
    for day in [date.earliest, date.latest].into_iter().flatten() {
        let spelled = day.to_string();
        assert_eq!(spelled.len(), 10, "{date:?}: {spelled}");
        let again = FuzzyDate::parse(&spelled).expect("a day is a date");
        assert_eq!((again.earliest, again.latest), (Some(day), Some(day)), "{date:?}");
    }
}
