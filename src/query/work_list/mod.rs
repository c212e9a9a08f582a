//! `workList`: what a curator could look after, kind by kind.
//!
//! | file | what it does |
//! | --- | --- |
//! | `task` | a task as a row, and the sentence that gives its reason |
//! | `sources` | sources that disagree, records without any |
//! | `open` | what has no end although its time is over |
//! | `dates` | days that passed without a report, days that cannot be right |
//! | `duplicates` | records that are probably the same |
//!
//! Which resources a rule is about follows from their descriptions. Nothing is kept: a task is there as long
//! as the rows are that call for it.

mod dates;
mod duplicates;
mod open;
mod sources;
mod task;

use std::collections::BTreeSet;

use super::compiler::Compiler;
use super::connection::Derived;
use super::dialect::{column, json_word, literal};
use super::groups::Grouping;
use super::input::Input;
use super::order::{Key, Order};
use super::selection::Selected;
use super::slot::{KeyKind, SlotKind};
use crate::error::Result;
use crate::resource::{Choice, Resource, upper_case};
use task::{Kind, Task};

/// The kinds of task, in the order in which they are listed.
pub static TASK_KIND: Choice = Choice {
    name: "TaskKind",
    doc: "What there is to do.",
    values: &[
        ("CONFLICT", "Sources disagree on an attribute. Which of them is right?"),
        (
            "WITHOUT_SOURCE",
            "A record rests on no article. What stands within another, such as a participation, rests on that one's.",
        ),
        (
            "OPEN_PAST_ITS_TIME",
            "A membership, term, post or partnership role has no end, although what it is part of is over, somebody else has begun, or nothing has shown it for years. When did it end?",
        ),
        ("PASSED_WITHOUT_REPORT", "An event was expected for a day that has passed. Was it held?"),
        (
            "DATE_CANNOT_BE_RIGHT",
            "An article's printed day lies in the future, or contradicts when it was published or what it announces; or something ended before it began.",
        ),
        (
            "PROBABLE_DUPLICATE",
            "Two records are probably the same: they say so, or have one name and nothing tells them apart, or almost one name and something in common. The older is `record`.",
        ),
    ],
};

/// What tasks can be grouped by.
pub fn task_groupings() -> Vec<Grouping> {
    vec![
        Grouping::by_column("KIND", "word", "By `kind`."),
        Grouping::by_column("TYPE", "type", "By what `record` is; the value is a word of `RecordType`."),
    ]
}

/// The tasks that are asked for, as a table; `Task` has its columns.
pub struct WorkList {
    table: String,
}

/// Which records are asked for.
struct Wanted {
    types: Option<BTreeSet<String>>,
    /// The placeholder of the day on which the request is answered.
    today: String,
}

impl Wanted {
    fn has(&self, resource: &Resource) -> bool {
        self.types.as_ref().is_none_or(|types| types.contains(&upper_case(resource.name)))
    }
}

impl<'a> Derived<'a> for WorkList {
    fn name(&self) -> &'static str {
        "Task"
    }

    fn table(&self) -> String {
        self.table.clone()
    }

    fn order(&self, alias: &str) -> Order {
        let key = |name: &str, kind| Key {
            sql: column(alias, name),
            kind,
            nullable: false,
            descending: false,
            nulls_first: false,
            attribute: None,
        };
        let keys = vec![
            key("kind", KeyKind::Integer),
            key("id", KeyKind::Integer),
            key("attribute", KeyKind::Text),
            key("other", KeyKind::Integer),
        ];
        Order::of("Task", keys)
    }

    fn groupings(&self) -> Vec<Grouping> {
        task_groupings()
    }

    fn row(&self, compiler: &mut Compiler<'a>, alias: &str, field: &Selected<'a>) -> Result<String> {
        let fields = compiler.collect("Task", &[], &field.below);
        compiler.json_object(&fields, |compiler, part| match part.name {
            "__typename" => Ok(literal("\"Task\"")),
            "kind" => Ok(json_word(&format!("{alias}.word"), false)),
            "record" => compiler.record_by(&format!("{alias}.id"), part),
            "other" => Ok(format!("coalesce({}, 'null')", compiler.record_by(&format!("{alias}.other"), part)?)),
            "attribute" => Ok(compiler.dialect.json_text(&format!("nullif({alias}.attribute, '')"), true)),
            _ => Ok(compiler.dialect.json_text(&task::reason(alias), false)),
        })
    }
}

impl<'a> Compiler<'a> {
    /// The tasks that `workList` asks for.
    pub(super) fn tasks(&mut self, field: &Selected<'a>) -> Result<WorkList> {
        self.charge(500);
        let kinds = self.words_of(&field.argument("kinds"), "workList.kinds")?;
        let types = self.words_of(&field.argument("types"), "workList.types")?;
        let today = self.bind(&Input::Absent, SlotKind::YearsAgo(0), "workList");
        let wanted = Wanted { types, today };
        let mut tasks: Vec<String> = Vec::new();
        for kind in Kind::ALL {
            if kinds.as_ref().is_some_and(|kinds| !kinds.contains(kind.word())) {
                continue;
            }
            match kind {
                Kind::Conflict => tasks.extend(sources::conflicts(&wanted)),
                Kind::WithoutSource => tasks.extend(sources::without(self.catalog, &wanted)),
                Kind::OpenPastItsTime => tasks.extend(self.open(&wanted)),
                Kind::PassedWithoutReport => tasks.extend(dates::passed(self.catalog, &wanted)),
                Kind::DateCannotBeRight => tasks.extend(dates::wrong(self.catalog, &wanted)),
                Kind::ProbableDuplicate => tasks.extend(self.duplicates(&wanted)),
            }
        }
        if tasks.is_empty() {
            tasks.push(format!("{} WHERE FALSE", Task::new(Kind::Conflict, "0", "", "0").select()));
        }
        Ok(WorkList { table: format!("({})", tasks.join(" UNION ALL ")) })
    }
}
