use chrono::DateTime;
use cluster_directory::directory::catalog;
use cluster_directory::resource::{Attribute, Kind, RECORD, Resource, Role};

use super::selection::Selected;
use super::{BASE_URL, Reader};
use crate::oracle::document::Selection;
use crate::oracle::json::Json;
use crate::oracle::rows::{Cell, Row};

impl<'d> Reader<'d> {
    /// A row as an object. A row of the registry stands for the record that it names.
    pub fn object(&self, resource: &'static Resource, row: &Row, sets: &[&'d [Selection]]) -> Json {
        if resource.role == Role::Interface {
            let id = row.id();
            let resource = self.rows.resource(id).expect("a record has a type");
            return self.object(resource, &self.rows.of(resource)[&id], sets);
        }
        let types: &[&str] = match resource.role {
            Role::Record => &[resource.name, RECORD, "Node"],
            _ => &[resource.name, "Node"],
        };
        self.json_object(types, sets, |field| self.field(resource, row, field))
    }

    fn field(&self, resource: &'static Resource, row: &Row, field: &Selected<'d>) -> Json {
        let name = field.field.name.as_str();
        if let Some(attribute) = resource.find_attribute(name) {
            return self.value(attribute, row, field);
        }
        match name {
            "__typename" => return Json::text(resource.name),
            "id" => return Json::text(format!("r{}", row.id())),
            // "An article's own address, for all else a page of this server."
            "url" => {
                let address = format!("{BASE_URL}/{}/{}", resource.plural, row.text("slug"));
                return Json::Text(address);
            }
            "conflicts" => return self.conflicts(row, field),
            _ => {}
        }
        let relationship = resource.find_relationship(name).expect("a known field");
        let target = catalog().get(relationship.target);
        let mut rows = self.related(resource, row, relationship, field.field.argument("asOf"));
        if !relationship.many {
            // Where two rows would fit, the older one is given.
            return match rows.first() {
                Some(row) => self.object(target, row, &field.below),
                None => Json::Null,
            };
        }
        // `claims(attribute:)`: only claims on this attribute.
        if let Some(attribute) = field.field.argument("attribute") {
            rows.retain(|row| row.cell("attribute").as_text() == Some(attribute.as_text()));
        }
        self.connection(target, rows, field)
    }

    fn value(&self, attribute: &Attribute, row: &Row, field: &Selected<'d>) -> Json {
        let column = &attribute.column;
        match attribute.kind {
            Kind::Texts | Kind::FuzzyDates => {
                let mut items = self.items(attribute, row);
                items.sort_by_key(|item| item.integer("position"));
                let json = |item: &&Row| match attribute.kind {
                    Kind::Texts => Json::text(item.text("value")),
                    _ => self.fuzzy(item.cell("value"), item, ["earliest", "latest"], field),
                };
                Json::List(items.iter().map(json).collect())
            }
            Kind::Fuzzy => {
                let bounds = ["earliest", "latest"].map(|bound| format!("{column}_{bound}"));
                self.fuzzy(row.cell(column), row, [&bounds[0], &bounds[1]], field)
            }
            // RFC 3339 in UTC, with six digits of a second where it is not whole.
            Kind::Instant => row.cell(column).as_integer().map_or(Json::Null, |micros| {
                let moment = DateTime::from_timestamp_micros(micros).expect("a moment");
                let whole = moment.format("%Y-%m-%dT%H:%M:%S");
                Json::Text(match moment.timestamp_subsec_micros() {
                    0 => format!("{whole}Z"),
                    part => format!("{whole}.{part:06}Z"),
                })
            }),
            Kind::Listing => serde_json::from_str(row.text(column)).expect("JSON"),
            _ => plain(row.cell(column)),
        }
    }

    /// The values of an attribute that has several.
    pub fn items(&self, attribute: &Attribute, row: &Row) -> Vec<&'d Row> {
        let id = row.id();
        let items = self.rows.other("list_item").iter();
        let own = items.filter(|item| item.integer("record_id") == id);
        own.filter(|item| item.text("attribute") == attribute.name).collect()
    }

    fn fuzzy(&self, edtf: &Cell, row: &Row, [earliest, latest]: [&str; 2], field: &Selected<'d>) -> Json {
        let Some(edtf) = edtf.as_text() else { return Json::Null };
        self.json_object(&["FuzzyDate"], &field.below, |part| match part.field.name.as_str() {
            "__typename" => Json::text("FuzzyDate"),
            "edtf" => Json::text(edtf),
            "earliest" => plain(row.cell(earliest)),
            "latest" => plain(row.cell(latest)),
            what => Json::text(self.described(edtf).text(what)),
        })
    }

    /// What follows from an EDTF text alone: its precision, its words.
    pub fn described(&self, edtf: &str) -> &'d Row {
        let mut all = self.rows.other("edtf").iter();
        all.find(|row| row.text("edtf") == edtf).expect("every date is described")
    }

    /// "The attributes on which its sources disagree": those with claims of different values, in the
    /// order in which they were first claimed, each with all that is claimed about it by age.
    fn conflicts(&self, row: &Row, field: &Selected<'d>) -> Json {
        let claim = catalog().get("Claim");
        let all = self.rows.of(claim).values();
        let own: Vec<_> = all.filter(|it| it.integer("record_id") == row.id()).collect();
        let mut attributes: Vec<&str> = Vec::new();
        for attribute in own.iter().filter_map(|it| it.cell("attribute").as_text()) {
            if !attributes.contains(&attribute) {
                attributes.push(attribute);
            }
        }
        let about = |attribute: &str| {
            let about = |it: &&&Row| it.cell("attribute").as_text() == Some(attribute);
            own.iter().filter(about).copied().collect::<Vec<_>>()
        };
        attributes.retain(|attribute| {
            let mut values: Vec<_> = about(attribute).iter().filter_map(|it| it.cell("value").as_text()).collect();
            values.sort_unstable();
            values.dedup();
            values.len() > 1
        });
        let conflict = |attribute: &&str| {
            self.json_object(&["Conflict"], &field.below, |part| match part.field.name.as_str() {
                "__typename" => Json::text("Conflict"),
                "attribute" => Json::text(*attribute),
                _ => {
                    let claims = about(attribute).into_iter();
                    Json::List(claims.map(|it| self.object(claim, it, &part.below)).collect())
                }
            })
        };
        Json::List(attributes.iter().map(conflict).collect())
    }
}

#[expect(clippy::cast_precision_loss, reason = "no number has more than 53 bits")]
pub fn plain(cell: &Cell) -> Json {
    match cell {
        Cell::Null => Json::Null,
        Cell::Boolean(truth) => Json::Boolean(*truth),
        Cell::Integer(number) => Json::Number(*number as f64),
        Cell::Float(number) => Json::Number(*number),
        Cell::Text(text) => Json::text(text.as_str()),
        Cell::Day(day) => Json::Text(day.to_string()),
    }
}
