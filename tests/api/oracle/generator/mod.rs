//! Documents made by chance, all of them valid and within the server's limits.

mod arguments;
mod fields;
mod filters;
mod scope;
mod selections;
mod values;

use cluster_directory::directory::catalog;
use cluster_directory::resource::{Resource, Role, Subset};

use super::asked_for;
use super::document::{Document, Field, Fragment, Selection, Value};
use super::rows::{Row, Rows};
use crate::support::random::Random;
use fields::Shape;
use scope::Scope;

pub use values::STRANGE;

/// How many objects a document may ask for, as the server counts them; less than it allows.
const MOST_OBJECTS: usize = 4_000;
/// How many fields a document may have before only leaves are added.
const MANY_FIELDS: usize = 80;

/// The number of no row.
const NO_ID: i64 = 987_654;

/// Makes one document.
pub struct Generator<'d> {
    rows: &'d Rows,
    random: Random,
    scope: Scope,
    fragments: Vec<Fragment>,
    variables: usize,
    aliases: usize,
    objects: usize,
    fields: usize,
}

/// Where in the document something is added.
#[derive(Clone, Debug)]
struct Spot {
    /// Response keys from the root.
    path: String,
    /// How many they are.
    depth: usize,
    /// How many times what stands here can be answered at most.
    times: usize,
    /// The page size, directly below a connection.
    size: usize,
    /// How many fragments are open here.
    fragments: usize,
}

impl Spot {
    fn below(&self, key: &str, times: usize) -> Self {
        let path = format!("{}.{key}", self.path);
        Self { path, depth: self.depth + 1, times: self.times * times.max(1), size: 0, fragments: 0 }
    }
}

impl<'d> Generator<'d> {
    pub fn new(rows: &'d Rows, random: Random) -> Self {
        Self {
            rows,
            random,
            scope: Scope::default(),
            fragments: Vec::new(),
            variables: 0,
            aliases: 0,
            objects: 0,
            fields: 0,
        }
    }

    pub fn document(mut self) -> Document {
        let spot = Spot { path: String::new(), depth: 0, times: 1, size: 0, fragments: 0 };
        let count = *self.random.pick(&[1, 1, 1, 2, 3]);
        let mut selections = Vec::new();
        for _ in 0..count {
            selections.extend(self.root(&spot).into_iter().map(Selection::Field));
        }
        if selections.is_empty() {
            selections.push(Selection::Field(Field::new("__typename", "String!")));
        }
        Document { selections, fragments: self.fragments }
    }

    fn root(&mut self, spot: &Spot) -> Vec<Field> {
        let resources = catalog().resources();
        let resource = self.resource();
        match self.random.below(100) {
            0..70 => {
                let subsets: Vec<(&Resource, &Subset)> =
                    resources.iter().flat_map(|it| it.subsets.iter().map(move |s| (it, s))).collect();
                let (resource, name) = if self.random.chance(5) {
                    let (resource, subset) = *self.random.pick(&subsets);
                    (resource, subset.field)
                } else {
                    (resource, resource.plural)
                };
                let field = Field::new(name, format!("{}Connection!", resource.name));
                let (arguments, size) = self.page(resource, spot);
                self.finish(spot, field, arguments, Shape::Connection(resource), size)
            }
            70..88 if resource.role == Role::Record => {
                let field = Field::new(resource.singular.as_str(), resource.name);
                let by = self.by(resource);
                self.finish(spot, field, vec![("by".to_owned(), by)], Shape::Object(resource), 1)
            }
            88..94 => {
                let ids: Vec<_> = (0..self.random.below(4)).map(|_| self.any_id()).collect();
                let size = ids.len();
                let ids = self.vary("[ID!]!", Value::List(ids));
                let field = Field::new("nodes", "[Node]!");
                self.finish(spot, field, vec![("ids".to_owned(), ids)], Shape::Node, size)
            }
            _ => {
                let id = self.any_id();
                let field = Field::new("node", "Node");
                self.finish(spot, field, vec![("id".to_owned(), id)], Shape::Node, 1)
            }
        }
    }

    /// A resource, the eventful ones more often.
    fn resource(&mut self) -> &'static Resource {
        let often =
            ["Event", "Organization", "Membership", "Office", "Partner", "Partnership", "Project", "Participation"];
        if self.random.chance(50) {
            let name = *self.random.pick(&often);
            catalog().get(name)
        } else {
            let all: Vec<&'static Resource> = asked_for().collect();
            self.random.pick::<&Resource>(&all)
        }
    }

    /// `{ slug: … }` or `{ id: … }`, mostly of a record that is there.
    fn by(&mut self, resource: &'static Resource) -> Value {
        let known = self.row(resource).map(|row| (row.id(), row.text("slug").to_owned()));
        let (key, ty, value) = match known {
            Some((id, _)) if self.random.chance(30) => ("id", "ID!", Value::text(format!("r{id}"))),
            Some((_, slug)) if self.random.chance(90) => ("slug", "String!", Value::text(slug)),
            _ if self.random.chance(50) => ("id", "ID!", self.any_id().plain()),
            _ => ("slug", "String!", Value::text(*self.random.pick(STRANGE))),
        };
        let value = self.vary(ty, value);
        self.vary(&format!("{}By!", resource.name), Value::Object(vec![(key.to_owned(), value)]))
    }

    /// The id of any record or claim, or of none.
    fn any_id(&mut self) -> Value {
        let resource = self.resource();
        let id = self.row(resource).map_or(NO_ID, Row::id);
        let id = if self.random.chance(5) { NO_ID } else { id };
        self.vary("ID!", Value::text(format!("r{id}")))
    }
}
