//! Calendars of more than a page: how large they may be, and who pays for them.

use std::collections::BTreeSet;

use cluster_directory::config::Limits;
use cluster_directory::network::Networks;
use serde_json::{Value, json};

use super::{get, property, world};

/// So many events, which begin on the same day.
fn events(count: usize) -> Vec<Value> {
    (0..count).map(|_| json!({})).collect()
}

#[tokio::test]
async fn a_calendar_has_all_its_events_up_to_a_bound() {
    let limits = Limits { max_calendar: 230, ..Limits::default() };
    let server = world(&events(230)).start_within(limits.clone());
    let calendar = get(&server, "/events.ics").await.events();
    let uids: BTreeSet<_> = calendar.iter().map(|event| property(event, "UID")).collect();
    assert_eq!((calendar.len(), uids.len()), (230, 230));
    assert_eq!(get(&server, "/events.json").await.ids().len(), 100);

    for max_calendar in [229, 200, 99] {
        let limits = Limits { max_calendar, ..limits.clone() };
        let said = get(&world(&events(230)).start_within(limits), "/events.ics").await;
        let sentence = format!(
            "A calendar has {max_calendar} events at most, and there are more here: narrow it down, for example by \
             `upcoming=true`.\n"
        );
        assert_eq!((said.status.as_u16(), said.text), (400, sentence));
    }
}

#[tokio::test]
async fn what_a_large_calendar_costs_is_owed() {
    let mut limits = Limits::default();
    limits.clients.unlimited = Networks::default();
    limits.clients.allowance = 600;
    limits.clients.allowance_refill = 1;
    let server = world(&events(230)).start_within(limits);
    let first = get(&server, "/events.ics").await;
    assert_eq!(first.events().len(), 230, "its first page was paid");
    let next = get(&server, "/events.json").await;
    assert_eq!(next.status, 429);
    let seconds: u32 = next.header("retry-after").parse().expect("seconds");
    assert!(seconds > 300, "the other pages are owed: {seconds}");
    assert!(next.text.starts_with("Your address has an allowance of 600"), "{}", next.text);
}
