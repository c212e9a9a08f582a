use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};

use cluster_directory::directory::catalog;
use cluster_directory::resource::{Join, Relationship, Resource};

use super::Reader;
use crate::oracle::document::Value;
use crate::oracle::rows::Row;

/// The ids that relationships were found to lead to, by resource, relationship and row. A relation is
/// still found by looking at every row, but only once.
pub type Memory = RefCell<HashMap<(&'static str, &'static str, i64), Vec<i64>>>;

impl<'d> Reader<'d> {
    /// The rows on the other side of a relationship, each once, by age.
    pub fn related(
        &self,
        owner: &'static Resource,
        row: &Row,
        relationship: &'static Relationship,
        as_of: Option<&Value>,
    ) -> Vec<&'d Row> {
        let key = (owner.name, relationship.name, row.id());
        let known = if as_of.is_none() { self.memory.borrow().get(&key).cloned() } else { None };
        let ids = known.unwrap_or_else(|| {
            let found = self.find(owner, row, relationship, as_of);
            if as_of.is_none() {
                self.memory.borrow_mut().insert(key, found.clone());
            }
            found
        });
        let target = self.rows.of(catalog().get(relationship.target));
        ids.iter().map(|id| &target[id]).collect()
    }

    fn find(
        &self,
        owner: &'static Resource,
        row: &Row,
        relationship: &'static Relationship,
        as_of: Option<&Value>,
    ) -> Vec<i64> {
        let id = row.id();
        let target = catalog().get(relationship.target);
        let found: BTreeSet<i64> = match &relationship.join {
            Join::Own { column } => row.cell(column).as_integer().into_iter().collect(),
            Join::Inverse { inverse } => {
                let column = column_of(target, inverse);
                let all = self.rows.of(target).values();
                all.filter(|it| it.cell(column).as_integer() == Some(id)).map(Row::id).collect()
            }
            Join::Pairs { table, own, other, .. } => {
                let pairs = self.rows.other(table).iter();
                pairs.filter(|it| it.integer(own) == id).map(|it| it.integer(other)).collect()
            }
            // First to the associations, of which only some may count, then on from those that held
            // on the day: a row counts once however many associations lead to it.
            Join::Through { via, then, only } => {
                let first = owner.find_relationship(via).expect("the catalog was checked");
                let middle = catalog().association(owner, via);
                let column = column_of(middle, then);
                let steps = self.related(owner, row, first, None).into_iter();
                let steps = steps.filter(|step| {
                    let fits = only.is_none_or(|(attribute, value)| {
                        let attribute = middle.find_attribute(attribute).expect("checked too");
                        step.cell(&attribute.column).as_text() == value
                    });
                    fits && as_of.is_none_or(|as_of| held(middle, step, as_of))
                });
                return steps
                    .filter_map(|step| step.cell(column).as_integer())
                    .collect::<BTreeSet<_>>()
                    .into_iter()
                    .collect();
            }
        };
        let rows = self.rows.of(target);
        let holds = |id: &i64| as_of.is_none_or(|as_of| held(target, &rows[id], as_of));
        found.into_iter().filter(holds).collect()
    }
}

fn held(resource: &'static Resource, row: &Row, as_of: &Value) -> bool {
    super::interval::held(resource, row, as_of)
}

/// The column of a to-one relationship.
fn column_of(resource: &'static Resource, name: &str) -> &'static str {
    let relationship = resource.find_relationship(name);
    relationship.and_then(Relationship::own_column).expect("the catalog was checked")
}
