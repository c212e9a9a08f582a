//! A receiver knows that a message is ours, and whole.

use std::process::{Command, Stdio};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::json;
use sha2::Sha256;

use super::{Received, Receiver, Story};
use crate::clients::scripts;

/// Whether one of the message's signatures is that of a secret, worked out by hand.
fn is_signed(message: &Received, secret: &str) -> bool {
    let key = STANDARD.decode(secret.strip_prefix("whsec_").expect("the mark")).expect("Base64");
    let (id, timestamp) = (message.header("webhook-id"), message.header("webhook-timestamp"));
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).expect("a key");
    mac.update(&[id.as_bytes(), b".", timestamp.as_bytes(), b".", &message.body].concat());
    let expected = format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()));
    message.header("webhook-signature").split(' ').any(|signature| signature == expected)
}

/// Whether npm `standardwebhooks` takes the message, and not when a letter of it is another.
fn is_taken(message: &Received, secret: &str) -> bool {
    let Some(folder) = scripts() else { return true };
    let headers = ["webhook-id", "webhook-timestamp", "webhook-signature"];
    let headers: serde_json::Map<_, _> =
        headers.map(|name| (name.to_owned(), json!(message.header(name)))).into_iter().collect();
    let body = String::from_utf8(message.body.to_vec()).expect("text");
    let told = json!({ "secret": secret, "headers": headers, "body": body }).to_string();
    let mut node = Command::new("node");
    let node = node.arg("webhook.js").arg(told).current_dir(folder).stderr(Stdio::inherit());
    node.output().expect("node runs").stdout == b"taken\n"
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_message_is_signed_with_the_secret_and_after_a_rotation_with_both() {
    let story = Story::begin(&[]).await;
    let receiver = Receiver::start().await;
    let (id, first) = story.webhook(&receiver.url()).await;
    story.event("Šolaja's fair", "FAIR").await;
    let message = receiver.hears(1).await.remove(0);
    assert_eq!(message.header("content-type"), "application/json");
    assert!(message.header("user-agent").starts_with("cluster-directory/"));
    assert_eq!(message.header("host"), receiver.address.to_string());
    assert!(is_signed(&message, &first) && is_taken(&message, &first));

    let rotated = story.does("rotateWebhookSecret", "WebhookInput", &json!({ "id": id })).await;
    let second = rotated["secret"].as_str().expect("a new one");
    story.event("Another fair", "FAIR").await;
    let message = receiver.hears(2).await.remove(1);
    for secret in [&first, second] {
        assert!(is_signed(&message, secret) && is_taken(&message, secret));
    }
    let other = second.replace("whsec_", "whsec_AAAA");
    assert!(!is_signed(&message, &other));
    // Nothing but the mutation that makes it shows a secret.
    let paused = story.does("pauseWebhook", "WebhookInput", &json!({ "id": id })).await;
    assert_eq!(paused["secret"], json!(null));
}
