//! The language in which a resource is described.
//!
//! A [`Resource`] is a noun of the directory: its attributes, its relationships to other resources,
//! and what each of them means to a reader. Everything that is published about the noun follows from
//! its description: GraphQL types, filters, orders, connections, the statements that read it, the
//! bundle it is loaded from. So a fact about a resource is written once, here.
//!
//! ```
//! use cluster_directory::resource::{Resource, text};
//!
//! let venue = Resource::new("Venue", "venues", "A house in which events take place.")
//!     .named_by("name")
//!     .attribute(text("name", "What it is called.").required().indexed())
//!     .to_one("city", "Place", "The town it stands in.");
//! assert_eq!(venue.table, "venue");
//! ```

mod attribute;
mod catalog;
mod choice;
mod fuzzy_date;
mod relationship;
mod spelling;

pub use attribute::{
    Attribute, Kind, Searched, boolean, choice, float, fuzzy, fuzzy_dates, instant, integer, text, texts,
};
pub use catalog::Catalog;
pub use choice::Choice;
pub use fuzzy_date::FuzzyDate;
pub use relationship::{Join, Only, Relationship};
use spelling::first_lower;
pub use spelling::{snake_case, upper_case};

/// The interface of all records. Its table knows every record's type by its id.
pub const RECORD: &str = "Record";

/// What a resource is to the interfaces `Node` and `Record`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It implements both.
    Record,
    /// It implements `Node` only: a claim is what records rest on, not a record itself.
    Node,
    /// It is the interface `Record`: the table knows no more than each id's type.
    Interface,
}

/// A noun of the directory, described once.
#[derive(Clone, Debug)]
pub struct Resource {
    /// GraphQL type, singular: `EventSeries`.
    pub name: &'static str,
    /// Root field and bundle file, plural: `events`.
    pub plural: &'static str,
    /// Root field for a single one: `eventSeries`.
    pub singular: String,
    /// Table, in snake case: `event_series`.
    pub table: String,
    /// What the noun means, for its reader.
    pub doc: &'static str,
    /// The attribute that a person would call it by, if it has one.
    pub named_by: Option<&'static str>,
    /// What stands behind the name: a noun of its own, or any record.
    pub role: Role,
    /// The two dates between which it held, if it did not hold for ever: since and until.
    pub interval: Option<(&'static str, &'static str)>,
    /// The two dates between which it took place.
    pub period: Option<Period>,
    /// Root fields that list a part of the resource: `clusters` are organizations of kind CLUSTER.
    pub subsets: Vec<Subset>,
    /// What is known of it by value.
    pub attributes: Vec<Attribute>,
    /// What it has to do with others.
    pub relationships: Vec<Relationship>,
}

/// The two fuzzy dates between which something took place.
#[derive(Clone, Copy, Debug)]
pub struct Period {
    pub start: &'static str,
    pub end: &'static str,
    /// Whether it may have gone on where no end is known.
    pub lasts: bool,
}

/// A root field that lists those records whose `attribute` has one value.
#[derive(Clone, Debug)]
pub struct Subset {
    pub field: &'static str,
    pub attribute: &'static str,
    pub value: &'static str,
    pub doc: &'static str,
}

impl Resource {
    /// Begins the description of a resource; table and singular follow from the name.
    pub fn new(name: &'static str, plural: &'static str, doc: &'static str) -> Self {
        Self {
            name,
            plural,
            singular: first_lower(name),
            table: snake_case(name),
            doc,
            named_by: None,
            role: Role::Record,
            interval: None,
            period: None,
            subsets: Vec::new(),
            attributes: Vec::new(),
            relationships: Vec::new(),
        }
    }

    pub fn attribute(mut self, attribute: Attribute) -> Self {
        self.attributes.push(attribute);
        self
    }

    /// Names the attribute that a person would call a record by.
    pub fn named_by(mut self, attribute: &'static str) -> Self {
        self.named_by = Some(attribute);
        self
    }

    /// Says that it holds only from `since` to `until` (both fuzzy), which gives it `asOf`.
    pub fn holds(mut self, since: &'static str, until: &'static str) -> Self {
        self.interval = Some((since, until));
        self
    }

    /// Says that it is an occasion from `start` to `end` (both fuzzy), which gives it `during`.
    /// Without an end it is over when it begins.
    pub fn takes_place(mut self, start: &'static str, end: &'static str) -> Self {
        self.period = Some(Period { start, end, lasts: false });
        self
    }

    /// Says that it goes on from `start` to `end` (both fuzzy), which gives it `during`.
    /// Without an end nobody knows how long.
    pub fn lasts(mut self, start: &'static str, end: &'static str) -> Self {
        self.period = Some(Period { start, end, lasts: true });
        self
    }

    /// Adds a root field that lists the records whose `attribute` is `value`.
    pub fn subset(
        mut self,
        field: &'static str,
        attribute: &'static str,
        value: &'static str,
        doc: &'static str,
    ) -> Self {
        self.subsets.push(Subset { field, attribute, value, doc });
        self
    }

    /// The target's id stands in this resource's own column `<name>_id`.
    pub fn to_one(self, name: &'static str, target: &'static str, doc: &'static str) -> Self {
        let column = format!("{}_id", snake_case(name));
        self.relationship(Relationship::new(name, target, Join::Own { column }, false, doc))
    }

    /// As [`Self::to_one`], and there always is one.
    pub fn to_one_required(self, name: &'static str, target: &'static str, doc: &'static str) -> Self {
        let mut resource = self.to_one(name, target, doc);
        if let Some(last) = resource.relationships.last_mut() {
            last.required = true;
        }
        resource
    }

    /// The other direction of the target's to-one relationship `inverse`.
    pub fn to_many(self, name: &'static str, target: &'static str, inverse: &'static str, doc: &'static str) -> Self {
        self.relationship(Relationship::new(name, target, Join::Inverse { inverse }, true, doc))
    }

    /// As [`Self::to_many`], and the target has no life of its own: in the bundle it stands inside.
    pub fn owns_many(self, name: &'static str, target: &'static str, inverse: &'static str, doc: &'static str) -> Self {
        let mut resource = self.to_many(name, target, inverse, doc);
        if let Some(last) = resource.relationships.last_mut() {
            last.owned = true;
        }
        resource
    }

    /// As [`Self::owns_many`], but there is at most one.
    pub fn owns_one(self, name: &'static str, target: &'static str, inverse: &'static str, doc: &'static str) -> Self {
        let mut resource = self.owns_many(name, target, inverse, doc);
        if let Some(last) = resource.relationships.last_mut() {
            last.many = false;
        }
        resource
    }

    /// Many to many, by a table of pairs without facts of its own; `own` and `other` are its columns.
    pub fn linked(
        self,
        name: &'static str,
        target: &'static str,
        [table, own, other]: [&'static str; 3],
        doc: &'static str,
    ) -> Self {
        self.relationship(Relationship::new(name, target, Join::Pairs { table, own, other }, true, doc))
    }

    /// Skips an association: first this resource's relationship `via`, then the association's `then`.
    pub fn through(
        self,
        name: &'static str,
        target: &'static str,
        [via, then]: [&'static str; 2],
        doc: &'static str,
    ) -> Self {
        let join = Join::Through { via, then, only: None };
        self.relationship(Relationship::new(name, target, join, true, doc))
    }

    /// As [`Self::through`], by those associations only that meet `only`.
    pub fn through_only(
        self,
        name: &'static str,
        target: &'static str,
        [via, then]: [&'static str; 2],
        only: Only,
        doc: &'static str,
    ) -> Self {
        let join = Join::Through { via, then, only: Some(only) };
        self.relationship(Relationship::new(name, target, join, true, doc))
    }

    /// As [`Self::through_only`], but there is at most one.
    pub fn through_one(
        self,
        name: &'static str,
        target: &'static str,
        steps: [&'static str; 2],
        only: Only,
        doc: &'static str,
    ) -> Self {
        let mut resource = self.through_only(name, target, steps, only, doc);
        if let Some(last) = resource.relationships.last_mut() {
            last.many = false;
        }
        resource
    }

    fn relationship(mut self, relationship: Relationship) -> Self {
        self.relationships.push(relationship);
        self
    }

    /// All columns of its table.
    pub fn columns(&self) -> Vec<String> {
        let mut columns = vec!["id".to_owned()];
        for attribute in self.attributes.iter().filter(|attribute| !attribute.kind.is_list()) {
            columns.push(attribute.column.clone());
            if matches!(attribute.kind, Kind::Fuzzy) {
                columns.push(format!("{}_earliest", attribute.column));
                columns.push(format!("{}_latest", attribute.column));
            }
        }
        let own = self.relationships.iter().filter_map(Relationship::own_column);
        columns.extend(own.map(str::to_owned));
        columns
    }

    /// Whether a search can find it.
    pub fn is_searched(&self) -> bool {
        self.attributes.iter().any(|it| it.searched.is_some_and(|searched| searched != Searched::OtherName))
    }

    /// The attribute of that name.
    pub fn find_attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| attribute.name == name)
    }

    /// The relationship of that name.
    pub fn find_relationship(&self, name: &str) -> Option<&Relationship> {
        self.relationships.iter().find(|relationship| relationship.name == name)
    }
}
