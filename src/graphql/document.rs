//! A document on its way in: parsed, bounded, validated, and sent the right way.

use std::collections::HashSet;
use std::sync::Arc;

use async_graphql::dynamic::Schema;
use async_graphql::extensions::{Extension, ExtensionContext, ExtensionFactory, NextExecute};
use async_graphql::parser::parse_query;
use async_graphql::parser::types::{
    ExecutableDocument, Field, OperationDefinition, OperationType, Selection, SelectionSet,
};
use async_graphql::{Name, Pos, Positioned, Request, Response, ServerError};

use super::{limits, usages};
use crate::error::{Code, Error, Result};
use crate::limits::QueryLimits;

/// How an operation is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// By one statement.
    Read,
    /// The same, but the answer follows from more than the state of what is public: it is kept for nobody.
    Unkept,
    /// By changes, one for each root field, and a statement that reads what came of each.
    Mutation,
    /// By async-graphql, from the schema alone.
    Introspection,
    /// By events, whenever something happens.
    Subscription,
}

/// A parsed document and the operation that is asked of it.
pub struct Document {
    parsed: ExecutableDocument,
    name: Option<String>,
    operation: Positioned<OperationDefinition>,
    pub way: Way,
}

impl Document {
    /// Parses a text and finds the operation; `reads_only` says that it must be a query.
    ///
    /// # Errors
    ///
    /// When the text is no GraphQL, is too large, or does not say which operation is meant.
    pub fn read(text: &str, operation: Option<&str>, reads_only: bool, limits: &QueryLimits) -> Result<Self> {
        let parsed = parse(text, limits)?;
        let (name, operation) = find(&parsed, operation)?;
        fits(reads_only, &operation.node)?;
        let way = way(&parsed, &operation.node)?;
        Ok(Self { parsed, name, operation, way })
    }

    /// The operations of a document by name; the only one may have none.
    ///
    /// # Errors
    ///
    /// When the text is no GraphQL, or is too large.
    pub fn operations(text: &str, limits: &QueryLimits) -> Result<Vec<Option<String>>> {
        Ok(parse(text, limits)?.operations.iter().map(|(name, _)| name.map(ToString::to_string)).collect())
    }

    /// Refuses what is no query, if `reads_only` says so.
    ///
    /// # Errors
    ///
    /// When the operation may change something and must not.
    pub fn fits(&self, reads_only: bool) -> Result<()> {
        fits(reads_only, self.operation())
    }

    /// What the operation is called.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// The document as async-graphql takes it.
    pub fn request(&self) -> Request {
        let mut request = Request::new("");
        request.set_parsed_query(self.parsed.clone());
        request.operation_name.clone_from(&self.name);
        request
    }

    pub fn parsed(&self) -> &ExecutableDocument {
        &self.parsed
    }

    pub fn operation(&self) -> &OperationDefinition {
        &self.operation.node
    }

    /// Holds the document against the schema. async-graphql offers no validation by itself, so the
    /// document is executed, and [`Gate`] turns back before anything is resolved.
    pub async fn validate(&self, schema: &Schema) -> Result<(), Vec<Error>> {
        let response = schema.execute(self.request().data(ValidateOnly)).await;
        if response.errors.is_empty() {
            let held = usages::check(schema.registry(), &self.parsed, self.operation());
            let held = held.and_then(|()| match self.way {
                Way::Introspection => limits::introspection(&self.parsed, self.operation()),
                Way::Read | Way::Unkept | Way::Mutation | Way::Subscription => Ok(()),
            });
            return held.map_err(|error| vec![error]);
        }
        let errors = response.errors.iter();
        Err(errors.map(|error| refused(Code::Validation, &error.message, &error.locations)).collect())
    }
}

fn fits(reads_only: bool, operation: &OperationDefinition) -> Result<()> {
    if reads_only && operation.ty == OperationType::Mutation {
        let message = "GET is for queries; a mutation goes by POST.";
        return Err(Error::new(Code::ReadsOnly, message));
    }
    Ok(())
}

/// Parses a text that is not too large.
fn parse(text: &str, bounds: &QueryLimits) -> Result<ExecutableDocument> {
    if text.trim().is_empty() {
        return Err(Error::new(Code::BadRequest, "The request has no `query`."));
    }
    limits::text(text, bounds)?;
    let parsed = parse_query(text).map_err(|error| {
        let error = ServerError::from(error);
        refused(Code::Syntax, &syntax(&error.message), &error.locations)
    })?;
    limits::document(&parsed, bounds)?;
    Ok(parsed)
}

/// The parser draws a picture of the place; its last line says what is wrong.
fn syntax(picture: &str) -> String {
    let last = picture.lines().last().unwrap_or_default();
    format!("The document is no GraphQL: {}.", last.trim_start_matches([' ', '=']))
}

pub(super) fn refused(code: Code, message: &str, locations: &[Pos]) -> Error {
    let mut error = Error::new(code, message);
    error.locations = locations.iter().map(|pos| (pos.line, pos.column)).collect();
    error
}

/// The operation of that name, or the only one, with its name.
fn find(
    document: &ExecutableDocument,
    wanted: Option<&str>,
) -> Result<(Option<String>, Positioned<OperationDefinition>)> {
    let mut operations = document.operations.iter();
    let found = match wanted {
        Some(wanted) => operations.find(|(name, _)| name.is_some_and(|name| name == wanted)),
        None if document.operations.iter().count() == 1 => operations.next(),
        None => {
            let message = "The document has several operations; `operationName` must say which.";
            return Err(Error::new(Code::BadRequest, message));
        }
    };
    found.map(|(name, operation)| (name.map(ToString::to_string), operation.clone())).ok_or_else(|| {
        let message = format!("The document has no operation `{}`.", wanted.unwrap_or_default());
        Error::new(Code::BadRequest, message)
    })
}

/// Reads are compiled; what asks for the schema itself is not in the database.
fn way(document: &ExecutableDocument, operation: &OperationDefinition) -> Result<Way> {
    match operation.ty {
        OperationType::Query => {}
        OperationType::Mutation => return Ok(Way::Mutation),
        OperationType::Subscription => return Ok(Way::Subscription),
    }
    let names: Vec<&str> = roots(document, operation).iter().map(|field| field.name.node.as_str()).collect();
    let schema = |name: &&str| matches!(*name, "__schema" | "__type");
    if !names.iter().any(schema) {
        let unkept = names.iter().any(|name| matches!(*name, "proposals" | "proposal" | "webhooks" | "webhook"));
        return Ok(if unkept { Way::Unkept } else { Way::Read });
    }
    if names.iter().all(|name| schema(name) || *name == "__typename") {
        return Ok(Way::Introspection);
    }
    let message = "Ask for the schema (`__schema`, `__type`) and for records in two requests.";
    Err(Error::new(Code::BadRequest, message))
}

/// An operation's root fields.
pub(super) fn roots<'d>(document: &'d ExecutableDocument, operation: &'d OperationDefinition) -> Vec<&'d Field> {
    let mut roots = Roots { document, fields: Vec::new(), fragments: HashSet::new() };
    roots.collect(&operation.selection_set.node);
    roots.fields
}

struct Roots<'d> {
    document: &'d ExecutableDocument,
    fields: Vec<&'d Field>,
    /// Fragments that were looked into: one may be spread often, or, before validation, inside itself.
    fragments: HashSet<&'d Name>,
}

impl<'d> Roots<'d> {
    fn collect(&mut self, set: &'d SelectionSet) {
        for item in &set.items {
            match &item.node {
                Selection::Field(field) => self.fields.push(&field.node),
                Selection::InlineFragment(fragment) => self.collect(&fragment.node.selection_set.node),
                Selection::FragmentSpread(spread) => {
                    let name = &spread.node.fragment_name.node;
                    if let Some(fragment) = self.document.fragments.get(name)
                        && self.fragments.insert(name)
                    {
                        self.collect(&fragment.node.selection_set.node);
                    }
                }
            }
        }
    }
}

/// Marks a request that is to be validated and no more.
struct ValidateOnly;

/// Turns requests with [`ValidateOnly`] back after validation.
pub struct Gate;

impl ExtensionFactory for Gate {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Gate)
    }
}

#[async_trait::async_trait]
impl Extension for Gate {
    async fn execute(
        &self,
        context: &ExtensionContext<'_>,
        operation: Option<&str>,
        next: NextExecute<'_>,
    ) -> Response {
        if context.data_opt::<ValidateOnly>().is_some() {
            return Response::default();
        }
        next.run(context, operation).await
    }
}
