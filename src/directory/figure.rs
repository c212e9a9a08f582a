use crate::resource::{RECORD, Resource, fuzzy, integer, text};

pub fn resource() -> Resource {
    Resource::new("Figure", "figures", "A number that a source gives about a record, as of a day.")
        .named_by("label")
        .attribute(text("label", "What is counted, with its unit, for example `participants`.").required().indexed())
        .attribute(integer("value", "The number.").required().indexed())
        .attribute(text("qualifier", "The source's restriction: `over`, `about`; null if it is exact."))
        .attribute(fuzzy("asOf", "The day the number speaks of."))
        .to_one_required("record", RECORD, "What the number is about.")
        .through_one("article", "Article", ["claims", "article"], ("attribute", None), "The source that gives it.")
}
