//! The facts of the bundled files, read plainly.

use std::collections::{BTreeMap, BTreeSet};

use cluster_directory::transfer;
use serde_json::{Map, Value};

/// All facts of the bundled files by the slug of those to whom they happened. Written down from the format
/// of the files, not from the descriptions that the server goes by.
#[derive(Default)]
pub struct Reading(pub BTreeMap<String, BTreeSet<String>>);

impl Reading {
    /// Notes a fact for all that `whom` leads to.
    fn note(&mut self, date: &Value, kind: &str, slug: &str, whom: &[&Value]) {
        let edtf = if date.is_object() { &date["edtf"] } else { date };
        let Some(edtf) = edtf.as_str() else { return };
        let whom = whom.iter().flat_map(|value| match value {
            Value::Array(values) => values.iter().collect(),
            one => vec![*one],
        });
        for slug_of in whom.filter_map(Value::as_str).chain([slug]) {
            self.0.entry(slug_of.to_owned()).or_default().insert(format!("{edtf} {kind} {slug}"));
        }
    }

    /// Notes what stands within a record, under the slug it gets.
    fn within(&mut self, record: &Map<String, Value>, key: &str, table: &str, note: impl Fn(&mut Self, &Value, &str)) {
        let inner = match record.get(key) {
            Some(Value::Array(items)) => items.clone(),
            one => one.cloned().into_iter().collect(),
        };
        for (n, item) in inner.iter().enumerate() {
            note(self, item, &format!("{}-{table}-{}", record["slug"].as_str().expect("a slug"), n + 1));
        }
    }

    pub fn of_the_bundle() -> Self {
        let bundle = transfer::bundled();
        let file = |name: &str| bundle.records(name).expect("a file");
        let mut all = Self::default();
        for (name, kinds) in [
            ("memberships", ["JOINED", "LEFT"]),
            ("terms", ["TOOK_CHAIR", "LEFT_CHAIR"]),
            ("offices", ["TOOK_OFFICE", "LEFT_OFFICE"]),
        ] {
            for record in file(name) {
                let record = Value::Object(record);
                let whom = ["member", "network", "organization", "person"].map(|end| &record[end]);
                for (date, kind) in ["since", "until"].iter().zip(kinds) {
                    all.note(&record[*date], kind, record["slug"].as_str().expect("a slug"), &whom);
                }
            }
        }
        for name in ["partnerships", "projects", "programmes"] {
            for record in file(name) {
                let value = Value::Object(record.clone());
                let slug = value["slug"].as_str().expect("a slug");
                let ideas = file("projects").map(Value::Object);
                let came_from: Vec<Value> = ideas
                    .filter(|it| it["followUps"].as_array().is_some_and(|them| them.contains(&value["slug"])))
                    .map(|it| it["slug"].clone())
                    .collect();
                let whom = [&value["networks"], &value["partnership"], &Value::Array(came_from)];
                all.note(&value["start"], "BEGAN", slug, &whom);
                all.note(&value["end"], "ENDED", slug, &whom);
                all.within(&record, "partners", "partner", |all, partner, of| {
                    let whom = [&value["slug"], &partner["organization"]];
                    all.note(&partner["since"], "JOINED", of, &whom);
                    all.note(&partner["until"], "LEFT", of, &whom);
                });
                all.within(&record, "label", "label", |all, label, of| {
                    all.note(&label["awarded"], "AWARDED", of, &[&value["slug"]]);
                });
            }
        }
        for record in file("events") {
            let value = Value::Object(record.clone());
            let slug = value["slug"].as_str().expect("a slug");
            let whom = ["networks", "partnerships", "projects", "parent"].map(|end| &value[end]);
            all.note(&value["start"], "TOOK_PLACE", slug, &whom);
            all.within(&record, "participations", "participation", |all, part, of| {
                all.note(&value["start"], "TOOK_PART", of, &[&part["organization"], &part["person"]]);
            });
            for article in file("articles").map(Value::Object) {
                if value["announcedIn"].as_array().is_some_and(|them| them.contains(&article["slug"])) {
                    let article_slug = article["slug"].as_str().expect("a slug");
                    all.note(&article["published"], "ANNOUNCED", article_slug, &[&value["slug"]]);
                    // That is no fact of the article itself.
                    let own = all.0.entry(article_slug.to_owned()).or_default();
                    own.retain(|fact| !fact.contains(" ANNOUNCED "));
                }
            }
        }
        for record in file("agreements") {
            let value = Value::Object(record.clone());
            let whom = ["partnership", "network", "signedAt"].map(|end| &value[end]);
            all.note(&value["signed"], "SIGNED", value["slug"].as_str().expect("a slug"), &whom);
            all.within(&record, "signatories", "signatory", |all, signatory, of| {
                all.note(&value["signed"], "SIGNED", of, &[&signatory["organization"], &signatory["person"]]);
            });
        }
        for record in file("organizations") {
            let value = Value::Object(record.clone());
            all.note(&value["founded"], "FOUNDED", value["slug"].as_str().expect("a slug"), &[]);
            all.within(&record, "labels", "label", |all, label, of| {
                all.note(&label["awarded"], "AWARDED", of, &[&value["slug"]]);
            });
        }
        for record in file("articles").map(Value::Object) {
            all.note(&record["published"], "PUBLISHED", record["slug"].as_str().expect("a slug"), &[]);
        }
        all
    }
}
