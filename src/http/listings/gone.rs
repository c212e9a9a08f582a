//! Events that somebody has in their calendar and that will not take place.

use chrono::{Days, NaiveTime};
use serde_json::{Value as Json, json};

use super::making::Making;
use super::reading::request;
use crate::error::{Error, Result};
use crate::listing::{Listing, Row};
use crate::resource::{id_text, parse_id};

/// For how many days a calendar says so; then every program that looks now and again has heard it.
const TOLD_FOR: Days = Days::new(30);

impl Making {
    /// What was called off or withdrawn lately, and would be in the listing otherwise, beside the rows that are.
    pub(super) async fn gone(&self, listing: &Listing, rows: &[Row]) -> Result<Vec<Row>> {
        let api = &self.app.api;
        let since = (api.today() - TOLD_FOR).and_time(NaiveTime::MIN).and_utc();
        let mut gone = api.gone(listing.resource, since).await?;
        gone.retain(|gone| !rows.iter().any(|row| row.id == id_text(gone.id)));
        let mut told = Vec::new();
        for some in gone.chunks(self.page_size()) {
            let ids: Vec<String> = some.iter().map(|gone| id_text(gone.id)).collect();
            let listing = listing.clone().narrowed(json!({ "id": { "in": ids } }));
            let request = self.guest.asks(request(listing.document(), listing.variables(some.len(), None)));
            let data = api.read_as_they_were(listing.resource, some, request).await?;
            let mut data: Json = serde_json::from_str(&data).map_err(Error::internal)?;
            for row in Row::all(&mut data)? {
                if let Some(gone) = some.iter().find(|gone| Some(gone.id) == parse_id(&row.id)) {
                    let status = Some("CANCELLED".to_owned());
                    told.push(Row { status, revision: gone.revision, updated_at: gone.at, ..row });
                }
            }
        }
        Ok(told)
    }
}
