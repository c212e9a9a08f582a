//! Changes as the JSON that a receiver reads.

use std::collections::BTreeSet;

use chrono::SecondsFormat;
use serde_json::{Value as Json, json};

use crate::clock::Clock;
use crate::database::Database;
use crate::error::Result;
use crate::follow::{Concern, Listed, about};
use crate::query::{Asking, Setting, ToldView, told};
use crate::resource::{Resource, id_text, upper_case};
use crate::viewer::Viewer;

/// Several changes that concern a view, in their order.
pub struct Message {
    /// The number of the last of them.
    pub number: i64,
    pub count: usize,
    pub body: String,
}

impl Message {
    /// Tells of changes; there must be some. A change is told for each record of the view's sort that it is about: a
    /// participation is about its event. What is told of the record is how it is now.
    pub async fn of(
        database: &Database,
        setting: &Setting,
        clock: Clock,
        view: &ToldView,
        listed: &Listed,
        concerns: &[Concern],
    ) -> Result<Self> {
        let resource = listed.resource;
        let ids: BTreeSet<i64> = concerns.iter().flat_map(|it| about(&it.entry, resource)).map(|(id, _)| id).collect();
        let asking = Asking { today: clock.now().date_naive(), viewer: &Viewer::Anonymous, about: 0 };
        let present = listed.among(database, &ids, asking).await?;
        let number = concerns.last().map_or(0, |it| it.entry.number);
        let told = told(database, resource, &ids, number).await?;
        let changes = concerns.iter().flat_map(|Concern { entry, .. }| {
            let change = |record: Json, is_listed: bool| {
                let (number, operation) = (entry.number, &entry.operation);
                json!({ "number": number, "operation": operation, "record": record, "listed": is_listed })
            };
            if view.is_about(entry) {
                let record = record(setting, entry.resource, view.id, Some(&view.slug), None);
                return vec![change(record, false)];
            }
            // What may be of another sort is of this one if it is there.
            let records = about(entry, resource).filter(|(id, sure)| *sure || present.contains_key(id));
            let told = records.map(|(id, _)| {
                let (slug, url) = told.records.get(&id).cloned().unwrap_or_default();
                change(record(setting, resource, id, slug.as_deref(), url), present.get(&id) == Some(&true))
            });
            told.collect()
        });
        let changes: Vec<Json> = changes.collect();
        let body = json!({
            "type": "listing.changed",
            "timestamp": told.at.to_rfc3339_opts(SecondsFormat::AutoSi, true),
            "data": { "view": view.slug, "number": number, "changes": changes },
        });
        Ok(Self { number, count: concerns.len(), body: body.to_string() })
    }
}

/// A record; `url` is its own address, if it has one that is no page of this server.
fn record(setting: &Setting, resource: &Resource, id: i64, slug: Option<&str>, url: Option<String>) -> Json {
    let page = slug.map(|slug| format!("{}/{}/{slug}", setting.base_url, resource.plural));
    json!({ "id": id_text(id), "type": upper_case(resource.name), "slug": slug, "url": url.or(page) })
}
