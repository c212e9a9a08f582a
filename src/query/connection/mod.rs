//! Rows as a connection: edges, nodes, page information, counts and groups, at every level.
//!
//! The rows are read once, in order, one more than the page holds if somebody asks whether there are
//! more; their JSON is joined in the statement. What is not selected is not computed.

mod stretch;
mod window;

use crate::database::Dialect;
use crate::error::Result;
use crate::query::compiler::Compiler;
use crate::query::dialect::{column, json_boolean, literal, quoted};
use crate::query::groups::{Grouping, groupings};
use crate::query::order::Order;
use crate::query::page::Page;
use crate::query::selection::Selected;
use crate::query::shared::Common;
use crate::query::slot::SlotKind;
use crate::resource::{Relationship, Resource, Role, Subset};
use stretch::Reading;
use window::Window;

/// Which rows a connection is about, before its own filter.
#[derive(Clone, Copy)]
pub enum Scope<'s, 'a> {
    All(&'a Resource),
    Subset(&'a Resource, &'a Subset),
    Related {
        owner: &'a Resource,
        relationship: &'a Relationship,
        alias: &'s str,
    },
    /// The changes of one group, by an expression for its number.
    Group(&'a Resource, &'s str),
    /// What the statement makes itself.
    Derived(&'s dyn Derived<'a>),
    /// What several records have in common.
    Shared(&'s Common<'a>),
}

/// The rows of a connection: what they are, their table, its alias and the condition, for every part of
/// the statement that is about them.
pub struct Rows<'s, 'a> {
    pub noun: Noun<'s, 'a>,
    pub alias: String,
    table: String,
    /// What the statement makes the table of, if there is none.
    made_of: Option<String>,
    condition: String,
}

/// What stands in a connection.
#[derive(Clone, Copy)]
pub enum Noun<'s, 'a> {
    Resource(&'a Resource),
    Derived(&'s dyn Derived<'a>),
}

/// Rows that no resource describes, because the statement makes them: the hits of a search, the entries of
/// a timeline. They have a connection and an edge as any other.
pub trait Derived<'a> {
    /// The beginning of the names of its connection and edge: `Search`.
    fn name(&self) -> &'static str;

    /// A select in brackets that gives the rows.
    fn table(&self) -> String;

    /// A smaller table that has at least the first so many rows, if there is one.
    fn best(&self, _count: usize) -> Option<String> {
        None
    }

    /// The order of the rows, complete: no two rows are equal in it.
    fn order(&self, alias: &str) -> Order;

    /// What the rows can be grouped by.
    fn groupings(&self) -> Vec<Grouping> {
        Vec::new()
    }

    /// The JSON of one row.
    fn row(&self, compiler: &mut Compiler<'a>, alias: &str, field: &Selected<'a>) -> Result<String>;
}

impl Noun<'_, '_> {
    /// The beginning of the names of its connection and edge.
    fn name(self) -> &'static str {
        match self {
            Self::Resource(resource) => resource.name,
            Self::Derived(rows) => rows.name(),
        }
    }
}

impl Rows<'_, '_> {
    /// The same, read from another table.
    fn with_table(&self, table: String) -> Self {
        Self { noun: self.noun, alias: self.alias.clone(), table, made_of: None, condition: self.condition.clone() }
    }

    pub fn from(&self) -> String {
        format!("FROM {} {} WHERE {}", self.table, self.alias, self.condition)
    }
}

impl<'a> Compiler<'a> {
    /// The JSON of a connection; never NULL.
    pub(super) fn connection(&mut self, scope: Scope<'_, 'a>, field: &Selected<'a>) -> Result<String> {
        self.charge(1);
        let rows = self.rows(scope, field)?;
        let order = match rows.noun {
            Noun::Resource(resource) => {
                let order = self.order_argument(scope, field)?;
                self.order(resource, &rows.alias, &order, field.name)?
            }
            Noun::Derived(derived) => derived.order(&rows.alias),
        };
        let page = self.page(&order, field)?;
        let type_name = format!("{}Connection", rows.noun.name());
        let fields = self.collect(&type_name, &[], &field.below);

        let mut window = Window::new(self.alias(), &page, self.looks_ahead(&page, &fields));
        let json = self.json_object(&fields, |compiler, part| match part.name {
            "__typename" => Ok(literal(&format!("\"{type_name}\""))),
            "edges" => compiler.edges(&rows, &order, &mut window, part),
            "nodes" => {
                let object = compiler.times(page.size, |compiler| compiler.row(&rows, part))?;
                let column = window.column(object);
                Ok(window.list(&column))
            }
            "pageInfo" => compiler.page_info(&rows, &order, &page, &mut window, part),
            "totalCount" => {
                compiler.charge(5);
                Ok(format!("CAST((SELECT count(*) {}) AS text)", rows.from()))
            }
            _ => {
                let known = match rows.noun {
                    Noun::Resource(resource) => groupings(compiler.catalog, resource),
                    Noun::Derived(derived) => derived.groupings(),
                };
                compiler.groups(&known, &rows, part)
            }
        })?;
        let best = match rows.noun {
            // The first of them can be found without looking at all.
            Noun::Derived(derived) if page.is_first() => derived.best(window.limit()),
            _ => None,
        };
        let from = best.map_or_else(|| rows.from(), |table| rows.with_table(table).from());
        let is_late = self.dialect == Dialect::Sqlite && matches!(rows.noun, Noun::Resource(_));
        let late = is_late.then_some((rows.table.as_str(), rows.alias.as_str()));
        let reading = Reading { from, late, stretches: self.stretches(scope, &order, field) };
        let json = window.around(&json, &reading, &order, &page);
        // Made once, however many parts of the answer are about the rows.
        Ok(match &rows.made_of {
            Some(made_of) => format!("(WITH {} AS {made_of} SELECT {json})", rows.table),
            None => json,
        })
    }

    /// Whether somebody asks if there is more in the direction of the page.
    fn looks_ahead(&mut self, page: &Page, fields: &[Selected<'a>]) -> bool {
        let more = if page.backward { "hasPreviousPage" } else { "hasNextPage" };
        let infos: Vec<_> = fields.iter().filter(|field| field.name == "pageInfo").collect();
        infos.iter().any(|info| self.collect("PageInfo", &[], &info.below).iter().any(|part| part.name == more))
    }

    /// The JSON of one row.
    fn row(&mut self, rows: &Rows<'_, 'a>, field: &Selected<'a>) -> Result<String> {
        match rows.noun {
            Noun::Resource(resource) => self.object(resource, &rows.alias, &field.below),
            Noun::Derived(derived) => derived.row(self, &rows.alias, field),
        }
    }

    /// The table and condition: the scope, then `where`, then `asOf`.
    fn rows<'s>(&mut self, scope: Scope<'s, 'a>, field: &Selected<'a>) -> Result<Rows<'s, 'a>> {
        let catalog = self.catalog;
        let alias = self.alias();
        let mut conditions = Vec::new();
        let resource = match scope {
            Scope::All(resource) => {
                conditions.extend(self.of_types(resource, &alias, field)?);
                if let Some(view) = self.view(resource, field)? {
                    conditions.extend(self.filter(resource, &alias, &view.filter, &format!("{}.view", field.name))?);
                }
                resource
            }
            Scope::Subset(resource, subset) => {
                let column = column(&alias, subset.attribute);
                conditions.push(format!("{column} = {}", literal(subset.value)));
                resource
            }
            Scope::Group(resource, number) => {
                conditions.push(format!("{} = {number}", column(&alias, "group")));
                resource
            }
            Scope::Related { owner, relationship, alias: parent } => {
                let as_of = self.as_of_argument(owner, relationship, field)?;
                conditions.push(self.joined(owner, relationship, parent, &alias, as_of.as_ref())?);
                if relationship.name == "claims" {
                    conditions.extend(self.claims_on(&alias, field));
                }
                catalog.get(relationship.target)
            }
            Scope::Shared(common) => {
                conditions.extend(self.common(common, &alias)?);
                common.target
            }
            Scope::Derived(derived) => {
                let made_of = Some(derived.table());
                let (noun, table, condition) = (Noun::Derived(derived), self.alias(), "TRUE".to_owned());
                return Ok(Rows { noun, alias, table, made_of, condition });
            }
        };
        let filter = field.argument("where");
        conditions.extend(self.filter(resource, &alias, &filter, &format!("{}.where", field.name))?);
        let condition = if conditions.is_empty() { "TRUE".to_owned() } else { conditions.join(" AND ") };
        Ok(Rows { noun: Noun::Resource(resource), alias, table: quoted(&resource.table), made_of: None, condition })
    }

    /// `changes(types:)`: those of records of some types.
    fn of_types(&mut self, resource: &Resource, alias: &str, field: &Selected<'a>) -> Result<Option<String>> {
        if resource.role != Role::Entry {
            return Ok(None);
        }
        let types = self.words_of(&field.argument("types"), "changes.types")?;
        Ok(types.map(|types| {
            let words: Vec<String> = types.iter().map(|word| literal(word)).collect();
            if words.is_empty() { "FALSE".to_owned() } else { format!("{alias}.type IN ({})", words.join(", ")) }
        }))
    }

    /// `claims(attribute:)`: those on one attribute.
    fn claims_on(&mut self, alias: &str, field: &Selected<'a>) -> Option<String> {
        let attribute = field.argument("attribute");
        (!self.is_absent(&attribute)).then(|| {
            let value = self.bind(&attribute, SlotKind::Text, "claims.attribute");
            format!("({alias}.attribute IS NOT NULL AND {alias}.attribute = {value})")
        })
    }

    fn edges(
        &mut self,
        rows: &Rows<'_, 'a>,
        order: &Order,
        window: &mut Window,
        field: &Selected<'a>,
    ) -> Result<String> {
        let type_name = format!("{}Edge", rows.noun.name());
        let fields = self.collect(&type_name, &[], &field.below);
        let size = window.size;
        let edge = self.times(size, |compiler| {
            compiler.json_object(&fields, |compiler, part| match part.name {
                "__typename" => Ok(literal(&format!("\"{type_name}\""))),
                "cursor" => Ok(format!("'\"' || {} || '\"'", compiler.cursor(order))),
                _ => compiler.row(rows, part),
            })
        })?;
        let column = window.column(edge);
        Ok(window.list(&column))
    }

    fn page_info(
        &mut self,
        rows: &Rows<'_, 'a>,
        order: &Order,
        page: &Page,
        window: &mut Window,
        field: &Selected<'a>,
    ) -> Result<String> {
        let fields = self.collect("PageInfo", &[], &field.below);
        self.json_object(&fields, |compiler, part| {
            let more = || json_boolean(&format!("count(*) > {}", page.size), false);
            // Whether there are rows on the side one came from: only a cursor can have hidden some.
            let behind = |hidden: &Option<String>| match hidden {
                Some(hidden) => {
                    let exists = format!("EXISTS (SELECT 1 {} AND {hidden})", rows.from());
                    json_boolean(&exists, false)
                }
                None => literal("false"),
            };
            Ok(match (part.name, page.backward) {
                ("__typename", _) => literal("\"PageInfo\""),
                ("hasNextPage", false) | ("hasPreviousPage", true) => more(),
                ("hasNextPage", true) => behind(&page.hidden_by_before),
                ("hasPreviousPage", false) => behind(&page.hidden_by_after),
                ("startCursor", backward) => window.cursor_at_end(compiler.cursor(order), backward),
                (_, backward) => window.cursor_at_end(compiler.cursor(order), !backward),
            })
        })
    }
}
