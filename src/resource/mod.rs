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
mod build;
mod catalog;
mod choice;
mod format;
mod fuzzy_date;
mod id;
mod relationship;
mod spelling;
mod upkeep;
mod value;
mod written;

pub use attribute::{
    Attribute, Kind, Searched, boolean, choice, float, fuzzy, fuzzy_dates, instant, integer, listing, text, texts,
};
pub use catalog::Catalog;
pub use choice::Choice;
pub use format::Format;
pub use fuzzy_date::FuzzyDate;
pub use id::{id_of, id_text, ids_of, parse_id, parse_proposal, parse_webhook, proposal_text, webhook_text};
pub use relationship::{Join, Only, Relationship};
use spelling::first_lower;
pub use spelling::{snake_case, upper_case};
pub use upkeep::{Believed, Upkeep, Words};
pub use value::Value;
pub use written::Part;

/// The interface of all records. Its table knows every record's type by its id.
pub const RECORD: &str = "Record";

/// What a resource is to the interfaces `Node` and `Record`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It implements both.
    Record,
    /// It implements `Node` only: a claim is what records rest on, not a record itself.
    Node,
    /// It is an entry of the log: it has a number instead of an id, and is written by nobody.
    Entry,
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
    /// The two instants between which it took place, where the time of day is known.
    pub moments: Option<(&'static str, &'static str)>,
    /// The attribute and its word that say that it does not take place, though it was announced.
    pub called_off: Option<(&'static str, &'static str)>,
    /// The relationship to the organizations that may write about it, beside those who may write everything; of
    /// an organization `id`, which is itself.
    pub kept_by: Option<&'static str>,
    /// What of it is a dated fact, for timelines.
    pub facts: Vec<Fact>,
    /// The to-one relationships whose records it links with each other, if that is what it is for: a
    /// participation links its event, its person and its organization.
    pub links: &'static [&'static str],
    /// The relationships by which it belongs to others, if it stands for itself: an event to its networks.
    pub belongs: &'static [&'static str],
    /// What of another record stands beside its id, so that lists which skip this association are read in order.
    pub beside: Option<Beside>,
    /// When its records want a curator's attention.
    pub upkeep: Upkeep,
    /// Whether partner sites pull lists of it.
    pub listed: bool,
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

/// Something that happened to those whom a record is about.
#[derive(Clone, Copy, Debug)]
pub struct Fact {
    /// Its word in the published enum: `JOINED`.
    pub kind: &'static str,
    /// The fuzzy attribute that says when.
    pub date: &'static str,
    /// The to-one relationship behind which the date stands, if it is not the record's own: a
    /// participation was when its event was.
    pub at: Option<&'static str>,
    /// The relationship to those to whom it happened, if it says nothing about the record itself: an article
    /// announced its events.
    pub about: Option<&'static str>,
}

/// The earliest day of another record's fuzzy date, written down again beside the id of that record. The database keeps
/// it by triggers, so nobody writes it.
#[derive(Clone, Copy, Debug)]
pub struct Beside {
    /// The to-one relationship to the other record.
    pub of: &'static str,
    /// The fuzzy attribute of that record.
    pub date: &'static str,
}

impl Beside {
    /// The column in which it stands: `event_start_earliest`.
    pub fn column(&self) -> String {
        format!("{}_{}_earliest", snake_case(self.of), snake_case(self.date))
    }
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
    /// All columns of its table.
    pub fn columns(&self) -> Vec<String> {
        let mut columns = vec!["id".to_owned()];
        for attribute in self.attributes.iter().filter(|it| !it.kind.is_list() && it.column != "id") {
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
