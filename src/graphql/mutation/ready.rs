//! A root field that may be done.

use serde_json::Value as Json;

use super::kind::Mutation;
use super::steps::Draft;
use crate::change::Content;
use crate::error::{Code, Error, Result};
use crate::graphql::Inner;
use crate::query::{self, Asked, Came, Cost, Payloads};
use crate::viewer::{Power, Viewer};

/// A root field that may be done: its argument is right, its author is somebody who may write, its price is known.
pub struct Ready {
    /// None for `__typename`.
    pub work: Option<Work>,
    /// 1 for each record that is written, and what it costs to read the payload, whatever comes of it.
    pub cost: Cost,
}

/// What is to be done.
pub struct Work {
    pub mutation: Mutation<'static>,
    pub input: Content,
    pub draft: Draft<'static>,
}

impl Inner {
    /// Makes a root field ready, or refuses it.
    pub(super) fn ready<'a>(&self, payloads: Payloads<'a>, asked: &Asked<'a>, viewer: &Viewer) -> Result<Ready> {
        if asked.name == "__typename" {
            return Ok(Ready { work: None, cost: Cost::default() });
        }
        let catalog = self.setting.catalog;
        let mutation = Mutation::named(catalog, asked.name)
            .ok_or_else(|| Error::internal(format!("mutation {} is published but not known", asked.name)))?;
        allowed(viewer, mutation.needs())?;
        let input = self.input(mutation, asked)?;
        let draft = Draft::of(catalog, mutation, &input);
        let plan = payloads.compile(asked, mutation.subject(catalog), &Came::everything())?;
        let requested = plan.cost.requested + draft.steps.len().max(1);
        Ok(Ready { work: Some(Work { mutation, input, draft }), cost: Cost { requested, ..plan.cost } })
    }

    /// The argument, if it is what the mutation takes.
    fn input(&self, mutation: Mutation<'_>, asked: &Asked<'_>) -> Result<Content> {
        let at = format!("{}.input", asked.name);
        let given = asked.input.as_ref().ok_or_else(|| Error::input(&at, "is missing"))?;
        query::coerce_argument(&self.inputs, &format!("{}!", mutation.input()), given, &at)?;
        let Ok(Json::Object(input)) = given.clone().into_json() else {
            return Err(Error::internal("an input object is no object"));
        };
        if mutation.expects_version() && !input.contains_key("expectedVersion") {
            let message = "must be given: the version that you have seen, or null to write over whatever is there";
            return Err(Error::input(&format!("{at}.expectedVersion"), message));
        }
        Ok(input)
    }
}

/// Refuses whoever may not do this, whatever it is done to.
fn allowed(viewer: &Viewer, power: Power) -> Result<()> {
    if viewer.may(power) {
        return Ok(());
    }
    let message = match (viewer, power) {
        (Viewer::Anonymous, _) => "Whoever writes needs a token, sent as `Authorization: Bearer …`.",
        (Viewer::Token(_), Power::Administer) => "This is for tokens of the role ADMIN.",
        (Viewer::Token(_), Power::Decide) => "This is for tokens of the roles EDITOR and ADMIN.",
        (Viewer::Token(_), _) => {
            "This token is for reading; to write takes one of the role CONTRIBUTOR, EDITOR or ADMIN."
        }
    };
    Err(Error::new(Code::Forbidden, message))
}
