//! A task as a row, and the sentence that gives its reason.

use super::TASK_KIND;
use crate::query::dialect::{column, literal};

/// What there is to do, in the order of [`TASK_KIND`].
#[derive(Clone, Copy)]
pub enum Kind {
    Conflict,
    WithoutSource,
    OpenPastItsTime,
    PassedWithoutReport,
    DateCannotBeRight,
    ProbableDuplicate,
}

impl Kind {
    pub const ALL: [Self; 6] = [
        Self::Conflict,
        Self::WithoutSource,
        Self::OpenPastItsTime,
        Self::PassedWithoutReport,
        Self::DateCannotBeRight,
        Self::ProbableDuplicate,
    ];

    pub fn word(self) -> &'static str {
        TASK_KIND.values[self as usize].0
    }
}

/// Why there is a task; where several reasons hold, the first counts.
#[derive(Clone, Copy)]
pub enum Reason {
    Disagree,
    NoSource,
    PartOfWhatEnded,
    PartOfWhatIsOver,
    Followed,
    Unseen,
    Passed,
    PrintedOtherwise,
    PrintedAhead,
    PrintedAfterwards,
    EndsBeforeItBegins,
    SaysSo,
    OneName,
    /// From here on something in common is needed beside the name.
    ShortName,
    CloseName,
}

/// A piece of a sentence.
enum Part {
    Text(&'static str),
    /// A column of text.
    Column(&'static str),
    /// A column with an EDTF text.
    Day(&'static str),
    /// What the sources state.
    Values,
}

impl Reason {
    const ALL: [Self; 15] = [
        Self::Disagree,
        Self::NoSource,
        Self::PartOfWhatEnded,
        Self::PartOfWhatIsOver,
        Self::Followed,
        Self::Unseen,
        Self::Passed,
        Self::PrintedOtherwise,
        Self::PrintedAhead,
        Self::PrintedAfterwards,
        Self::EndsBeforeItBegins,
        Self::SaysSo,
        Self::OneName,
        Self::ShortName,
        Self::CloseName,
    ];

    /// How the statement spells it.
    pub fn sql(self) -> String {
        (self as usize).to_string()
    }

    fn sentence(self) -> Vec<Part> {
        use Part::{Column, Day, Text, Values};
        let both = |rest: [Part; 2]| {
            let [rest, last] = rest;
            vec![Text("“"), Column("one"), Text("” and “"), Column("two"), Text("”"), rest, last, Text(".")]
        };
        match self {
            Self::Disagree => vec![Text("Sources give different values: "), Values, Text(".")],
            Self::NoSource => vec![Text("It rests on no article.")],
            Self::PartOfWhatEnded => {
                vec![Text("It has no end, although what it is part of ended: "), Day("one"), Text(".")]
            }
            Self::PartOfWhatIsOver => vec![Text("It has no end, although what it is part of is over.")],
            Self::Followed => vec![
                Text("It has no end and was last seen on "),
                Column("one"),
                Text("; somebody else began on "),
                Column("two"),
                Text(" or later."),
            ],
            Self::Unseen => vec![Text("It has no end, and nothing shows it after "), Column("one"), Text(".")],
            Self::Passed => vec![
                Text("It was expected for this time, and no source says that it was held: "),
                Day("one"),
                Text("."),
            ],
            Self::PrintedOtherwise => vec![
                Text("It bears the date "),
                Day("one"),
                Text(", but was published at another time: "),
                Day("two"),
                Text("."),
            ],
            Self::PrintedAhead => vec![Text("It bears a date that has not come yet: "), Day("one"), Text(".")],
            Self::PrintedAfterwards => vec![
                Text("It bears the date "),
                Day("one"),
                Text(" and announces what was over by "),
                Day("two"),
                Text("."),
            ],
            Self::EndsBeforeItBegins => {
                vec![Text("It begins "), Day("one"), Text(" and ends before that: "), Day("two"), Text(".")]
            }
            Self::SaysSo => both([Text(" are probably the same, as one of them says"), Text("")]),
            Self::OneName => both([Text(" have a name in common, and nothing known tells them apart"), Text("")]),
            Self::ShortName => both([Text(" have a short name in common and also this: "), Column("common")]),
            Self::CloseName => {
                both([Text(" have names that differ by one letter, and in common this: "), Column("common")])
            }
        }
    }
}

/// The sentence of a task, whichever it is.
pub fn reason(alias: &str) -> String {
    let cases: String = Reason::ALL
        .iter()
        .map(|reason| {
            let parts: Vec<_> = reason.sentence().iter().map(|part| part.sql(alias)).collect();
            format!(" WHEN {} THEN concat({})", reason.sql(), parts.join(", "))
        })
        .collect();
    format!("CASE {alias}.reason{cases} ELSE '' END")
}

impl Part {
    fn sql(&self, alias: &str) -> String {
        match self {
            Self::Text(text) => literal(text),
            Self::Column(name) => column(alias, name),
            Self::Day(name) => {
                format!("(SELECT d.text FROM edtf d WHERE d.edtf = {})", column(alias, name))
            }
            Self::Values => format!(
                "(SELECT string_agg(v.value, '; ' ORDER BY v.value) FROM (SELECT DISTINCT substr(c.value, 1, 100) AS value \
                 FROM claim c WHERE c.record_id = {alias}.id AND c.attribute = {alias}.attribute \
                 AND c.value IS NOT NULL ORDER BY value LIMIT 5) v)"
            ),
        }
    }
}

/// The columns of a task, each an SQL expression.
pub struct Task {
    kind: Kind,
    pub reason: String,
    type_word: String,
    id: String,
    pub attribute: String,
    pub other: String,
    /// What the reason speaks of.
    pub one: String,
    pub two: String,
    pub common: String,
}

impl Task {
    /// About the record of an id, whose type's word is given in SQL.
    pub fn new(kind: Kind, reason: impl Into<String>, type_word: &str, id: &str) -> Self {
        let nothing = || "CAST(NULL AS text)".to_owned();
        Self {
            kind,
            reason: reason.into(),
            type_word: if type_word.is_empty() { literal("") } else { type_word.to_owned() },
            id: id.to_owned(),
            attribute: literal(""),
            other: "0".to_owned(),
            one: nothing(),
            two: nothing(),
            common: nothing(),
        }
    }

    /// The beginning of a SELECT that gives such tasks.
    pub fn select(&self) -> String {
        let Self { kind, reason, type_word, id, attribute, other, one, two, common } = self;
        format!(
            "SELECT {place} AS kind, {word} AS word, {reason} AS reason, {type_word} AS type, {id} AS id, \
             {attribute} AS attribute, {other} AS other, {one} AS one, {two} AS two, {common} AS common",
            place = *kind as usize,
            word = literal(kind.word()),
        )
    }
}
