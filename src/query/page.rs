//! Pages by keyset: `first`/`after`, `last`/`before`, and the cursors between them.
//!
//! A cursor is the JSON of its row's keys, after a mark of the order that they belong to, written as
//! hexadecimal digits. It is opaque to clients; another order refuses it.

use sea_orm::Value;
use serde_json::Value as Json;

use super::compiler::Compiler;
use super::dialect::Text;
use super::guard::{Guard, Seen};
use super::input::Input;
use super::order::{Key, Order};
use super::selection::Selected;
use super::slot::{KeyKind, SlotKind, parse_date};
use crate::error::{Error, Result};

/// How many rows a page has if nobody says.
const DEFAULT_SIZE: usize = 20;

/// Which rows of the order make the page.
pub struct Page {
    pub size: usize,
    /// `last`: the rows before the end, read backward.
    pub backward: bool,
    /// The `after` cursor and the `before` cursor.
    pub bounds: Vec<Bound>,
    /// Rows up to and including the `after` cursor's.
    pub hidden_by_after: Option<String>,
    /// Rows from the `before` cursor's on.
    pub hidden_by_before: Option<String>,
}

/// A cursor that the rows of a page lie behind, or before.
pub struct Bound {
    /// The placeholders of its keys; `None` for a key that is null.
    pub values: Vec<Option<String>>,
    /// Whether the rows come after it in the order.
    pub after: bool,
}

impl Page {
    /// Whether it is the first one, read forward.
    pub fn is_first(&self) -> bool {
        !self.backward && self.bounds.is_empty()
    }

    /// The condition of the page, to stand behind another.
    pub fn seek(&self, order: &Order) -> String {
        self.bounds.iter().map(|bound| format!(" AND {}", beyond(order, &bound.values, bound.after, false))).collect()
    }
}

impl<'a> Compiler<'a> {
    /// Reads `first`, `after`, `last` and `before`.
    pub(super) fn page(&mut self, order: &Order, field: &Selected<'a>) -> Result<Page> {
        let at = field.name;
        let most = self.limits.max_page;
        let first = self.whole(&field.argument("first"), &format!("{at}.first"), 0..=most)?;
        let last = self.whole(&field.argument("last"), &format!("{at}.last"), 0..=most)?;
        if first.is_some() && last.is_some() {
            let message = "cannot be given together with `first`; ask for one of them";
            return Err(Error::input(&format!("{at}.last"), message));
        }
        let mut page = Page {
            size: first.or(last).unwrap_or(DEFAULT_SIZE.min(most)),
            backward: last.is_some(),
            bounds: Vec::new(),
            hidden_by_after: None,
            hidden_by_before: None,
        };
        for (argument, forward) in [("after", true), ("before", false)] {
            let input = field.argument(argument);
            let Some(values) = self.cursor_values(order, &input, &format!("{at}.{argument}"))? else {
                continue;
            };
            let hidden = Some(beyond(order, &values, !forward, true));
            page.bounds.push(Bound { values, after: forward });
            if forward {
                page.hidden_by_after = hidden;
            } else {
                page.hidden_by_before = hidden;
            }
        }
        Ok(page)
    }

    /// The placeholders of a cursor's keys, `None` for a key that is null; `None` without cursor.
    fn cursor_values(&mut self, order: &Order, input: &Input<'a>, at: &str) -> Result<Option<Vec<Option<String>>>> {
        if self.is_absent(input) {
            return Ok(None);
        }
        let cursor = self.cursor_text(input).as_deref().and_then(decode);
        let cursor = cursor.ok_or_else(|| malformed(at))?;
        if cursor.order != order.mark() {
            let message = "belongs to another order; use it with the `orderBy` that it came from";
            return Err(Error::input(at, message));
        }
        if cursor.keys.len() != order.keys.len() {
            return Err(malformed(at));
        }
        if let Input::Variable(path) = input {
            let seen = Seen::Cursor { order: cursor.order.clone(), nulls: cursor.nulls() };
            self.guards.push(Guard { path: path.clone(), seen });
        }
        let keys = order.keys.iter().enumerate();
        let values = keys.map(|(index, key)| {
            let kind = SlotKind::CursorKey(index, key.kind);
            (!cursor.keys[index].is_null()).then(|| self.bind(input, kind, at))
        });
        Ok(Some(values.collect()))
    }

    /// The cursor of a row.
    pub(super) fn cursor(&self, order: &Order) -> String {
        let mut text = Text::default();
        text.constant(&format!("[\"{}\"", order.mark()));
        for key in &order.keys {
            text.constant(",").sql(key.json(self.dialect));
        }
        text.constant("]");
        self.dialect.hex(&text.join())
    }
}

/// Rows that come after these values in the order, or before them.
fn beyond(order: &Order, values: &[Option<String>], forward: bool, inclusive: bool) -> String {
    let mut ways = Vec::new();
    let mut same = Vec::new();
    for (key, value) in order.keys.iter().zip(values) {
        let further = further(key, value.as_deref(), forward);
        if let Some(further) = further {
            ways.push([same.as_slice(), &[further]].concat().join(" AND "));
        }
        same.push(equal(key, value.as_deref()));
    }
    // Of two keys that are never missing, as one: so an index on both is entered there and nowhere else.
    if let ([first, second], [Some(a), Some(b)]) = (order.keys.as_slice(), values)
        && !first.nullable
        && !second.nullable
        && first.descending == second.descending
    {
        let (further, same) = (if first.descending == forward { "<" } else { ">" }, if inclusive { "=" } else { "" });
        return format!("({}, {}) {further}{same} ({a}, {b})", first.sql, second.sql);
    }
    if inclusive {
        ways.push(same.join(" AND "));
    }
    if ways.is_empty() {
        return "FALSE".to_owned();
    }
    let any = format!("({})", ways.join(" OR "));
    // Says again what follows for the first key alone, so that an index on it can be entered there.
    match (order.keys.first(), values.first()) {
        (Some(key), Some(Some(value))) if !key.nullable && order.keys.len() > 1 => {
            let bound = if key.descending == forward { "<=" } else { ">=" };
            format!("{} {bound} {value} AND {any}", key.sql)
        }
        _ => any,
    }
}

/// The key lies beyond the value; `None` if nothing can.
fn further(key: &Key, value: Option<&str>, forward: bool) -> Option<String> {
    let sql = &key.sql;
    let nulls_first = key.nulls_first == forward;
    let Some(value) = value else {
        return nulls_first.then(|| format!("{sql} IS NOT NULL"));
    };
    let compared = format!("{sql} {} {value}", if key.descending == forward { "<" } else { ">" });
    Some(match (key.nullable, nulls_first) {
        (false, _) => compared,
        (true, true) => format!("({sql} IS NOT NULL AND {compared})"),
        (true, false) => format!("({sql} IS NULL OR {compared})"),
    })
}

fn equal(key: &Key, value: Option<&str>) -> String {
    let sql = &key.sql;
    match value {
        None => format!("{sql} IS NULL"),
        Some(value) if key.nullable => format!("({sql} IS NOT NULL AND {sql} = {value})"),
        Some(value) => format!("{sql} = {value}"),
    }
}

/// What is written in a cursor.
pub struct Cursor {
    /// The mark of the order it belongs to.
    pub order: String,
    pub keys: Vec<Json>,
}

/// Reads a cursor; `None` if it is none.
pub fn decode(text: &str) -> Option<Cursor> {
    let digits = text.as_bytes();
    let pairs = digits.chunks(2).map(|pair| {
        let pair = std::str::from_utf8(pair).ok().filter(|pair| pair.len() == 2)?;
        u8::from_str_radix(pair, 16).ok()
    });
    let bytes: Vec<u8> = pairs.collect::<Option<_>>()?;
    let Json::Array(mut parts) = serde_json::from_slice(&bytes).ok()? else { return None };
    if parts.len() < 2 {
        return None;
    }
    let Json::String(order) = parts.remove(0) else { return None };
    Some(Cursor { order, keys: parts })
}

/// The error for what is no cursor of ours.
pub fn malformed(at: &str) -> Error {
    Error::input(at, "is not a cursor of this server; take it from `cursor` or `pageInfo`")
}

impl Cursor {
    pub fn nulls(&self) -> Vec<bool> {
        self.keys.iter().map(Json::is_null).collect()
    }

    /// The key at a place, as a value to compare with.
    pub fn key(&self, index: usize, kind: KeyKind) -> Option<Value> {
        let key = self.keys.get(index)?;
        match kind {
            KeyKind::Text => key.as_str().filter(|text| !text.contains('\0')).map(Value::from),
            KeyKind::Integer => key.as_i64().map(Value::from),
            KeyKind::Float => key.as_f64().map(Value::from),
            KeyKind::Boolean => key.as_bool().map(Value::from),
            KeyKind::Date => key.as_str().and_then(parse_date).map(Value::from),
        }
    }
}
