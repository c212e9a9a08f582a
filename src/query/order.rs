//! `orderBy` as a list of keys that tells every two rows apart.

use super::compiler::Compiler;
use super::dialect::{column, json_boolean, json_word, quoted};
use super::input::{Input, Shape};
use super::slot::KeyKind;
use crate::database::Dialect;
use crate::error::{Error, Result};
use crate::resource::{Kind, Resource};

/// How many keys an order can have.
const MOST_KEYS: usize = 5;
/// How many to-one relationships a key can lie behind.
const MOST_HOPS: usize = 3;

/// The keys of an order, the id last.
pub struct Order {
    pub keys: Vec<Key>,
    /// What the client asked for, in words.
    words: String,
}

/// One thing to order by.
#[derive(Clone)]
pub struct Key {
    pub sql: String,
    /// The attribute of the ordered rows that it is, if it is one.
    pub attribute: Option<&'static str>,
    pub kind: KeyKind,
    pub nullable: bool,
    pub descending: bool,
    pub nulls_first: bool,
}

impl Key {
    /// The key's value as JSON, for a cursor.
    pub fn json(&self, dialect: Dialect) -> String {
        match self.kind {
            KeyKind::Text => dialect.json_text(&self.sql, self.nullable),
            KeyKind::Integer => dialect.json_number(&self.sql, self.nullable),
            KeyKind::Float => dialect.json_float(&self.sql, self.nullable),
            KeyKind::Boolean => json_boolean(&self.sql, self.nullable),
            KeyKind::Date => json_word(&self.sql, self.nullable),
        }
    }

    /// ASC or DESC, read in the order's direction or against it.
    pub fn direction(&self, backward: bool) -> &'static str {
        if self.descending == backward { "ASC" } else { "DESC" }
    }

    fn sql(&self, backward: bool) -> String {
        let direction = self.direction(backward);
        let nulls = match (self.nullable, self.nulls_first == backward) {
            (false, _) => "",
            (true, true) => " NULLS LAST",
            (true, false) => " NULLS FIRST",
        };
        format!("{} {direction}{nulls}", self.sql)
    }
}

impl Order {
    /// An order that no client spells out.
    pub fn of(words: &str, keys: Vec<Key>) -> Self {
        Self { keys, words: words.to_owned() }
    }

    /// For ORDER BY, as it is or turned round.
    pub fn sql(&self, backward: bool) -> String {
        let keys: Vec<_> = self.keys.iter().map(|key| key.sql(backward)).collect();
        keys.join(", ")
    }

    /// A short mark of the order, the same in every process (FNV-1a, 32 bits).
    pub fn mark(&self) -> String {
        let hash =
            self.words.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
        format!("{hash:08x}")
    }
}

impl<'a> Compiler<'a> {
    /// Reads `orderBy`.
    pub(super) fn order(&mut self, resource: &'a Resource, alias: &str, input: &Input<'a>, at: &str) -> Result<Order> {
        let at = format!("{at}.orderBy");
        let mut order = Order { keys: Vec::new(), words: resource.name.to_owned() };
        let items = if self.is_absent(input) { Vec::new() } else { self.items(input, &at)? };
        if items.len() > MOST_KEYS {
            let message = format!("has {} keys; it takes {MOST_KEYS} at most", items.len());
            return Err(Error::input(&at, message));
        }
        for (index, item) in items.iter().enumerate() {
            let at = format!("{at}[{index}]");
            let row = Row { resource, alias, around: Vec::new() };
            let key = self.key(row, item, &at, &mut order.words)?;
            order.keys.push(key);
        }
        // Rows that are equal so far follow each other by age, in the direction of the last key.
        let descending = order.keys.last().is_some_and(|key| key.descending);
        order.keys.push(Key {
            sql: column(alias, "id"),
            attribute: None,
            kind: KeyKind::Integer,
            nullable: false,
            descending,
            nulls_first: false,
        });
        Ok(order)
    }

    /// One key: `{ start: ASC }`, or through a to-one relationship `{ city: { name: ASC } }`.
    fn key(&mut self, row: Row<'a, '_>, input: &Input<'a>, at: &str, words: &mut String) -> Result<Key> {
        let Shape::Object(fields) = self.shape(input) else {
            return Err(Error::input(at, "must be an object with one key, such as { slug: ASC }"));
        };
        let [(name, value)] = fields.as_slice() else {
            return Err(Error::input(at, "takes exactly one key; write further keys as further objects of the list"));
        };
        let at = format!("{at}.{name}");
        words.push_str(&format!(" {name}"));
        if let Some(relationship) = row.resource.find_relationship(name) {
            if row.around.len() >= MOST_HOPS {
                let message = format!("lies behind more than {MOST_HOPS} relationships");
                return Err(Error::input(&at, message));
            }
            let target = self.catalog.get(relationship.target);
            let alias = self.alias();
            let condition = self.joined(row.resource, relationship, row.alias, &alias, None)?;
            let mut around = row.around;
            around.push((quoted(&target.table), alias.clone(), condition));
            return self.key(Row { resource: target, alias: &alias, around }, value, &at, words);
        }
        let Some(word) = self.word(value) else {
            return Err(Error::input(&at, "cannot be null; it takes ASC or DESC"));
        };
        // Two spellings of one order share their cursors.
        words.push_str(&format!(" {}", word.trim_end_matches("_NULLS_LAST")));
        let (sql, kind, nullable) = row.column(name);
        Ok(Key {
            attribute: row.resource.find_attribute(name).filter(|_| row.around.is_empty()).map(|it| it.name),
            nullable: nullable || !row.around.is_empty(),
            sql: row.around.iter().rev().fold(sql, |inner, (table, alias, condition)| {
                format!("(SELECT {inner} FROM {table} {alias} WHERE {condition})")
            }),
            kind,
            descending: word.starts_with("DESC"),
            nulls_first: word.ends_with("NULLS_FIRST"),
        })
    }
}

/// The row that a key belongs to, and the tables between it and the ordered row.
struct Row<'a, 'r> {
    resource: &'a Resource,
    alias: &'r str,
    around: Vec<(String, String, String)>,
}

impl Row<'_, '_> {
    fn column(&self, name: &str) -> (String, KeyKind, bool) {
        let Some(attribute) = self.resource.find_attribute(name) else {
            return (column(self.alias, "id"), KeyKind::Integer, false);
        };
        let sql = column(self.alias, &attribute.column);
        match attribute.kind {
            // A date whose beginning is open has no earliest day and stands with those without date.
            Kind::Fuzzy => (column(self.alias, &format!("{}_earliest", attribute.column)), KeyKind::Date, true),
            Kind::Integer | Kind::Instant => (sql, KeyKind::Integer, !attribute.required),
            Kind::Float => (sql, KeyKind::Float, !attribute.required),
            Kind::Boolean => (sql, KeyKind::Boolean, !attribute.required),
            _ => (sql, KeyKind::Text, !attribute.required),
        }
    }
}
