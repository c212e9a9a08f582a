use std::collections::{BTreeMap, HashMap};

use super::asked_for;
use chrono::NaiveDate;
use cluster_directory::database::Database;
use cluster_directory::directory::catalog;
use cluster_directory::resource::{Join, Kind, RECORD, Relationship, Resource};
use sea_orm::{ConnectionTrait, QueryResult, Statement, TryGetable};

/// One value of a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    Null,
    Boolean(bool),
    Integer(i64),
    Float(f64),
    Text(String),
    Day(NaiveDate),
}

impl Cell {
    pub fn is_null(&self) -> bool {
        *self == Self::Null
    }

    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    pub fn as_integer(&self) -> Option<i64> {
        match self {
            Self::Integer(number) => Some(*number),
            _ => None,
        }
    }

    pub fn as_day(&self) -> Option<NaiveDate> {
        match self {
            Self::Day(day) => Some(*day),
            _ => None,
        }
    }
}

/// One row of a table, column by column.
#[derive(Debug, Default)]
pub struct Row(HashMap<String, Cell>);

impl Row {
    pub fn cell(&self, column: &str) -> &Cell {
        self.0.get(column).unwrap_or_else(|| panic!("no column {column} in {:?}", self.0))
    }

    pub fn text(&self, column: &str) -> &str {
        self.cell(column).as_text().unwrap_or_else(|| panic!("{column} has no text"))
    }

    pub fn integer(&self, column: &str) -> i64 {
        self.cell(column).as_integer().unwrap_or_else(|| panic!("{column} has no number"))
    }

    pub fn id(&self) -> i64 {
        self.integer("id")
    }
}

/// The whole database in memory.
pub struct Rows {
    /// The tables whose rows have an id, by id.
    tables: HashMap<String, BTreeMap<i64, Row>>,
    /// Pairs, list items, and what is known of each EDTF text.
    others: HashMap<&'static str, Vec<Row>>,
}

/// How a column is read.
#[derive(Clone, Copy)]
enum Read {
    Boolean,
    Integer,
    Long,
    Float,
    Text,
    Day,
}

impl Rows {
    /// Reads every table as it stands.
    pub async fn load(url: &str) -> Self {
        let database = Database::connect(url).await.expect("the database opens");
        let mut rows = Self { tables: HashMap::new(), others: HashMap::new() };
        for resource in asked_for() {
            let read = table(&database, &resource.table, &columns(resource)).await;
            let by_id = read.into_iter().map(|row| (row.id(), row)).collect();
            rows.tables.insert(resource.table.clone(), by_id);
        }
        let text = |name: &str| (name.to_owned(), Read::Text);
        let long = |name: &str| (name.to_owned(), Read::Long);
        let day = |name: &str| (name.to_owned(), Read::Day);
        let position = ("position".to_owned(), Read::Integer);
        let mut others: HashMap<&'static str, Vec<(String, Read)>> = HashMap::from([
            ("edtf", vec![text("edtf"), text("precision"), text("text")]),
            (
                "list_item",
                vec![long("record_id"), text("attribute"), position, text("value"), day("earliest"), day("latest")],
            ),
        ]);
        for relationship in catalog().resources().iter().flat_map(|it| &it.relationships) {
            if let Join::Pairs { table, own, other, .. } = relationship.join {
                others.insert(table, vec![long(own), long(other)]);
            }
        }
        for (name, columns) in others {
            rows.others.insert(name, table(&database, name, &columns).await);
        }
        database.close().await.expect("the connections end");
        rows
    }

    /// All rows of a resource, by age.
    pub fn of(&self, resource: &Resource) -> &BTreeMap<i64, Row> {
        &self.tables[&resource.table]
    }

    /// All rows of a table that is no resource's.
    pub fn other(&self, table: &str) -> &[Row] {
        &self.others[table]
    }

    /// What a record is.
    pub fn resource(&self, id: i64) -> Option<&'static Resource> {
        let word = self.of(catalog().get(RECORD)).get(&id)?.text("type");
        catalog().records().find(|it| cluster_directory::resource::upper_case(it.name) == word)
    }
}

/// The columns of a resource's table, as its description has them.
fn columns(resource: &Resource) -> Vec<(String, Read)> {
    let mut columns = vec![("id".to_owned(), Read::Long)];
    for attribute in resource.attributes.iter().filter(|it| !it.kind.is_list()) {
        let column = &attribute.column;
        let read = match attribute.kind {
            Kind::Integer => Read::Integer,
            Kind::Float => Read::Float,
            Kind::Boolean => Read::Boolean,
            Kind::Instant => Read::Long,
            _ => Read::Text,
        };
        columns.push((column.clone(), read));
        if matches!(attribute.kind, Kind::Fuzzy) {
            columns.push((format!("{column}_earliest"), Read::Day));
            columns.push((format!("{column}_latest"), Read::Day));
        }
    }
    let own = resource.relationships.iter().filter_map(Relationship::own_column);
    columns.extend(own.map(|column| (column.to_owned(), Read::Long)));
    columns
}

async fn table(database: &Database, name: &str, columns: &[(String, Read)]) -> Vec<Row> {
    let connection = database.writer();
    let backend = connection.get_database_backend();
    let statement = Statement::from_string(backend, format!("SELECT * FROM \"{name}\""));
    let rows = connection.query_all_raw(statement).await.expect("the table is read");
    let read =
        |row: &QueryResult| Row(columns.iter().map(|(name, read)| (name.clone(), cell(row, name, *read))).collect());
    rows.iter().map(read).collect()
}

fn cell(row: &QueryResult, column: &str, read: Read) -> Cell {
    fn value<T>(row: &QueryResult, column: &str, cell: impl Fn(T) -> Cell) -> Cell
    where
        Option<T>: TryGetable,
    {
        let value: Option<T> = row.try_get("", column).expect("the column is as described");
        value.map_or(Cell::Null, cell)
    }
    match read {
        Read::Boolean => value(row, column, Cell::Boolean),
        Read::Integer => value(row, column, |number: i32| Cell::Integer(number.into())),
        Read::Long => value(row, column, Cell::Integer),
        Read::Float => value(row, column, Cell::Float),
        Read::Text => value(row, column, Cell::Text),
        Read::Day => value(row, column, Cell::Day),
    }
}
