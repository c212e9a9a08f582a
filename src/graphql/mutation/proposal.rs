//! What is asked about a proposal.

use serde_json::Value as Json;

use super::done::{asides, came, mode_of, refused};
use super::kind::Mutation;
use super::steps::ASIDES;
use crate::change::proposals::{self, Edit};
use crate::change::{Content, Fault, FaultKind, Refusal};
use crate::error::Result;
use crate::graphql::Inner;
use crate::query::{Came, parse_proposal};
use crate::viewer::Viewer;

impl Inner {
    /// Does it, or says what is wrong with it.
    pub(super) async fn decided(&self, mutation: Mutation<'_>, input: &Content, viewer: &Viewer) -> Result<Came> {
        let path = |fault: &Fault| path(mutation, fault);
        let id = text(input, "id").unwrap_or_default();
        let mut faults: Vec<Fault> = asides(input).collect();
        let steps = text(input, "steps").map(proposals::steps_of).transpose().unwrap_or_else(|fault| {
            faults.push(fault);
            None
        });
        let number = parse_proposal(id).unwrap_or_else(|| {
            let message = format!("There is no proposal with the id `{id}`; ids of proposals look like \"p42\".");
            faults.push(Fault { step: 0, part: Some("id".to_owned()), message, kind: FaultKind::NotFound });
            0
        });
        if !faults.is_empty() {
            return Ok(refused(faults, path));
        }
        let (database, catalog) = (&self.primary(viewer), self.setting.catalog);
        let (author, mode) = (self.author(viewer, input), mode_of(input));
        let done = match mutation {
            Mutation::ApproveProposal => proposals::approve(database, catalog, &author, number, mode).await,
            Mutation::RejectProposal => {
                let reason = text(input, "reason").unwrap_or_default();
                proposals::reject(database, &author, number, reason).await
            }
            Mutation::WithdrawProposal => proposals::withdraw(database, &author, number).await,
            _ => {
                let comment = input.contains_key("comment").then(|| author.comment.clone());
                proposals::edit(database, catalog, &author, number, Edit { steps, comment }, mode).await
            }
        };
        match done {
            Ok(applied) => Ok(came(&applied, mode)),
            Err(Refusal::Faults(faults)) => Ok(refused(faults, path)),
            Err(Refusal::Broken(error)) => Err(error),
        }
    }
}

/// Where in the field's arguments a fault is. Whoever decides has not written the steps.
fn path(mutation: Mutation<'_>, fault: &Fault) -> Vec<String> {
    let step = || ["steps".to_owned(), fault.step.to_string()].into_iter().chain(fault.part.clone());
    let is_aside = |part: &str| part == "id" || ASIDES.contains(&part);
    let under: Vec<String> = match (&fault.part, mutation) {
        (Some(part), _) if is_aside(part) => vec![part.clone()],
        (_, Mutation::EditProposal) => step().collect(),
        _ => vec!["id".to_owned()],
    };
    [vec!["input".to_owned()], under].concat()
}

fn text<'i>(input: &'i Content, key: &str) -> Option<&'i str> {
    input.get(key).and_then(Json::as_str)
}
