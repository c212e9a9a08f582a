//! A mutation: its root fields one after the other, each a change of its own.
//!
//! | file | what it does |
//! | --- | --- |
//! | `kind` | which mutations there are |
//! | `nested` | what can be made along with a record |
//! | `inputs` | the types of their arguments, made from the descriptions |
//! | `ready` | a root field that may be done: its argument and its price |
//! | `steps`, `prefer` | an argument as steps of a change, and where in it each step stands |
//! | `done`, `preview` | the steps are applied, or told what is wrong with them; what they would do |
//! | `proposal` | what is asked about a proposal |
//! | `webhook` | what is done with a webhook |
//!
//! What can be refused before anything is written is refused for the whole request: bad arguments, a lack of
//! authority, a price that is too high. From then on each field stands for itself: what is wrong with its argument
//! is told in its payload, and the next one is done all the same. Only where something breaks the rest is left.

mod done;
mod inputs;
mod kind;
mod nested;
mod prefer;
mod preview;
mod proposal;
mod ready;
mod steps;
mod webhook;

use tracing::Instrument;

use super::reading::{Read, too_long};
use super::{Inner, Known, Refused, Request};
use crate::error::{Code, Error, Result};
use crate::query::{self, Asked, Cost, Payloads, Variables};
use crate::viewer::Viewer;
use ready::Ready;

pub use inputs::register_inputs;
pub use kind::Mutation;

impl Inner {
    /// Does what a document asks for, and reads what it wants to know of that.
    pub(super) async fn mutate(&self, known: &Known, given: Variables, request: &Request) -> Result<Read, Refused> {
        let (document, viewer) = (&known.document, &request.viewer);
        let bounds = self.setting.bounds.of(viewer);
        let variables = query::coerce_variables(&self.inputs, document.operation(), &given)?;
        let payloads = Payloads { setting: &self.setting, bounds, document: document.parsed(), variables: &variables };
        let asked = payloads.asked(document.operation())?;
        let mut fields = Vec::with_capacity(asked.len());
        let mut cost = Cost::default();
        for asked in &asked {
            let ready = self.ready(payloads, asked, viewer).map_err(|error| error.under(asked.key))?;
            cost.requested += ready.cost.requested;
            cost.nodes += ready.cost.nodes;
            fields.push((asked, ready));
        }
        let limits = &bounds.query;
        if cost.requested > limits.max_cost {
            let (cost, most) = (cost.requested, limits.max_cost);
            let message = format!("The mutation costs {cost} and may cost {most}; do less at once.");
            return Err(Error::new(Code::TooLarge, message).into());
        }
        request.allowance.pay(cost.requested)?;

        let mut read = Read { data: "{".to_owned(), cost, limit: limits.max_cost, statements: 0 };
        let mut done = Vec::new();
        for (asked, ready) in fields {
            let answered = match self.answer_field(payloads, asked, ready, viewer, &mut done).await {
                Ok((text, _)) if read.data.len() + text.len() > limits.max_answer => {
                    Err(too_long(read.data.len() + text.len(), limits.max_answer))
                }
                answered => answered,
            };
            let (text, statements) =
                answered.map_err(|error| Refused { errors: vec![error.under(asked.key)], done: Some(done.clone()) })?;
            read.data.push_str(if read.data.len() == 1 { "\"" } else { ",\"" });
            read.data.push_str(&format!("{}\":{text}", asked.key));
            read.statements += statements;
        }
        read.data.push('}');
        Ok(read)
    }

    /// Does one field, notes in `done` that it was done, and reads its payload; and how many statements that took.
    async fn answer_field<'a>(
        &'a self,
        payloads: Payloads<'a>,
        asked: &Asked<'a>,
        ready: Ready,
        viewer: &Viewer,
        done: &mut Vec<String>,
    ) -> Result<(String, usize)> {
        let Some(work) = ready.work else { return Ok(("\"Mutation\"".to_owned(), 0)) };
        let subject = work.mutation.subject(self.setting.catalog);
        let came = self.done(work, viewer).instrument(tracing::info_span!("change")).await?;
        done.push(asked.key.to_owned());
        let plan = tracing::info_span!("compile").in_scope(|| payloads.compile(asked, subject, &came))?;
        self.read_plan(&self.primary(viewer), &plan, payloads.variables, viewer, 0).await
    }
}
