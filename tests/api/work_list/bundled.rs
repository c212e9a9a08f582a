//! The tasks that the bundled directory gives, against a plain reading of its files.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use cluster_directory::resource::FuzzyDate;
use cluster_directory::transfer;
use serde_json::Value;

use super::{found, reason};
use crate::support::bbs;

/// The records of a file.
fn file(name: &str) -> Vec<Value> {
    transfer::bundled().records(name).expect("a file").map(Value::Object).collect()
}

fn slug(record: &Value) -> String {
    record["slug"].as_str().expect("a slug").to_owned()
}

/// The last day that a date can be; none if it is open or not given.
fn latest(date: &Value) -> Option<NaiveDate> {
    if let Some(day) = date["latest"].as_str() {
        return day.parse().ok();
    }
    FuzzyDate::parse(date.as_str()?).expect("EDTF").latest
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn sorted(mut lines: Vec<String>) -> Vec<String> {
    lines.sort_unstable();
    lines
}

#[tokio::test]
async fn every_attribute_with_several_claimed_values_is_a_conflict() {
    let mut expected = BTreeSet::new();
    for name in transfer::bundled().names() {
        for record in file(name) {
            let mut values: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
            for claim in record["claims"].as_array().into_iter().flatten() {
                if let (Some(attribute), Some(value)) = (claim["attribute"].as_str(), claim["value"].as_str()) {
                    values.entry(attribute).or_default().insert(value);
                }
            }
            let differ = values.iter().filter(|(_, values)| values.len() > 1);
            expected.extend(differ.map(|(attribute, _)| format!("{} {attribute}", slug(&record))));
        }
    }
    assert_eq!(found(bbs(), "CONFLICT").await.into_iter().collect::<BTreeSet<_>>(), expected);
    let said = "Sources give different values: 2016-03-15; 2007; 2007-12.";
    let mut words: Vec<_> = said.trim_end_matches('.').split([' ', ';']).filter(|it| it.starts_with("20")).collect();
    words.sort_unstable();
    let tasks = super::tasks(bbs(), "CONFLICT".into(), "ORGANIZATION".into()).await;
    let of = |task: &&Value| task["record"]["slug"] == "european-digital-sme-alliance";
    let task = tasks.iter().find(of).expect("its day of founding");
    assert_eq!(task["reason"], format!("Sources give different values: {}.", words.join("; ")));
}

#[tokio::test]
async fn every_record_of_the_bundle_has_a_source() {
    assert_eq!(found(bbs(), "WITHOUT_SOURCE").await, [] as [&str; 0]);
}

#[tokio::test]
async fn posts_and_memberships_that_nothing_has_shown_for_years_are_open_past_their_time() {
    let mut expected = Vec::new();
    for (name, signs, since) in
        [("memberships", &["observedOn"][..], "2016-11-22"), ("offices", &["observedOn", "inOfficeBy"], "2020-11-22")]
    {
        for record in file(name).iter().filter(|it| it["until"].is_null()) {
            let lists = signs.iter().flat_map(|sign| match &record[sign] {
                Value::Array(dates) => dates.iter().collect(),
                one => vec![one],
            });
            let last = lists.chain([&record["since"]]).filter_map(latest).max();
            if last.is_some_and(|last| last < day(since)) {
                expected.push(format!("{} until", slug(record)));
            }
        }
    }
    for (name, status) in [("partnerships", "ENDED"), ("projects", "FINISHED")] {
        for record in file(name) {
            let over = record["status"] == status || latest(&record["end"]).is_some_and(|end| end < day("2026-11-22"));
            for (n, partner) in record["partners"].as_array().into_iter().flatten().enumerate() {
                let long_ago = latest(&partner["since"]).is_some_and(|since| since < day("2016-11-22"));
                if partner["until"].is_null() && (over || long_ago) {
                    expected.push(format!("{}-partner-{} until", slug(&record), n + 1));
                }
            }
        }
    }
    assert_eq!(expected.len(), 7 + 48 + 46);
    assert_eq!(sorted(found(bbs(), "OPEN_PAST_ITS_TIME").await), sorted(expected));
    for (slug, sentence) in [
        ("office-branislav-djukic-vojvodina-ict-cluster", "It has no end, and nothing shows it after 2011-06-10."),
        ("danube-ict-partner-1", "It has no end, although what it is part of ended: 31 May 2016."),
        ("2code-partner-1", "It has no end, although what it is part of is over."),
    ] {
        assert_eq!(reason(bbs(), "OPEN_PAST_ITS_TIME", slug).await, sentence);
    }
}

#[tokio::test]
async fn every_event_that_was_only_announced_has_passed() {
    let announced = file("events").into_iter().filter(|it| it["status"] == "ANNOUNCED");
    let expected: Vec<_> = announced.map(|it| slug(&it)).collect();
    assert_eq!(expected.len(), 19);
    assert_eq!(found(bbs(), "PASSED_WITHOUT_REPORT").await, expected);
    assert_eq!(
        reason(bbs(), "PASSED_WITHOUT_REPORT", "bbs-meeting-2016-02-belgrade").await,
        "It was expected for this time, and no source says that it was held: February 2016."
    );
}

#[tokio::test]
async fn two_posts_bear_a_day_that_cannot_be_right() {
    assert_eq!(
        found(bbs(), "DATE_CANNOT_BE_RIGHT").await,
        ["bbs-news-2020-01-01-chairmanship printedDate", "bbs-news-2020-01-01-skopje-meeting printedDate"]
    );
    assert_eq!(
        reason(bbs(), "DATE_CANNOT_BE_RIGHT", "bbs-news-2020-01-01-skopje-meeting").await,
        "It bears the date 1 January 2020, but was published at another time: between 27 November 2015 and 31 December 2015."
    );
}

#[tokio::test]
async fn one_meeting_is_probably_another_and_says_so() {
    assert_eq!(
        found(bbs(), "PROBABLE_DUPLICATE").await,
        ["bbs-meeting-2016-02-belgrade danube-ict-strategic-meeting-2016"]
    );
}
