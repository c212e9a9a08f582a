//! Records of a bundle as rows of tables: every key checked, nothing left over.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use sea_orm::Value as Cell;
use serde_json::Value as Json;

use super::bundle::{Bundle, Record};
use crate::fold;
use crate::resource::{
    Attribute, Catalog, FuzzyDate, Join, Kind, RECORD, Relationship, Resource, Role, Searched, upper_case,
};

/// The rows of a table, column by column.
#[derive(Debug, Default)]
pub struct Table {
    pub columns: Vec<String>,
    pub rows: Vec<Vec<Cell>>,
}

/// All rows of a bundle, ready to be written in the order of the catalog.
pub struct Rows<'a> {
    catalog: &'a Catalog,
    now: i64,
    last_id: i64,
    /// Ids by resource and slug.
    ids: HashMap<(&'static str, String), i64>,
    pub tables: BTreeMap<String, Table>,
    described: BTreeSet<String>,
    /// Words of names whose slips are known.
    named: BTreeSet<String>,
}

/// Where a fault was found.
struct Place<'p> {
    file: &'p str,
    slug: &'p str,
}

impl Place<'_> {
    fn says(&self, what: impl std::fmt::Display) -> String {
        format!("{}.json: record `{}`: {what}.", self.file, self.slug)
    }
}

/// A record on its way to being a row, with its id.
struct Pending {
    id: i64,
    slug: String,
    record: Record,
}

/// Makes rows of all records of a bundle.
///
/// # Errors
///
/// When a record is not what its description says: the sentence has file, record and reason.
pub fn rows<'a>(catalog: &'a Catalog, bundle: &Bundle, now: DateTime<Utc>) -> Result<Rows<'a>, String> {
    let mut rows = Rows {
        catalog,
        now: now.timestamp_micros(),
        last_id: 0,
        ids: HashMap::new(),
        tables: BTreeMap::new(),
        described: BTreeSet::new(),
        named: BTreeSet::new(),
    };
    let owned: BTreeSet<_> = catalog
        .resources()
        .iter()
        .flat_map(|resource| &resource.relationships)
        .filter(|relationship| relationship.owned)
        .map(|relationship| relationship.target)
        .collect();
    for name in bundle.names() {
        let known = catalog.records().any(|it| it.plural == name && !owned.contains(it.name));
        if !known {
            return Err(format!("{name}.json is the file of no resource."));
        }
    }
    // First every record gets its id, so that references can point forward too.
    let mut files = Vec::new();
    for resource in catalog.records().filter(|resource| !owned.contains(resource.name)) {
        let mut pending = Vec::new();
        for record in bundle.records(resource.plural)? {
            pending.push(rows.announce(resource, record)?);
        }
        files.push((resource, pending));
    }
    for (resource, pending) in files {
        for record in pending {
            rows.add(resource, resource.plural, record, None)?;
        }
    }
    Ok(rows)
}

impl<'a> Rows<'a> {
    pub fn last_id(&self) -> i64 {
        self.last_id
    }

    fn next_id(&mut self) -> i64 {
        self.last_id += 1;
        self.last_id
    }

    fn announce(&mut self, resource: &Resource, record: Record) -> Result<Pending, String> {
        let file = resource.plural;
        let slug = match record.get("slug") {
            Some(Json::String(slug)) => slug.clone(),
            _ => {
                return Err(format!("{file}.json: record {}: it has no `slug`.", self.last_id + 1));
            }
        };
        let place = Place { file, slug: &slug };
        let spelled = slug.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        if slug.is_empty() || !spelled {
            return Err(place.says("a slug has small letters, digits and hyphens only"));
        }
        let id = self.next_id();
        if self.ids.insert((resource.name, slug.clone()), id).is_some() {
            return Err(place.says("another record of the file has the same slug"));
        }
        Ok(Pending { id, slug, record })
    }

    /// Adds a record, with all that it owns. `owner` is the column that leads back, and the owner's id.
    fn add(
        &mut self,
        resource: &'a Resource,
        file: &str,
        Pending { id, slug, mut record }: Pending,
        owner: Option<(&str, i64)>,
    ) -> Result<(), String> {
        let place = Place { file, slug: &slug };
        record.remove("slug");
        let mut cells: Vec<(String, Cell)> = vec![("id".to_owned(), id.into())];
        if resource.role == Role::Record {
            let word = upper_case(resource.name);
            self.put(RECORD.to_lowercase(), vec![("id".into(), id.into()), ("type".into(), word.into())]);
            cells.push(("slug".to_owned(), slug.clone().into()));
            cells.push(("version".to_owned(), 1_i32.into()));
            cells.push(("created_at".to_owned(), self.now.into()));
            cells.push(("updated_at".to_owned(), self.now.into()));
        }
        let mut texts = Vec::new();
        let given_by_server = ["slug", "version", "createdAt", "updatedAt"];
        let attributes = resource.attributes.iter();
        for attribute in attributes.filter(|it| !given_by_server.contains(&it.name)) {
            let value = record.remove(attribute.name).unwrap_or(Json::Null);
            if let (Some(searched), Json::String(text)) = (attribute.searched, &value) {
                texts.push((searched, attribute, text.clone()));
            }
            self.attribute(&mut cells, id, attribute, &value).map_err(|why| place.says(why))?;
        }
        self.searched(resource, id, owner.map(|(_, owner)| owner), &texts);
        let mut after = Vec::new();
        for relationship in &resource.relationships {
            let value = record.remove(relationship.name).unwrap_or(Json::Null);
            match &relationship.join {
                Join::Own { column } => {
                    let target = match owner {
                        Some((back, owner)) if back == column => Some(owner),
                        _ => self.reference(relationship, &value).map_err(|why| place.says(why))?,
                    };
                    if target.is_none() && relationship.required {
                        return Err(place.says(format!("`{}` is missing", relationship.name)));
                    }
                    cells.push((column.clone(), target.into()));
                }
                _ if !value.is_null() => after.push((relationship, value)),
                _ => {}
            }
        }
        if let Some(key) = record.keys().next() {
            return Err(place.says(format!("`{key}` is not known to {}", resource.name)));
        }
        self.put(resource.table.clone(), cells);
        for (relationship, value) in after {
            self.related(resource, file, &slug, id, relationship, value)?;
        }
        Ok(())
    }

    /// What stands under a relationship that is not a column: owned records, links, sources, claims.
    fn related(
        &mut self,
        resource: &'a Resource,
        file: &str,
        slug: &str,
        id: i64,
        relationship: &'a Relationship,
        value: Json,
    ) -> Result<(), String> {
        let place = Place { file, slug };
        let name = relationship.name;
        let items = match value {
            Json::Array(items) => items,
            one if !relationship.many => vec![one],
            _ => return Err(place.says(format!("`{name}` must be a list"))),
        };
        for (index, item) in items.into_iter().enumerate() {
            match &relationship.join {
                Join::Pairs { table, own, other } => {
                    let target = self.reference(relationship, &item).map_err(|why| place.says(why))?;
                    let cells = vec![((*own).to_owned(), id.into()), ((*other).to_owned(), target.into())];
                    self.put((*table).to_owned(), cells);
                }
                Join::Through { via: "claims", .. } if name == "sources" => {
                    let claim =
                        Record::from_iter([("article".to_owned(), item), ("preferred".to_owned(), true.into())]);
                    self.claim(file, slug, id, claim)?;
                }
                Join::Inverse { .. } if name == "claims" => {
                    let Json::Object(claim) = item else {
                        return Err(place.says("a claim must be an object"));
                    };
                    self.claim(file, slug, id, claim)?;
                }
                Join::Inverse { inverse } if relationship.owned => {
                    let Json::Object(record) = item else {
                        return Err(place.says(format!("`{name}` must hold objects")));
                    };
                    let target = self.catalog.get(relationship.target);
                    let back = target.find_relationship(inverse).and_then(Relationship::own_column);
                    let back = back.unwrap_or_default();
                    let slug = format!("{slug}-{}-{}", target.table.replace('_', "-"), index + 1);
                    let pending = Pending { id: self.next_id(), slug, record };
                    self.add(target, file, pending, Some((back, id)))?;
                }
                _ => {
                    return Err(place.says(format!(
                        "`{name}` of {} follows from other records and cannot be given",
                        resource.name
                    )));
                }
            }
        }
        Ok(())
    }

    fn claim(&mut self, file: &str, slug: &str, record: i64, claim: Record) -> Result<(), String> {
        let resource = self.catalog.get("Claim");
        let pending = Pending { id: self.next_id(), slug: slug.to_owned(), record: claim };
        self.add(resource, file, pending, Some(("record_id", record)))
    }

    /// The id that a slug stands for.
    fn reference(&self, relationship: &Relationship, value: &Json) -> Result<Option<i64>, String> {
        let name = relationship.name;
        let slug = match value {
            Json::Null => return Ok(None),
            Json::String(slug) => slug,
            other => return Err(format!("`{name}` is {other}; it takes a slug")),
        };
        let found = if relationship.target == RECORD {
            let types = self.catalog.records();
            let mut found = types.filter_map(|it| self.ids.get(&(it.name, slug.clone())));
            let first = found.next();
            if found.next().is_some() {
                return Err(format!("`{name}` names `{slug}`, which several records are called"));
            }
            first
        } else {
            self.ids.get(&(relationship.target, slug.clone()))
        };
        match found {
            Some(id) => Ok(Some(*id)),
            None => Err(format!("`{name}` names `{slug}`, and no {} has that slug", relationship.target)),
        }
    }

    fn attribute(
        &mut self,
        cells: &mut Vec<(String, Cell)>,
        id: i64,
        attribute: &Attribute,
        value: &Json,
    ) -> Result<(), String> {
        let name = attribute.name;
        let refuse = |wanted: &str| Err(format!("`{name}` is {value}; it takes {wanted}"));
        if value.is_null() && attribute.required && !attribute.kind.is_list() {
            return Err(format!("`{name}` is missing"));
        }
        let cell: Cell = match (attribute.kind, value) {
            (Kind::Fuzzy, _) => {
                let date = if value.is_null() { None } else { Some(self.fuzzy(name, value)?) };
                for (bound, day) in [
                    ("earliest", date.as_ref().and_then(|date| date.earliest)),
                    ("latest", date.as_ref().and_then(|date| date.latest)),
                ] {
                    cells.push((format!("{}_{bound}", attribute.column), day.into()));
                }
                date.map(|date| date.edtf).into()
            }
            (Kind::Texts | Kind::FuzzyDates, Json::Null) => return Ok(()),
            (Kind::Texts | Kind::FuzzyDates, Json::Array(items)) => {
                for (position, item) in items.iter().enumerate() {
                    self.list_item(id, attribute, position, item)?;
                }
                return Ok(());
            }
            (Kind::Texts | Kind::FuzzyDates, _) => return refuse("a list"),
            (Kind::Text | Kind::Choice(_), Json::Null) => Cell::String(None),
            (Kind::Text, Json::String(text)) => {
                if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t')) {
                    return refuse("text without control characters");
                }
                text.clone().into()
            }
            (Kind::Choice(choice), Json::String(word)) => {
                if !choice.contains(word) {
                    return refuse(&format!("one of {}", choice.words()));
                }
                word.clone().into()
            }
            (Kind::Integer, Json::Null) => Cell::Int(None),
            (Kind::Integer, Json::Number(number)) => {
                match number.as_i64().and_then(|number| i32::try_from(number).ok()) {
                    Some(number) => number.into(),
                    None => return refuse("a whole number of 32 bits"),
                }
            }
            (Kind::Float, Json::Null) => Cell::Double(None),
            (Kind::Float, Json::Number(number)) => number.as_f64().into(),
            (Kind::Boolean, Json::Null) => Cell::Bool(None),
            (Kind::Boolean, Json::Bool(truth)) => (*truth).into(),
            (Kind::Instant, Json::Null) => Cell::BigInt(None),
            (Kind::Instant, Json::String(text)) => match DateTime::parse_from_rfc3339(text) {
                // Other years are spelled differently by the databases, or not at all.
                Ok(moment) if (1..=9999).contains(&moment.to_utc().year()) => moment.timestamp_micros().into(),
                _ => return refuse("a moment such as \"2016-09-28T09:00:00Z\""),
            },
            (Kind::Instant, _) => return refuse("a moment such as \"2016-09-28T09:00:00Z\""),
            (Kind::Text, _) => return refuse("a text"),
            (Kind::Choice(choice), _) => return refuse(&format!("one of {}", choice.words())),
            (Kind::Integer | Kind::Float, _) => return refuse("a number"),
            (Kind::Boolean, _) => return refuse("true or false"),
        };
        cells.push((attribute.column.clone(), cell));
        Ok(())
    }

    /// The words by which a record, or the one it names, is found.
    fn searched(&mut self, resource: &Resource, id: i64, owner: Option<i64>, texts: &[(Searched, &Attribute, String)]) {
        for (searched, attribute, text) in texts {
            let (found, name) = match searched {
                Searched::OtherName => (owner.unwrap_or(id), resource.plural),
                _ => (id, attribute.name),
            };
            let words = fold::words(text);
            let length = i32::try_from(words.len()).unwrap_or(i32::MAX);
            for word in words {
                if *searched != Searched::Text && self.named.insert(word.folded.clone()) {
                    for variant in fold::deletions(&word.folded) {
                        let cells = [("variant", variant), ("word", word.folded.clone())];
                        let cells = cells.map(|(column, text)| (column.to_owned(), text.into()));
                        self.put("search_typo".to_owned(), cells.into());
                    }
                }
                let cells = vec![
                    ("word".to_owned(), word.folded.into()),
                    ("record_id".to_owned(), found.into()),
                    ("attribute".to_owned(), name.into()),
                    ("original".to_owned(), word.original.into()),
                    ("weight".to_owned(), searched.weight().into()),
                    ("length".to_owned(), length.into()),
                ];
                self.put("search_word".to_owned(), cells);
            }
        }
    }

    fn list_item(&mut self, id: i64, attribute: &Attribute, position: usize, item: &Json) -> Result<(), String> {
        let (value, earliest, latest) = match (attribute.kind, item) {
            (Kind::FuzzyDates, _) => {
                let date = self.fuzzy(attribute.name, item)?;
                (date.edtf, date.earliest, date.latest)
            }
            (_, Json::String(text)) => (text.clone(), None, None),
            _ => return Err(format!("`{}` holds {item}; it takes texts", attribute.name)),
        };
        let position = i32::try_from(position).map_err(|_| "a list is too long".to_owned())?;
        let cells = vec![
            ("record_id".to_owned(), id.into()),
            ("attribute".to_owned(), attribute.name.into()),
            ("position".to_owned(), position.into()),
            ("value".to_owned(), value.into()),
            ("earliest".to_owned(), earliest.into()),
            ("latest".to_owned(), latest.into()),
        ];
        self.put("list_item".to_owned(), cells);
        Ok(())
    }

    /// `"2016-02"`, or `{ "edtf": "2016-02", "earliest": "2016-02-15", "latest": "2016-02-29" }`.
    fn fuzzy(&mut self, name: &str, value: &Json) -> Result<FuzzyDate, String> {
        let refuse = || {
            format!(
                "`{name}` is {value}, which is no EDTF date such as \"2016-09-28\", \"2016-02\" or \"../2016-10-23\""
            )
        };
        let date = match value {
            Json::String(edtf) => FuzzyDate::parse(edtf).ok_or_else(refuse)?,
            Json::Object(parts) => {
                let part = |key: &str| parts.get(key).and_then(Json::as_str).ok_or_else(refuse);
                let day = |key: &str| NaiveDate::parse_from_str(part(key)?, "%Y-%m-%d").map_err(|_| refuse());
                let date = FuzzyDate::parse(part("edtf")?).ok_or_else(refuse)?;
                date.narrowed(day("earliest")?, day("latest")?)
                    .ok_or_else(|| format!("`{name}` is {value}, whose days lie outside its EDTF"))?
            }
            _ => return Err(refuse()),
        };
        if self.described.insert(date.edtf.clone()) {
            let cells = vec![
                ("edtf".to_owned(), date.edtf.clone().into()),
                ("precision".to_owned(), date.precision.into()),
                ("text".to_owned(), date.text.clone().into()),
            ];
            self.put("edtf".to_owned(), cells);
        }
        Ok(date)
    }

    fn put(&mut self, table: String, cells: Vec<(String, Cell)>) {
        let table = self.tables.entry(table).or_default();
        if table.columns.is_empty() {
            table.columns = cells.iter().map(|(column, _)| column.clone()).collect();
        }
        debug_assert!(table.columns.iter().eq(cells.iter().map(|(column, _)| column)));
        table.rows.push(cells.into_iter().map(|(_, cell)| cell).collect());
    }
}
