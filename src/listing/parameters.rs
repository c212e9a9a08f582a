//! A filter as the parameters of an address: `?country=RS,MK&network=bbs-ict-network&upcoming=true`.
//!
//! Which parameters a resource has follows from its description: whatever has topics can be narrowed by `topic`. A
//! parameter that there is not, or that comes twice, is an error: a list that ignored it would be another list.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::{Map, Value as Json, json};

use super::Listing;
use crate::database::Database;
use crate::error::{Code, Error, Result};
use crate::query::find_named;
use crate::resource::{Format, Kind, Resource};

/// How many values a parameter takes.
const MOST_VALUES: usize = 20;

/// What narrows listings, in the order in which addresses are written.
const PARAMETERS: [Parameter; 13] = [
    Parameter { name: "country", takes: Takes::Country },
    Parameter { name: "city", takes: Takes::Slugs("Place", &["city"]) },
    Parameter { name: "organization", takes: Takes::Slugs("Organization", &["organizations"]) },
    Parameter { name: "network", takes: Takes::Slugs("Organization", &["networks"]) },
    Parameter { name: "partnership", takes: Takes::Slugs("Partnership", &["partnerships", "partnership"]) },
    Parameter { name: "project", takes: Takes::Slugs("Project", &["projects"]) },
    Parameter { name: "topic", takes: Takes::Slugs("Topic", &["topics"]) },
    Parameter { name: "kind", takes: Takes::Words },
    Parameter { name: "status", takes: Takes::Words },
    Parameter { name: "from", takes: Takes::Day },
    Parameter { name: "to", takes: Takes::Day },
    Parameter { name: "upcoming", takes: Takes::True },
    Parameter { name: "text", takes: Takes::Text },
];

struct Parameter {
    name: &'static str,
    takes: Takes,
}

/// What a parameter takes; where a comma is between several, any of them will do.
#[derive(Clone, Copy)]
enum Takes {
    /// Codes of countries.
    Country,
    /// Slugs of records of this resource, behind the first of these relationships that there is.
    Slugs(&'static str, &'static [&'static str]),
    /// Words of the attribute with the parameter's name.
    Words,
    /// A day, between which and another it takes place.
    Day,
    /// `true`, for what is not over.
    True,
    /// Words to search for.
    Text,
}

impl Parameter {
    /// Whether a resource can be narrowed by it.
    fn fits(&self, resource: &Resource) -> bool {
        match self.takes {
            Takes::Country => resource.find_relationship("country").is_some(),
            Takes::Slugs(_, relationships) => relationships.iter().any(|it| resource.find_relationship(it).is_some()),
            Takes::Words => resource.find_attribute(self.name).is_some_and(|it| matches!(it.kind, Kind::Choice(_))),
            Takes::Day | Takes::True => resource.period.is_some(),
            Takes::Text => resource.is_searched(),
        }
    }
}

/// The parameters of an address, each with its value.
#[derive(Clone, Debug)]
pub struct Parameters {
    resource: &'static Resource,
    given: BTreeMap<&'static str, String>,
}

impl Parameters {
    /// Reads the parameters of a listing's address. Beside those that narrow it there may be `others`.
    ///
    /// # Errors
    ///
    /// When one is unknown, comes twice or is empty; the sentence names it.
    pub fn read(
        resource: &'static Resource,
        pairs: impl IntoIterator<Item = (String, String)>,
        others: &[&'static str],
    ) -> Result<Self> {
        let known: Vec<&str> = PARAMETERS.iter().filter(|it| it.fits(resource)).map(|it| it.name).collect();
        let mut given = BTreeMap::new();
        for (name, value) in pairs {
            let Some(name) = known.iter().chain(others).find(|known| **known == name).copied() else {
                let known: Vec<&str> = known.iter().chain(others).copied().collect();
                let message = format!("There is no parameter `{name}` here. There are: {}.", known.join(", "));
                return Err(Error::new(Code::BadRequest, message));
            };
            if value.trim().is_empty() {
                return Err(wrong(name, "is empty; leave it out, or give it a value"));
            }
            if given.insert(name, value).is_some() {
                return Err(wrong(name, "is there twice; write several values with commas between them"));
            }
        }
        Ok(Self { resource, given })
    }

    /// The value of one of them, as it was given.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.given.get(name).map(String::as_str)
    }

    /// Those that narrow the listing, in words for a title: `country RS, upcoming`. Empty if there are none.
    pub fn words(&self) -> String {
        let words = self.narrowing().map(|(parameter, value)| match parameter.takes {
            Takes::True => parameter.name.to_owned(),
            _ => format!("{} {value}", parameter.name),
        });
        words.collect::<Vec<_>>().join(", ")
    }

    /// All but `after`, as they stand in an address behind `?`, always in the same order.
    pub fn address(&self) -> String {
        let names = self.narrowing().map(|(parameter, _)| parameter.name);
        let others = self.given.keys().copied().filter(|name| *name != "after" && !is_parameter(name));
        let pairs = names.chain(others).filter_map(|name| Some(format!("{name}={}", encoded(self.get(name)?))));
        pairs.collect::<Vec<_>>().join("&")
    }

    /// The listing without what does not meet them.
    ///
    /// # Errors
    ///
    /// When a value is none that the parameter takes; the sentence names it.
    pub async fn narrow(&self, listing: Listing, database: &Database) -> Result<Listing> {
        let mut filter = Map::new();
        let mut period = Map::new();
        let ids = self.find(database).await?;
        for (parameter, value) in self.narrowing() {
            let name = parameter.name;
            let mut put = |key: &str, condition: Json| filter.insert(key.to_owned(), condition);
            match parameter.takes {
                Takes::Country => put("country", json!({ "code": { "in": countries(name, value)? } })),
                Takes::Slugs(_, relationships) => {
                    let found = relationships.iter().find_map(|it| self.resource.find_relationship(it));
                    let one = json!({ "id": { "in": ids.get(name) } });
                    found.and_then(|it| put(it.name, if it.many { json!({ "some": one }) } else { one }))
                }
                Takes::Words => put(name, json!({ "in": self.choices(name, value)? })),
                Takes::Day => period.insert(name.to_owned(), json!(day(name, value)?)),
                Takes::True if value == "true" => put("and", json!([upcoming()])),
                Takes::True => return Err(wrong(name, "can only be `true`; leave it out for the rest")),
                Takes::Text => put(name, json!(value)),
            };
        }
        if !period.is_empty() {
            filter.insert("during".to_owned(), Json::Object(period));
        }
        let mut listing = listing.narrowed(Json::Object(filter));
        // What comes is read from its beginning.
        if self.get("upcoming").is_some() && listing.order == json!([]) {
            listing.order = json!([{ "start": "ASC" }, { "startsAt": "ASC" }]);
        }
        Ok(listing)
    }

    /// Those that narrow the listing.
    fn narrowing(&self) -> impl Iterator<Item = (&'static Parameter, &str)> {
        PARAMETERS.iter().filter_map(|parameter| Some((parameter, self.get(parameter.name)?)))
    }

    /// The ids behind the slugs of each parameter.
    async fn find(&self, database: &Database) -> Result<BTreeMap<&'static str, Vec<String>>> {
        let mut wanted = Vec::new();
        for (parameter, value) in self.narrowing() {
            if let Takes::Slugs(of, _) = parameter.takes {
                let target = crate::directory::catalog().get(of);
                for slug in several(parameter.name, value)? {
                    if let Some(takes) = Format::Slug.wants(slug) {
                        return Err(wrong(parameter.name, &format!("is `{slug}`; a slug has {takes}")));
                    }
                    wanted.push((parameter.name, target, slug));
                }
            }
        }
        if wanted.is_empty() {
            return Ok(BTreeMap::new());
        }
        let slugs: Vec<(&Resource, &str)> = wanted.iter().map(|(_, target, slug)| (*target, *slug)).collect();
        let found = find_named(database, &slugs).await?;
        let mut ids: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for ((name, target, slug), id) in wanted.into_iter().zip(found) {
            let none = || wrong(name, &format!("is `{slug}`, and none of the {} has that slug", target.plural));
            ids.entry(name).or_default().push(id.ok_or_else(none)?);
        }
        Ok(ids)
    }

    /// Words of an attribute, written in whatever case.
    fn choices(&self, name: &str, value: &str) -> Result<Vec<String>> {
        let Some(Kind::Choice(choice)) = self.resource.find_attribute(name).map(|it| it.kind) else {
            return Ok(Vec::new());
        };
        let words = several(name, value)?.into_iter().map(|word| {
            let word = word.to_uppercase();
            let none = || wrong(name, &format!("is `{word}`; it takes {}", choice.words()));
            choice.contains(&word).then(|| word.clone()).ok_or_else(none)
        });
        words.collect()
    }
}

/// What is not over today, as far as is known.
fn upcoming() -> Json {
    json!({ "during": { "fromToday": 0, "certainty": "POSSIBLE" } })
}

fn is_parameter(name: &str) -> bool {
    PARAMETERS.iter().any(|it| it.name == name)
}

fn wrong(name: &str, message: &str) -> Error {
    Error::new(Code::BadRequest, format!("The parameter `{name}` {message}."))
}

/// The values between the commas.
fn several<'v>(name: &str, value: &'v str) -> Result<Vec<&'v str>> {
    let values: Vec<&str> = value.split(',').map(str::trim).filter(|value| !value.is_empty()).collect();
    match values.len() {
        1..=MOST_VALUES => Ok(values),
        count => Err(wrong(name, &format!("has {count} values; it takes 1 to {MOST_VALUES}"))),
    }
}

fn countries(name: &str, value: &str) -> Result<Vec<String>> {
    let codes = several(name, value)?.into_iter().map(|code| {
        let code = code.to_ascii_uppercase();
        match Format::Country.wants(&code) {
            None => Ok(code),
            Some(takes) => Err(wrong(name, &format!("is `{code}`; it takes {takes}"))),
        }
    });
    codes.collect()
}

fn day(name: &str, value: &str) -> Result<NaiveDate> {
    let day = value.parse().ok().filter(|_| value.len() == "2026-09-28".len());
    day.ok_or_else(|| wrong(name, &format!("is `{value}`; it takes a day such as 2026-09-28")))
}

/// A value as it stands in an address. Commas stay, because they part values here.
fn encoded(value: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~,".contains(&byte);
    value.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}
