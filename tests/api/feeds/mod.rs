//! Listings as calendars, feed readers, sites and search engines take them.

mod caching;
mod calendar;
mod called_off;
mod formats;
mod hostile;
mod large;
mod parameters;
mod readers;
mod views;

use axum::http::HeaderMap;
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::support::{Server, World};

/// What a server says at an address.
struct Said {
    status: StatusCode,
    headers: HeaderMap,
    text: String,
}

async fn get(server: &Server, path: &str) -> Said {
    get_with(server, path, &[]).await
}

async fn get_with(server: &Server, path: &str, headers: &[(&str, &str)]) -> Said {
    let request =
        headers.iter().fold(server.client().get(server.url(path)), |it, (name, value)| it.header(*name, *value));
    let response = request.send().await.expect("an answer");
    let (status, headers) = (response.status(), response.headers().clone());
    Said { status, headers, text: response.text().await.expect("text") }
}

impl Said {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("text"))
    }

    fn json(&self) -> Value {
        assert_eq!(self.status, 200, "{}", self.text);
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("no JSON: {error}: {}", self.text))
    }

    /// The properties of each event of a calendar, put together again from their lines.
    fn events(&self) -> Vec<Vec<(String, String)>> {
        assert_eq!(self.status, 200, "{}", self.text);
        let unfolded = self.text.replace("\r\n ", "");
        let events = unfolded.split("BEGIN:VEVENT\r\n").skip(1);
        let events = events.map(|event| event.split("END:VEVENT").next().unwrap_or_default());
        events
            .map(|event| {
                let lines = event.split("\r\n").filter(|line| !line.is_empty());
                let pairs = lines.map(|line| line.split_once(':').unwrap_or_else(|| panic!("no property: {line}")));
                pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
            })
            .collect()
    }

    /// The ids of a JSON Feed's items.
    fn ids(&self) -> Vec<String> {
        let json = self.json();
        let items = json["items"].as_array().expect("items").iter();
        let text = |id: &Value| id.as_str().expect("an id").to_owned();
        items.map(|item| text(&item["id"])).collect()
    }
}

/// A property of an event; empty if it has none.
fn property<'e>(event: &'e [(String, String)], name: &str) -> &'e str {
    event.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
}

/// A directory with one city and events in it, each with these attributes beside those that it must have.
fn world(events: &[Value]) -> World {
    let world = World::new()
        .with("countries", json!({ "slug": "rs", "code": "RS", "name": "Serbia" }))
        .with("places", json!({ "slug": "nis", "name": "Niš", "kind": "CITY", "country": "rs" }));
    events.iter().enumerate().fold(world, |world, (n, attributes)| {
        let mut event = json!({
            "slug": format!("event-{n}"), "title": format!("Event {n}"), "titleInOwnWords": false,
            "kind": "CONFERENCE", "status": "SCHEDULED", "start": "2026-12-01", "end": "2026-12-01",
            "city": "nis", "country": "rs",
        });
        for (name, value) in attributes.as_object().expect("an object") {
            event[name] = value.clone();
        }
        world.with("events", event)
    })
}
