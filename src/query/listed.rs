//! Which records a filter lists: asked again whenever something has happened to some of them.

use std::collections::{BTreeMap, BTreeSet};

use async_graphql::parser::parse_query;
use async_graphql::{Name, Value as ConstValue};
use serde_json::{Value as Json, json};

use super::asking::Asking;
use super::compiler::{Compiler, Setting};
use super::dialect::{json_array, json_boolean, quoted};
use super::filter::all;
use super::guard::Step;
use super::input::Input;
use super::plan::{Plan, Variables};
use super::slot::SlotKind;
use crate::bounds::Bounds;
use crate::database::Database;
use crate::error::{Error, Result};
use crate::resource::Resource;

/// The names under which the filter and the records in question are bound.
const WHERE: &str = "where";
const IDS: &str = "ids";

/// The records of a resource that meet a filter, as two statements that are compiled once.
#[derive(Debug)]
pub struct Listed {
    pub resource: &'static Resource,
    filter: ConstValue,
    among: Plan,
    all: Plan,
}

impl Listed {
    /// The records of a resource that meet a filter, which is an object of its filter's input type. `most` bounds what
    /// [`Self::all`] reads.
    ///
    /// # Errors
    ///
    /// When a value of the filter cannot be what it is.
    pub fn compile(
        setting: &Setting,
        bounds: &Bounds,
        resource: &'static Resource,
        filter: &Json,
        most: usize,
    ) -> Result<Self> {
        let filter = ConstValue::from_json(filter.clone()).map_err(Error::internal)?;
        let variables: Variables = [(Name::new(WHERE), filter.clone())].into_iter().collect();
        // A filter that is not asked for by a document has none to be found in.
        let document = parse_query("{ __typename }").map_err(|error| Error::internal(error.to_string()))?;
        let compiler = || Compiler::new(setting, bounds, &document, &variables);
        let input = |name| Input::Variable(vec![Step::Key(Name::new(name))]);
        let (at, table) = (format!("{}.where", resource.plural), quoted(&resource.table));

        let mut among = compiler();
        let meets = all(&among.filter(resource, "t", &input(WHERE), &at)?);
        let ids = among.bind(&input(IDS), SlotKind::Text, IDS);
        let ids = among.dialect.json_rows(&ids, &[("id", "bigint")]);
        let row = format!("concat('[', t.id, ',', {}, ']')", json_boolean(&meets, false));
        let rows = json_array(&format!("string_agg({row}, ',')"));
        let among =
            among.plan(&format!("(SELECT {rows} FROM {table} t WHERE t.id IN (SELECT i.id FROM ({ids}) i))"))?;

        let mut whole = compiler();
        let meets = all(&whole.filter(resource, "t", &input(WHERE), &at)?);
        let rows = json_array("string_agg(CAST(l.id AS text), ',')");
        let all =
            whole.plan(&format!("(SELECT {rows} FROM (SELECT t.id FROM {table} t WHERE {meets} LIMIT {most}) l)"))?;
        Ok(Self { resource, filter, among, all })
    }

    /// Those of these records that are there and of the resource, and whether each is listed.
    ///
    /// # Errors
    ///
    /// When the database does not answer, or not in time.
    pub async fn among(
        &self,
        database: &Database,
        ids: &BTreeSet<i64>,
        asking: Asking<'_>,
    ) -> Result<BTreeMap<i64, bool>> {
        if ids.is_empty() {
            return Ok(BTreeMap::new());
        }
        let ids = json!(ids.iter().map(|id| [id]).collect::<Vec<_>>()).to_string();
        let rows: Vec<(i64, bool)> = self.read(database, &self.among, ids, asking).await?;
        Ok(rows.into_iter().collect())
    }

    /// The first of all that are listed.
    ///
    /// # Errors
    ///
    /// When the database does not answer, or not in time.
    pub async fn all(&self, database: &Database, asking: Asking<'_>) -> Result<BTreeSet<i64>> {
        self.read(database, &self.all, String::new(), asking).await
    }

    async fn read<T: serde::de::DeserializeOwned>(
        &self,
        database: &Database,
        plan: &Plan,
        ids: String,
        asking: Asking<'_>,
    ) -> Result<T> {
        let given = [(Name::new(WHERE), self.filter.clone()), (Name::new(IDS), ConstValue::String(ids))];
        let (text, _) = plan.read(database, &given.into_iter().collect(), asking).await?;
        serde_json::from_str(&text).map_err(Error::internal)
    }
}
