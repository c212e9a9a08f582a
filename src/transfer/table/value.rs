//! A cell as the value of an attribute, as people write such values.

use chrono::{NaiveDate, NaiveDateTime};
use serde_json::{Value as Json, json};

use super::mapping::Rule;
use crate::resource::{Attribute, Format, Kind, upper_case};

/// What stands between the items of a list where the mapping says nothing else.
pub const SEPARATOR: &str = "|";

/// A cell as the attribute takes it, or as it is if it does not look like what the attribute takes.
pub fn value(attribute: &Attribute, rule: &Rule, cell: &Json) -> Json {
    match attribute.kind {
        Kind::Texts | Kind::FuzzyDates => items(rule, cell)
            .into_iter()
            .map(|item| date(attribute, rule, &item).unwrap_or_else(|| json!(item)))
            .collect(),
        Kind::Fuzzy => match cell {
            Json::String(text) => date(attribute, rule, text).unwrap_or_else(|| cell.clone()),
            Json::Number(year) => json!(year.to_string()),
            other => other.clone(),
        },
        Kind::Boolean => match text(cell).to_lowercase().as_str() {
            "true" | "yes" | "y" | "1" | "x" | "da" | "да" => json!(true),
            "false" | "no" | "n" | "0" | "ne" | "не" => json!(false),
            _ => cell.clone(),
        },
        Kind::Integer => text(cell).parse::<i64>().map_or_else(|_| cell.clone(), |number| json!(number)),
        Kind::Float => {
            text(cell).replace(',', ".").parse::<f64>().map_or_else(|_| cell.clone(), |number| json!(number))
        }
        Kind::Choice(choice) => {
            let word = upper_case(&text(cell).to_lowercase().replace([' ', '-'], "_"));
            if choice.contains(&word) { json!(word) } else { cell.clone() }
        }
        Kind::Instant => moment(rule, &text(cell)).unwrap_or_else(|| cell.clone()),
        Kind::Listing => serde_json::from_str(&text(cell)).unwrap_or_else(|_| cell.clone()),
        Kind::Text => {
            let text = text(cell);
            let bare = attribute.format == Format::Address && !text.contains("://") && text.contains('.');
            json!(if bare { format!("https://{text}") } else { text })
        }
    }
}

/// The items of a cell that is a list.
pub fn items(rule: &Rule, cell: &Json) -> Vec<String> {
    let separator = rule.separator.as_deref().unwrap_or(SEPARATOR);
    let items = match cell {
        Json::Array(items) => items.iter().map(text).collect(),
        other => text(other).split(separator).map(|item| item.trim().to_owned()).collect::<Vec<_>>(),
    };
    items.into_iter().filter(|item| !item.is_empty()).collect()
}

/// A cell as text.
pub fn text(cell: &Json) -> String {
    match cell {
        Json::String(text) => text.trim().to_owned(),
        Json::Null => String::new(),
        other => other.to_string(),
    }
}

/// A day by the mapping's format, or EDTF; an object that says more stands in a cell as JSON.
fn date(attribute: &Attribute, rule: &Rule, text: &str) -> Option<Json> {
    if matches!(attribute.kind, Kind::Texts) {
        return None;
    }
    let text = text.trim();
    if text.starts_with('{') {
        return serde_json::from_str(text).ok();
    }
    let day = rule.format.as_deref().and_then(|format| NaiveDate::parse_from_str(text, format).ok());
    // Of a time of day the day counts
    let day =
        day.or_else(|| NaiveDate::parse_from_str(text.get(..10).filter(|_| text.contains('T'))?, "%Y-%m-%d").ok());
    Some(json!(day.map_or_else(|| text.to_owned(), |day| day.format("%Y-%m-%d").to_string())))
}

/// A moment in UTC by the mapping's format.
fn moment(rule: &Rule, text: &str) -> Option<Json> {
    let moment = NaiveDateTime::parse_from_str(text, rule.format.as_deref()?).ok()?;
    Some(json!(moment.and_utc().to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)))
}
