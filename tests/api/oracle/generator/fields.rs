use crate::oracle::LOG;
use cluster_directory::directory::catalog;
use cluster_directory::resource::{Attribute, Kind, RECORD, Relationship, Resource, Role};

/// A type that something can be selected on.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// A resource's type; the interface `Record` for the interface's own.
    Object(&'static Resource),
    Node,
    Connection(&'static Resource),
    Edge(&'static Resource),
    PageInfo,
    FuzzyDate,
    Conflict,
    Group,
    GroupKey,
}

/// What a field takes.
#[derive(Clone, Copy, Debug)]
pub enum Takes {
    Nothing,
    /// What every connection takes, `asOf` of what holds for a time, and whether `attribute` too.
    Page {
        holds: Option<&'static Resource>,
        claims: bool,
    },
    AsOf {
        holds: &'static Resource,
    },
    By,
}

/// A field that can be selected.
#[derive(Clone, Debug)]
pub struct Offer {
    pub name: &'static str,
    pub ty: String,
    pub below: Option<Shape>,
    pub takes: Takes,
    /// How many of it there are for each of what it stands on; for a page, see its size.
    pub each: usize,
}

impl Shape {
    pub fn name(self) -> String {
        match self {
            Self::Object(resource) => resource.name.to_owned(),
            Self::Node => "Node".to_owned(),
            Self::Connection(resource) => format!("{}Connection", resource.name),
            Self::Edge(resource) => format!("{}Edge", resource.name),
            Self::PageInfo => "PageInfo".to_owned(),
            Self::FuzzyDate => "FuzzyDate".to_owned(),
            Self::Conflict => "Conflict".to_owned(),
            Self::Group => "Group".to_owned(),
            Self::GroupKey => "GroupKey".to_owned(),
        }
    }

    /// The interface that a row of any type can stand behind.
    pub fn is_abstract(self) -> bool {
        match self {
            Self::Object(resource) => resource.role == Role::Interface,
            Self::Node => true,
            _ => false,
        }
    }

    /// The fields of the type.
    pub fn offers(self) -> Vec<Offer> {
        let mut offers = vec![leaf("__typename", "String!")];
        match self {
            Self::Node => offers.push(leaf("id", "ID!")),
            Self::Object(resource) if resource.role == Role::Interface => {
                let shared = ["slug", "version", "createdAt", "updatedAt", "note"];
                let related = ["claims", "sources", "mentionedIn"];
                let any = catalog().get("Topic");
                offers.extend([leaf("id", "ID!"), leaf("url", "String!"), conflicts()]);
                offers.extend(shared.iter().filter_map(|it| any.find_attribute(it)).map(attribute));
                let related = related.iter().filter_map(|it| any.find_relationship(it));
                offers.extend(related.map(|it| relationship(any, it)));
            }
            Self::Object(resource) => {
                offers.push(leaf("id", "ID!"));
                if resource.role == Role::Record {
                    offers.push(conflicts());
                    if resource.find_attribute("url").is_none() {
                        offers.push(leaf("url", "String!"));
                    }
                }
                offers.extend(resource.attributes.iter().map(attribute));
                let related = resource.relationships.iter().filter(|it| it.target != LOG);
                offers.extend(related.map(|it| relationship(resource, it)));
            }
            Self::Connection(resource) => {
                let name = resource.name;
                offers.extend([
                    list("edges", format!("[{name}Edge!]!"), Self::Edge(resource), 1),
                    list("nodes", format!("[{name}!]!"), Self::Object(resource), 1),
                    list("pageInfo", "PageInfo!".to_owned(), Self::PageInfo, 1),
                    leaf("totalCount", "Int!"),
                ]);
                if !groupings(resource).is_empty() {
                    let groups = list("groups", "[Group!]!".to_owned(), Self::Group, 1);
                    offers.push(Offer { takes: Takes::By, ..groups });
                }
            }
            Self::Edge(resource) => {
                let ty = format!("{}!", resource.name);
                offers.extend([leaf("cursor", "String!"), list("node", ty, Self::Object(resource), 1)]);
            }
            Self::PageInfo => {
                offers.extend(["hasNextPage", "hasPreviousPage"].map(|it| leaf(it, "Boolean!")));
                offers.extend(["startCursor", "endCursor"].map(|it| leaf(it, "String")));
            }
            Self::FuzzyDate => {
                offers.extend(["edtf", "text"].map(|it| leaf(it, "String!")));
                offers.extend(["earliest", "latest"].map(|it| leaf(it, "Date")));
                offers.push(leaf("precision", "DatePrecision!"));
            }
            Self::Conflict => {
                let claims = Self::Object(catalog().get("Claim"));
                offers.push(leaf("attribute", "String!"));
                offers.push(list("claims", "[Claim!]!".to_owned(), claims, 5));
            }
            Self::Group => {
                offers.push(leaf("count", "Int!"));
                offers.push(list("keys", "[GroupKey!]!".to_owned(), Self::GroupKey, 1));
            }
            Self::GroupKey => offers.extend(["value", "label"].map(|it| leaf(it, "String"))),
        }
        offers
    }
}

fn leaf(name: &'static str, ty: impl Into<String>) -> Offer {
    Offer { name, ty: ty.into(), below: None, takes: Takes::Nothing, each: 0 }
}

fn list(name: &'static str, ty: String, below: Shape, each: usize) -> Offer {
    Offer { name, ty, below: Some(below), takes: Takes::Nothing, each }
}

fn conflicts() -> Offer {
    list("conflicts", "[Conflict!]!".to_owned(), Shape::Conflict, 5)
}

fn attribute(attribute: &'static Attribute) -> Offer {
    let (ty, below) = match attribute.kind {
        Kind::Text => ("String", None),
        Kind::Integer => ("Int", None),
        Kind::Float => ("Float", None),
        Kind::Boolean => ("Boolean", None),
        Kind::Instant => ("DateTime", None),
        Kind::Fuzzy => ("FuzzyDate", Some(Shape::FuzzyDate)),
        Kind::Choice(choice) => (choice.name, None),
        Kind::Texts => ("[String!]", None),
        Kind::FuzzyDates => ("[FuzzyDate!]", Some(Shape::FuzzyDate)),
        Kind::Listing => ("JSON", None),
    };
    let required = if attribute.required { "!" } else { "" };
    Offer { below, ..leaf(attribute.name, format!("{ty}{required}")) }
}

fn relationship(owner: &'static Resource, relationship: &'static Relationship) -> Offer {
    let target = catalog().get(relationship.target);
    let holds = catalog().interval(owner, relationship);
    if relationship.many {
        let claims = relationship.name == "claims";
        let ty = format!("{}Connection!", target.name);
        let connection = list(relationship.name, ty, Shape::Connection(target), 0);
        return Offer { takes: Takes::Page { holds, claims }, ..connection };
    }
    let required = if relationship.required { "!" } else { "" };
    let ty = format!("{}{required}", target.name);
    let one = list(relationship.name, ty, Shape::Object(target), 1);
    let takes = match holds {
        Some(holds) if relationship.own_column().is_none() => Takes::AsOf { holds },
        _ => Takes::Nothing,
    };
    Offer { takes, ..one }
}

/// The words that rows of a resource can be grouped by: choices and indexed texts but its name,
/// years and months of its dates, records it points to that have a name.
pub fn groupings(resource: &Resource) -> Vec<String> {
    let upper = cluster_directory::resource::upper_case;
    let mut words = Vec::new();
    for attribute in &resource.attributes {
        let name = attribute.name;
        let called = resource.named_by == Some(name) || name == "slug";
        match attribute.kind {
            Kind::Choice(_) | Kind::Text if attribute.indexed && !called => words.push(upper(name)),
            Kind::Fuzzy => {
                words.extend(["YEAR", "MONTH"].map(|it| format!("{}_{it}", upper(name))));
            }
            _ => {}
        }
    }
    for relationship in resource.relationships.iter().filter(|it| it.own_column().is_some()) {
        if relationship.target != RECORD && catalog().get(relationship.target).named_by.is_some() {
            words.push(upper(relationship.name));
        }
    }
    words
}
