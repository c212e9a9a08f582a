//! The rows of a listing, as its document reads them.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value as Json;

use crate::error::{Error, Result};
use crate::resource::Format;

/// A page of a listing.
#[derive(Clone, Debug)]
pub struct Page {
    pub rows: Vec<Row>,
    /// Where the next page begins, if there is one.
    pub next: Option<String>,
    /// When anything in the directory was last written; none if nothing ever was.
    pub changed: Option<DateTime<Utc>>,
    /// What reading it cost; nothing where the answer was kept.
    pub cost: usize,
}

/// A record of any resource that can be listed: what all of them have, and what some have. It is written as it is
/// called in GraphQL, without what every item of a feed has anyway.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Row {
    pub id: String,
    #[serde(skip_serializing)]
    pub url: String,
    #[serde(skip_serializing)]
    pub title: String,
    /// How often something was changed that whoever wants to come must hear of.
    #[serde(skip_serializing)]
    pub revision: i64,
    #[serde(skip_serializing)]
    pub created_at: DateTime<Utc>,
    #[serde(skip_serializing)]
    pub updated_at: DateTime<Utc>,
    pub kind: Option<String>,
    pub status: Option<String>,
    pub acronym: Option<String>,
    pub full_name: Option<String>,
    pub start: Option<Day>,
    pub end: Option<Day>,
    pub founded: Option<Day>,
    pub published: Option<Day>,
    pub starts_at: Option<DateTime<Utc>>,
    pub ends_at: Option<DateTime<Utc>>,
    pub time_zone: Option<String>,
    pub all_day: Option<bool>,
    pub online: Option<bool>,
    pub venue: Option<Place>,
    pub city: Option<Place>,
    pub country: Option<Coded>,
    pub lead: Option<Link>,
    #[serde(deserialize_with = "nodes")]
    pub organizers: Option<Vec<Link>>,
    #[serde(deserialize_with = "nodes")]
    pub organizations: Option<Vec<Link>>,
    #[serde(deserialize_with = "names")]
    pub topics: Option<Vec<String>>,
    pub publisher: Option<String>,
    pub language: Option<String>,
    #[serde(deserialize_with = "address")]
    pub website: Option<String>,
    #[serde(deserialize_with = "address")]
    pub registration_url: Option<String>,
    pub description: Option<String>,
}

/// A day known more or less exactly.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Day {
    pub edtf: String,
    pub text: String,
    pub earliest: Option<NaiveDate>,
    pub latest: Option<NaiveDate>,
    pub precision: String,
}

/// A city or a venue.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Place {
    pub name: String,
    pub latitude: Option<f64>,
    pub longitude: Option<f64>,
}

/// A country.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Coded {
    pub code: String,
    pub name: String,
}

/// Another record, by name and address.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Link {
    pub name: String,
    pub url: String,
}

impl Page {
    /// Reads the answer to a listing's document.
    ///
    /// # Errors
    ///
    /// When it is no such answer, which is a fault of ours.
    pub fn read(answer: &[u8]) -> Result<Self> {
        let mut answer: Json = serde_json::from_slice(answer).map_err(Error::internal)?;
        let page = &answer["data"]["listing"]["pageInfo"];
        let next = page["endCursor"].as_str().filter(|_| page["hasNextPage"] == true).map(str::to_owned);
        let rows = Row::all(&mut answer["data"])?;
        let changed = answer["data"]["changes"]["nodes"][0]["at"].as_str().and_then(|at| at.parse().ok());
        let cost = &answer["extensions"]["cost"];
        let cost = cost["requested"].as_u64().filter(|_| cost["cached"] == false);
        let cost = cost.and_then(|cost| usize::try_from(cost).ok()).unwrap_or_default();
        Ok(Self { rows, next, changed, cost })
    }
}

impl Row {
    /// The rows in the `data` of an answer to a listing's document.
    ///
    /// # Errors
    ///
    /// When there are none, which is a fault of ours.
    pub fn all(data: &mut Json) -> Result<Vec<Self>> {
        serde_json::from_value(data["listing"]["nodes"].take()).map_err(Error::internal)
    }
}

impl Day {
    /// The day, where it is known which.
    pub fn exact(&self) -> Option<NaiveDate> {
        self.earliest.filter(|_| self.earliest == self.latest && self.precision != "INTERVAL")
    }
}

/// The rows of a connection.
fn nodes<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<Vec<T>>, D::Error> {
    #[derive(Deserialize)]
    struct Connection<T> {
        nodes: Vec<T>,
    }
    Connection::deserialize(deserializer).map(|connection| Some(connection.nodes))
}

/// The names of a connection's rows.
fn names<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Vec<String>>, D::Error> {
    #[derive(Deserialize)]
    struct Named {
        name: String,
    }
    let rows: Option<Vec<Named>> = nodes(deserializer)?;
    Ok(rows.map(|rows| rows.into_iter().map(|row| row.name).collect()))
}

/// A web address. Whatever else stands there, such as a script, is for no reader to follow.
fn address<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let text = Option::<String>::deserialize(deserializer)?;
    Ok(text.filter(|text| Format::Address.wants(text).is_none()))
}
