//! The words in which a resource is described.

use super::{
    Attribute, Beside, Fact, Join, Only, Period, Relationship, Resource, Role, Subset, Upkeep, first_lower, snake_case,
};

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
            moments: None,
            kept_by: None,
            facts: Vec::new(),
            links: &[],
            belongs: &[],
            beside: None,
            upkeep: Upkeep::default(),
            called_off: None,
            listed: false,
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

    /// Names the two instants between which it took place.
    pub fn from_moment_to(mut self, starts: &'static str, ends: &'static str) -> Self {
        self.moments = Some((starts, ends));
        self
    }

    /// Says that it does not take place where an attribute has this word; whoever was told of it must hear that.
    pub fn called_off_when(mut self, attribute: &'static str, word: &'static str) -> Self {
        self.called_off = Some((attribute, word));
        self
    }

    /// Says that partner sites pull lists of it: as feeds, views, changes that they are told of.
    pub fn listed(mut self) -> Self {
        self.listed = true;
        self
    }

    /// Names the relationship to the organizations that may write about it; `id` for an organization itself.
    pub fn kept_by(mut self, relationship: &'static str) -> Self {
        self.kept_by = Some(relationship);
        self
    }

    /// Says that something happened on the day of the fuzzy attribute `date`. The first fact of a resource is
    /// how it began.
    pub fn fact(mut self, kind: &'static str, date: &'static str) -> Self {
        self.facts.push(Fact { kind, date, at: None, about: None });
        self
    }

    /// As [`Self::fact`], where the date is that of the record behind the to-one relationship `at`.
    pub fn fact_at(mut self, kind: &'static str, [at, date]: [&'static str; 2]) -> Self {
        self.facts.push(Fact { kind, date, at: Some(at), about: None });
        self
    }

    /// As [`Self::fact`], where it happened to the records behind the relationship `about` and not to this one.
    pub fn fact_about(mut self, about: &'static str, kind: &'static str, date: &'static str) -> Self {
        self.facts.push(Fact { kind, date, at: None, about: Some(about) });
        self
    }

    /// Says that it is there to link the records behind these to-one relationships with each other.
    pub fn links(mut self, ends: &'static [&'static str]) -> Self {
        self.links = ends;
        self
    }

    /// Says that it is linked with the records behind these relationships, because it belongs to them.
    pub fn belongs(mut self, ends: &'static [&'static str]) -> Self {
        self.belongs = ends;
        self
    }

    /// Says that the earliest day of the fuzzy attribute `date` behind the to-one relationship `of` stands beside its id.
    pub fn beside(mut self, of: &'static str, date: &'static str) -> Self {
        self.beside = Some(Beside { of, date });
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

    /// Many to many, by a table of pairs without facts of its own; `own` and `other` are its columns. The pairs
    /// are written as a part of this resource's records.
    pub fn linked(
        self,
        name: &'static str,
        target: &'static str,
        [table, own, other]: [&'static str; 3],
        doc: &'static str,
    ) -> Self {
        let join = Join::Pairs { table, own, other, held: true };
        self.relationship(Relationship::new(name, target, join, true, doc))
    }

    /// The other direction of a relationship that is [`Self::linked`].
    pub fn linked_back(
        self,
        name: &'static str,
        target: &'static str,
        [table, own, other]: [&'static str; 3],
        doc: &'static str,
    ) -> Self {
        let join = Join::Pairs { table, own, other, held: false };
        self.relationship(Relationship::new(name, target, join, true, doc))
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
}
