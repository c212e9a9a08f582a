//! What a description says for those who look after the directory: when a record wants attention.

use super::{Kind, Resource};

/// When records of a resource want a curator's attention.
#[derive(Clone, Debug, Default)]
pub struct Upkeep {
    /// Whether it can stand without any article behind it.
    pub needs_no_source: bool,
    /// A choice attribute and its words for what is over, whatever its dates say.
    pub over: Option<Words>,
    /// A choice attribute and its words for what is still expected to come.
    pub awaited: Option<Words>,
    /// The attributes and to-one relationships that make a seat which one holds after the other.
    pub seat: &'static [&'static str],
    /// For how many years it is believed to go on without a sign of it.
    pub believed: Option<Believed>,
    /// The dates that are printed on it and that it really has.
    pub printed: Option<[&'static str; 2]>,
    /// What tells two records of one name apart, if both have it and it differs. None: names say nothing.
    pub apart: Option<&'static [&'static str]>,
    /// The to-one relationship by which a record says itself that it is probably the same as another.
    pub same_as: Option<&'static str>,
}

/// A choice attribute and some of its words.
pub type Words = (&'static str, &'static [&'static str]);

/// How long something is believed to go on.
#[derive(Clone, Copy, Debug)]
pub struct Believed {
    pub years: u8,
    /// The dates, beside its beginning, that are signs of it.
    pub signs: &'static [&'static str],
}

impl Resource {
    /// Says that it rests on no article: a list of countries is what it is.
    pub fn needs_no_source(mut self) -> Self {
        self.upkeep.needs_no_source = true;
        self
    }

    /// Says that it is over when the choice `attribute` has one of these words.
    pub fn over_when(mut self, attribute: &'static str, words: &'static [&'static str]) -> Self {
        self.upkeep.over = Some((attribute, words));
        self
    }

    /// Says that it is still expected while the choice `attribute` has one of these words.
    pub fn awaited_while(mut self, attribute: &'static str, words: &'static [&'static str]) -> Self {
        self.upkeep.awaited = Some((attribute, words));
        self
    }

    /// Says that one holds it after the other, where all of these are the same.
    pub fn one_at_a_time(mut self, seat: &'static [&'static str]) -> Self {
        self.upkeep.seat = seat;
        self
    }

    /// Says that without a known end it is believed to go on for so many years after it began, or after the last
    /// of these dates.
    pub fn believed_for(mut self, years: u8, signs: &'static [&'static str]) -> Self {
        self.upkeep.believed = Some(Believed { years, signs });
        self
    }

    /// Says that it bears a printed date, right or wrong, beside the date that it has.
    pub fn printed(mut self, printed: &'static str, real: &'static str) -> Self {
        self.upkeep.printed = Some([printed, real]);
        self
    }

    /// Says that two of one name are probably the same, unless one of these attributes or to-one relationships is
    /// known of both and differs.
    pub fn told_apart_by(mut self, apart: &'static [&'static str]) -> Self {
        self.upkeep.apart = Some(apart);
        self
    }

    /// Says that this to-one relationship leads to what is probably the same.
    pub fn same_as(mut self, relationship: &'static str) -> Self {
        self.upkeep.same_as = Some(relationship);
        self
    }

    /// Stops at what contradicts the rest of the description.
    pub(super) fn check_upkeep(&self) {
        let Upkeep { over, awaited, seat, believed, printed, apart, same_as, .. } = &self.upkeep;
        let name = self.name;
        for (attribute, words) in over.iter().chain(awaited) {
            let choice = self.find_attribute(attribute).map(|it| it.kind);
            let Some(Kind::Choice(choice)) = choice else { panic!("{name}: {attribute} is no choice") };
            assert!(words.iter().all(|word| choice.contains(word)), "{name}.{attribute}: no such words");
        }
        for part in seat.iter().chain(apart.unwrap_or_default()) {
            let attribute = self.find_attribute(part).is_some_and(|it| !it.kind.is_list());
            let one = self.find_relationship(part).is_some_and(|it| it.own_column().is_some());
            assert!(attribute || one, "{name}: {part} is neither an attribute nor a to-one relationship");
        }
        let signs = believed.map(|it| it.signs).unwrap_or_default();
        for date in signs.iter().chain(printed.iter().flatten()) {
            let date_of = self.find_attribute(date).map(|it| it.kind);
            assert!(matches!(date_of, Some(Kind::Fuzzy | Kind::FuzzyDates)), "{name}: {date} is no fuzzy date");
        }
        assert!(believed.is_none() || self.interval.is_some(), "{name}: it has no end to be missed");
        let same = same_as.map(|same| self.find_relationship(same));
        let itself = same.is_none_or(|it| it.is_some_and(|it| it.own_column().is_some() && it.target == name));
        assert!(itself, "{name}: what it may be the same as is not one of its own");
        assert!(apart.is_none() || self.named_by.is_some(), "{name}: it has no name");
    }
}
