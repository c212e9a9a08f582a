use crate::resource::{Resource, fuzzy, text};

pub fn resource() -> Resource {
    Resource::new("Label", "labels", "A label given to an organization or a partnership, such as a quality mark.")
        .named_by("name")
        .fact("AWARDED", "awarded")
        .attribute(text("name", "What it is called, for example `ESCP-4i`.").required().indexed())
        .attribute(text("fullName", "What the name stands for."))
        .attribute(fuzzy("awarded", "When it was given; null where sources do not say or differ."))
        .to_one("organization", "Organization", "The organization that carries it.")
        .to_one("partnership", "Partnership", "The partnership that carries it.")
}
