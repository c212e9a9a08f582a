//! The walk through a document. Each part of it stands in the file that its name says.

use async_graphql::parser::types::{ExecutableDocument, OperationDefinition};

use super::guard::Guard;
use super::once::Way;
use super::paths::Question;
use super::plan::{Cost, Plan, Variables};
use super::slot::Slot;
use crate::bounds::{Bounds, ByViewer};
use crate::database::Dialect;
use crate::error::{Code, Error, Result};
use crate::limits::{Limit, QueryLimits};
use crate::resource::Catalog;

/// How many tables a statement may read: asking an interface asks all types behind it.
const MOST_TABLES: usize = 600;

/// What shapes every statement of a server.
#[derive(Clone, Debug)]
pub struct Setting {
    pub catalog: &'static Catalog,
    pub dialect: Dialect,
    /// Where records have their address: `https://directory.example`.
    pub base_url: String,
    /// How far requests may go.
    pub bounds: ByViewer<Bounds>,
}

/// What is known while a document becomes a statement.
pub struct Compiler<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) dialect: Dialect,
    pub(super) limits: &'a QueryLimits,
    pub(super) published_limits: &'a [Limit],
    pub(super) document: &'a ExecutableDocument,
    pub(super) variables: &'a Variables,
    /// See [`Setting`].
    pub(super) base_url: &'a str,
    pub(super) slots: Vec<Slot>,
    pub(super) guards: Vec<Guard>,
    /// What must be found out before the statement can run.
    pub(super) questions: Vec<Question>,
    /// What was found wrong with the document itself, while its selections were put together.
    pub(super) refusal: Option<Error>,
    /// Whether whoever runs the statement remembers what it worked out; see [`super::once`].
    pub(super) remembers: bool,
    /// How the walk came from pages to where it is, in lists within lists.
    pub(super) ways: Vec<Way>,
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
    /// What the statement costs so far, and the most that one field of it costs.
    cost: usize,
    dearest: (usize, String),
}

/// Compiles the reading of one valid query operation, for those who have these bounds.
///
/// # Errors
///
/// When an argument has a value that no request could have, or the answer could be too large.
pub fn compile(
    setting: &Setting,
    bounds: &Bounds,
    document: &ExecutableDocument,
    operation: &OperationDefinition,
    variables: &Variables,
) -> Result<Plan> {
    let mut compiler = Compiler::new(setting, bounds, document, variables);
    let fields = compiler.collect("Query", &[], &[&operation.selection_set.node]);
    let data = compiler.json_object(&fields, Compiler::root)?;
    compiler.plan(&data)
}

impl<'a> Compiler<'a> {
    /// At the beginning of a document.
    pub(super) fn new(
        setting: &'a Setting,
        bounds: &'a Bounds,
        document: &'a ExecutableDocument,
        variables: &'a Variables,
    ) -> Self {
        Self {
            catalog: setting.catalog,
            dialect: setting.dialect,
            limits: &bounds.query,
            published_limits: &bounds.published,
            document,
            variables,
            base_url: &setting.base_url,
            slots: Vec::new(),
            guards: Vec::new(),
            questions: Vec::new(),
            refusal: None,
            remembers: setting.dialect == Dialect::Sqlite,
            ways: Vec::new(),
            conditions: 0,
            aliases: 0,
            path: Vec::new(),
            multiplier: 1,
            nodes: 0,
            cost: 0,
            dearest: (0, String::new()),
        }
    }

    /// The finished statement, whose only value is this expression.
    pub(super) fn plan(self, data: &str) -> Result<Plan> {
        self.affordable()?;
        if let Some(refusal) = self.refusal {
            return Err(refusal);
        }
        let cost = Cost { requested: self.cost, nodes: self.nodes };
        Ok(Plan::new(&format!("SELECT {data}"), self.slots, self.guards, self.questions, cost))
    }

    /// A table alias that no other part of the statement has.
    pub(super) fn alias(&mut self) -> String {
        format!("t{}", self.place())
    }

    /// A number that no other part of the statement has.
    pub(super) fn place(&mut self) -> usize {
        self.aliases += 1;
        self.aliases
    }

    /// How many rows of lists there is room for so far: where that has not grown, there was no list.
    pub(super) fn lists(&self) -> usize {
        self.nodes
    }

    /// Whether what is compiled now can stand in an answer more than once.
    pub(super) fn repeats(&self) -> bool {
        self.multiplier > 1
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
        let most = self.limits.max_depth;
        if self.path.len() > most {
            return Err(self.too_large(&format!("nests deeper than {most} fields")));
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
        let most = self.limits.max_nodes;
        if self.nodes > most {
            let what =
                format!("could return more than {most} rows of lists; ask for smaller pages (`first`) on the way down");
            return Err(self.too_large(&what));
        }
        let result = walk(self);
        self.multiplier = before;
        result
    }

    /// Adds what the present field costs, each time that it is answered; see [`QueryLimits::max_cost`].
    pub(super) fn charge(&mut self, price: usize) {
        let cost = price.saturating_mul(self.multiplier);
        self.cost = self.cost.saturating_add(cost);
        if cost > self.dearest.0 {
            self.dearest = (cost, self.path.join("."));
        }
    }

    fn affordable(&self) -> Result<()> {
        let (cost, most) = (self.cost, self.limits.max_cost);
        if cost <= most {
            return Ok(());
        }
        let (dearest, path) = &self.dearest;
        Err(Error::new(
            Code::TooLarge,
            format!(
                "The query costs {cost} and may cost {most}. The most of it, {dearest}, is at `{path}`: ask for smaller pages (`first`) above it."
            ),
        ))
    }

    fn too_large(&self, what: &str) -> Error {
        let mut error = Error::new(Code::TooLarge, format!("The query {what}: at `{}`.", self.path.join(".")));
        error.path.clone_from(&self.path);
        error
    }
}
