//! A claim becomes the preferred one.

use serde_json::{Value as Json, json};

use crate::change::{Content, Fault, FaultKind, Step};
use crate::query::Rival;
use crate::resource::{Attribute, Catalog, Kind, Resource, upper_case};

/// The steps that give the record a claim's value, and prefer no other claim on the attribute. `rivals` are all
/// claims on it, this one too.
///
/// # Errors
///
/// When the record has no such attribute, or cannot have the value.
pub fn prefer<'c>(
    catalog: &'c Catalog,
    claim: i64,
    expected: Option<i32>,
    rivals: &[Rival],
) -> Result<Vec<(Step, &'c Resource)>, Fault> {
    let refuse = |kind: FaultKind, message: String| Fault { step: 0, part: Some("claim".to_owned()), message, kind };
    let Some(chosen) = rivals.iter().find(|rival| rival.id == claim) else {
        return Err(refuse(FaultKind::NotFound, "There is no claim with this id.".to_owned()));
    };
    let invalid = |message: String| refuse(FaultKind::Invalid, message);
    let Some(name) = &chosen.attribute else {
        return Err(invalid("The claim is about the whole record; only one on an attribute can be preferred.".into()));
    };
    let resource = catalog.records().find(|it| upper_case(it.name) == chosen.ty);
    let found = resource.and_then(|it| Some((it, it.find_attribute(name).filter(|attribute| !attribute.given)?)));
    let Some((resource, attribute)) = found else {
        return Err(invalid(format!("The record has no attribute `{name}` that could have the claim's value.")));
    };
    let value = stated(attribute, chosen.value.as_deref());
    match attribute.read(&value) {
        Err(why) => return Err(invalid(format!("The claim's value {why}."))),
        Ok(None) => return Err(invalid("The claim states no value.".to_owned())),
        Ok(Some(_)) => {}
    }
    let patch = Content::from_iter([(name.clone(), value)]);
    let mut steps = vec![(Step::Update { id: chosen.record, expected, patch }, resource)];
    // All of them, also those that are so already: sent again under its key, the request must be the same.
    for rival in rivals {
        let patch = Content::from_iter([("preferred".to_owned(), json!(rival.id == claim))]);
        steps.push((Step::Update { id: rival.id, expected: None, patch }, catalog.get("Claim")));
    }
    Ok(steps)
}

/// A claim's text as a value of the attribute's kind. Lists are not stated in one text.
fn stated(attribute: &Attribute, text: Option<&str>) -> Json {
    let Some(text) = text else { return Json::Null };
    match attribute.kind {
        Kind::Integer | Kind::Float | Kind::Boolean => serde_json::from_str(text).unwrap_or_else(|_| json!(text)),
        _ => json!(text),
    }
}
