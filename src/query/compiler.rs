//! The walk through a document. Each part of it stands in the file that its name says.

use async_graphql::parser::types::{ExecutableDocument, OperationDefinition};

use super::guard::Guard;
use super::paths::Question;
use super::plan::{Plan, Variables};
use super::slot::Slot;
use crate::database::Dialect;
use crate::error::{Code, Error, Result};
use crate::resource::Catalog;

/// How many rows of lists a request may return at most, multiplying the page sizes on the way down.
const MOST_NODES: usize = 10_000;
/// How deep fields may be nested.
const MOST_DEPTH: usize = 12;

/// How many tables a statement may read: asking an interface asks all types behind it.
const MOST_TABLES: usize = 600;

/// What is known while a document becomes a statement.
pub struct Compiler<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) dialect: Dialect,
    pub(super) document: &'a ExecutableDocument,
    pub(super) variables: &'a Variables,
    /// Where records have their address: `https://directory.example`.
    pub(super) base_url: &'a str,
    pub(super) slots: Vec<Slot>,
    pub(super) guards: Vec<Guard>,
    /// What must be found out before the statement can run.
    pub(super) questions: Vec<Question>,
    /// What was found wrong with the document itself, while its selections were put together.
    pub(super) refusal: Option<Error>,
    /// How many conditions the present filter has.
    pub(super) conditions: usize,
    /// How many table aliases were given out.
    aliases: usize,
    /// Response keys from the root to where the walk is.
    path: Vec<String>,
    /// How many times the present selection can be answered at most.
    multiplier: usize,
    /// How many rows of lists the answer can have so far.
    nodes: usize,
}

/// Compiles the reading of one valid query operation.
///
/// # Errors
///
/// When an argument has a value that no request could have, or the answer could be too large.
pub fn compile(
    catalog: &Catalog,
    dialect: Dialect,
    base_url: &str,
    document: &ExecutableDocument,
    operation: &OperationDefinition,
    variables: &Variables,
) -> Result<Plan> {
    let mut compiler = Compiler {
        catalog,
        dialect,
        document,
        variables,
        base_url,
        slots: Vec::new(),
        guards: Vec::new(),
        questions: Vec::new(),
        refusal: None,
        conditions: 0,
        aliases: 0,
        path: Vec::new(),
        multiplier: 1,
        nodes: 0,
    };
    let fields = compiler.collect("Query", &[], &[&operation.selection_set.node]);
    let data = compiler.json_object(&fields, Compiler::root)?;
    if let Some(refusal) = compiler.refusal {
        return Err(refusal);
    }
    Ok(Plan::new(&format!("SELECT {data}"), compiler.slots, compiler.guards, compiler.questions))
}

impl Compiler<'_> {
    /// A table alias that no other part of the statement has.
    pub(super) fn alias(&mut self) -> String {
        self.aliases += 1;
        format!("t{}", self.aliases)
    }

    /// Refuses a statement that has grown too large, before it grows on.
    pub(super) fn bounded(&self) -> Result<()> {
        if self.aliases > MOST_TABLES {
            let what = format!(
                "would read more than {MOST_TABLES} tables; ask fewer fields of `Record` and `Node`, or less below them"
            );
            return Err(self.too_large(&what));
        }
        Ok(())
    }

    /// Walks on below a response key; an error inside gets the path to where it happened.
    pub(super) fn within<T>(&mut self, key: &str, walk: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        self.path.push(key.to_owned());
        if self.path.len() > MOST_DEPTH {
            return Err(self.too_large(&format!("nests deeper than {MOST_DEPTH} fields")));
        }
        let result = walk(self).map_err(|mut error| {
            if error.path.is_empty() {
                error.path.clone_from(&self.path);
            }
            error
        });
        self.path.pop();
        result
    }

    /// Walks on below a list of at most `size` items, and refuses answers that could not end.
    pub(super) fn times<T>(&mut self, size: usize, walk: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        let before = self.multiplier;
        self.multiplier = before.saturating_mul(size.max(1));
        self.nodes = self.nodes.saturating_add(self.multiplier);
        if self.nodes > MOST_NODES {
            let most = format!(
                "could return more than {MOST_NODES} rows of lists; ask for smaller pages (`first`) on the way down"
            );
            return Err(self.too_large(&most));
        }
        let result = walk(self);
        self.multiplier = before;
        result
    }

    fn too_large(&self, what: &str) -> Error {
        let mut error = Error::new(Code::TooLarge, format!("The query {what}: at `{}`.", self.path.join(".")));
        error.path.clone_from(&self.path);
        error
    }
}
