//! JSON-LD in the words of schema.org, for search engines. What is not known is left out.

use serde_json::{Value as Json, json};

use super::json::{text_of, without_nulls};
use super::{Feed, words};
use crate::listing::{Day, Link, Place, Row};

pub fn write(feed: &Feed) -> String {
    let items: Vec<Json> = feed.rows.iter().map(|row| without_nulls(item(feed, row))).collect();
    text_of(&without_nulls(json!({
        "@context": "https://schema.org",
        "@type": "ItemList",
        "name": words::line(&feed.title),
        "description": feed.description.as_deref().map(words::plain),
        "url": feed.address,
        "numberOfItems": items.len(),
        "itemListElement": items,
    })))
}

fn item(feed: &Feed, row: &Row) -> Json {
    let mut item = match feed.resource.plural {
        "events" => event(row),
        "organizations" => organization(row),
        "articles" => article(row),
        _ => undertaking(row),
    };
    item["@id"] = json!(feed.urn(&row.id));
    item["identifier"] = json!(row.id);
    item["url"] = json!(row.url);
    item["description"] = json!(row.description.as_deref().map(words::plain));
    item
}

fn event(row: &Row) -> Json {
    let status = match row.status.as_deref() {
        Some("POSTPONED") => "https://schema.org/EventPostponed",
        Some("CANCELLED") => "https://schema.org/EventCancelled",
        _ => "https://schema.org/EventScheduled",
    };
    let place = row.venue.is_some() || row.city.is_some() || row.country.is_some();
    let attendance = match (row.online, place) {
        (Some(true), true) => Some("https://schema.org/MixedEventAttendanceMode"),
        (Some(true), false) => Some("https://schema.org/OnlineEventAttendanceMode"),
        (Some(false), true) => Some("https://schema.org/OfflineEventAttendanceMode"),
        _ => None,
    };
    let here = place.then(|| location(row));
    let online = row.online == Some(true);
    let afar = online.then(|| json!({ "@type": "VirtualLocation", "url": row.website.as_ref().unwrap_or(&row.url) }));
    let mut locations: Vec<Json> = here.into_iter().chain(afar).collect();
    let timed = row.all_day != Some(true);
    json!({
        "@type": "Event",
        "name": words::line(&row.title),
        "startDate": row.starts_at.filter(|_| timed).map_or_else(|| day(row.start.as_ref()), |at| json!(at)),
        "endDate": row.ends_at.filter(|_| timed).map_or_else(|| day(row.end.as_ref()), |at| json!(at)),
        "eventStatus": status,
        "eventAttendanceMode": attendance,
        "location": if locations.len() == 1 { locations.pop() } else { (!locations.is_empty()).then(|| json!(locations)) },
        "organizer": linked(row.organizers.as_deref()),
        "keywords": row.topics.as_ref().filter(|topics| !topics.is_empty()),
        "sameAs": row.website,
    })
}

/// The place, which has an address as far as is known.
fn location(row: &Row) -> Json {
    let place = row.venue.as_ref().or(row.city.as_ref());
    let name = place.map(|place| words::line(&place.name));
    json!({
        "@type": "Place",
        "name": name.or_else(|| row.country.as_ref().map(|it| words::line(&it.name))),
        "address": address(row),
        "geo": place.and_then(position),
    })
}

fn address(row: &Row) -> Json {
    json!({
        "@type": "PostalAddress",
        "addressLocality": row.city.as_ref().map(|city| words::line(&city.name)),
        "addressCountry": row.country.as_ref().map(|country| &country.code),
    })
}

fn position(place: &Place) -> Option<Json> {
    let (latitude, longitude) = place.latitude.zip(place.longitude)?;
    Some(json!({ "@type": "GeoCoordinates", "latitude": latitude, "longitude": longitude }))
}

fn organization(row: &Row) -> Json {
    json!({
        "@type": "Organization",
        "name": words::line(&row.title),
        "foundingDate": day(row.founded.as_ref()),
        "address": (row.city.is_some() || row.country.is_some()).then(|| address(row)),
        "sameAs": row.website,
    })
}

/// A partnership or a project.
fn undertaking(row: &Row) -> Json {
    json!({
        "@type": "Project",
        "name": words::line(&row.title),
        "alternateName": row.acronym.iter().chain(&row.full_name).filter(|name| **name != row.title).collect::<Vec<_>>(),
        "foundingDate": day(row.start.as_ref()),
        "dissolutionDate": day(row.end.as_ref()),
        "parentOrganization": row.lead.as_ref().map(|lead| json!({ "@type": "Organization", "name": lead.name, "url": lead.url })),
        "member": linked(row.organizations.as_deref()),
        "keywords": row.topics.as_ref().filter(|topics| !topics.is_empty()),
    })
}

fn article(row: &Row) -> Json {
    json!({
        "@type": "Article",
        "headline": words::line(&row.title),
        "datePublished": day(row.published.as_ref()),
        "inLanguage": row.language,
        "publisher": row.publisher.as_ref().map(|name| json!({ "@type": "Organization", "name": name })),
    })
}

fn linked(links: Option<&[Link]>) -> Option<Vec<Json>> {
    let links = links.filter(|links| !links.is_empty())?.iter();
    Some(links.map(|it| json!({ "@type": "Organization", "name": words::line(&it.name), "url": it.url })).collect())
}

/// A date by ISO 8601: the day, or the month or year where no more is known; nothing where not even that is.
fn day(day: Option<&Day>) -> Json {
    let exact = day.and_then(Day::exact).map(|day| day.to_string());
    let rough = day.filter(|day| matches!(day.precision.as_str(), "MONTH" | "YEAR"));
    let rough = rough.map(|day| day.edtf.trim_end_matches(['~', '?', '%']).to_owned());
    json!(exact.or(rough.filter(|text| text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-'))))
}
