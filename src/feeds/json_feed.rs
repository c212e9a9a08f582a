//! JSON Feed 1.1. What it has no word for stands under a key of our own: `_event`, `_organization`.

use serde_json::{Value as Json, json};

use super::json::{text_of, without_nulls};
use super::{Feed, words};
use crate::listing::Row;

pub fn write(feed: &Feed) -> String {
    let mut json = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": words::line(&feed.title),
        "home_page_url": feed.home,
        "feed_url": feed.address,
        "language": "en",
        "items": feed.rows.iter().map(|row| item(feed, row)).collect::<Vec<_>>(),
    });
    if let Some(description) = &feed.description {
        json["description"] = json!(words::plain(description));
    }
    if let Some(next) = &feed.next {
        json["next_url"] = json!(next);
    }
    text_of(&json)
}

fn item(feed: &Feed, row: &Row) -> Json {
    let mut item = json!({
        "id": feed.urn(&row.id),
        "url": row.url,
        "title": words::line(&row.title),
        "content_text": words::text(row),
        "date_published": row.created_at,
        "date_modified": row.updated_at,
    });
    if let Some(topics) = row.topics.as_ref().filter(|topics| !topics.is_empty()) {
        item["tags"] = json!(topics);
    }
    item[format!("_{}", feed.resource.singular)] = without_nulls(json!(row));
    item
}
