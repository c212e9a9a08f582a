//! A document on its way in: parsed, bounded, validated, and sent the right way.

use std::sync::Arc;

use async_graphql::dynamic::Schema;
use async_graphql::extensions::{Extension, ExtensionContext, ExtensionFactory, NextExecute};
use async_graphql::parser::parse_query;
use async_graphql::parser::types::{ExecutableDocument, OperationDefinition, OperationType, Selection, SelectionSet};
use async_graphql::{Name, Pos, Positioned, Request, Response, ServerError};

use super::{limits, usages};
use crate::error::{Code, Error, Result};

/// How an operation is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// By one statement.
    Read,
    /// By async-graphql, from the schema alone.
    Introspection,
}

/// A parsed document and the operation that is asked of it.
pub struct Document {
    parsed: ExecutableDocument,
    operation: Positioned<OperationDefinition>,
    pub way: Way,
}

impl Document {
    /// Parses a text and finds the operation.
    ///
    /// # Errors
    ///
    /// When the text is no GraphQL, is too large, or does not say which operation is meant.
    pub fn read(text: &str, operation: Option<&str>) -> Result<Self> {
        if text.trim().is_empty() {
            return Err(Error::new(Code::BadRequest, "The request has no `query`."));
        }
        limits::brackets(text)?;
        let parsed = parse_query(text).map_err(|error| {
            let error = ServerError::from(error);
            refused(Code::Syntax, &error.message, &error.locations)
        })?;
        limits::fields(&parsed)?;
        let operation = find(&parsed, operation)?;
        let way = way(&parsed, &operation.node)?;
        Ok(Self { parsed, operation, way })
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
        let mut request = Request::new("").data(ValidateOnly);
        request.set_parsed_query(self.parsed.clone());
        // The name only has to be one of the document's; all operations are validated.
        request.operation_name = self.parsed.operations.iter().next().and_then(|(name, _)| name.map(Name::to_string));
        let response = schema.execute(request).await;
        if response.errors.is_empty() {
            let registry = schema.registry();
            return usages::check(registry, &self.parsed, self.operation()).map_err(|error| vec![error]);
        }
        let errors = response.errors.iter();
        Err(errors.map(|error| refused(Code::Validation, &error.message, &error.locations)).collect())
    }
}

fn refused(code: Code, message: &str, locations: &[Pos]) -> Error {
    let mut error = Error::new(code, message);
    error.locations = locations.iter().map(|pos| (pos.line, pos.column)).collect();
    error
}

/// The operation of that name, or the only one.
fn find(document: &ExecutableDocument, wanted: Option<&str>) -> Result<Positioned<OperationDefinition>> {
    let mut operations = document.operations.iter();
    let found = match wanted {
        Some(wanted) => operations.find(|(name, _)| name.is_some_and(|name| name == wanted)),
        None if document.operations.iter().count() == 1 => operations.next(),
        None => {
            let message = "The document has several operations; `operationName` must say which.";
            return Err(Error::new(Code::BadRequest, message));
        }
    };
    found.map(|(_, operation)| operation.clone()).ok_or_else(|| {
        let message = format!("The document has no operation `{}`.", wanted.unwrap_or_default());
        Error::new(Code::BadRequest, message)
    })
}

/// Reads are compiled; what asks for the schema itself is not in the database.
fn way(document: &ExecutableDocument, operation: &OperationDefinition) -> Result<Way> {
    if operation.ty != OperationType::Query {
        let message = format!("The schema has no {}s.", operation.ty);
        return Err(Error::new(Code::Validation, message));
    }
    let mut roots = Vec::new();
    root_fields(document, &operation.selection_set.node, &mut roots, 0);
    let schema = |name: &&str| matches!(*name, "__schema" | "__type");
    if !roots.iter().any(schema) {
        return Ok(Way::Read);
    }
    if roots.iter().all(|name| schema(name) || *name == "__typename") {
        return Ok(Way::Introspection);
    }
    let message = "Ask for the schema (`__schema`, `__type`) and for records in two requests.";
    Err(Error::new(Code::BadRequest, message))
}

fn root_fields<'d>(document: &'d ExecutableDocument, set: &'d SelectionSet, names: &mut Vec<&'d str>, depth: usize) {
    // A fragment inside itself is refused by validation, which comes later.
    if depth > 20 {
        return;
    }
    for item in &set.items {
        match &item.node {
            Selection::Field(field) => names.push(field.node.name.node.as_str()),
            Selection::InlineFragment(fragment) => {
                root_fields(document, &fragment.node.selection_set.node, names, depth + 1);
            }
            Selection::FragmentSpread(spread) => {
                if let Some(fragment) = document.fragments.get(&spread.node.fragment_name.node) {
                    root_fields(document, &fragment.node.selection_set.node, names, depth + 1);
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
