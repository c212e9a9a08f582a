//! What is told has its price.

use cluster_directory::config::{ClientSettings, Limits};

use super::{Actor, Events, editor, topic, world};

#[tokio::test]
async fn events_are_paid_for_and_who_cannot_pay_goes_on_later() {
    let none = "10.0.0.0/8".parse().expect("a network");
    let clients = ClientSettings { allowance: 150, allowance_refill: 1, unlimited: none, ..Limits::default().clients };
    let server = world().start_within(Limits { clients, ..Limits::default() });
    // Her token is new to the server, which costs this address 100.
    let (editor, anybody) = (editor(&server).await, Actor::anonymous(&server));
    let query = "subscription { changed(types: [TOPIC]) { number record { ... on Topic { name } } } }";
    let mut events = Events::of(&anybody, &server, query, None).await;
    let mut told = 0;
    let code = loop {
        topic(&editor, &format!("Topic {told}")).await;
        let event = events.next().await.expect("an event");
        if event.data.get("errors").is_some() {
            break event.code().to_owned();
        }
        told += 1;
    };
    assert_eq!(code, "RATE_LIMITED");
    assert!((5..=40).contains(&told), "{told}");
    assert_eq!(events.next().await.map(|end| end.name), Some("complete".to_owned()));
}
