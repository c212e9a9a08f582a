//! `paths(from:, to:)`: the shortest chains between two records.
//!
//! The only read that takes more than one statement: which records lie between is found out beforehand, from
//! both ends at once (`find`), in the links that the descriptions name (`links`). The chains are weighed
//! in memory (`graph`), and bound to the one statement as a list of numbers. A record with many links
//! makes a chain dearer: what everything is linked with explains nothing.

mod find;
mod graph;
mod links;

use super::compiler::Compiler;
use super::dialect::{json_array, json_word, literal};
use super::input::Input;
use super::interval::AsOf;
use super::selection::Selected;
use super::slot::{SlotKind, Source};
use crate::error::{Error, Result};
use crate::resource::upper_case;
pub use find::Question;
use links::Ways;
pub use links::link_kinds;

/// How many steps a chain has at most, and if nobody says.
const MOST_STEPS: usize = 6;
const DEFAULT_STEPS: usize = 4;
/// How many chains are given at most, and if nobody says.
const MOST_PATHS: usize = 10;
const DEFAULT_PATHS: usize = 3;
/// How many records can be avoided.
const MOST_AVOIDED: usize = 100;
/// How many times a document can ask for chains.
const MOST_QUESTIONS: usize = 5;

/// The columns of a step as the search gives it.
const FOUND: [(&str, &str); 6] = [
    ("path", "bigint"),
    ("cost", "bigint"),
    ("step", "bigint"),
    ("kind", "text"),
    ("link", "bigint"),
    ("record", "bigint"),
];

/// The root field whose answer takes several statements.
pub const PATHS: &str = "paths";

impl<'a> Compiler<'a> {
    /// The JSON of `paths`.
    pub(super) fn paths(&mut self, field: &Selected<'a>) -> Result<String> {
        self.charge(100);
        let name = field.name;
        if self.questions.len() == MOST_QUESTIONS {
            return Err(Error::input(name, format!("can be asked {MOST_QUESTIONS} times in a document")));
        }
        let most_steps = self.whole(&field.argument("maxSteps"), &format!("{name}.maxSteps"), 1..=MOST_STEPS)?;
        let first = self.whole(&field.argument("first"), &format!("{name}.first"), 0..=MOST_PATHS)?;
        let (most_steps, first) = (most_steps.unwrap_or(DEFAULT_STEPS), first.unwrap_or(DEFAULT_PATHS));
        let question = self.question(field, most_steps, first)?;
        let source = Source::Found(self.questions.len());
        self.questions.push(question);
        let found = self.bind_source(source, SlotKind::Text, name);
        self.times(first, |compiler| compiler.path_list(&found, most_steps, field))
    }

    /// What has to be found out before the statement can run.
    fn question(&mut self, field: &Selected<'a>, most_steps: usize, first: usize) -> Result<Question> {
        let name = field.name;
        let ends = ["from", "to"].map(|end| self.slot(&field.argument(end), SlotKind::Id, &format!("{name}.{end}")));
        let avoid = field.argument("avoid");
        let avoid = if self.is_absent(&avoid) { Vec::new() } else { self.items(&avoid, &format!("{name}.avoid"))? };
        if avoid.len() > MOST_AVOIDED {
            let message = format!("has {} ids; it takes {MOST_AVOIDED} at most", avoid.len());
            return Err(Error::input(&format!("{name}.avoid"), message));
        }
        let avoid = avoid.iter().enumerate();
        let avoid = avoid.map(|(n, id)| self.slot(id, SlotKind::Id, &format!("{name}.avoid[{n}]"))).collect();
        let via = field.argument("via");
        let via = if self.is_absent(&via) { None } else { Some(self.items(&via, &format!("{name}.via"))?) };
        let via: Option<Vec<_>> = via.map(|words| words.iter().filter_map(|word| self.word(word)).collect());
        let ways = Ways::of(self.catalog, self.dialect, |word| {
            via.as_ref().is_none_or(|words| words.iter().any(|wanted| wanted == word))
        });
        let at = format!("{name}.asOf");
        let as_of = self.as_of_parts(&field.argument("asOf"), &at)?;
        // In the statements of the search the day stands behind the lists of ids.
        let held = as_of.as_ref().map(|(_, certain)| AsOf::on(format!("${}", ways.types.len() + 1), *certain));
        let day = as_of.map(|(day, _)| self.slot(&day, SlotKind::Date, &format!("{at}.date")));
        Ok(Question {
            ends,
            avoid,
            day,
            most_steps,
            first,
            links: ways.links_of(held.as_ref()),
            degrees: ways.degrees_of(held.as_ref()),
            ways: ways.ends(),
            types: ways.types.iter().map(|name| upper_case(name)).collect(),
            kinds: link_kinds(self.catalog).into_iter().map(|(word, _)| word).collect(),
        })
    }

    /// Binds a value that the search needs, and gives its place among the slots.
    fn slot(&mut self, input: &Input<'a>, kind: SlotKind, at: &str) -> usize {
        self.bind(input, kind, at);
        self.slots.len() - 1
    }

    /// The chains of the list `found`. One of which a record is gone since it was found is left out.
    fn path_list(&mut self, found: &str, most_steps: usize, field: &Selected<'a>) -> Result<String> {
        let (path, step) = (self.alias(), self.alias());
        let rows = self.dialect.json_rows(found, &FOUND);
        let fields = self.collect("Path", &[], &field.below);
        let object = self.json_object(&fields, |compiler, part| match part.name {
            "__typename" => Ok(literal("\"Path\"")),
            "cost" => Ok(format!("CAST({path}.cost AS text)")),
            "length" => Ok(format!("CAST({path}.length AS text)")),
            _ => {
                let object = compiler.times(most_steps, |compiler| compiler.step(&step, part))?;
                let list = json_array(&format!("string_agg({step}.j, ',' ORDER BY {step}.step)"));
                Ok(format!(
                    "(SELECT {list} FROM (SELECT {step}.step, {object} AS j FROM ({rows}) {step} \
                     WHERE {step}.path = {path}.path) {step})"
                ))
            }
        })?;
        let list = json_array(&format!("string_agg({path}.j, ',' ORDER BY {path}.path)"));
        Ok(format!(
            "(SELECT {list} FROM (SELECT {path}.path, {object} AS j FROM \
             (SELECT f.path, f.cost, count(*) AS length FROM ({rows}) f GROUP BY f.path, f.cost \
             HAVING count(*) = count((SELECT r.id FROM record r WHERE r.id = f.record)) \
             AND count(*) = count((SELECT r.id FROM record r WHERE r.id = f.link))) {path}) {path})"
        ))
    }

    /// `PathStep`.
    fn step(&mut self, alias: &str, field: &Selected<'a>) -> Result<String> {
        let fields = self.collect("PathStep", &[], &field.below);
        self.json_object(&fields, |compiler, part| match part.name {
            "__typename" => Ok(literal("\"PathStep\"")),
            "kind" => Ok(json_word(&format!("{alias}.kind"), false)),
            end => compiler.record_by(&format!("{alias}.{end}"), part),
        })
    }
}
