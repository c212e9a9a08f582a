//! Atom (RFC 4287). When an event takes place is content: Atom's dates are those of the entry.

use chrono::{DateTime, SecondsFormat, Utc};

use super::{Feed, words};
use crate::listing::Row;

const MEDIA_TYPE: &str = "application/atom+xml";

pub fn write(feed: &Feed) -> String {
    let mut xml =
        String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n");
    let updated = feed.rows.iter().map(|row| row.updated_at).max().unwrap_or_default();
    element(&mut xml, "id", &feed.urn(feed.address.trim_start_matches(&feed.home)));
    element(&mut xml, "title", &words::line(&feed.title));
    if let Some(description) = &feed.description {
        element(&mut xml, "subtitle", &words::plain(description));
    }
    element(&mut xml, "updated", &instant(updated));
    link(&mut xml, "self", MEDIA_TYPE, &feed.here);
    link(&mut xml, "alternate", "text/html", &feed.home);
    if let Some(next) = &feed.next {
        link(&mut xml, "next", MEDIA_TYPE, next);
    }
    xml.push_str(&format!("<author><name>Cluster Directory</name><uri>{}</uri></author>\n", escaped(&feed.home)));
    for row in &feed.rows {
        entry(&mut xml, feed, row);
    }
    xml.push_str("</feed>\n");
    xml
}

fn entry(xml: &mut String, feed: &Feed, row: &Row) {
    xml.push_str("<entry>\n");
    element(xml, "id", &feed.urn(&row.id));
    element(xml, "title", &words::line(&row.title));
    element(xml, "published", &instant(row.created_at));
    element(xml, "updated", &instant(row.updated_at));
    link(xml, "alternate", "text/html", &row.url);
    if let Some(address) = &row.website {
        link(xml, "related", "text/html", address);
    }
    for topic in row.topics.iter().flatten() {
        xml.push_str(&format!("<category term=\"{}\"/>\n", escaped(&words::line(topic))));
    }
    element(xml, "content", &words::text(row));
    xml.push_str("</entry>\n");
}

/// An element with plain text in it.
fn element(xml: &mut String, name: &str, text: &str) {
    xml.push_str(&format!("<{name}>{}</{name}>\n", escaped(text)));
}

fn link(xml: &mut String, rel: &str, media_type: &str, address: &str) {
    xml.push_str(&format!("<link rel=\"{rel}\" type=\"{media_type}\" href=\"{}\"/>\n", escaped(address)));
}

/// Text as it stands in XML, in an element or an attribute.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in words::plain(text).chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            c => escaped.push(c),
        }
    }
    escaped
}

fn instant(moment: DateTime<Utc>) -> String {
    moment.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}
