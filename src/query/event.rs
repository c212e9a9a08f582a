//! The root field of a subscription: what it listens for, and what an event tells.

use std::collections::BTreeSet;

use async_graphql::Value as ConstValue;
use async_graphql::parser::types::{ExecutableDocument, OperationDefinition};
use serde_json::Value as Json;

use super::coerce::coerce_argument;
use super::compiler::{Compiler, Setting};
use super::input::Input;
use super::inputs::Inputs;
use super::plan::{Plan, Variables};
use super::selection::Selected;
use super::slot::{SlotKind, as_integer, as_text};
use crate::bounds::Bounds;
use crate::error::{Code, Error, Result};

/// What a subscription listens for.
#[derive(Debug)]
pub enum Topic {
    /// Entries of the log.
    Changes {
        /// Of records of these types only.
        types: Option<BTreeSet<String>>,
        /// Only those that concern a listing: by the plural name of its resource and a filter, or as `view` by a slug.
        listing: Option<(String, Json)>,
        /// Those behind this number; those to come, if it is not given.
        after: Option<i64>,
    },
    /// Proposals.
    Proposals,
}

/// Compiles a valid subscription: the reading of its event, whose number is bound, and what it listens for.
///
/// # Errors
///
/// As [`super::compile`]; and when it has not exactly one root field.
pub fn compile_event(
    setting: &Setting,
    bounds: &Bounds,
    inputs: &Inputs,
    document: &ExecutableDocument,
    operation: &OperationDefinition,
    variables: &Variables,
) -> Result<(Plan, Topic)> {
    let mut compiler = Compiler::new(setting, bounds, document, variables);
    let fields = compiler.collect("Subscription", &[], &[&operation.selection_set.node]);
    let [field] = fields.as_slice() else {
        let message = "A subscription must have exactly one root field.";
        return Err(Error::new(Code::Validation, message));
    };
    let topic = topic(inputs, field, variables)?;
    let data = compiler.json_object(&fields, Compiler::event)?;
    Ok((compiler.plan(&data)?, topic))
}

fn topic(inputs: &Inputs, field: &Selected<'_>, variables: &Variables) -> Result<Topic> {
    match field.name {
        "changed" => {}
        "proposalsChanged" => return Ok(Topic::Proposals),
        name => return Err(Error::new(Code::Validation, format!("`{name}` is nothing to subscribe to."))),
    }
    let given = |name: &str, ty: &str| {
        let value = field.given(name, variables).filter(|value| *value != ConstValue::Null);
        let at = format!("changed.{name}");
        value.map(|value| coerce_argument(inputs, ty, &value, &at).map(|()| value)).transpose()
    };
    let types = given("types", "[RecordType!]")?.map(|types| match types {
        ConstValue::List(words) => words.iter().filter_map(as_text).map(str::to_owned).collect(),
        word => as_text(&word).map(str::to_owned).into_iter().collect(),
    });
    let listing = given("where", "ListingFilter")?.and_then(|filter| {
        let Ok(Json::Object(filter)) = filter.into_json() else { return None };
        filter.into_iter().next()
    });
    let after = given("after", "Int")?.and_then(|number| as_integer(&number)).map(i64::from);
    Ok(Topic::Changes { types, listing, after })
}

impl<'a> Compiler<'a> {
    fn event(&mut self, field: &Selected<'a>) -> Result<String> {
        let number = self.bind(&Input::Absent, SlotKind::About, field.name);
        if field.name == "proposalsChanged" {
            return self.proposal_by(&number, field);
        }
        self.charge(1);
        let entry = self.alias();
        let object = self.object(self.catalog.get("Change"), &entry, &field.below)?;
        Ok(format!("(SELECT {object} FROM change {entry} WHERE {entry}.id = {number})"))
    }
}
