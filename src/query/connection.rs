//! Rows as a connection: edges, nodes, page information, counts and groups, at every level.
//!
//! The rows are read once, in order, one more than the page holds if somebody asks whether there are
//! more; their JSON is joined in the statement. What is not selected is not computed.

use super::compiler::Compiler;
use super::dialect::{column, json_array, json_boolean, literal, or_null, quoted};
use super::order::Order;
use super::page::Page;
use super::search::Hits;
use super::selection::Selected;
use super::shared::Common;
use super::slot::SlotKind;
use crate::error::{Error, Result};
use crate::resource::{Relationship, Resource, Subset};

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
    /// What a search found.
    Search(&'s Hits),
    /// What several records have in common.
    Shared(&'s Common<'a>),
}

/// The rows of a connection: what they are, their table, its alias and the condition, for every part of
/// the statement that is about them.
pub struct Rows<'s, 'a> {
    pub noun: Noun<'s, 'a>,
    pub alias: String,
    table: String,
    condition: String,
}

/// What stands in a connection.
#[derive(Clone, Copy)]
pub enum Noun<'s, 'a> {
    Resource(&'a Resource),
    Hit(&'s Hits),
}

impl Noun<'_, '_> {
    /// The beginning of the names of its connection and edge.
    fn name(self) -> &'static str {
        match self {
            Self::Resource(resource) => resource.name,
            Self::Hit(_) => "Search",
        }
    }
}

impl Rows<'_, '_> {
    /// The same, read from another table.
    fn with_table(&self, table: String) -> Self {
        Self { noun: self.noun, alias: self.alias.clone(), table, condition: self.condition.clone() }
    }

    pub fn from(&self) -> String {
        format!("FROM {} {} WHERE {}", self.table, self.alias, self.condition)
    }
}

impl<'a> Compiler<'a> {
    /// The JSON of a connection; never NULL.
    pub(super) fn connection(&mut self, scope: Scope<'_, 'a>, field: &Selected<'a>) -> Result<String> {
        let rows = self.rows(scope, field)?;
        let order = match rows.noun {
            Noun::Resource(resource) => self.order(resource, &rows.alias, &field.argument("orderBy"), field.name)?,
            Noun::Hit(_) => Self::search_order(&rows.alias),
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
            "totalCount" => Ok(format!("CAST((SELECT count(*) {}) AS text)", rows.from())),
            other => match rows.noun {
                Noun::Resource(resource) => compiler.groups(resource, &rows, part),
                Noun::Hit(_) => Err(Error::internal(format!("{type_name}.{other} is not compiled"))),
            },
        })?;
        let from = match rows.noun {
            // The first of them can be found without looking at all.
            Noun::Hit(hits) if page.is_first() => rows.with_table(hits.best(window.limit())).from(),
            _ => rows.from(),
        };
        Ok(window.around(&json, &from, &order, &page))
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
            Noun::Hit(hits) => self.hit(hits, &rows.alias, field),
        }
    }

    /// The table and condition: the scope, then `where`, then `asOf`.
    fn rows<'s>(&mut self, scope: Scope<'s, 'a>, field: &Selected<'a>) -> Result<Rows<'s, 'a>> {
        let catalog = self.catalog;
        let alias = self.alias();
        let mut conditions = Vec::new();
        let resource = match scope {
            Scope::All(resource) => resource,
            Scope::Subset(resource, subset) => {
                let column = column(&alias, subset.attribute);
                conditions.push(format!("{column} = {}", literal(subset.value)));
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
            Scope::Search(hits) => {
                let table = hits.all();
                return Ok(Rows { noun: Noun::Hit(hits), alias, table, condition: "TRUE".to_owned() });
            }
        };
        let filter = field.argument("where");
        conditions.extend(self.filter(resource, &alias, &filter, &format!("{}.where", field.name))?);
        let condition = if conditions.is_empty() { "TRUE".to_owned() } else { conditions.join(" AND ") };
        Ok(Rows { noun: Noun::Resource(resource), alias, table: quoted(&resource.table), condition })
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

/// The rows of one page, as the statement's innermost part, and what is asked of them.
struct Window {
    alias: String,
    size: usize,
    backward: bool,
    /// JSON of each row, as columns `x0`, `x1`, …
    columns: Vec<String>,
    /// Whether one row more is read, to know whether there are more.
    looks_ahead: bool,
    /// Whether rows must be counted: to leave out the one too many, or to turn their order round.
    numbered: bool,
}

impl Window {
    fn new(alias: String, page: &Page, looks_ahead: bool) -> Self {
        let (size, backward) = (page.size, page.backward);
        Self { alias, size, backward, columns: Vec::new(), looks_ahead, numbered: looks_ahead || backward }
    }

    fn column(&mut self, json: String) -> String {
        self.columns.push(json);
        format!("{}.x{}", self.alias, self.columns.len() - 1)
    }

    /// A column of the page's rows as a JSON array, in reading order, without the row too many.
    fn list(&self, column: &str) -> String {
        let Self { alias, size, .. } = self;
        let ordered = match (self.numbered, self.backward) {
            (true, true) => format!(" ORDER BY {alias}.n DESC"),
            (true, false) => format!(" ORDER BY {alias}.n"),
            (false, _) => String::new(),
        };
        let on_page = if self.looks_ahead { format!(" FILTER (WHERE {alias}.n <= {size})") } else { String::new() };
        json_array(&format!("string_agg({column}, ','{ordered}){on_page}"))
    }

    /// The cursor of the page's last row in reading order, or of its first.
    fn cursor_at_end(&mut self, cursor: String, last: bool) -> String {
        // Numbers are needed only from here on: lists made before stand in the order of the rows.
        self.numbered = true;
        let column = self.column(cursor);
        let Self { alias, size, .. } = &self;
        let number = if last {
            format!("CASE WHEN {alias}.m < {size} THEN {alias}.m ELSE {size} END")
        } else {
            // An empty page has no first row, although one was read to see whether there is any.
            size.min(&1).to_string()
        };
        or_null(format!("'\"' || max(CASE WHEN {alias}.n = {number} THEN {column} END) || '\"'"), true)
    }

    /// How many rows are read.
    fn limit(&self) -> usize {
        self.size + usize::from(self.looks_ahead)
    }

    /// Puts the rows under the JSON that was made of them.
    fn around(self, json: &str, from: &str, order: &Order, page: &Page) -> String {
        if self.columns.is_empty() && !self.looks_ahead {
            return json.to_owned();
        }
        let alias = &self.alias;
        let mut columns: Vec<String> =
            self.columns.iter().enumerate().map(|(n, json)| format!("{json} AS x{n}")).collect();
        if columns.is_empty() {
            columns.push("1 AS x0".to_owned());
        }
        let mut read = format!(
            "SELECT {} {from}{} ORDER BY {} LIMIT {}",
            columns.join(", "),
            page.seek(),
            order.sql(self.backward),
            self.limit(),
        );
        if self.numbered {
            read = format!("SELECT {alias}.*, row_number() OVER () AS n, count(*) OVER () AS m FROM ({read}) {alias}");
        }
        format!("(SELECT {json} FROM ({read}) {alias})")
    }
}
