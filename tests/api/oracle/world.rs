//! A directory that is nasty throughout: values missing, equal, strange and at the edges, dates of
//! every form, the same two related again and again, records related to themselves.

use std::collections::BTreeSet;

use cluster_directory::directory::catalog;
use cluster_directory::resource::{Attribute, Format, FuzzyDate, Join, Kind, RECORD, Relationship, Resource};
use serde_json::{Map, Value, json};

use super::generator::STRANGE;
use crate::support::World;
use crate::support::random::Random;

/// Dates by EDTF, of every form it has.
const DATES: &[&str] = &[
    "2016",
    "2016-09",
    "2016-09-28",
    "2016-09-28",
    "2016-09-29",
    "2016-09-30",
    "2015-12-31",
    "2016-01-01",
    "2016-02-29",
    "2017",
    "2017-01",
    "2016?",
    "2016~",
    "2016%",
    "2016-09~",
    "2016-09-28?",
    "2016-09-28~",
    "201X",
    "20XX",
    "2016-XX",
    "2016-XX-XX",
    "2016-09-XX",
    "2016-21",
    "2016-22",
    "2016-23",
    "2016-24",
    "2016/2017",
    "2016-09/2016-10",
    "2016-09-28/2016-09-30",
    "2016-09-28/..",
    "2016/..",
    "../2016-09-28",
    "../2016",
    "2016-09-28~/2016-10-01?",
    "0001-01-01",
    "0999",
    "9999-12-31",
    "99XX",
    "1969-12-31",
    "1970-01-01",
];
const MOMENTS: &[&str] = &[
    "2016-09-28T09:00:00Z",
    "2016-09-28T11:00:00+02:00",
    "2016-09-28T09:00:00.5Z",
    "2016-09-28T09:00:00.000001Z",
    "1969-12-31T23:59:59.999999Z",
    "1970-01-01T00:00:00Z",
    "1969-12-31T23:59:59Z",
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999999Z",
];
const NUMBERS: &[i32] = &[0, 1, 1, 2, 2, 3, -1, 100, i32::MAX, i32::MIN];
const DEGREES: &[f64] = &[0.0, -0.0, 45.0, 44.817_611, -179.999_999_999, 1e-7, 1e15, 0.1, 12.345_678_901_234_567];

/// How many records a file has, by how much there is to be found in it.
fn size(resource: &Resource) -> usize {
    match resource.name {
        "Membership" => 30,
        "Organization" | "Event" => 14,
        "Term" | "Office" | "Article" => 10,
        "Partnership" | "Project" | "Agreement" => 6,
        _ => 5,
    }
}

/// Makes the world; about 150 records of their own and as many that they own.
pub fn nasty(random: &mut Random) -> World {
    let mut world = World::new();
    for resource in catalog().records().filter(|it| !is_owned(it.name)) {
        for number in 1..=size(resource) {
            let mut record = record(random, resource, None);
            record.insert("slug".to_owned(), slug(resource, number).into());
            world = world.with(resource.plural, Value::Object(record));
        }
    }
    world
}

/// Whether records of this name stand inside others, so that nothing can point to them.
fn is_owned(name: &str) -> bool {
    let mut all = catalog().resources().iter().flat_map(|it| &it.relationships);
    all.any(|it| it.owned && it.target == name)
}

/// Whether the pairs of a table are written down under this relationship.
fn writes(relationship: &Relationship) -> bool {
    matches!(relationship.join, Join::Pairs { held: true, .. })
}

fn slug(resource: &Resource, number: usize) -> String {
    format!("{}-{number}", resource.table.replace('_', "-"))
}

fn any_slug(random: &mut Random, target: &str) -> String {
    let target = if target == RECORD { *random.pick(&["Event", "Organization", "Place"]) } else { target };
    let resource = catalog().get(target);
    // A few of them often, so that the same two meet again and again.
    let most = if random.chance(50) { 3 } else { size(resource) };
    slug(resource, 1 + random.below(most))
}

/// A record without slug; `owner` is the relationship that leads back to who owns it.
fn record(random: &mut Random, resource: &'static Resource, owner: Option<&str>) -> Map<String, Value> {
    let mut record = Map::new();
    for attribute in resource.attributes.iter().filter(|it| !it.given && it.name != "slug") {
        if attribute.required && !attribute.kind.is_list() || random.chance(60) {
            record.insert(attribute.name.to_owned(), value(random, attribute));
        }
    }
    for relationship in &resource.relationships {
        let name = relationship.name.to_owned();
        match relationship.join {
            Join::Own { .. } if owner != Some(relationship.name) && (relationship.required || random.chance(60)) => {
                record.insert(name, any_slug(random, relationship.target).into());
            }
            Join::Inverse { inverse } if relationship.owned => {
                let target = catalog().get(relationship.target);
                let count = if relationship.many { random.below(4) } else { random.below(2) };
                let item = |_| Value::Object(self::record(random, target, Some(inverse)));
                let mut items: Vec<_> = (0..count).map(item).collect();
                let value = if relationship.many { items.into() } else { items.pop().into() };
                record.insert(name, value);
            }
            Join::Pairs { .. } if writes(relationship) => {
                let count = random.below(4);
                let targets: BTreeSet<_> = (0..count).map(|_| any_slug(random, relationship.target)).collect();
                record.insert(name, targets.into_iter().collect());
            }
            _ => {}
        }
    }
    if resource.find_relationship("sources").is_some() {
        let count = random.below(3);
        let sources: Vec<_> = (0..count).map(|_| any_slug(random, "Article")).collect();
        record.insert("sources".to_owned(), sources.into());
        let count = random.below(4);
        let claims: Vec<_> = (0..count).map(|_| claim(random)).collect();
        record.insert("claims".to_owned(), claims.into());
    }
    record
}

fn claim(random: &mut Random) -> Value {
    let attribute = *random.pick(&[Some("name"), Some("name"), Some("start"), None]);
    let value = if random.chance(70) { json!(random.pick(&["2016", "a", "A"])) } else { Value::Null };
    let (preferred, article) = (random.chance(50), any_slug(random, "Article"));
    json!({ "attribute": attribute, "value": value, "preferred": preferred, "article": article })
}

fn value(random: &mut Random, attribute: &Attribute) -> Value {
    let text = |random: &mut Random| {
        // The directory has no empty texts and no other control characters, and some texts have a format.
        loop {
            let few: &[&str] = match attribute.format {
                Format::Address => &["https://a.test", "http://b.test/?q=%C3%A4", "https://ä.test/\"'"],
                Format::Language => &["en", "bg", "sr"],
                Format::Country => &["BG", "RS", "XK"],
                Format::TimeZone => &["UTC", "Europe/Sofia"],
                Format::Any | Format::Slug => &["a", "A", "b", "ä", " b"],
            };
            let texts = if random.chance(40) { few } else { STRANGE };
            let text = *random.pick(texts);
            let as_given = if attribute.kind.is_list() { json!([text]) } else { json!(text) };
            if attribute.read(&as_given).is_ok() {
                return json!(text);
            }
        }
    };
    match attribute.kind {
        Kind::Text => text(random),
        Kind::Integer => json!(random.pick(NUMBERS)),
        Kind::Float => json!(random.pick(DEGREES)),
        Kind::Boolean => json!(random.chance(50)),
        Kind::Instant => json!(random.pick(MOMENTS)),
        Kind::Choice(choice) => {
            // A few words often, so that there are equals.
            let most = if random.chance(70) { choice.values.len().min(3) } else { choice.values.len() };
            json!(choice.values[random.below(most)].0)
        }
        Kind::Fuzzy => date(random),
        Kind::Texts => (0..random.below(4)).map(|_| text(random)).collect(),
        Kind::FuzzyDates => (0..random.below(4)).map(|_| date(random)).collect(),
        Kind::Listing => json!({ "events": { "where": { "title": { "eq": random.pick(STRANGE) } } } }),
    }
}

/// A date as it is, or known more narrowly than its text says.
fn date(random: &mut Random) -> Value {
    let edtf = *random.pick(DATES);
    let date = FuzzyDate::parse(edtf).unwrap_or_else(|| panic!("{edtf} is no date"));
    match (date.earliest, date.latest) {
        (Some(earliest), Some(latest)) if random.chance(15) => {
            let latest = earliest.succ_opt().filter(|next| *next <= latest).unwrap_or(latest);
            json!({ "edtf": edtf, "earliest": earliest, "latest": latest })
        }
        _ => json!(edtf),
    }
}
