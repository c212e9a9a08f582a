//! What SQLite and PostgreSQL spell differently in a read. Everything else is the same text.

use crate::database::Dialect;

impl Dialect {
    /// Text as a JSON string.
    pub fn json_text(self, sql: &str, nullable: bool) -> String {
        match self {
            // Spells NULL as null by itself.
            Self::Sqlite => format!("json_quote({sql})"),
            Self::Postgres => or_null(format!("CAST(to_json({sql}) AS text)"), nullable),
        }
    }

    /// A floating point number as JSON, with as many digits as tell it from all others.
    pub fn json_float(self, sql: &str, nullable: bool) -> String {
        let number = self.json_number(sql, nullable);
        match self {
            // SQLite writes 15 digits, which are enough for most numbers, and 17 for all.
            Self::Sqlite => {
                format!("CASE WHEN CAST({number} AS real) <> {sql} THEN printf('%!.17g', {sql}) ELSE {number} END")
            }
            Self::Postgres => number,
        }
    }

    /// A whole number as JSON.
    pub fn json_number(self, sql: &str, nullable: bool) -> String {
        match self {
            Self::Sqlite => format!("json_quote({sql})"),
            Self::Postgres => or_null(format!("CAST({sql} AS text)"), nullable),
        }
    }

    /// Microseconds since 1970 as an RFC 3339 string in UTC, with a fraction where there is one.
    pub fn json_instant(self, sql: &str, nullable: bool) -> String {
        // The floor of the division, so that moments before 1970 come out right as well.
        let micros = format!("((({sql}) % 1000000 + 1000000) % 1000000)");
        let seconds = format!("((({sql}) - {micros}) / 1000000)");
        let (moment, fraction) = match self {
            Self::Sqlite => {
                (format!("strftime('%Y-%m-%dT%H:%M:%S', {seconds}, 'unixepoch')"), format!("printf('.%06d', {micros})"))
            }
            Self::Postgres => (
                format!("to_char(to_timestamp({seconds}) AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS')"),
                format!("to_char({micros}, 'FM\".\"000000')"),
            ),
        };
        let fraction = format!("CASE WHEN {micros} = 0 THEN '' ELSE {fraction} END");
        or_null(format!("'\"' || {moment} || {fraction} || 'Z\"'"), nullable)
    }

    /// A cursor: the JSON of its keys, as hexadecimal digits, which both databases can write.
    pub fn hex(self, sql: &str) -> String {
        match self {
            Self::Sqlite => format!("lower(hex({sql}))"),
            Self::Postgres => format!("encode(convert_to({sql}, 'UTF8'), 'hex')"),
        }
    }

    /// The entries of a JSON object, as rows with `key` and `value` as text.
    pub fn json_entries(self, json: &str) -> String {
        match self {
            Self::Sqlite => format!(
                "SELECT key, CASE type WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' ELSE CAST(value AS text) END \
                 AS value FROM json_each({json})"
            ),
            Self::Postgres => {
                format!("SELECT key COLLATE \"C\" AS key, value FROM json_each_text(CAST({json} AS json))")
            }
        }
    }

    /// The texts of a JSON array, as rows.
    pub fn json_texts(self, json: &str) -> String {
        match self {
            Self::Sqlite => format!("SELECT value FROM json_each({json})"),
            Self::Postgres => format!("SELECT json_array_elements_text(CAST({json} AS json))"),
        }
    }

    /// Numbers to be bound as a list.
    pub fn list(self, numbers: &[i64]) -> String {
        let numbers = numbers.iter().map(i64::to_string).collect::<Vec<_>>().join(",");
        match self {
            Self::Sqlite => format!("[{numbers}]"),
            Self::Postgres => format!("{{{numbers}}}"),
        }
    }

    /// The numbers of a bound list, as rows with `id`.
    pub fn ids(self, list: &str) -> String {
        match self {
            Self::Sqlite => format!("SELECT value AS id FROM json_each({list})"),
            Self::Postgres => format!("SELECT unnest(CAST({list} AS bigint[])) AS id"),
        }
    }

    /// Whether a number is in a bound list.
    pub fn is_one_of(self, number: &str, list: &str) -> String {
        match self {
            Self::Sqlite => format!("{number} IN (SELECT value FROM json_each({list}))"),
            Self::Postgres => format!("{number} = ANY(CAST({list} AS bigint[]))"),
        }
    }

    /// The columns of a bound JSON list of lists, as rows. Each column has a name and a type.
    pub fn json_rows(self, json: &str, columns: &[(&str, &str)]) -> String {
        let columns = columns.iter().enumerate().map(|(n, (name, ty))| match self {
            Self::Sqlite => format!("CAST(json_extract(e.value, '$[{n}]') AS {ty}) AS {name}"),
            Self::Postgres => format!("CAST(e.value ->> {n} AS {ty}) AS {name}"),
        });
        let columns = columns.collect::<Vec<_>>().join(", ");
        match self {
            Self::Sqlite => format!("SELECT {columns} FROM json_each({json}) e"),
            Self::Postgres => format!("SELECT {columns} FROM json_array_elements(CAST({json} AS json)) e"),
        }
    }

    /// Whether text contains another, letter by letter.
    pub fn contains(self, text: &str, part: &str) -> String {
        match self {
            Self::Sqlite => format!("instr({text}, {part}) > 0"),
            Self::Postgres => format!("strpos({text}, {part}) > 0"),
        }
    }

    /// Whether text begins with another, letter by letter.
    pub fn starts_with(self, text: &str, part: &str) -> String {
        match self {
            Self::Sqlite => format!("substr({text}, 1, length({part})) = {part}"),
            Self::Postgres => format!("starts_with({text}, {part})"),
        }
    }

    /// A condition that few rows meet.
    pub fn few(self, condition: &str) -> String {
        match self {
            // It would take a list that is not known yet for one of 25 values.
            Self::Sqlite => format!("likelihood({condition}, 0.01)"),
            Self::Postgres => condition.to_owned(),
        }
    }

    /// A select within EXISTS that is asked row by row.
    pub fn not_joined(self, select: &str) -> String {
        match self {
            // It would make a join of it, and count on more of a row's having none than there are.
            Self::Sqlite => format!("{select} LIMIT 1"),
            Self::Postgres => select.to_owned(),
        }
    }

    /// Whether there is a digit in a text.
    pub fn has_digits(self, text: &str) -> String {
        match self {
            Self::Sqlite => format!("{text} GLOB '*[0-9]*'"),
            Self::Postgres => format!("{text} ~ '[0-9]'"),
        }
    }

    /// The first `digits` characters of a day: 4 for the year, 7 for year and month.
    pub fn date_prefix(self, sql: &str, digits: u8) -> String {
        format!("substr(CAST({sql} AS text), 1, {digits})")
    }
}

/// `null` in JSON where SQL has NULL.
pub fn or_null(sql: String, nullable: bool) -> String {
    if nullable { format!("coalesce({sql}, 'null')") } else { sql }
}

/// What stands around an expression that gives a word.
const WORD: (&str, &str) = ("'\"' || CAST(", " AS text) || '\"'");

/// A word that needs no escaping, as a JSON string.
pub fn json_word(sql: &str, nullable: bool) -> String {
    or_null(format!("{}{sql}{}", WORD.0, WORD.1), nullable)
}

/// A truth value as JSON.
pub fn json_boolean(sql: &str, nullable: bool) -> String {
    or_null(format!("CASE WHEN {sql} THEN 'true' WHEN NOT {sql} THEN 'false' END"), nullable)
}

/// An identifier, quoted: `end`, `group` and `order` are columns too.
pub fn quoted(name: &str) -> String {
    format!("\"{name}\"")
}

/// A column of a table's alias.
pub fn column(alias: &str, name: &str) -> String {
    format!("{alias}.\"{name}\"")
}

/// Constant text from the descriptions, as an SQL string.
pub fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// Pieces of an answer's text, to be joined to one.
#[derive(Default)]
pub struct Text {
    parts: Vec<String>,
    constant: String,
}

impl Text {
    /// Adds text that is the same in every answer.
    pub fn constant(&mut self, text: &str) -> &mut Self {
        self.constant.push_str(text);
        self
    }

    /// Adds an SQL expression that gives text and is never NULL.
    pub fn sql(&mut self, expression: impl Into<String>) -> &mut Self {
        let expression = expression.into();
        // A word that is to be joined anyway need not be joined with its quotes before.
        let word = expression.strip_prefix(WORD.0).and_then(|rest| rest.strip_suffix(WORD.1));
        match word.filter(|word| !word.contains(WORD.1)) {
            Some(word) => self.constant("\"").piece(word.to_owned()).constant("\""),
            None => self.piece(expression),
        }
    }

    fn piece(&mut self, expression: String) -> &mut Self {
        self.flush();
        self.parts.push(expression);
        self
    }

    fn flush(&mut self) {
        if !self.constant.is_empty() {
            self.parts.push(literal(&std::mem::take(&mut self.constant)));
        }
    }

    /// One expression: `concat` in groups, because PostgreSQL takes 100 arguments at most, and
    /// because SQLite bounds the depth of an expression, which a chain of `||` would reach.
    pub fn join(mut self) -> String {
        const MOST: usize = 90;
        self.flush();
        while self.parts.len() > MOST {
            let groups = self.parts.chunks(MOST);
            self.parts = groups.map(|group| format!("concat({})", group.join(", "))).collect();
        }
        match self.parts.as_slice() {
            [] => "''".to_owned(),
            [one] => one.clone(),
            parts => format!("concat({})", parts.join(", ")),
        }
    }
}

/// Rows of JSON text as a JSON array.
pub fn json_array(rows: &str) -> String {
    format!("concat('[', coalesce({rows}, ''), ']')")
}
