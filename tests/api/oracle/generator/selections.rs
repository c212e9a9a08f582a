use cluster_directory::directory::catalog;
use cluster_directory::resource::{RECORD, Resource, Role};

use super::fields::{Offer, Shape, Takes};
use super::{Generator, MANY_FIELDS, MOST_OBJECTS, Spot};
use crate::oracle::document::{Directive, Field, Fragment, Selection, Value};

/// How many response keys may lead to a field, with room for what a field brings along: the server takes 12.
const DEEPEST: usize = 8;
/// Aliases that look like something else.
const ALIASES: &[&str] = &["a", "id", "value", "null", "true", "on", "_", "query", "name"];

impl Generator<'_> {
    /// Something to select on a type; never nothing.
    pub(super) fn selections(&mut self, spot: &Spot, shape: Shape) -> Vec<Selection> {
        let count = if self.fields > MANY_FIELDS { 1 } else { 1 + self.random.below(4) };
        let mut selections = Vec::new();
        for _ in 0..count {
            if spot.fragments < 2 && self.random.chance(8) {
                let fragment = self.fragment(spot, shape);
                selections.extend(fragment);
            } else {
                selections.extend(self.field(spot, shape));
            }
        }
        // What shows most of a filter.
        if matches!(shape, Shape::Connection(_)) && self.random.chance(40) {
            let count = self.named(spot, Field::new("totalCount", "Int!"));
            selections.extend(count.map(Selection::Field));
        }
        if shape.is_abstract() && spot.fragments < 2 {
            selections.push(self.inline(spot, shape));
        }
        if selections.is_empty() {
            selections.push(Selection::Field(Field::new("__typename", "String!")));
        }
        selections
    }

    /// One field, if one can be had here.
    fn field(&mut self, spot: &Spot, shape: Shape) -> Vec<Selection> {
        let offers = shape.offers();
        let wants_leaf = self.fields > MANY_FIELDS || self.random.chance(55);
        // `__typename` comes first, and says least.
        let skipped = usize::from(!self.random.chance(10));
        let fits = offers.iter().skip(skipped);
        let fits: Vec<&Offer> = fits.filter(|offer| wants_leaf == offer.below.is_none()).collect();
        let offer = if fits.is_empty() { &offers[0] } else { *self.random.pick(&fits) };
        let Some(below) = offer.below else {
            return self.named(spot, Field::new(offer.name, &*offer.ty)).into_iter().map(Selection::Field).collect();
        };
        if spot.depth >= DEEPEST {
            return Vec::new();
        }
        let field = Field::new(offer.name, &*offer.ty);
        // Rows are counted where a connection's `nodes` or `edges` stand.
        let rows = matches!(offer.name, "nodes" | "edges") && matches!(shape, Shape::Connection(_));
        let each = if rows { spot.size } else { offer.each };
        let (arguments, each) = match (offer.takes, below) {
            (Takes::Page { holds, claims }, Shape::Connection(target)) => {
                let (mut arguments, size) = self.page(target, spot);
                if let Some(holds) = holds.filter(|_| self.random.chance(50)) {
                    arguments.push(self.as_of_argument(holds));
                }
                if claims && self.random.chance(30) {
                    arguments.push(("attribute".to_owned(), self.claimed()));
                }
                (arguments, size)
            }
            (Takes::AsOf { holds }, _) if self.random.chance(50) => (vec![self.as_of_argument(holds)], each),
            (Takes::By, _) => {
                let Shape::Connection(resource) = shape else { unreachable!("groups of {shape:?}") };
                (vec![("by".to_owned(), self.grouped_by(resource))], each)
            }
            _ => (Vec::new(), each),
        };
        let fields = self.finish(spot, field, arguments, below, each);
        fields.into_iter().map(Selection::Field).collect()
    }

    /// Gives a field its key and what is below it, rarely twice, to be merged. Nothing if the answer
    /// could become too large.
    pub(super) fn finish(
        &mut self,
        spot: &Spot,
        field: Field,
        arguments: Vec<(String, Value)>,
        below: Shape,
        each: usize,
    ) -> Vec<Field> {
        // What stands behind an interface is compiled once for every type.
        let types = if below.is_abstract() { catalog().resources().len() } else { 1 };
        let (times, size) = match below {
            Shape::Connection(_) => (1, each),
            _ => (each.max(1) * types, 0),
        };
        let objects = spot.times * times;
        if self.objects + objects > MOST_OBJECTS {
            return Vec::new();
        }
        let Some(field) = self.named(spot, Field { arguments, ..field }) else { return Vec::new() };
        self.objects += objects;
        let inside = Spot { size, ..spot.below(field.key(), times) };
        let count = if self.random.chance(4) { 2 } else { 1 };
        let below = |_| Field { below: self.selections(&inside, below), ..field.clone() };
        (0..count).map(below).collect()
    }

    /// Gives a field a key that means nothing else here.
    fn named(&mut self, spot: &Spot, mut field: Field) -> Option<Field> {
        self.fields += 1;
        if self.random.chance(10) {
            field.alias = Some((*self.random.pick(ALIASES)).to_owned());
        }
        if !self.scope.takes(&spot.path, &field) {
            self.aliases += 1;
            field.alias = Some(format!("a{}", self.aliases));
            self.scope.takes(&spot.path, &field).then_some(())?;
        }
        // async-graphql does not see variables on `__typename` and says that they are not used.
        if field.name != "__typename" {
            field.directives = self.directives();
        }
        Some(field)
    }

    fn directives(&mut self) -> Vec<Directive> {
        let mut directives = Vec::new();
        for name in ["skip", "include"] {
            if self.random.chance(4) {
                let truth = Value::Boolean((name == "include") == self.random.chance(70));
                directives.push(Directive { name, condition: self.vary("Boolean!", truth) });
            }
        }
        directives
    }

    /// A fragment, inline or named, on the type itself or on an interface of it.
    fn fragment(&mut self, spot: &Spot, shape: Shape) -> Option<Selection> {
        let known: Vec<usize> = (0..self.fragments.len())
            .filter(|index| {
                let fragment = &self.fragments[*index];
                fragment.on == shape.name() && fragment.below.iter().all(is_leaf)
            })
            .collect();
        if !known.is_empty() && self.random.chance(60) {
            let index = *self.random.pick(&known);
            let Self { scope, fragments, .. } = self;
            let fragment = &fragments[index];
            let name = fragment.name.clone();
            return scope
                .takes_leaves(&spot.path, &fragment.below)
                .then(|| Selection::Spread { name, directives: self.directives() });
        }
        if self.random.chance(50) {
            return Some(self.inline(spot, shape));
        }
        let name = format!("F{}", self.fragments.len());
        // Its place in the list is taken before its own fragments take theirs.
        self.fragments.push(Fragment { name: name.clone(), on: String::new(), below: Vec::new() });
        let index = self.fragments.len() - 1;
        let spot = Spot { fragments: spot.fragments + 1, ..spot.clone() };
        self.fragments[index].below = self.selections(&spot, shape);
        self.fragments[index].on = shape.name();
        Some(Selection::Spread { name, directives: self.directives() })
    }

    fn inline(&mut self, spot: &Spot, shape: Shape) -> Selection {
        let spot = Spot { fragments: spot.fragments + 1, ..spot.clone() };
        let directives = self.directives();
        let on = match shape {
            _ if self.random.chance(20) => None,
            Shape::Node if self.random.chance(20) => Some(Shape::Object(catalog().get(RECORD))),
            _ if shape.is_abstract() => {
                let all = catalog().resources().iter();
                let fits = all.filter(|it| match shape {
                    Shape::Node => matches!(it.role, Role::Record | Role::Node),
                    _ => it.role == Role::Record,
                });
                let fits: Vec<&'static Resource> = fits.collect();
                let resource = *self.random.pick(&fits);
                Some(Shape::Object(resource))
            }
            Shape::Object(resource) if resource.role == Role::Record && self.random.chance(40) => {
                Some(if self.random.chance(70) { Shape::Object(catalog().get(RECORD)) } else { Shape::Node })
            }
            shape => Some(shape),
        };
        let below = self.selections(&spot, on.unwrap_or(shape));
        Selection::Inline { on: on.map(Shape::name), directives, below }
    }
}

/// A field that can stand anywhere its type does.
fn is_leaf(selection: &Selection) -> bool {
    matches!(selection, Selection::Field(field) if field.below.is_empty())
}
