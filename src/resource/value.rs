//! The value of an attribute, as it is written down: in a bundle, in a mutation, in the change log.

use chrono::{DateTime, Datelike, NaiveDate, SecondsFormat, Utc};
use serde_json::{Value as Json, json};

use super::{Attribute, Format, FuzzyDate, Kind};

/// How many items a list has at most.
const MOST_ITEMS: usize = 200;
/// How many characters a text has at most: what people call a record by, an address, any other.
const MOST_NAME: usize = 500;
const MOST_ADDRESS: usize = 2_000;
const MOST_TEXT: usize = 10_000;

/// A value that is what its attribute takes.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A text or a word of a choice.
    Text(String),
    Integer(i32),
    Float(f64),
    Boolean(bool),
    /// Microseconds since 1970 UTC.
    Instant(i64),
    Fuzzy(FuzzyDate),
    Texts(Vec<String>),
    FuzzyDates(Vec<FuzzyDate>),
    /// See [`Kind::Listing`].
    Listing(Json),
}

impl Attribute {
    /// Reads a value; `None` where there is none (null, an empty list).
    ///
    /// # Errors
    ///
    /// When it is something else: the message goes on after the attribute's name, and says what it takes.
    pub fn read(&self, json: &Json) -> Result<Option<Value>, String> {
        let takes = |wanted: &str| Err(format!("is {json}; it takes {wanted}"));
        let value = match (self.kind, json) {
            (_, Json::Null) => return Ok(None),
            (Kind::Text, Json::String(text)) => Value::Text(self.text(text)?),
            (Kind::Text, _) => return takes("a text"),
            (Kind::Choice(choice), Json::String(word)) if choice.contains(word) => Value::Text(word.clone()),
            (Kind::Choice(choice), _) => return takes(&format!("one of {}", choice.words())),
            (Kind::Integer, _) => match json.as_i64().and_then(|number| i32::try_from(number).ok()) {
                Some(number) => Value::Integer(number),
                None => return takes("a whole number of 32 bits"),
            },
            (Kind::Float, Json::Number(number)) => match number.as_f64().filter(|it| it.is_finite()) {
                Some(number) => Value::Float(number),
                None => return takes("a number"),
            },
            (Kind::Float, _) => return takes("a number"),
            (Kind::Boolean, Json::Bool(truth)) => Value::Boolean(*truth),
            (Kind::Boolean, _) => return takes("true or false"),
            (Kind::Instant, _) => match json.as_str().and_then(instant) {
                Some(micros) => Value::Instant(micros),
                None => return takes("a moment such as \"2016-09-28T09:00:00Z\" (RFC 3339)"),
            },
            (Kind::Fuzzy, _) => Value::Fuzzy(FuzzyDate::read(json)?),
            (Kind::Texts | Kind::FuzzyDates, Json::Array(items)) if items.is_empty() => return Ok(None),
            (Kind::Texts | Kind::FuzzyDates, Json::Array(items)) if items.len() > MOST_ITEMS => {
                return Err(format!("has {} items; it takes {MOST_ITEMS} at most", items.len()));
            }
            (Kind::Texts, Json::Array(items)) => {
                let texts = items.iter().map(|item| match item {
                    Json::String(text) => self.text(text),
                    other => Err(format!("holds {other}; it takes texts")),
                });
                Value::Texts(texts.collect::<Result<_, _>>()?)
            }
            (Kind::FuzzyDates, Json::Array(items)) => {
                Value::FuzzyDates(items.iter().map(FuzzyDate::read).collect::<Result<_, _>>()?)
            }
            (Kind::Texts | Kind::FuzzyDates, _) => return takes("a list"),
            (Kind::Listing, _) if is_listing(json) => Value::Listing(json.clone()),
            (Kind::Listing, _) => return takes("a filter and an order as in {\"events\":{\"where\":{…}}}"),
        };
        Ok(Some(value))
    }

    /// A text that says something and is of the attribute's format.
    fn text(&self, text: &str) -> Result<String, String> {
        if text.trim().is_empty() {
            return Err("is empty; leave it out or give null".to_owned());
        }
        if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t')) {
            return Err(format!("is {}; it takes text without control characters", json!(text)));
        }
        let most = match self.format {
            Format::Address => MOST_ADDRESS,
            _ if self.indexed => MOST_NAME,
            _ => MOST_TEXT,
        };
        let length = text.chars().count();
        if length > most {
            return Err(format!("has {length} characters; it takes {most} at most"));
        }
        match self.format.wants(text) {
            None => Ok(text.to_owned()),
            Some(wanted) => Err(format!("is {}; it takes {wanted}", json!(text))),
        }
    }
}

impl Value {
    /// As it is written down: always in the same way.
    pub fn to_json(&self) -> Json {
        match self {
            Self::Text(text) => json!(text),
            Self::Integer(number) => json!(number),
            Self::Float(number) => json!(number),
            Self::Boolean(truth) => json!(truth),
            Self::Instant(micros) => {
                let moment = DateTime::<Utc>::from_timestamp_micros(*micros).unwrap_or_default();
                json!(moment.to_rfc3339_opts(SecondsFormat::AutoSi, true))
            }
            Self::Fuzzy(date) => date.to_json(),
            Self::Texts(texts) => json!(texts),
            Self::FuzzyDates(dates) => dates.iter().map(FuzzyDate::to_json).collect(),
            Self::Listing(listing) => listing.clone(),
        }
    }
}

impl FuzzyDate {
    /// Reads `"2016-02"`, or `{ "edtf": "2016-02", "earliest": "2016-02-15", "latest": "2016-02-29" }`.
    ///
    /// # Errors
    ///
    /// When it is neither; the message goes on after the attribute's name.
    pub fn read(json: &Json) -> Result<Self, String> {
        let refuse =
            || format!("is {json}, which is no EDTF date such as \"2016-09-28\", \"2016-02\" or \"../2016-10-23\"");
        match json {
            Json::String(edtf) => Self::parse(edtf).ok_or_else(refuse),
            Json::Object(parts) => {
                let known = parts.keys().all(|key| matches!(key.as_str(), "edtf" | "earliest" | "latest"));
                let edtf = parts.get("edtf").and_then(Json::as_str).filter(|_| known).ok_or_else(refuse)?;
                let date = Self::parse(edtf).ok_or_else(refuse)?;
                let day = |key: &str, plain: Option<NaiveDate>| match parts.get(key) {
                    None | Some(Json::Null) => Ok(plain),
                    Some(Json::String(day)) => {
                        NaiveDate::parse_from_str(day, "%Y-%m-%d").map(Some).map_err(|_| refuse())
                    }
                    Some(_) => Err(refuse()),
                };
                let bounds = (day("earliest", date.earliest)?, day("latest", date.latest)?);
                match bounds {
                    bounds if bounds == (date.earliest, date.latest) => Ok(date),
                    (Some(earliest), Some(latest)) => date
                        .narrowed(earliest, latest)
                        .ok_or_else(|| format!("is {json}, whose days lie outside its EDTF")),
                    _ => Err(refuse()),
                }
            }
            _ => Err(refuse()),
        }
    }

    /// As it is written down: the EDTF text, with its days where they are known more narrowly.
    pub fn to_json(&self) -> Json {
        let plain = Self::parse(&self.edtf).is_some_and(|it| (it.earliest, it.latest) == (self.earliest, self.latest));
        let day = |day: Option<NaiveDate>| day.map(|day| day.format("%Y-%m-%d").to_string());
        if plain {
            json!(self.edtf)
        } else {
            json!({ "edtf": self.edtf, "earliest": day(self.earliest), "latest": day(self.latest) })
        }
    }
}

/// Whether it looks like a filter and an order under the name of a root field. Whether they fit what is published is
/// seen where they are used, for that changes with time.
fn is_listing(json: &Json) -> bool {
    let one = json.as_object().filter(|it| it.len() == 1).and_then(|it| it.values().next()).and_then(Json::as_object);
    let part = |(key, part): (&String, &Json)| match key.as_str() {
        "where" => part.is_object(),
        "orderBy" => part.is_array(),
        _ => false,
    };
    one.is_some_and(|it| it.iter().all(part)) && json.to_string().len() <= MOST_TEXT
}

/// A moment by RFC 3339 in the years 1 to 9999, in microseconds; the databases spell other years differently.
fn instant(text: &str) -> Option<i64> {
    let moment = DateTime::parse_from_rfc3339(text).ok()?;
    (1..=9999).contains(&moment.to_utc().year()).then(|| moment.timestamp_micros())
}
