use std::collections::HashMap;

use super::{Beside, Choice, Fact, Join, Kind, Relationship, Resource, Role};

/// All resources, checked against each other.
#[derive(Debug)]
pub struct Catalog {
    resources: Vec<Resource>,
    by_name: HashMap<&'static str, usize>,
    fact_kinds: &'static Choice,
}

impl Catalog {
    /// Takes the descriptions, each resource after those that it points to, and the words for their facts.
    ///
    /// # Panics
    ///
    /// When a description contradicts another. That is a mistake in this source, found at every start.
    pub fn new(resources: Vec<Resource>, fact_kinds: &'static Choice) -> Self {
        let by_name = resources.iter().enumerate().map(|(index, it)| (it.name, index)).collect();
        let catalog = Self { resources, by_name, fact_kinds };
        catalog.check_references();
        for resource in &catalog.resources {
            catalog.check_facts(resource);
            resource.check_upkeep();
            for relationship in &resource.relationships {
                catalog.check(resource, relationship);
            }
        }
        catalog
    }

    pub fn resources(&self) -> &[Resource] {
        &self.resources
    }

    /// The resource of that name, if there is one.
    pub fn find(&self, name: &str) -> Option<&Resource> {
        self.by_name.get(name).map(|index| &self.resources[*index])
    }

    /// The resource of a name that a description or the schema gave.
    ///
    /// # Panics
    ///
    /// When there is none; [`Self::new`] has checked all names in descriptions.
    pub fn get(&self, name: &str) -> &Resource {
        self.find(name).unwrap_or_else(|| panic!("no resource is called {name}"))
    }

    /// Those with an id of their own: all but the interface and the log.
    pub fn nodes(&self) -> impl Iterator<Item = &Resource> {
        self.resources.iter().filter(|resource| matches!(resource.role, Role::Record | Role::Node))
    }

    /// Those that implement `Record`.
    pub fn records(&self) -> impl Iterator<Item = &Resource> {
        self.resources.iter().filter(|resource| resource.role == Role::Record)
    }

    /// The resource in the middle of a relationship that skips one.
    pub fn association(&self, resource: &Resource, via: &str) -> &Resource {
        let target = resource.find_relationship(via).map(|step| step.target);
        self.get(target.unwrap_or_else(|| panic!("{} has no relationship {via}", resource.name)))
    }

    /// The resource with an interval that a relationship leads to or through, if it does.
    pub fn interval<'a>(&'a self, resource: &'a Resource, relationship: &Relationship) -> Option<&'a Resource> {
        let holder = match &relationship.join {
            Join::Through { via, .. } => Some(self.association(resource, via)),
            _ => self.find(relationship.target),
        };
        holder.filter(|it| it.interval.is_some())
    }

    /// The resource that has the date of a fact: the record's own, or that behind a relationship.
    pub fn dated<'a>(&'a self, resource: &'a Resource, fact: &Fact) -> &'a Resource {
        fact.at.map_or(resource, |at| self.association(resource, at))
    }

    /// The to-one relationships by which records of a resource that has no life of its own lead to their owners.
    pub fn owners(&self, resource: &Resource) -> impl Iterator<Item = &'static str> {
        let name = resource.name;
        let relationships = self.resources.iter().flat_map(|it| &it.relationships);
        relationships.filter(move |it| it.owned && it.target == name).filter_map(|it| match it.join {
            Join::Inverse { inverse } => Some(inverse),
            _ => None,
        })
    }

    /// What facts can be; those of one day follow each other in this order.
    pub fn fact_kinds(&self) -> &'static Choice {
        self.fact_kinds
    }

    /// What names records somewhere is nowhere a value: a name says which of both it is.
    fn check_references(&self) {
        let parts = || self.nodes().flat_map(Resource::parts);
        for part in parts().filter(|part| part.relationship().is_some()) {
            let value = parts().any(|other| other.name() == part.name() && other.relationship().is_none());
            assert!(!value, "{} is a relationship here and a value there", part.name());
        }
    }

    fn check_facts(&self, resource: &Resource) {
        for (index, fact) in resource.facts.iter().enumerate() {
            let at = format!("{}.{}", resource.name, fact.kind);
            assert!(self.fact_kinds.contains(fact.kind), "{at}: no such kind of fact");
            let again = resource.facts[..index].iter().any(|other| other.kind == fact.kind);
            assert!(!again, "{at}: said twice");
            let about = fact.about.map(|about| resource.find_relationship(about));
            let pairs = about.is_none_or(|it| it.is_some_and(|it| matches!(it.join, Join::Pairs { .. })));
            assert!(pairs, "{at}: what it is about is no relationship by pairs");
            let date = self.dated(resource, fact).find_attribute(fact.date);
            assert!(date.is_some_and(|it| matches!(it.kind, Kind::Fuzzy)), "{at}: {} is no fuzzy date", fact.date);
        }
        let one = |name: &&str| resource.find_relationship(name).is_some_and(|it| it.own_column().is_some());
        if let Some(Beside { of, date }) = resource.beside {
            let date = one(&of).then(|| self.association(resource, of).find_attribute(date)).flatten();
            let is_fuzzy = date.is_some_and(|it| matches!(it.kind, Kind::Fuzzy));
            assert!(is_fuzzy, "{}: what stands beside {of} is no fuzzy date", resource.name);
        }
        let linked = resource.links.iter().chain(resource.facts.iter().filter_map(|fact| fact.at.as_ref()));
        for end in linked {
            assert!(one(end), "{}: {end} is not a to-one relationship", resource.name);
        }
        for end in resource.belongs {
            let pairs = resource.find_relationship(end).is_some_and(|it| matches!(it.join, Join::Pairs { .. }));
            assert!(one(end) || pairs, "{}: {end} is neither a to-one relationship nor pairs", resource.name);
        }
    }

    fn check(&self, resource: &Resource, relationship: &Relationship) {
        let at = format!("{}.{}", resource.name, relationship.name);
        let target = relationship.target;
        assert!(self.find(target).is_some(), "{at}: no resource {target}");
        match &relationship.join {
            Join::Own { .. } | Join::Pairs { .. } => {}
            Join::Inverse { inverse } => {
                let back = self.get(target).find_relationship(inverse);
                let back = back.unwrap_or_else(|| panic!("{at}: {target} has no {inverse}"));
                assert!(back.own_column().is_some(), "{at}: {inverse} is not a to-one relationship");
            }
            Join::Through { via, then, only } => {
                let middle = self.association(resource, via);
                let step = middle.find_relationship(then);
                let step = step.unwrap_or_else(|| panic!("{at}: {} has no {then}", middle.name));
                assert!(step.own_column().is_some(), "{at}: {then} is not a to-one relationship");
                assert_eq!(step.target, target, "{at}: {then} leads elsewhere");
                if let Some((attribute, _)) = only {
                    assert!(middle.find_attribute(attribute).is_some(), "{at}: no {attribute}");
                }
            }
        }
    }
}
