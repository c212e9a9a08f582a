//! Everything once, in order, whatever happens.

use std::collections::BTreeSet;

use serde_json::json;

use super::{Receiver, Story};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_receiver_is_told_what_happens_to_its_view_and_of_nothing_else() {
    let story = Story::begin(&[]).await;
    story.event("Before", "FAIR").await;
    let receiver = Receiver::start().await;
    let (id, _) = story.webhook(&receiver.url()).await;
    story.event("No fair", "MEETING").await;
    let fair = story.event("A fair", "FAIR").await;
    let made = receiver.hears(1).await.remove(0).json();
    let record = |slug: &str| {
        json!({
            "id": fair["id"], "type": "EVENT", "slug": slug,
            "url": format!("http://{}/events/{slug}", story.address()),
        })
    };
    let change = &made["data"]["changes"][0];
    assert_eq!((&made["type"], &made["data"]["view"]), (&json!("listing.changed"), &json!("fairs")));
    assert_eq!((&change["operation"], &change["listed"]), (&json!("CREATE"), &json!(true)));
    assert_eq!(change["record"], record("a-fair"));
    assert_eq!(made["data"]["number"], change["number"]);
    assert!(made["timestamp"].as_str().expect("text").ends_with('Z'));

    let patch = json!({ "id": fair["id"], "expectedVersion": 1, "patch": { "kind": "MEETING" } });
    story.writes("updateEvent", &patch).await;
    let left = receiver.hears(2).await.remove(1).json();
    assert_eq!(left["data"]["changes"][0]["listed"], false);
    let gone = json!({ "id": fair["id"], "expectedVersion": 2 });
    story.writes("withdrawEvent", &gone).await;
    let withdrawn = receiver.hears(3).await.remove(2).json();
    let change = &withdrawn["data"]["changes"][0];
    assert_eq!((&change["operation"], &change["record"]), (&json!("WITHDRAW"), &record("a-fair")));

    let told = receiver.told();
    assert_eq!(told, story.changes().await[2..], "what was before, and no fair, is not told");
    let seen = story.seen(&id, |webhook| webhook["deliveries"]["totalCount"] == 3).await;
    assert_eq!((&seen["status"], &seen["lastError"]), (&json!("ACTIVE"), &json!(null)));
    let last = &seen["deliveries"]["nodes"][0];
    assert_eq!((&last["status"], &last["changes"], &last["number"]), (&json!(204), &json!(1), &json!(told[2])));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn that_a_guest_was_added_or_the_view_was_edited_is_told() {
    let story = Story::begin(&[]).await;
    let receiver = Receiver::start().await;
    story.webhook(&receiver.url()).await;
    let fair = story.event("A fair", "FAIR").await;
    receiver.hears(1).await;
    let guest = json!({ "event": { "slug": "a-fair" }, "role": "GUEST", "group": "Students" });
    story.writes("createParticipation", &guest).await;
    let added = receiver.hears(2).await.remove(1).json();
    let change = &added["data"]["changes"][0];
    assert_eq!(
        (&change["operation"], &change["record"]["id"], &change["listed"]),
        (&json!("CREATE"), &fair["id"], &json!(true))
    );

    let view = story.ask("{ view(by: { slug: \"fairs\" }) { id version } }", &json!({})).await["view"].take();
    let patch = json!({ "listing": { "events": { "where": { "kind": { "eq": "MEETING" } } } } });
    let edit = json!({ "id": view["id"], "expectedVersion": view["version"], "patch": patch });
    story.writes("updateView", &edit).await;
    let edited = receiver.hears(3).await.remove(2).json();
    let record = &edited["data"]["changes"][0]["record"];
    assert_eq!((&record["type"], &record["id"], &record["slug"]), (&json!("VIEW"), &view["id"], &json!("fairs")));
    story.event("A meeting", "MEETING").await;
    let met = receiver.hears(4).await.remove(3).json();
    assert_eq!(met["data"]["changes"][0]["listed"], true);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_was_down_gets_everything_once_and_in_order_afterwards() {
    let story = Story::begin(&[]).await;
    let receiver = Receiver::start().await;
    let url = receiver.url();
    let (id, _) = story.webhook(&url).await;
    story.event("Fair 0", "FAIR").await;
    receiver.hears(1).await;
    let mut told = receiver.told();
    let address = receiver.end().await;
    for number in 1..=5 {
        story.event(&format!("Fair {number}"), "FAIR").await;
    }
    let failing = story.seen(&id, |webhook| webhook["failures"].as_i64() >= Some(2)).await;
    assert_eq!(failing["lastError"], "No connection was made: connection refused.");
    let receiver = Receiver::start_at(address, None).await;
    receiver.answer(503, Some(("retry-after", "0".to_owned())));
    receiver.hears(1).await;
    receiver.answer(200, None);
    receiver.until(|receiver| receiver.told().len() >= 5).await;
    told.extend(receiver.told());
    assert_eq!(told, story.changes().await, "each once, in order");
    // What is sent again is the same message under the same id.
    let messages = receiver.received();
    let first: BTreeSet<&str> = messages.iter().take(2).map(|it| it.header("webhook-id")).collect();
    assert_eq!((first.len(), &messages[0].body), (1, &messages[1].body));
    story.seen(&id, |webhook| webhook["failures"] == 0 && webhook["lastError"].is_null()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_is_killed_goes_on_where_it_was() {
    let mut story = Story::begin(&["--webhook-timeout", "200ms"]).await;
    let receiver = Receiver::start().await;
    story.webhook(&receiver.url()).await;
    for round in 0..4 {
        for number in 0..5 {
            story.event(&format!("Fair {round} {number}"), "FAIR").await;
        }
        // In whatever it is just doing.
        tokio::time::sleep(std::time::Duration::from_millis(round * 170)).await;
        story.kill();
        story.start();
    }
    let changes = story.changes().await;
    receiver.until(|receiver| receiver.told().last() == changes.last()).await;
    // At least once: what was taken twice came under one id.
    let mut seen = BTreeSet::new();
    let taken = receiver.received();
    let once = taken.iter().filter(|message| seen.insert(message.header("webhook-id").to_owned()));
    let once: Vec<i64> = once.flat_map(|message| super::receiver::numbers(&message.json())).collect();
    assert_eq!(once, changes);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_servers_on_one_database_one_tells() {
    let story = Story::begin(&[]).await;
    let _other = story.beside();
    let receiver = Receiver::start().await;
    story.webhook(&receiver.url()).await;
    for number in 0..20 {
        story.event(&format!("Fair {number}"), "FAIR").await;
    }
    let changes = story.changes().await;
    receiver.until(|receiver| receiver.told().len() >= changes.len()).await;
    assert_eq!(receiver.told(), changes);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_gone_or_takes_nothing_for_long_is_left_alone_until_it_is_resumed() {
    let story = Story::begin(&["--webhook-give-up", "300ms"]).await;
    for (status, becomes) in [(410, "GONE"), (500, "DEAD")] {
        let receiver = Receiver::start().await;
        receiver.answer(status, None);
        let (id, _) = story.webhook(&receiver.url()).await;
        story.event(&format!("Fair {status}"), "FAIR").await;
        let left = story.seen(&id, |webhook| webhook["status"] == becomes).await;
        assert_eq!(left["deliveries"]["nodes"][0]["status"], status);
        receiver.answer(200, None);
        story.does("resumeWebhook", "WebhookInput", &json!({ "id": id })).await;
        receiver.until(|receiver| !receiver.told().is_empty()).await;
        story.seen(&id, |webhook| webhook["status"] == "ACTIVE" && webhook["failures"] == 0).await;
        story.does("deleteWebhook", "WebhookInput", &json!({ "id": id })).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_asks_to_be_left_alone_is() {
    let story = Story::begin(&[]).await;
    let receiver = Receiver::start().await;
    receiver.answer(429, Some(("retry-after", "3600".to_owned())));
    let (id, _) = story.webhook(&receiver.url()).await;
    story.event("Fair", "FAIR").await;
    receiver.hears(1).await;
    story.seen(&id, |webhook| webhook["failures"] == 1).await;
    let query = "query ($id: ID!) { webhook(id: $id) { failingSince nextAttemptAt } }";
    let webhook = story.ask(query, &json!({ "id": id })).await["webhook"].take();
    let moment = |name: &str| webhook[name].as_str().expect("a moment").parse::<chrono::DateTime<chrono::Utc>>();
    let [since, next] = ["failingSince", "nextAttemptAt"].map(|name| moment(name).expect("a moment"));
    assert!(next - since >= chrono::TimeDelta::hours(1), "{webhook}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_told_can_be_told_again() {
    let story = Story::begin(&[]).await;
    let receiver = Receiver::start().await;
    let (id, _) = story.webhook(&receiver.url()).await;
    for number in 0..3 {
        story.event(&format!("Fair {number}"), "FAIR").await;
    }
    let changes = story.changes().await;
    receiver.until(|receiver| receiver.told().len() >= 3).await;
    let input = json!({ "id": id, "after": changes[0] });
    story.does("replayWebhook", "ReplayWebhookInput", &input).await;
    receiver.until(|receiver| receiver.told().len() >= 5).await;
    assert_eq!(receiver.told()[3..], changes[1..]);
    let ids: BTreeSet<String> = receiver.received().iter().map(|it| it.header("webhook-id").to_owned()).collect();
    assert_eq!(ids.len(), receiver.received().len(), "they are new messages");

    story.does("pauseWebhook", "WebhookInput", &json!({ "id": id })).await;
    story.event("Fair 4", "FAIR").await;
    let input = json!({ "id": id, "after": story.changes().await[3] + 1_000 });
    let query = "mutation ($input: ReplayWebhookInput!) { replayWebhook(input: $input) { userErrors { path } } }";
    let refused = story.ask(query, &json!({ "input": input })).await;
    assert_eq!(refused["replayWebhook"]["userErrors"], json!([{ "path": ["input", "after"] }]));
    assert_eq!(receiver.told().len(), 5);
    story.does("resumeWebhook", "WebhookInput", &json!({ "id": id })).await;
    receiver.until(|receiver| receiver.told().len() >= 6).await;
    assert_eq!(receiver.told()[5..], story.changes().await[3..], "what was written meanwhile");
}
