//! Nothing of the bundled directory is lost: every value of every file is asked back from the API.

use std::collections::BTreeSet;

use cluster_directory::directory;
use cluster_directory::resource::{Attribute, Join, Kind, RECORD, Relationship, Resource, Role};
use cluster_directory::transfer;
use serde_json::{Map, Value, json};

use crate::support::bbs;

#[tokio::test]
async fn every_value_of_the_files_comes_back() {
    let catalog = directory::catalog();
    let bundle = transfer::bundled();
    let (mut records, mut values) = (0, 0);
    for name in bundle.names() {
        let resource = catalog.resources().iter().find(|it| it.plural == name).expect("a resource");
        let file: Vec<_> = bundle.records(name).expect("a list").collect();
        for record in &file {
            let query = format!(
                "query ($slug: String!) {{ record: {}(by: {{ slug: $slug }}) {{ {} }} all: {name} {{ totalCount }} }}",
                resource.singular,
                selection(resource, &[record])
            );
            let data = bbs().ask_with(&query, json!({ "slug": record["slug"] })).await;
            assert_eq!(data["all"]["totalCount"], json!(file.len()), "records of {name}");
            values += compare(resource, record, &data["record"], &format!("{name}/{}", record["slug"]));
            records += 1;
        }
    }
    assert!(records > 900 && values > 10_000, "{records} records, {values} values: the files are all there");
}

/// All attributes, and the relationships that one of these records has.
fn selection(resource: &Resource, records: &[&Map<String, Value>]) -> String {
    let mut fields = String::new();
    for attribute in &resource.attributes {
        let below =
            if matches!(attribute.kind, Kind::Fuzzy | Kind::FuzzyDates) { "{edtf earliest latest}" } else { "" };
        fields.push_str(&format!(" {}{below}", attribute.name));
    }
    for relationship in given(resource) {
        let name = relationship.name;
        let there: Vec<&Value> = records.iter().filter_map(|record| record.get(name)).collect();
        if there.is_empty() {
            continue;
        }
        let below = if relationship.owned {
            let inside = there.iter().flat_map(|value| value.as_array().map_or(vec![*value], |it| it.iter().collect()));
            let inside: Vec<_> = inside.filter_map(Value::as_object).collect();
            selection(directory::catalog().get(relationship.target), &inside)
        } else if name == "claims" {
            "attribute value note preferred article { slug }".to_owned()
        } else {
            "slug".to_owned()
        };
        // One more than there should be, so that a surplus would show.
        let most = there.iter().filter_map(|value| value.as_array()).map(Vec::len).max().unwrap_or_default() + 1;
        let only = if name == "claims" { ", where: { attribute: { isNull: false } }" } else { "" };
        fields.push_str(&if relationship.many {
            format!(" {name}(first: {most}{only}) {{ nodes {{ {below} }} }}")
        } else {
            format!(" {name} {{ {below} }}")
        });
    }
    fields
}

/// The relationships that stand in a bundle.
fn given(resource: &Resource) -> impl Iterator<Item = &Relationship> {
    resource.relationships.iter().filter(|relationship| match &relationship.join {
        Join::Own { .. } => relationship.target != RECORD,
        Join::Pairs { .. } => true,
        Join::Inverse { .. } => relationship.owned || relationship.name == "claims",
        Join::Through { .. } => relationship.name == "sources",
    })
}

/// Counts the values of a record that the answer has too; any other difference fails.
fn compare(resource: &Resource, record: &Map<String, Value>, answer: &Value, at: &str) -> usize {
    let mut count = 0;
    let mut known = BTreeSet::from(["slug"]);
    for attribute in resource.attributes.iter().filter(|it| !it.given && it.name != "slug") {
        known.insert(attribute.name);
        let given = record.get(attribute.name).unwrap_or(&Value::Null);
        same(attribute, given, &answer[attribute.name], &format!("{at}.{}", attribute.name));
        count += given.as_array().map_or(usize::from(!given.is_null()), Vec::len);
    }
    for relationship in given(resource) {
        let name = relationship.name;
        let Some(given) = record.get(name) else { continue };
        known.insert(name);
        let at = format!("{at}.{name}");
        let answered = &answer[name];
        let nodes = answered["nodes"].as_array();
        let (given, answered): (Vec<&Value>, Vec<&Value>) = match (given, nodes) {
            (Value::Array(given), Some(nodes)) => (given.iter().collect(), nodes.iter().collect()),
            (one, _) => (vec![one], vec![answered]),
        };
        assert_eq!(given.len(), answered.len(), "{at}");
        if relationship.owned {
            let target = directory::catalog().get(relationship.target);
            for (index, (given, answered)) in given.iter().zip(answered).enumerate() {
                let given = given.as_object().expect("an object");
                count += compare(target, given, answered, &format!("{at}[{index}]"));
            }
        } else if name == "claims" {
            for (given, answered) in given.iter().zip(answered) {
                for (key, value) in given.as_object().expect("an object") {
                    let answered =
                        if key == "article" { &answered["article"]["slug"] } else { &answered[key.as_str()] };
                    assert_eq!(value, answered, "{at}.{key}");
                    count += 1;
                }
            }
        } else {
            let slugs =
                |values: Vec<&Value>| -> BTreeSet<String> { values.into_iter().map(Value::to_string).collect() };
            count += given.len();
            assert_eq!(slugs(given), slugs(answered.into_iter().map(|it| &it["slug"]).collect()), "{at}");
        }
    }
    let unknown: Vec<_> = record.keys().filter(|key| !known.contains(key.as_str())).collect();
    assert!(unknown.is_empty(), "{at} has {unknown:?}, which nobody asked back");
    assert!(resource.role == Role::Record, "{at}");
    count
}

fn same(attribute: &Attribute, given: &Value, answered: &Value, at: &str) {
    let date = |given: &Value, answered: &Value| match given {
        Value::Object(_) => assert_eq!(given, answered, "{at}"),
        edtf => assert_eq!(edtf, &answered["edtf"], "{at}"),
    };
    match attribute.kind {
        Kind::Fuzzy if given.is_null() => assert_eq!(answered, &Value::Null, "{at}"),
        Kind::Fuzzy => date(given, answered),
        Kind::Texts | Kind::FuzzyDates if given.is_null() => assert_eq!(answered, &json!([]), "{at}"),
        Kind::FuzzyDates => {
            let (given, answered) = (given.as_array().expect("a list"), answered.as_array().expect("a list"));
            assert_eq!(given.len(), answered.len(), "{at}");
            given.iter().zip(answered).for_each(|(given, answered)| date(given, answered));
        }
        Kind::Float => assert_eq!(given.as_f64(), answered.as_f64(), "{at}"),
        _ => assert_eq!(given, answered, "{at}"),
    }
}
