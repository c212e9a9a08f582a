//! Search by the words of names and texts, folded: `search(text:)`, and `text` in every filter.
//!
//! The words stand in a table of our own, `search_word`, in both databases. Their own text indexes
//! would rank differently, and would have to be kept from reading a visitor's quotes as operators.
//! Here a word is looked up by its beginning, and the score is a sum that both databases make alike.

mod hits;

use super::compiler::Compiler;
use super::connection::Derived;
use super::dialect::{Text, json_array, json_word, literal};
use super::guard::{Guard, Seen, at};
use super::input::{Input, Shape};
use super::order::{Key, Order};
use super::selection::Selected;
use super::slot::{KeyKind, SlotKind, as_text};
use crate::error::{Error, Result};
use crate::fold;
use async_graphql_value::Value;
pub use hits::Hits;

/// How many words of a text are looked for.
const MOST_WORDS: usize = 8;
/// How many characters of a text are looked at: folding fifty thousand again and again would take a second.
const MOST_CHARACTERS: usize = 1_000;

/// The folded words that a text is searched by.
pub fn search_words(text: &str) -> Vec<String> {
    let end = text.char_indices().nth(MOST_CHARACTERS).map_or(text.len(), |(end, _)| end);
    let mut found: Vec<String> = Vec::new();
    for word in fold::words(&text[..end]) {
        if found.len() < MOST_WORDS && !found.contains(&word.folded) {
            found.push(word.folded);
        }
    }
    found
}

impl<'a> Derived<'a> for Hits {
    fn name(&self) -> &'static str {
        "Search"
    }

    fn table(&self) -> String {
        self.all()
    }

    fn best(&self, count: usize) -> Option<String> {
        self.first(count)
    }

    /// The best first; of equals those with the shorter name, then the older.
    fn order(&self, alias: &str) -> Order {
        let key = |column: &str, descending| Key {
            sql: format!("{alias}.{column}"),
            kind: KeyKind::Integer,
            nullable: false,
            descending,
            nulls_first: false,
            attribute: None,
        };
        Order::of("Search", vec![key("score", true), key("length", false), key("id", false)])
    }

    fn row(&self, compiler: &mut Compiler<'a>, alias: &str, field: &Selected<'a>) -> Result<String> {
        let fields = compiler.collect("SearchHit", &[], &field.below);
        compiler.json_object(&fields, |compiler, part| match part.name {
            "__typename" => Ok(literal("\"SearchHit\"")),
            "score" => Ok(format!("CAST({alias}.score AS text)")),
            "record" => compiler.record_by(&format!("{alias}.id"), part),
            _ => Ok(compiler.highlights(self, alias, part)),
        })
    }
}

impl<'a> Compiler<'a> {
    /// The placeholders of a text's words: each with the end of the range that begins with it.
    fn words(&mut self, input: &Input<'a>, at_argument: &str) -> Result<Vec<[String; 2]>> {
        let text = match (self.shape(input), input) {
            (Shape::Scalar, Input::Literal(Value::String(text))) => text.clone(),
            (Shape::Scalar, Input::Variable(path)) => {
                let text = at(self.variables, path).and_then(as_text).unwrap_or_default().to_owned();
                let seen = Seen::Words(search_words(&text).len());
                self.guards.push(Guard { path: path.clone(), seen });
                text
            }
            _ => return Err(Error::input(at_argument, "takes a text")),
        };
        let count = search_words(&text).len();
        Ok((0..count)
            .map(|word| {
                let first = self.bind(input, SlotKind::SearchWord(word), at_argument);
                [first, self.bind(input, SlotKind::SearchWordEnd(word), at_argument)]
            })
            .collect())
    }

    /// `text: "…"` in a filter: every word begins a word of the record.
    pub(super) fn text_condition(&mut self, alias: &str, input: &Input<'a>, at: &str) -> Result<String> {
        let words = self.words(input, at)?;
        let conditions = words
            .iter()
            .map(|word| format!("{alias}.id IN (SELECT w.record_id FROM search_word w WHERE {})", hits::within(word)));
        let conditions: Vec<_> = conditions.collect();
        // A text without words asks for nothing, so it leaves everything.
        Ok(if conditions.is_empty() { "TRUE".to_owned() } else { format!("({})", conditions.join(" AND ")) })
    }

    /// The records that have all words, or, if there are none, those that have them but for a letter.
    pub(super) fn hits(&mut self, field: &Selected<'a>) -> Result<Hits> {
        self.charge(20);
        let input = field.argument("text");
        let words = self.words(&input, "search.text")?;
        if words.is_empty() {
            return Ok(Hits { dialect: self.dialect, words, slips: Vec::new(), types: String::new() });
        }
        let joined = self.types(field)?;
        let slips = |(n, _)| {
            let variants = self.bind(&input, SlotKind::SearchTypos(n), "search.text");
            self.dialect.json_texts(&variants)
        };
        let found = words.iter().enumerate().map(slips).collect();
        Ok(Hits { dialect: self.dialect, words, slips: found, types: joined })
    }

    /// `types: […]` as a join, or nothing.
    fn types(&mut self, field: &Selected<'a>) -> Result<String> {
        let input = field.argument("types");
        if self.is_absent(&input) {
            return Ok(String::new());
        }
        let mut wanted = Vec::new();
        for item in self.items(&input, "search.types")? {
            wanted.push(self.bind(&item, SlotKind::Text, "search.types"));
        }
        let wanted = if wanted.is_empty() { "NULL".to_owned() } else { wanted.join(", ") };
        Ok(format!(" JOIN record r ON r.id = h.id AND r.type IN ({wanted})"))
    }

    /// The words that were found, as they were written; none for a word with a slip in it.
    fn highlights(&mut self, hits: &Hits, alias: &str, field: &Selected<'a>) -> String {
        let fields = self.collect("Highlight", &[], &field.below);
        let word = self.alias();
        let mut text = Text::default();
        text.constant("{");
        for (n, part) in fields.iter().enumerate() {
            text.constant(if n == 0 { "\"" } else { ",\"" }).constant(part.key).constant("\":");
            text.sql(match part.name {
                "__typename" => literal("\"Highlight\""),
                "attribute" => json_word(&format!("{word}.attribute"), false),
                _ => self.dialect.json_text(&format!("{word}.original"), false),
            });
        }
        text.constant("}");
        let list = json_array(&format!(
            "string_agg({}, ',' ORDER BY {word}.weight DESC, {word}.attribute, {word}.original)",
            text.join()
        ));
        format!(
            "(SELECT {list} FROM (SELECT w.attribute, w.original, max(w.weight) AS weight FROM search_word w \
             WHERE w.record_id = {alias}.id AND ({}) GROUP BY w.attribute, w.original \
             ORDER BY max(w.weight) DESC, w.attribute, w.original LIMIT 20) {word})",
            hits.any_word(),
        )
    }
}
