//! The site held against a fresh copy of the same listing, and against GraphQL.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::site::{Site, led};
use crate::support::Server;

const EVENTS: &str = "query ($where: EventFilter) { events(where: $where, first: 100) {
    pageInfo { hasNextPage }
    nodes { id slug title status description start { text } city { name } country { name } topics { nodes { name } }
        participations(first: 20) { nodes { person { name } organization { name } } } } } }";

/// Fails where the site shows anything but what the directory has. `addresses` are all that ever had a page.
pub async fn compare(server: &Server, site: &Site, addresses: &mut BTreeSet<String>, told: &str) {
    let pages = site.pages();
    let slug_of = |name: &str| Some(name.strip_prefix("events/")?.strip_suffix(".html")?.to_owned());
    addresses.extend(pages.keys().filter_map(|name| slug_of(name)));
    let filter = filter(server, &site.listing).await;
    let found = server.ask_with(EVENTS, json!({ "where": filter })).await["events"].take();
    assert_eq!(found["pageInfo"]["hasNextPage"], false);
    let events = found["nodes"].as_array().expect("events");

    assert_eq!(pages["index.html"].matches("<li data-id=").count(), events.len(), "{told}");
    for event in events {
        let slug = event["slug"].as_str().expect("a slug");
        let page = pages.get(&format!("events/{slug}.html")).unwrap_or_else(|| panic!("no page of {slug}; {told}"));
        for text in texts(event) {
            assert!(page.contains(&escaped(&text)), "“{text}” is missing in {page}; {told}");
        }
        assert_eq!(page.contains("<p class=\"status\">Cancelled"), event["status"] == "CANCELLED", "{told}");
        for name in ["index.html", &format!("events/{slug}.html")] {
            let marks = format!("data-id=\"{}\" data-status=\"{}\"", text(&event["id"]), text(&event["status"]));
            assert!(pages[name].contains(&marks), "{name} has no {marks}; {told}");
        }
    }

    for slug in addresses.iter() {
        let query = "query ($slug: String!) { event(by: { slug: $slug }) { id slug } }";
        let meant = server.ask_with(query, json!({ "slug": slug })).await["event"].take();
        let event = events.iter().find(|event| event["id"] == meant["id"]);
        let page = pages.get(&format!("events/{slug}.html"));
        assert_eq!(page.is_some(), event.is_some(), "{slug}: {page:?}; {told}");
        if let (Some(page), Some(event)) = (page, event) {
            let leads = led(page).unwrap_or_else(|| slug.clone());
            assert_eq!(leads, text(&event["slug"]), "{slug}; {told}");
        }
    }

    let fresh = site.fresh();
    if filter["id"].is_object() {
        assert!(fresh.refusal().await.contains(" knows nobody by "), "{told}");
        return;
    }
    fresh.run().await;
    let mut present = pages;
    present.retain(|_, page| led(page).is_none());
    assert!(present == fresh.pages(), "{present:#?}\nis not\n{:#?}; {told}", fresh.pages());
}

/// The listing as a filter; for an organization that is not there, one that nothing fits.
async fn filter(server: &Server, listing: &str) -> Value {
    let Some(slug) = listing.strip_prefix("organization=") else {
        return json!({ "country": { "code": { "eq": "RS" } } });
    };
    let query = format!("{{ organization(by: {{ slug: \"{slug}\" }}) {{ id }} }}");
    match &server.ask(&query).await["organization"]["id"] {
        Value::Null => json!({ "id": { "in": [] } }),
        id => json!({ "participations": { "some": { "organization": { "id": { "eq": id } } } } }),
    }
}

/// All texts of an event, its keys' words, ids and address aside.
fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Array(items) => items.iter().flat_map(texts).collect(),
        Value::Object(parts) => {
            let shown = parts.iter().filter(|(name, _)| !matches!(name.as_str(), "id" | "slug" | "status"));
            shown.flat_map(|(_, part)| texts(part)).collect()
        }
        _ => Vec::new(),
    }
}

fn text(value: &Value) -> &str {
    value.as_str().expect("text")
}

fn escaped(text: &str) -> String {
    text.chars()
        .map(|letter| match letter {
            '&' | '<' | '>' | '"' | '\'' => format!("&#{};", u32::from(letter)),
            _ => letter.to_string(),
        })
        .collect()
}
