//! The statement's part that finds records by words.
//!
//! A hit's score is the sum, over the words, of the best row that it has for the word, and more if it has no more
//! words than were asked for. That all rows of a common word had to be summed up for ten hits would be a pity, so
//! for one word the best hits are [cut](Hits::first) out beforehand.

use crate::database::Dialect;
use crate::resource::Searched;

/// A row for a whole word counts so many times its weight, and one for the beginning of a word so many times.
const WHOLE: i32 = 3;
const BEGINNING: i32 = 2;
/// What each word counts more in a name that has no more words than were asked for: it is probably the one that is
/// meant.
const SHORT: usize = 5;
/// The longest names, in words, at which the hits can be cut.
const LONGEST: usize = 16;
/// A word with so many rows is common.
const COMMON: usize = 3000;

/// The records that a text finds: the placeholders from which their table is made.
pub struct Hits {
    pub dialect: Dialect,
    /// Of each word: itself, and the end of the range that begins with it.
    pub words: Vec<[String; 2]>,
    /// Of each word: a subquery for the variants by which its slips are known.
    pub slips: Vec<String>,
    /// A join that leaves only records of some types, or nothing.
    pub types: String,
}

impl Hits {
    /// All of them, as a table with `id`, `score` and `length`.
    ///
    /// In SQLite, if one of several words is rare, the others are looked for in its records only.
    pub fn all(&self) -> String {
        if self.words.is_empty() {
            return "(SELECT 0 AS id, 0 AS score, 0 AS length WHERE FALSE)".to_owned();
        }
        // PostgreSQL sees how many rows the words have when it plans, and needs more time for a longer statement.
        if self.words.len() == 1 || self.dialect == Dialect::Postgres {
            return format!(
                "(WITH strict AS ({}), loose AS ({}) SELECT s.* FROM strict s UNION ALL SELECT l.* FROM loose l)",
                self.found(&self.exactly(|within| format!("search_word w WHERE {within}"))),
                self.found(&self.nearly("NOT EXISTS (SELECT 1 FROM strict)")),
            );
        }
        let ranges = || self.words.iter().map(within).enumerate();
        let sizes: Vec<_> = ranges().map(|(n, range)| format!("SELECT {n} AS n, {} AS size", size(&range))).collect();
        let rare = format!(
            "SELECT s.n FROM ({}) s WHERE s.size < {COMMON} ORDER BY s.size LIMIT 1",
            sizes.join(" UNION ALL ")
        );
        let rows = |(n, range)| {
            format!("SELECT w.record_id AS id FROM {}", self.each("rare r", &format!("r.n = {n} AND {range}")))
        };
        let candidates: Vec<String> = ranges().map(rows).collect();
        self.cut_to("rare", &rare, &candidates)
    }

    /// At least the first `count` of them, for one word; all of them are looked at for several.
    ///
    /// For one word there are four classes of rows, each worth more than the next: the word in names, its beginning
    /// in names, and the same in texts. Say that `count` records have rows of one class that are `cut` words long.
    /// A record that is better has a row of a higher class, or a row that is no longer; all others need not be
    /// looked at.
    pub fn first(&self, count: usize) -> Option<String> {
        let [range @ [word, _]] = self.words.as_slice() else { return None };
        if count == 0 {
            return None;
        }
        let (name, other, text) = (Searched::Name.weight(), Searched::OtherName.weight(), Searched::Text.weight());
        let title = Searched::Title.weight();
        let whole = format!("w.word = {word}");
        let begun = within(range);
        let lengths: Vec<String> = (1..=LONGEST).map(|length| format!("({length})")).collect();
        let lengths = format!("VALUES {}", lengths.join(", "));
        // Rows of one record may stand side by side, so more are read than are needed.
        let enough = |rows: &str, weight: i32| {
            format!(
                "(SELECT count(DISTINCT h.id) FROM (SELECT w.record_id AS id FROM search_word w WHERE w.weight = {weight} \
                 AND w.length = l.column1 AND {rows} LIMIT {}) h{}) >= {count}",
                4 * count,
                self.types,
            )
        };
        let cut = format!(
            "SELECT c.column1 AS class, l.column1 AS length FROM (VALUES (1), (2), (3), (4)) c, ({lengths}) l \
             WHERE CASE WHEN {} < {COMMON} THEN FALSE WHEN c.column1 = 1 THEN {} WHEN c.column1 = 2 THEN {} \
             WHEN c.column1 = 3 THEN {} ELSE {} END ORDER BY 1, 2 LIMIT 1",
            size(&begun),
            enough(&whole, name),
            enough(&begun, name),
            enough(&whole, text),
            enough(&begun, text),
        );
        let rows =
            |table: &str, condition: String| format!("SELECT w.record_id AS id FROM {}", self.each(table, &condition));
        let shorter = format!(
            "l.column1 <= cut.length AND w.length = l.column1 AND w.weight IN ({name}, {other}, {title}, {text}) AND {begun}"
        );
        let candidates = [
            rows(&format!("cut CROSS JOIN ({lengths}) l"), shorter),
            rows("cut", format!("cut.class >= 2 AND {whole} AND w.weight > {title}")),
            rows("cut", format!("cut.class >= 3 AND {begun} AND w.weight > {text}")),
            rows("cut", format!("cut.class = 4 AND {whole}")),
        ];
        Some(self.cut_to("cut", &cut, &candidates))
    }

    /// The hits among the candidates, which are read from the table `name`; among all records if that has no row.
    fn cut_to(&self, name: &str, cut: &str, candidates: &[String]) -> String {
        format!(
            "(WITH {name} AS ({cut}), candidate AS ({}), best AS ({}), strict AS ({}), loose AS ({}) \
             SELECT b.* FROM best b UNION ALL SELECT s.* FROM strict s UNION ALL SELECT l.* FROM loose l)",
            candidates.join(" UNION "),
            self.found(&self.exactly(|within| self.each("candidate c", &format!("w.record_id = c.id AND {within}")))),
            self.found(&self.exactly(|within| only_if(&format!("NOT EXISTS (SELECT 1 FROM {name})"), within))),
            self.found(&self.nearly("NOT EXISTS (SELECT 1 FROM best) AND NOT EXISTS (SELECT 1 FROM strict)")),
        )
    }

    /// The condition that a row of `search_word` is there for one of the words.
    pub fn any_word(&self) -> String {
        let ranges: Vec<_> = self.words.iter().map(|range| format!("({})", within(range))).collect();
        if ranges.is_empty() { "FALSE".to_owned() } else { ranges.join(" OR ") }
    }

    /// Rows for the words: whole before the beginning of a word, names before texts.
    fn exactly(&self, from: impl Fn(&str) -> String) -> String {
        let rows = self.words.iter().enumerate().map(|(n, range)| {
            let (score, from) = (score(&range[0]), from(&within(range)));
            format!("SELECT w.record_id AS id, {n} AS n, {score} AS score, w.length FROM {from}")
        });
        rows.collect::<Vec<_>>().join(" UNION ALL ")
    }

    /// The same, and rows of names for words that differ in a letter; none unless the condition holds.
    fn nearly(&self, condition: &str) -> String {
        let rows_of_slips = self.slips.iter().enumerate().map(|(n, variants)| {
            let known = format!("SELECT t.word FROM search_typo t WHERE t.variant IN ({variants})");
            let rows = format!("w.weight > {} AND w.word IN ({known})", Searched::Text.weight());
            let from = only_if(condition, &rows);
            format!(" UNION ALL SELECT w.record_id, {n}, w.weight, w.length FROM {from}")
        });
        self.exactly(|within| only_if(condition, within)) + &rows_of_slips.collect::<String>()
    }

    /// The words for each row of a small table, looked up row by row; none if it has none. Left alone, PostgreSQL would
    /// sometimes read all words first, because it cannot know that the table is small.
    fn each(&self, table: &str, rows: &str) -> String {
        match self.dialect {
            Dialect::Sqlite => format!("{table} CROSS JOIN search_word w WHERE {rows}"),
            Dialect::Postgres => {
                format!("{table} CROSS JOIN LATERAL (SELECT w.* FROM search_word w WHERE {rows} OFFSET 0) w")
            }
        }
    }

    /// The records that have a row for each of the words, with their scores.
    fn found(&self, rows: &str) -> String {
        let count = self.words.len();
        let types = &self.types;
        let short = format!("CASE WHEN min(h.length) <= {count} THEN {} ELSE 0 END", count * SHORT);
        if count == 1 {
            return format!(
                "SELECT h.id, CAST(max(h.score) + {short} AS bigint) AS score, min(h.length) AS length \
                 FROM ({rows}) h{types} GROUP BY h.id"
            );
        }
        format!(
            "SELECT h.id, CAST(sum(h.score) + {short} AS bigint) AS score, min(h.length) AS length FROM \
             (SELECT u.id, u.n, max(u.score) AS score, min(u.length) AS length FROM ({rows}) u GROUP BY u.id, u.n) h{types} \
             GROUP BY h.id HAVING count(*) = {count}"
        )
    }
}

/// The condition that a row's word begins with another.
pub fn within([word, end]: &[String; 2]) -> String {
    format!("w.word >= {word} AND w.word < {end}")
}

/// The words, if a condition holds that is not about them. SQLite asks it once only if it stands in a join.
fn only_if(condition: &str, rows: &str) -> String {
    format!("(SELECT 1 WHERE {condition}) g CROSS JOIN search_word w WHERE {rows}")
}

/// How many rows words have, if they are not common.
fn size(range: &str) -> String {
    format!("(SELECT count(*) FROM (SELECT 1 FROM search_word w WHERE {range} LIMIT {COMMON}) x)")
}

fn score(word: &str) -> String {
    format!("w.weight * (CASE WHEN w.word = {word} THEN {WHOLE} ELSE {BEGINNING} END)")
}
