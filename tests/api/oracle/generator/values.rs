use std::rc::Rc;

use chrono::{DateTime, Days, NaiveDate};
use cluster_directory::directory::catalog;
use cluster_directory::resource::{Attribute, Kind, Resource};

use super::Generator;
use crate::oracle::document::{Value, Variable};
use crate::oracle::rows::{Cell, Row};

/// Texts that something could be wrong with.
pub const STRANGE: &[&str] = &[
    "",
    " ",
    "a",
    "A",
    "b",
    "Z",
    "z",
    "zz",
    "ä",
    "a\u{308}",
    "ß",
    "SS",
    "Šolaja",
    "Solaja",
    "Ниш",
    "Θεσσαλονίκη",
    "日本",
    "😀",
    "👩\u{200d}🔬",
    "\u{ffff}",
    "\u{10ffff}",
    "\u{feff}",
    "\u{200b}",
    "\u{a0}",
    "\u{2028}",
    "%",
    "_",
    "100%",
    "a_b",
    "a%b",
    "\\",
    "\\n",
    "\\%",
    "\"",
    "'",
    "''",
    "O'Neil",
    "\"\"\"",
    "a\"b'c\\d",
    "{}",
    "[]",
    "null",
    "NULL",
    "$1",
    "?1",
    ":a",
    "--",
    "/*",
    ";",
    "0",
    "1e9",
    "\n",
    "\t",
    "a\nb",
    "CLUSTER",
    "slug",
    "\u{1}",
    "\u{7f}",
];

/// The first moment of the year 1 and the last of the year 9999.
const FIRST: i64 = -62_135_596_800_000_000;
const LAST: i64 = 253_402_300_799_999_999;
/// Days at the ends of what can be asked.
const DAYS: &[&str] =
    &["0000-01-01", "0001-01-01", "0999-12-31", "1582-10-10", "1969-12-31", "1970-01-01", "2016-02-29", "9999-12-31"];

impl<'d> Generator<'d> {
    /// Any row of a resource, if it has some.
    pub(super) fn row(&mut self, resource: &Resource) -> Option<&'d Row> {
        let rows = self.rows.of(resource);
        (!rows.is_empty()).then(|| {
            let index = self.random.below(rows.len());
            rows.values().nth(index).expect("an index below the number")
        })
    }

    /// The value, or seldom a variable that stands for it; for what need not be given, also a
    /// variable that is not given.
    pub(super) fn vary(&mut self, ty: &str, value: Value) -> Value {
        if !self.random.chance(6) {
            return value;
        }
        self.variables += 1;
        let nullable = !ty.ends_with('!');
        let is_given = !nullable || !self.random.chance(15);
        let strict = if is_given && nullable && self.random.chance(30) { "!" } else { "" };
        let value = is_given.then(|| value.plain());
        let is_default = self.random.chance(15);
        let (value, default) = if is_default { (None, value) } else { (value, None) };
        let (name, ty) = (format!("v{}", self.variables), format!("{ty}{strict}"));
        Value::Variable(Rc::new(Variable { name, ty, value, default }))
    }

    /// A value that the attribute has somewhere, or nearly so, or a strange one.
    pub(super) fn value_near(&mut self, resource: &Resource, attribute: &Attribute) -> Value {
        let known = if attribute.kind.is_list() {
            let items = self.rows.other("list_item").iter();
            let items: Vec<_> = items.filter(|it| it.text("attribute") == attribute.name).collect();
            if items.is_empty() { Cell::Null } else { self.random.pick(&items).cell("value").clone() }
        } else {
            self.row(resource).map_or(Cell::Null, |row| row.cell(&attribute.column).clone())
        };
        match attribute.kind {
            Kind::Choice(choice) => match known {
                Cell::Text(word) if self.random.chance(60) => Value::word(word),
                _ => Value::word(self.random.pick(choice.values).0),
            },
            Kind::Integer => {
                let near = known.as_integer().unwrap_or_default();
                let edges = [0, 1, -1, i64::from(i32::MAX), i64::from(i32::MIN)];
                let number = match self.random.below(4) {
                    0 => *self.random.pick(&edges),
                    1 => near.saturating_add(1).min(i64::from(i32::MAX)),
                    _ => near,
                };
                Value::Integer(number)
            }
            Kind::Instant => {
                let near = known.as_integer().unwrap_or_default();
                let micros = match self.random.below(4) {
                    0 => near.saturating_add(1),
                    1 => near.saturating_sub(1),
                    2 => *self.random.pick(&[0, -1, FIRST, LAST]),
                    _ => near,
                };
                let micros = micros.clamp(FIRST, LAST);
                let moment = DateTime::from_timestamp_micros(micros).expect("a moment");
                Value::text(moment.to_rfc3339())
            }
            _ => {
                let text = known.as_text().unwrap_or_default().to_owned();
                Value::text(self.text_near(text))
            }
        }
    }

    fn text_near(&mut self, text: String) -> String {
        let letters: Vec<char> = text.chars().collect();
        match self.random.below(8) {
            0 | 1 => (*self.random.pick(STRANGE)).to_owned(),
            2 => text + *self.random.pick(STRANGE),
            3 => text.to_uppercase(),
            4 | 5 if !letters.is_empty() => {
                let from = self.random.below(letters.len());
                let from = if self.random.chance(50) { 0 } else { from };
                let length = 1 + self.random.below(4);
                letters.into_iter().skip(from).take(length).collect()
            }
            _ => text,
        }
    }

    /// A day at, before or after one that a resource's rows have, or a strange one.
    pub(super) fn day(&mut self, resource: &Resource) -> Value {
        let known = self.row(resource).and_then(|row| {
            let dates = resource.attributes.iter().filter(|it| matches!(it.kind, Kind::Fuzzy));
            let dates = dates.flat_map(|it| ["earliest", "latest"].map(|b| format!("{}_{b}", it.column)));
            let days: Vec<_> = dates.filter_map(|column| row.cell(&column).as_day()).collect();
            (!days.is_empty()).then(|| *self.random.pick(&days))
        });
        let Some(day) = known.filter(|_| self.random.chance(85)) else {
            return Value::text(*self.random.pick(DAYS));
        };
        let moved = match self.random.below(4) {
            0 => day.checked_add_days(Days::new(1)),
            1 => day.checked_sub_days(Days::new(1)),
            _ => Some(day),
        };
        let spelled = |day: &NaiveDate| day.to_string().len() == 10;
        Value::text(moved.filter(spelled).unwrap_or(day).to_string())
    }

    /// An attribute's name that some claim is about, or a strange text.
    pub(super) fn claimed(&mut self) -> Value {
        let claim = catalog().get("Claim");
        let attribute = claim.find_attribute("attribute").expect("claims are about attributes");
        let value = self.value_near(claim, attribute);
        self.vary("String", value)
    }
}
