use super::{Choice, Format, snake_case};
use crate::viewer::Power;

/// What is known of a record by value.
#[derive(Clone, Debug)]
pub struct Attribute {
    /// GraphQL field, camel case: `startsAt`.
    pub name: &'static str,
    /// Database column, snake case: `starts_at`. A list has none, see [`Kind::is_list`].
    pub column: String,
    pub kind: Kind,
    /// Whether every record has it.
    pub required: bool,
    /// Whether an index stands behind it. Only what is indexed can be filtered and ordered by.
    pub indexed: bool,
    /// What a text must look like.
    pub format: Format,
    /// Whether the server gives it, and nobody else.
    pub given: bool,
    /// The parts of whose changes it is the number, from 0, if that is what it is.
    pub counts: &'static [&'static str],
    /// Who sees it, if not everybody; for all others it is null.
    pub seen_by: Option<Power>,
    /// Whether its words are searched, and as what.
    pub searched: Option<Searched>,
    /// For its reader: what it says, its unit, an example, what null means.
    pub doc: &'static str,
}

/// What the words of an attribute count for in a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Searched {
    /// It is what people call the record by.
    Name,
    /// It is another name of the record that it belongs to.
    OtherName,
    /// It heads a text that speaks about others.
    Title,
    /// It speaks about the record.
    Text,
}

impl Searched {
    /// What a word in it counts.
    pub fn weight(self) -> i32 {
        match self {
            Self::Name => 10,
            Self::OtherName => 9,
            Self::Title => 5,
            Self::Text => 1,
        }
    }
}

/// The kinds of value, each stored and published in one way.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// Any text; stored as text in byte order.
    Text,
    /// A whole number.
    Integer,
    /// A floating point number.
    Float,
    Boolean,
    /// A moment; stored as microseconds since 1970 UTC, because drivers spell text differently.
    Instant,
    /// A day known more or less exactly: three columns, `x` (EDTF), `x_earliest`, `x_latest`.
    Fuzzy,
    /// One word of a [`Choice`]; stored as that word.
    Choice(&'static Choice),
    /// Several texts in order; stored in `list_item`.
    Texts,
    /// Several fuzzy dates in order; stored in `list_item`.
    FuzzyDates,
    /// A filter and an order over one of the resources that can be listed; stored as JSON.
    Listing,
}

impl Kind {
    /// Whether the values stand in `list_item` instead of in a column.
    pub fn is_list(self) -> bool {
        matches!(self, Self::Texts | Self::FuzzyDates)
    }
}

impl Attribute {
    fn new(name: &'static str, kind: Kind, doc: &'static str) -> Self {
        let indexed = matches!(kind, Kind::Fuzzy | Kind::Choice(_) | Kind::Instant);
        let (format, given, seen_by) = (Format::Any, false, None);
        let column = snake_case(name);
        let (required, counts, searched) = (kind.is_list(), [].as_slice(), None);
        Self { name, column, kind, required, indexed, format, given, counts, seen_by, searched, doc }
    }

    /// Every record has it.
    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// It is a text that must look like this.
    pub fn of(mut self, format: Format) -> Self {
        self.format = format;
        self
    }

    /// It stands in a column of another name.
    pub fn stored_in(mut self, column: &str) -> Self {
        column.clone_into(&mut self.column);
        self
    }

    /// Only those see it who may do this; it cannot be filtered or ordered by.
    pub fn seen_by(mut self, power: Power) -> Self {
        self.seen_by = Some(power);
        self
    }

    /// The server gives it; nobody can write it.
    pub fn given(mut self) -> Self {
        self.given = true;
        self
    }

    /// The server counts in it how often one of these parts was changed.
    pub fn counts(mut self, parts: &'static [&'static str]) -> Self {
        self.counts = parts;
        self.required().given()
    }

    /// People call the record by it, so a search goes through it first.
    pub fn names_it(mut self) -> Self {
        self.searched = Some(Searched::Name);
        self
    }

    /// It is another name of the record that it belongs to.
    pub fn names_owner(mut self) -> Self {
        self.searched = Some(Searched::OtherName);
        self
    }

    /// It heads a text, and a search goes through it after the names.
    pub fn heads_it(mut self) -> Self {
        self.searched = Some(Searched::Title);
        self
    }

    /// A search goes through it last.
    pub fn searched(mut self) -> Self {
        self.searched = Some(Searched::Text);
        self
    }

    /// It has an index, so it can be filtered and ordered by. Choices, instants and fuzzy dates always have.
    pub fn indexed(mut self) -> Self {
        self.indexed = true;
        self
    }
}

pub fn text(name: &'static str, doc: &'static str) -> Attribute {
    Attribute::new(name, Kind::Text, doc)
}

pub fn integer(name: &'static str, doc: &'static str) -> Attribute {
    Attribute::new(name, Kind::Integer, doc)
}

pub fn float(name: &'static str, doc: &'static str) -> Attribute {
    Attribute::new(name, Kind::Float, doc)
}

pub fn boolean(name: &'static str, doc: &'static str) -> Attribute {
    Attribute::new(name, Kind::Boolean, doc)
}

pub fn instant(name: &'static str, doc: &'static str) -> Attribute {
    Attribute::new(name, Kind::Instant, doc)
}

pub fn fuzzy(name: &'static str, doc: &'static str) -> Attribute {
    Attribute::new(name, Kind::Fuzzy, doc)
}

pub fn choice(name: &'static str, choice: &'static Choice, doc: &'static str) -> Attribute {
    Attribute::new(name, Kind::Choice(choice), doc)
}

pub fn listing(name: &'static str, doc: &'static str) -> Attribute {
    Attribute::new(name, Kind::Listing, doc)
}

pub fn texts(name: &'static str, doc: &'static str) -> Attribute {
    Attribute::new(name, Kind::Texts, doc)
}

pub fn fuzzy_dates(name: &'static str, doc: &'static str) -> Attribute {
    Attribute::new(name, Kind::FuzzyDates, doc)
}
