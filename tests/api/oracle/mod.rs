//! The proof of the query compiler: random documents, answered by the server and by a naive reading
//! of the same rows in memory, which must say the same.
//!
//! `ORACLE_DOCUMENTS=10000` asks more of them, `ORACLE_SEED` repeats a run, and with
//! `ORACLE_DOCUMENT` only one of its documents. A failure prints what to set.

mod answer;
mod cursors;
mod document;
mod generator;
mod json;
mod rows;
mod world;

use std::hash::{BuildHasher, Hasher};
use std::time::{Duration, Instant};

use cluster_directory::directory::catalog;
use cluster_directory::resource::Resource;
use serde_json::json;

use crate::support::random::Random;
use crate::support::{Server, bbs};
use answer::{Memory, Reader};
use cursors::Cursors;
use document::{Document, Field, Selection, Value};
use generator::Generator;
use json::Json;
use rows::Rows;

/// How many documents the two tests ask together if nobody says.
const DOCUMENTS: u64 = 300;
/// How often a document with variables is asked again, with other values in them.
const OTHER_VARIABLES: usize = 2;
/// A document that takes longer is worth a look.
const SLOW: Duration = Duration::from_secs(1);

/// The log, which stories of its own hold against the directory (`tests/api/changes/`).
const LOG: &str = "Change";

/// What is asked for: all but the log.
fn asked_for() -> impl Iterator<Item = &'static Resource> {
    catalog().resources().iter().filter(|resource| resource.name != LOG)
}

#[tokio::test]
async fn the_bundled_directory_is_read_as_naively() {
    let seed = seed();
    Oracle::new(bbs(), seed).await.compare().await;
}

#[tokio::test]
async fn a_nasty_directory_is_read_as_naively() {
    let seed = seed();
    let server = world::nasty(&mut Random::new(seed, u64::MAX)).start();
    Oracle::new(&server, seed).await.compare().await;
}

fn number(variable: &str) -> Option<u64> {
    let text = std::env::var(variable).ok()?;
    Some(text.parse().unwrap_or_else(|_| panic!("{variable} is `{text}`; it takes a number")))
}

/// The seed to repeat, or any.
fn seed() -> u64 {
    let any = || std::hash::RandomState::new().build_hasher().finish() % 1_000_000_000;
    number("ORACLE_SEED").unwrap_or_else(any)
}

/// A server, and its rows in memory.
struct Oracle<'s> {
    server: &'s Server,
    seed: u64,
    rows: Rows,
    memory: Memory,
    cursors: Cursors,
    /// How many documents were asked, and how many of them the server found too large.
    asked: usize,
    refused: usize,
    /// What to say of each document on which the readings differ.
    differences: Vec<String>,
}

impl<'s> Oracle<'s> {
    async fn new(server: &'s Server, seed: u64) -> Self {
        let rows = Rows::load(&server.database_url).await;
        let (memory, cursors) = (Memory::default(), Cursors::default());
        Self { server, seed, rows, memory, cursors, asked: 0, refused: 0, differences: Vec::new() }
    }

    /// Asks all documents, or the one that is wanted. The smallest difference is the one to look at.
    async fn compare(mut self) {
        let count = number("ORACLE_DOCUMENTS").unwrap_or(DOCUMENTS).div_ceil(2);
        let numbers = match number("ORACLE_DOCUMENT") {
            Some(one) => one..one + 1,
            None => 0..count,
        };
        for number in numbers {
            let random = Random::new(self.seed, number);
            let document = Generator::new(&self.rows, random).document();
            self.learn_cursors(&document, number).await;
            self.ask(&document, number).await;
            // A kept statement must not answer other variables than those that it fits.
            let mut random = Random::new(self.seed, !number);
            for _ in 0..OTHER_VARIABLES {
                if let Some(same) = document.revalued(&mut random) {
                    self.ask(&same, number).await;
                }
            }
        }
        let (asked, refused) = (self.asked, self.refused);
        assert!(refused * 10 <= asked, "{refused} of {asked} documents were found too large; that proves little");
        let count = self.differences.len();
        if let Some(smallest) = self.differences.iter().min_by_key(|it| it.len()) {
            panic!("Two readings of the same rows differ, {count} times. The smallest: {smallest}");
        }
    }

    /// Asks for the cursors that a document needs, each as the only row of its connection.
    async fn learn_cursors(&mut self, document: &Document, number: u64) {
        for cursor in document.cursors() {
            let Value::Cursor { place, plural, order } = cursor else { continue };
            if self.cursors.text(&place).is_some() {
                continue;
            }
            let id = Value::Object(vec![("eq".to_owned(), Value::text(format!("r{}", place.row)))]);
            let arguments =
                vec![("where".to_owned(), Value::Object(vec![("id".to_owned(), id)])), ("orderBy".to_owned(), *order)];
            let field = |name: &str, below: Vec<Field>| {
                let below = below.into_iter().map(Selection::Field).collect();
                Field { below, ..Field::new(name, "") }
            };
            let edges = field("edges", vec![field("cursor", Vec::new())]);
            let connection = Field { arguments, ..field(plural, vec![edges]) };
            let selections = vec![Selection::Field(connection)];
            self.ask(&Document { selections, ..Document::default() }, number).await;
        }
    }

    /// Asks one document and compares the answers.
    async fn ask(&mut self, document: &Document, number: u64) {
        let printed = document.print(&self.cursors);
        let request = json!({ "query": printed.query, "variables": printed.variables });
        let started = Instant::now();
        let response = self.server.client().post(self.server.url("/graphql")).json(&request).send().await;
        let text = response.expect("an answer").text().await.expect("text");
        let taken = started.elapsed();
        let story = || {
            let seed = self.seed;
            format!(
                "Repeat it with ORACLE_SEED={seed} ORACLE_DOCUMENT={number}.\n\
                 document: {}\nvariables: {}",
                printed.query, printed.variables
            )
        };
        if taken > SLOW {
            eprintln!("This took {taken:?}. {}", story());
        }
        let mut got: Json = serde_json::from_str(&text)
            .unwrap_or_else(|error| panic!("The answer is no JSON: {error}.\n{}\ngot: {text}", story()));
        if let Json::Object(parts) = &mut got {
            parts.retain(|(key, _)| key != "extensions");
        }
        self.asked += 1;
        if text.contains("\"code\":\"LIMIT_EXCEEDED\"") {
            // The bounds have stories of their own.
            self.refused += 1;
            return;
        }
        let reader = Reader { rows: &self.rows, document, memory: &self.memory };
        let expected = Json::Object(vec![("data".to_owned(), reader.answer())]);
        if let Some(difference) = self.cursors.difference("answer", &expected, &got) {
            let story = story();
            let difference = format!("{difference}.\n{story}\nexpected: {expected}\ngot: {text}");
            self.differences.push(difference);
        }
    }
}
