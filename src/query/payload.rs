//! The payload of a mutation: what came of it, with records read as anywhere else.

use async_graphql::Value as ConstValue;
use async_graphql::parser::types::{ExecutableDocument, OperationDefinition};
use serde_json::{Value as Json, json};

use super::compiler::{Compiler, Setting};
use super::connection::Scope;
use super::dialect::{Text, literal, quoted};
use super::plan::{Plan, Variables};
use super::preview::Previewed;
use super::selection::Selected;
use super::slot::{SlotKind, Source};
use crate::bounds::Bounds;
use crate::error::{Error, Result};
use crate::resource::{Choice, Resource, Role, proposal_text, upper_case, webhook_text};

/// What can be wrong with what a client wants to be written, each a type that implements `UserError`. Its code is
/// the same word as an enum spells it.
pub static USER_ERRORS: Choice = Choice {
    name: "UserError",
    doc: "Why something was not done, though the request was right as a request.",
    values: &[
        ("InvalidValue", "A value cannot be what it is."),
        ("NotFound", "A record that is meant is not there."),
        ("VersionConflict", "The record was written since you have seen it."),
        ("AlreadyTaken", "Another record has what can be had once."),
        ("StandsInTheWay", "A later change stands on what is to be taken back."),
        ("NotAllowed", "Your token may not do this."),
        ("AlreadyDecided", "The proposal was decided about already, or withdrawn."),
        ("KeyReused", "The idempotency key was used for something else."),
    ],
};

/// A root field of a mutation.
pub struct Asked<'a> {
    /// The key under which it is answered.
    pub key: &'a str,
    pub name: &'a str,
    /// Its argument, with all variables in their places.
    pub input: Option<ConstValue>,
    field: Selected<'a>,
}

/// What a mutation is about, from which its payload follows.
#[derive(Clone, Copy, Debug)]
pub enum Subject<'c> {
    Records(&'c Resource),
    Webhook,
}

impl Subject<'_> {
    /// The type of the payload.
    pub fn payload(self) -> String {
        let name = match self {
            Self::Records(resource) => resource.name,
            Self::Webhook => "Webhook",
        };
        format!("{name}Payload")
    }
}

/// What came of a mutation.
#[derive(Debug, Default)]
pub struct Came {
    pub record: Option<i64>,
    pub errors: Vec<UserError>,
    /// The number of the group of its changes, if anything was written.
    pub group: Option<i64>,
    /// What would be written, if it was only tried or proposed.
    pub preview: Vec<Previewed>,
    /// The number of the proposal that it became, or that it is about.
    pub proposal: Option<i64>,
    /// The number of the webhook that it is about, and its secret if that is new.
    pub webhook: Option<i64>,
    pub secret: Option<String>,
}

/// A `UserError`.
#[derive(Debug)]
pub struct UserError {
    /// Its type, of [`USER_ERRORS`].
    pub ty: &'static str,
    pub message: String,
    /// Where in the field's arguments it is.
    pub path: Vec<String>,
    /// The number of the record or change that it names, if its type has one.
    pub about: Option<i64>,
}

impl Came {
    /// All that can come of a mutation at once: what it costs to read that is the most that reading can cost.
    pub fn everything() -> Self {
        let error = |ty| UserError { ty, message: String::new(), path: Vec::new(), about: Some(0) };
        let errors = USER_ERRORS.values.iter().map(|(ty, _)| error(*ty)).collect();
        Self { record: Some(0), errors, proposal: Some(0), webhook: Some(0), ..Self::default() }
    }
}

/// What the payloads of one mutation are compiled with.
#[derive(Clone, Copy)]
pub struct Payloads<'a> {
    pub setting: &'a Setting,
    pub bounds: &'a Bounds,
    pub document: &'a ExecutableDocument,
    pub variables: &'a Variables,
}

impl<'a> Payloads<'a> {
    /// The root fields, in the order in which they are asked for.
    ///
    /// # Errors
    ///
    /// When the selection contradicts itself.
    pub fn asked(self, operation: &'a OperationDefinition) -> Result<Vec<Asked<'a>>> {
        let mut compiler = self.compiler();
        let fields = compiler.collect("Mutation", &[], &[&operation.selection_set.node]);
        if let Some(refusal) = compiler.refusal {
            return Err(refusal);
        }
        let asked = fields.into_iter().map(|field| {
            let (key, name, input) = (field.key, field.name, field.given("input", self.variables));
            Asked { key, name, input, field }
        });
        Ok(asked.collect())
    }

    /// Compiles the reading of a payload.
    ///
    /// # Errors
    ///
    /// As [`super::compile`].
    pub fn compile(self, asked: &Asked<'a>, subject: Subject<'a>, came: &Came) -> Result<Plan> {
        let mut compiler = self.compiler();
        let payload = compiler.within(asked.key, |compiler| compiler.payload(subject, &asked.field, came))?;
        compiler.plan(&payload)
    }

    fn compiler(self) -> Compiler<'a> {
        // The connection that writes remembers nothing.
        let mut compiler = Compiler::new(self.setting, self.bounds, self.document, self.variables);
        compiler.remembers = false;
        compiler
    }
}

impl<'a> Compiler<'a> {
    fn payload(&mut self, subject: Subject<'a>, field: &Selected<'a>, came: &Came) -> Result<String> {
        let name = subject.payload();
        let fields = self.collect(&name, &[], &field.below);
        self.json_object(&fields, |compiler, field| match field.name {
            "__typename" => Ok(literal(&format!("\"{name}\""))),
            "record" => match subject {
                Subject::Records(resource) => compiler.written(resource, field, came.record),
                Subject::Webhook => Ok(literal("null")),
            },
            "webhook" => match came.webhook {
                Some(id) => {
                    let id = Source::Literal(ConstValue::String(webhook_text(id)));
                    let id = compiler.bind_source(id, SlotKind::Webhook, "webhook");
                    compiler.webhook_by(&id, field)
                }
                None => Ok(literal("null")),
            },
            "secret" => Ok(compiler.json(&json!(came.secret))),
            "userErrors" => compiler.user_errors(field, &came.errors),
            "preview" => Ok(compiler.preview(field, &came.preview)),
            "proposal" => match came.proposal {
                Some(id) => {
                    let id = Source::Literal(ConstValue::String(proposal_text(id)));
                    let id = compiler.bind_source(id, SlotKind::Proposal, "proposal");
                    compiler.proposal_by(&id, field)
                }
                None => Ok(literal("null")),
            },
            "changes" => {
                let group = came.group.map_or_else(|| "NULL".to_owned(), |group| compiler.number(group));
                compiler.connection(Scope::Group(compiler.catalog.get("Change"), &group), field)
            }
            other => Err(Error::internal(format!("{name}.{other} is published but not compiled"))),
        })
    }

    /// The record as it is now; null if there is none.
    fn written(&mut self, resource: &'a Resource, field: &Selected<'a>, id: Option<i64>) -> Result<String> {
        let Some(id) = id else { return Ok(literal("null")) };
        let id = self.number(id);
        if resource.role == Role::Interface {
            return Ok(format!("coalesce({}, 'null')", self.record_by(&id, field)?));
        }
        self.charge(1);
        let alias = self.alias();
        let object = self.object(resource, &alias, &field.below)?;
        let table = quoted(&resource.table);
        Ok(format!("coalesce((SELECT {object} FROM {table} {alias} WHERE {alias}.id = {id}), 'null')"))
    }

    fn user_errors(&mut self, field: &Selected<'a>, errors: &[UserError]) -> Result<String> {
        let mut list = Text::default();
        list.constant("[");
        for (index, error) in errors.iter().enumerate() {
            list.constant(if index == 0 { "" } else { "," });
            list.sql(self.user_error(field, error)?);
        }
        list.constant("]");
        Ok(list.join())
    }

    fn user_error(&mut self, field: &Selected<'a>, error: &UserError) -> Result<String> {
        let fields = self.collect(error.ty, &["UserError"], &field.below);
        self.json_object(&fields, |compiler, field| match (field.name, error.about) {
            ("__typename", _) => Ok(literal(&format!("\"{}\"", error.ty))),
            ("code", _) => Ok(literal(&format!("\"{}\"", upper_case(error.ty)))),
            ("message", _) => Ok(compiler.json(&json!(error.message))),
            ("path", _) => Ok(compiler.json(&json!(error.path))),
            ("change", Some(number)) => Ok(literal(&number.to_string())),
            (_, Some(id)) => {
                let id = compiler.number(id);
                Ok(format!("coalesce({}, 'null')", compiler.record_by(&id, field)?))
            }
            (_, None) => Ok(literal("null")),
        })
    }

    /// A value that is known as JSON; it may be anybody's words, so it is bound.
    fn json(&mut self, json: &Json) -> String {
        self.text(json.to_string())
    }

    /// A text that is bound.
    pub(super) fn text(&mut self, text: String) -> String {
        let text = Source::Literal(ConstValue::String(text));
        format!("CAST({} AS text)", self.bind_source(text, SlotKind::Text, "payload"))
    }

    fn number(&mut self, id: i64) -> String {
        let id = Source::Literal(ConstValue::String(format!("r{id}")));
        self.bind_source(id, SlotKind::Id, "record")
    }
}
