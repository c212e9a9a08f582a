//! What the directory has, by the names and the marks by which a source means it.

use std::collections::HashMap;

use sea_orm::sea_query::{Alias, Expr, ExprTrait, Order, Query, SelectStatement};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr, QueryResult};
use serde_json::{Value as Json, json};

use crate::change::{Content, id_text};
use crate::fold::fold;
use crate::resource::{Attribute, Format, Kind, Part, Resource, upper_case};

/// The records of a resource by name.
#[derive(Debug, Default)]
pub struct Names {
    by_name: HashMap<String, Vec<Candidate>>,
}

/// A record of that name, with what tells it apart from others of the same name.
#[derive(Clone, Debug)]
struct Candidate {
    record: String,
    apart: Content,
}

/// What a name leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    One(String),
    None,
    Several,
}

impl Names {
    /// Reads the names of a resource's records, the other names too.
    ///
    /// # Errors
    ///
    /// When the database does not answer.
    pub async fn of(connection: &DatabaseConnection, resource: &Resource) -> Result<Self, DbErr> {
        let mut names = Self::default();
        let Some(attribute) = name_attribute(resource) else { return Ok(names) };
        let apart: Vec<Part<'_>> = apart(resource).collect();
        let mut query = select(resource, &apart);
        query.column(Alias::new(&attribute.column));
        let mut by_id = HashMap::new();
        for row in connection.query_all(&query).await? {
            let id: i64 = row.try_get("", "id")?;
            let name: String = row.try_get("", &attribute.column)?;
            let candidate = Candidate { record: id_text(id), apart: read(&row, &apart)? };
            by_id.insert(id, candidate.apart.clone());
            names.add(&name, candidate);
        }
        let mut query = Query::select();
        query.columns(["record_id", "text"].map(|column| (Alias::new("name"), Alias::new(column))));
        query.from(Alias::new("name")).inner_join(
            Alias::new("record"),
            Expr::col((Alias::new("record"), Alias::new("id"))).equals((Alias::new("name"), Alias::new("record_id"))),
        );
        query.and_where(Expr::col((Alias::new("record"), Alias::new("type"))).eq(upper_case(resource.name)));
        query.order_by((Alias::new("name"), Alias::new("id")), Order::Asc);
        for row in connection.query_all(&query).await? {
            let id: i64 = row.try_get("", "record_id")?;
            let name: String = row.try_get("", "text")?;
            if let Some(apart) = by_id.get(&id) {
                names.add(&name, Candidate { record: id_text(id), apart: apart.clone() });
            }
        }
        Ok(names)
    }

    /// Adds a record that is to be.
    pub fn promise(&mut self, name: &str, record: String, content: &Content) {
        self.add(name, Candidate { record, apart: content.clone() });
    }

    fn add(&mut self, name: &str, candidate: Candidate) {
        let same = self.by_name.entry(spelled(name)).or_default();
        if !same.iter().any(|other| other.record == candidate.record) {
            same.push(candidate);
        }
    }

    /// The record of that name of which nothing that is known speaks against it.
    pub fn find(&self, name: &str, known: &Content) -> Found {
        let fits = |candidate: &&Candidate| {
            known.iter().all(|(part, value)| candidate.apart.get(part).is_none_or(|other| other == value))
        };
        let mut fitting = self.by_name.get(&spelled(name)).into_iter().flatten().filter(fits);
        match (fitting.next(), fitting.next()) {
            (None, _) => Found::None,
            (Some(one), None) => Found::One(one.record.clone()),
            (Some(_), Some(_)) => Found::Several,
        }
    }
}

/// A name in the one spelling in which names are compared. Signs count where they are part of a name, as in C++, and
/// words of two letters as they are, because they are acronyms and codes.
fn spelled(name: &str) -> String {
    let signs: String = name.chars().filter(|c| matches!(c, '+' | '#' | '*' | '@' | '$' | '%')).collect();
    let folded = if name.chars().count() <= SHORT { String::new() } else { fold(name) };
    if folded.is_empty() { name.trim().to_lowercase() } else { folded + &signs }
}

/// How many characters a name has at least to be folded.
const SHORT: usize = 3;

/// The attribute by which a source means a record: a country's code, any other's name.
fn name_attribute(resource: &Resource) -> Option<&Attribute> {
    let code = resource.attributes.iter().find(|it| it.format == Format::Country);
    code.or_else(|| resource.find_attribute(resource.named_by?))
}

/// The parts that tell records of one name apart.
fn apart(resource: &Resource) -> impl Iterator<Item = Part<'_>> {
    let apart = resource.upkeep.apart.unwrap_or_default();
    let parts = resource.parts().filter(|part| apart.contains(&part.name()));
    parts.filter(|part| match part {
        Part::Value(attribute) => is_mark(attribute),
        Part::One { .. } => true,
        Part::Many { .. } => false,
    })
}

/// Whether a value can be part of a mark: it stands in one column as it is written.
fn is_mark(attribute: &Attribute) -> bool {
    matches!(attribute.kind, Kind::Text | Kind::Choice(_) | Kind::Fuzzy | Kind::Integer | Kind::Instant)
}

fn select(resource: &Resource, parts: &[Part<'_>]) -> SelectStatement {
    let mut query = Query::select();
    query.column(Alias::new("id")).from(Alias::new(&resource.table)).order_by(Alias::new("id"), Order::Asc);
    for part in parts {
        match part {
            Part::Value(attribute) => drop(query.column(Alias::new(&attribute.column))),
            Part::One { column, .. } => drop(query.column(Alias::new(*column))),
            Part::Many { .. } => {}
        }
    }
    query
}

fn read(row: &QueryResult, parts: &[Part<'_>]) -> Result<Content, DbErr> {
    let mut content = Content::new();
    for part in parts {
        let json = match part {
            Part::One { column, .. } => row.try_get::<Option<i64>>("", column)?.map(|id| json!(id_text(id))),
            Part::Value(attribute) => match attribute.kind {
                Kind::Integer => row.try_get::<Option<i32>>("", &attribute.column)?.map(|it| json!(it)),
                Kind::Instant => row
                    .try_get::<Option<i64>>("", &attribute.column)?
                    .map(|micros| crate::resource::Value::Instant(micros).to_json()),
                _ => row.try_get::<Option<String>>("", &attribute.column)?.map(|it| json!(it)),
            },
            Part::Many { .. } => None,
        };
        content.extend(json.map(|json| (part.name().to_owned(), json)));
    }
    Ok(content)
}

/// The marks by which records of a resource are known where a source has no name for them: several parts together.
#[derive(Debug)]
pub struct Marks {
    parts: Vec<String>,
    records: HashMap<String, Vec<String>>,
}

impl Marks {
    /// Reads the marks of a resource's records.
    pub async fn of(connection: &DatabaseConnection, resource: &Resource, names: &[String]) -> Result<Self, DbErr> {
        let parts: Vec<Part<'_>> = names.iter().filter_map(|name| resource.part(name)).collect();
        let mut marks = Self { parts: names.to_vec(), records: HashMap::new() };
        for row in connection.query_all(&select(resource, &parts)).await? {
            let id: i64 = row.try_get("", "id")?;
            let content = read(&row, &parts)?;
            marks.promise(id_text(id), &content);
        }
        Ok(marks)
    }

    /// Adds a record, or one that is to be.
    pub fn promise(&mut self, record: String, content: &Content) {
        self.records.entry(mark(&self.parts, content)).or_default().push(record);
    }

    /// The records that have the same mark.
    pub fn find(&self, content: &Content) -> &[String] {
        self.records.get(&mark(&self.parts, content)).map_or(&[], Vec::as_slice)
    }
}

fn mark(parts: &[String], content: &Content) -> String {
    let mut mark = String::new();
    for part in parts {
        match content.get(part) {
            // Names are the same in any spelling
            Some(Json::String(text)) if part == "title" || part == "name" => mark.push_str(&spelled(text)),
            Some(Json::Object(date)) => mark.push_str(date.get("edtf").and_then(Json::as_str).unwrap_or_default()),
            Some(Json::String(text)) => mark.push_str(text),
            Some(other) => mark.push_str(&other.to_string()),
            None => {}
        }
        mark.push('\u{1f}');
    }
    mark
}

/// The records of a resource by slug.
pub async fn slugs(connection: &DatabaseConnection, resource: &Resource) -> Result<HashMap<String, i64>, DbErr> {
    let mut query = Query::select();
    query.columns(["id", "slug"].map(Alias::new)).from(Alias::new(&resource.table));
    let rows = connection.query_all(&query).await?;
    rows.iter().map(|row| Ok((row.try_get("", "slug")?, row.try_get("", "id")?))).collect()
}

/// What a source said last: by its keys the records, and what it said of them.
pub async fn remembered(
    connection: &DatabaseConnection,
    source: &str,
) -> Result<HashMap<String, (i64, Content)>, DbErr> {
    let mut query = Query::select();
    query.columns(["key", "record_id", "content"].map(Alias::new)).from(Alias::new("remembered"));
    query.and_where(Expr::col(Alias::new("source")).eq(source));
    let mut merged = Query::select();
    merged.columns(["id", "record_id"].map(Alias::new)).from(Alias::new("id_redirect"));
    let merged: Vec<(i64, i64)> = {
        let rows = connection.query_all(&merged).await?;
        rows.iter()
            .map(|row| Ok((row.try_get("", "id")?, row.try_get("", "record_id")?)))
            .collect::<Result<_, DbErr>>()?
    };
    let merged: HashMap<i64, i64> = merged.into_iter().collect();
    let rows = connection.query_all(&query).await?;
    let all = rows.iter().map(|row| {
        let content: String = row.try_get("", "content")?;
        let content = serde_json::from_str(&content).map_err(|error| DbErr::Custom(error.to_string()))?;
        let mut id: i64 = row.try_get("", "record_id")?;
        // What was merged since is the other record now
        while let Some(into) = merged.get(&id) {
            id = *into;
        }
        Ok((row.try_get("", "key")?, (id, content)))
    });
    all.collect()
}
