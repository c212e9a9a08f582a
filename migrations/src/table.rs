//! How migrations write a table down, for both databases in one text.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

/// A column, or the three columns of an uncertain date.
pub struct Column {
    name: String,
    kind: Kind,
    required: bool,
    indexed: bool,
}

enum Kind {
    Text,
    Integer,
    /// Microseconds since 1970, or an id.
    Long,
    Float,
    Boolean,
    Date,
    /// `x`, `x_earliest`, `x_latest`.
    Fuzzy,
    /// The id of a row of this table.
    Reference(&'static str),
}

fn column(name: &str, kind: Kind) -> Column {
    Column { name: name.to_owned(), kind, required: false, indexed: false }
}

pub fn text(name: &str) -> Column {
    column(name, Kind::Text)
}

pub fn integer(name: &str) -> Column {
    column(name, Kind::Integer)
}

pub fn long(name: &str) -> Column {
    column(name, Kind::Long)
}

pub fn float(name: &str) -> Column {
    column(name, Kind::Float)
}

pub fn boolean(name: &str) -> Column {
    column(name, Kind::Boolean)
}

pub fn date(name: &str) -> Column {
    column(name, Kind::Date)
}

pub fn fuzzy(name: &str) -> Column {
    column(name, Kind::Fuzzy).indexed()
}

pub fn reference(name: &str, table: &'static str) -> Column {
    column(name, Kind::Reference(table)).indexed()
}

impl Column {
    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }

    pub fn indexed(mut self) -> Self {
        self.indexed = true;
        self
    }
}

/// Creates the table of a resource: its id is a record's, its slug is its own.
pub async fn resource(manager: &SchemaManager<'_>, name: &str, columns: Vec<Column>) -> Result<(), DbErr> {
    let shared = [
        text("slug").required(),
        integer("version").required(),
        long("created_at").required().indexed(),
        long("updated_at").required().indexed(),
        text("note"),
    ];
    let columns = shared.into_iter().chain(columns).collect();
    with_id(manager, name, columns, Some("record")).await?;
    index(manager, name, &["slug"], true).await
}

/// Creates a table whose rows have a number; `registry` names the table that knows all numbers.
pub async fn with_id(
    manager: &SchemaManager<'_>,
    name: &str,
    columns: Vec<Column>,
    registry: Option<&'static str>,
) -> Result<(), DbErr> {
    let mut table = Table::create().table(Alias::new(name)).to_owned();
    let mut id = ColumnDef::new(Alias::new("id"));
    match manager.get_database_backend() {
        // Only this very spelling makes it SQLite's own row number.
        DbBackend::Sqlite => id.custom(Alias::new("integer")),
        _ => id.big_integer(),
    };
    table.col(id.not_null().primary_key());
    if let Some(registry) = registry {
        foreign_key(&mut table, "id", registry);
    }
    let indexed = add_columns(manager, &mut table, columns);
    manager.create_table(table).await?;
    for name_of in indexed {
        index(manager, name, &[&name_of, "id"], false).await?;
    }
    Ok(())
}

/// Creates a table of pairs without facts of its own.
pub async fn pairs(
    manager: &SchemaManager<'_>,
    name: &str,
    [(one, one_table), (other, other_table)]: [(&str, &'static str); 2],
) -> Result<(), DbErr> {
    let mut table = Table::create().table(Alias::new(name)).to_owned();
    let columns = vec![reference(one, one_table).required(), reference(other, other_table).required()];
    add_columns(manager, &mut table, columns);
    table.primary_key(Index::create().col(Alias::new(one)).col(Alias::new(other)));
    manager.create_table(table).await?;
    index(manager, name, &[other, one], false).await
}

/// Creates a table of pairs of texts.
pub async fn pairs_of_text(manager: &SchemaManager<'_>, name: &str, columns: [&str; 2]) -> Result<(), DbErr> {
    plain(manager, name, columns.map(|column| text(column).required()).into(), &columns).await
}

/// Creates a table whose rows nothing points to.
pub async fn unkeyed(manager: &SchemaManager<'_>, name: &str, columns: Vec<Column>) -> Result<(), DbErr> {
    let mut table = Table::create().table(Alias::new(name)).to_owned();
    add_columns(manager, &mut table, columns);
    manager.create_table(table).await
}

/// Creates a table of another kind, with the given primary key.
pub async fn plain(manager: &SchemaManager<'_>, name: &str, columns: Vec<Column>, key: &[&str]) -> Result<(), DbErr> {
    let mut table = Table::create().table(Alias::new(name)).to_owned();
    add_columns(manager, &mut table, columns);
    let mut primary = Index::create();
    for part in key {
        primary.col(Alias::new(*part));
    }
    table.primary_key(&mut primary);
    manager.create_table(table).await
}

pub async fn index(manager: &SchemaManager<'_>, table: &str, columns: &[&str], unique: bool) -> Result<(), DbErr> {
    let mut index = Index::create().name(format!("{table}_{}", columns.join("_"))).table(Alias::new(table)).to_owned();
    for column in columns {
        index.col(Alias::new(*column));
    }
    if unique {
        index.unique();
    }
    manager.create_index(index).await
}

/// Adds the columns and gives those that want an index.
fn add_columns(manager: &SchemaManager<'_>, table: &mut TableCreateStatement, columns: Vec<Column>) -> Vec<String> {
    let postgres = manager.get_database_backend() == DbBackend::Postgres;
    let mut indexed = Vec::new();
    let define = |name: &str| ColumnDef::new(Alias::new(name));
    // Text is compared and ordered byte by byte, in both databases alike.
    let as_text = |definition: &mut ColumnDef| {
        definition.text();
        if postgres {
            definition.extra("COLLATE \"C\"");
        }
    };
    for column in columns {
        let name = &column.name;
        let mut definition = define(name);
        let mut index_on = vec![name.clone()];
        match column.kind {
            Kind::Text => as_text(&mut definition),
            Kind::Integer => drop(definition.integer()),
            Kind::Long => drop(definition.big_integer()),
            Kind::Float => drop(definition.double()),
            Kind::Boolean => drop(definition.boolean()),
            Kind::Date => drop(definition.date()),
            Kind::Fuzzy => {
                as_text(&mut definition);
                index_on = vec![format!("{name}_earliest"), format!("{name}_latest")];
                for bound in &index_on {
                    table.col(define(bound).date());
                }
            }
            Kind::Reference(target) => {
                definition.big_integer();
                foreign_key(table, name, target);
            }
        }
        if column.required {
            definition.not_null();
        }
        table.col(definition);
        if column.indexed {
            indexed.append(&mut index_on);
        }
    }
    indexed
}

fn foreign_key(table: &mut TableCreateStatement, column: &str, target: &str) {
    table.foreign_key(ForeignKey::create().from_col(Alias::new(column)).to(Alias::new(target), Alias::new("id")));
}
