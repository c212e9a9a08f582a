//! Rows as a connection: edges, nodes, page information, counts and groups, at every level.
//!
//! The rows are read once, in order, one more than the page holds if somebody asks whether there are
//! more; their JSON is joined in the statement. What is not selected is not computed.

mod rows;
mod stretch;
mod window;

use crate::database::Dialect;
use crate::error::Result;
use crate::query::compiler::Compiler;
use crate::query::dialect::{json_boolean, literal};
use crate::query::groups::groupings;
use crate::query::order::Order;
use crate::query::page::Page;
use crate::query::selection::Selected;
use rows::Noun;
use stretch::Reading;
use window::Window;

pub use rows::{Derived, Rows, Scope};

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
        let is_read = window.limit() > page.size || fields.iter().any(|part| matches!(part.name, "nodes" | "edges"));
        let best = match rows.noun {
            // The first of them can be found without looking at all.
            Noun::Derived(derived) if page.is_first() => derived.best(window.limit()),
            _ => None,
        };
        let best = best.map(|table| rows.with_table(table));
        let late = self.dialect == Dialect::Sqlite && matches!(rows.noun, Noun::Resource(_));
        let many = matches!(scope, Scope::All(_) | Scope::Subset(..));
        let stretches = self.stretches(rows.noun, &order, field);
        let reading = Reading { rows: best.as_ref().unwrap_or(&rows), late, many, stretches };
        let (limit, alias) = (window.limit(), &rows.alias);
        let select = |columns: &str| reading.select(columns, &order, &page, limit);

        let mut has_lists = false;
        let walk = |compiler: &mut Self| {
            compiler.json_object(&fields, |compiler, part| match part.name {
                "__typename" => Ok(literal(&format!("\"{type_name}\""))),
                "edges" => compiler.edges(&rows, &order, &mut window, part),
                "nodes" => {
                    let object = compiler.times(page.size, |compiler| {
                        let lists = compiler.lists();
                        let object = compiler.row(&rows, part);
                        has_lists |= compiler.lists() != lists;
                        object
                    })?;
                    let column = window.column(object);
                    Ok(window.list(&column))
                }
                "pageInfo" => compiler.page_info(&rows, &order, &page, &mut window, part),
                "totalCount" => {
                    compiler.charge(5);
                    let all = format!("CAST({} AS text)", rows.count());
                    // A page that has room left has all of them.
                    Ok(if is_read && page.bounds.is_empty() {
                        format!("CASE WHEN count(*) < {limit} THEN CAST(count(*) AS text) ELSE {all} END")
                    } else {
                        all
                    })
                }
                _ => {
                    let known = match rows.noun {
                        Noun::Resource(resource) => groupings(compiler.catalog, resource),
                        Noun::Derived(derived) => derived.groupings(),
                    };
                    compiler.groups(&known, &rows, part)
                }
            })
        };
        let parent = match scope {
            Scope::Related { alias, .. } if self.is_on_way(alias) => Some(alias),
            _ => None,
        };
        if let Some(parent) = parent.filter(|_| !rows.may_repeat) {
            let join = || format!("CROSS JOIN LATERAL ({}) {alias}", select(&format!("{alias}.*")));
            let json = self.further(parent, alias, join, walk)?;
            return Ok(window.around(&json, select));
        }
        let (json, made) = self.along_page(alias, walk)?;
        let object = window.only_column().filter(|_| has_lists && parent.is_some());
        if let Some(object) = object.map(str::to_owned) {
            let read = self.gathered(&rows, &select(&format!("{alias}.id AS i")), &object, made);
            return Ok(window.around(&json, |_| read));
        }
        if made.is_empty() {
            return Ok(rows.around(window.around(&json, select)));
        }
        let json = window.around(&json, |columns| format!("SELECT {columns} FROM {} {alias}", made.page));
        Ok(rows.around(made.around(&select(&format!("{alias}.*")), &json)))
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
            Noun::Resource(resource) => {
                let object = |compiler: &mut Self| compiler.object(resource, &rows.alias, &field.below);
                if rows.may_repeat { self.once(&format!("{}.id", rows.alias), object) } else { object(self) }
            }
            Noun::Derived(derived) => derived.row(self, &rows.alias, field),
        }
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
