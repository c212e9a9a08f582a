/// What a resource has to do with another.
#[derive(Clone, Debug)]
pub struct Relationship {
    /// GraphQL field: `participations`.
    pub name: &'static str,
    /// The other resource's name, or [`super::RECORD`] for any.
    pub target: &'static str,
    pub join: Join,
    /// A connection, or at most one.
    pub many: bool,
    /// There always is one (only for [`Join::Own`]).
    pub required: bool,
    /// The target has no life of its own; in the bundle it stands inside its owner.
    pub owned: bool,
    /// For its reader.
    pub doc: &'static str,
}

/// How the rows of both sides find each other.
#[derive(Clone, Debug)]
pub enum Join {
    /// The target's id stands in this column of ours.
    Own { column: String },
    /// Our id stands where the target's to-one relationship `inverse` has its column.
    Inverse { inverse: &'static str },
    /// A table of pairs: our id in `own`, the target's in `other`. The pairs are `held` by one of both sides: they
    /// belong to what is written about it.
    Pairs { table: &'static str, own: &'static str, other: &'static str, held: bool },
    /// Our relationship `via` leads to associations, their to-one relationship `then` to the target.
    Through {
        via: &'static str,
        then: &'static str,
        /// Only associations whose attribute has this value, or has none.
        only: Option<Only>,
    },
}

/// A condition on an association: this attribute has this value, or with `None` has no value.
pub type Only = (&'static str, Option<&'static str>);

impl Relationship {
    pub(super) fn new(name: &'static str, target: &'static str, join: Join, many: bool, doc: &'static str) -> Self {
        Self { name, target, join, many, required: false, owned: false, doc }
    }

    /// The column of ours that holds the target's id, if that is how they find each other.
    pub fn own_column(&self) -> Option<&str> {
        match &self.join {
            Join::Own { column } => Some(column),
            _ => None,
        }
    }
}
