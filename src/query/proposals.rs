//! `proposals`, `proposal`: what waits for a decision, for those who decide and for its author.
//!
//! Whoever else asks finds nothing: the condition on the viewer stands in the statement itself.

use super::compiler::Compiler;
use super::connection::Derived;
use super::dialect::{column, json_array, json_boolean, json_word, literal};
use super::input::Input;
use super::order::{Key, Order};
use super::selection::Selected;
use super::slot::{KeyKind, SlotKind};
use crate::database::Database;
use crate::error::{Error, Result};
use crate::resource::Choice;
use crate::viewer::Power;

pub static PROPOSAL_STATUS: Choice = Choice {
    name: "ProposalStatus",
    doc: "What has become of a proposal.",
    values: &[
        ("OPEN", "It waits for a decision."),
        ("APPROVED", "What it proposes was done."),
        ("REJECTED", "It is not to be done; `reason` says why."),
        ("WITHDRAWN", "Its author took it back."),
    ],
};

/// The proposals that are asked for, as far as whoever asks may see them.
pub struct Proposals {
    table: String,
}

impl<'a> Derived<'a> for Proposals {
    fn name(&self) -> &'static str {
        "Proposal"
    }

    fn table(&self) -> String {
        self.table.clone()
    }

    fn order(&self, alias: &str) -> Order {
        let sql = column(alias, "id");
        let key = Key {
            sql,
            kind: KeyKind::Integer,
            nullable: false,
            descending: false,
            nulls_first: false,
            attribute: None,
        };
        Order::of("Proposal", vec![key])
    }

    fn row(&self, compiler: &mut Compiler<'a>, alias: &str, field: &Selected<'a>) -> Result<String> {
        compiler.proposal_object(alias, field)
    }
}

impl<'a> Compiler<'a> {
    /// The proposals that `proposals` asks for.
    pub(super) fn proposals(&mut self, field: &Selected<'a>) -> Result<Proposals> {
        let visible = self.visible();
        let statuses = self.words_of(&field.argument("status"), "proposals.status")?;
        let wanted = match statuses {
            None => String::new(),
            Some(words) if words.is_empty() => " AND FALSE".to_owned(),
            Some(words) => {
                let words: Vec<String> = words.iter().map(|word| literal(word)).collect();
                format!(" AND p.status IN ({})", words.join(", "))
            }
        };
        Ok(Proposals { table: format!("(SELECT p.* FROM proposal p WHERE {visible}{wanted})") })
    }

    /// The JSON of `proposal`.
    pub(super) fn proposal(&mut self, field: &Selected<'a>) -> Result<String> {
        let id = self.bind(&field.argument("id"), SlotKind::Proposal, "proposal.id");
        self.proposal_by(&id, field)
    }

    /// A proposal by an expression that gives its number; null if whoever asks may not see it.
    pub(super) fn proposal_by(&mut self, id: &str, field: &Selected<'a>) -> Result<String> {
        self.charge(1);
        let visible = self.visible();
        let object = self.proposal_object("p", field)?;
        Ok(format!("coalesce((SELECT {object} FROM proposal p WHERE p.id = {id} AND {visible}), 'null')"))
    }

    /// The condition that whoever asks decides about proposals, or made `p`.
    fn visible(&mut self) -> String {
        let decides = self.viewer_may(Power::Decide);
        let token = self.bind(&Input::Absent, SlotKind::ViewerToken, "viewer");
        format!("({decides} OR p.token_id = {token})")
    }

    fn proposal_object(&mut self, alias: &str, field: &Selected<'a>) -> Result<String> {
        let dialect = self.dialect;
        let fields = self.collect("Proposal", &[], &field.below);
        self.json_object(&fields, |_, part| {
            let text = |name, nullable| dialect.json_text(&column(alias, name), nullable);
            Ok(match part.name {
                "__typename" => literal("\"Proposal\""),
                "id" => format!("concat('\"p', {alias}.id, '\"')"),
                "status" => json_word(&column(alias, "status"), false),
                "steps" | "author" => text(part.name, false),
                "comment" | "reason" => text(part.name, true),
                "decidedBy" => text("decided_by", true),
                "createdAt" => dialect.json_instant(&column(alias, "created_at"), false),
                "updatedAt" => dialect.json_instant(&column(alias, "updated_at"), false),
                "decidedAt" => dialect.json_instant(&column(alias, "decided_at"), true),
                "group" => dialect.json_number(&column(alias, "group"), true),
                name => return Err(Error::internal(format!("Proposal.{name} is published but not compiled"))),
            })
        })
    }
}

/// The number of the last proposal; 0 if there is none.
///
/// # Errors
///
/// When the database does not answer, or not in time.
pub async fn last_proposal(database: &Database) -> Result<i64> {
    let text = database.read("SELECT CAST(coalesce(max(id), 0) AS text) FROM proposal", Vec::new()).await?;
    text.parse().map_err(Error::internal)
}

/// The proposals that wait, those after a number and those that are known, each with its version and whether it waits.
///
/// # Errors
///
/// When the database does not answer, or not in time.
pub async fn proposal_versions(database: &Database, after: i64, known: &[i64]) -> Result<Vec<(i64, i64, bool)>> {
    let dialect = database.dialect;
    let waits = "p.status = 'OPEN'";
    let row = format!("concat('[', p.id, ',', p.version, ',', {}, ']')", json_boolean(waits, false));
    let rows = json_array(&format!("string_agg({row}, ',' ORDER BY p.id)"));
    let is_known = dialect.is_one_of("p.id", "$2");
    let sql = format!("SELECT {rows} FROM proposal p WHERE {waits} OR p.id > $1 OR {is_known}");
    let text = database.read(&sql, vec![after.into(), dialect.list(known).into()]).await?;
    serde_json::from_str(&text).map_err(Error::internal)
}
