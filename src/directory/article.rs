use crate::resource::{Choice, Format, RECORD, Resource, boolean, choice, fuzzy, text};

static KIND: Choice = Choice {
    name: "ArticleKind",
    doc: "What sort of source it is.",
    values: &[("NEWS_POST", "A dated post on a news page."), ("PAGE", "Any other page or document.")],
};

pub fn resource() -> Resource {
    Resource::new("Article", "articles", "A page, post or document that facts rest on.")
        .named_by("title")
        .listed()
        .fact("PUBLISHED", "published")
        .needs_no_source()
        .printed("printedDate", "published")
        .fact_about("announces", "ANNOUNCED", "published")
        .attribute(
            text("title", "Its title as printed, or in our words where it has none.").required().indexed().heads_it(),
        )
        .attribute(boolean("titleInOwnWords", "True if the page has no title and ours was given.").required())
        .attribute(choice("kind", &KIND, "What sort of source it is.").required())
        .attribute(text("publisher", "Who published it, as printed.").required().indexed())
        .attribute(text("url", "Its address, where it was read.").of(Format::Address).required().indexed())
        .attribute(
            text("language", "Language of its text, by ISO 639-1: `en`, `bg`, `sr`.")
                .of(Format::Language)
                .required()
                .indexed(),
        )
        .attribute(fuzzy(
            "published",
            "When it was published, as far as can be known; the likely day where the printed one cannot be right.",
        ))
        .attribute(fuzzy("printedDate", "The day that is printed on it, right or wrong; null if none is."))
        .attribute(text("dateNote", "What is known about its date beyond the date itself."))
        .attribute(
            boolean("readInFull", "False if only its beginning could be read, so that facts may be missing.")
                .required(),
        )
        .attribute(text("summary", "What it says, in our words.").searched())
        .to_one("publisherOrganization", "Organization", "Who published it, if the directory knows them.")
        .linked("mentions", RECORD, ["mention", "article_id", "record_id"], "The records that its text speaks of.")
        .to_many("citations", "Claim", "article", "What is stated on its word.")
        .linked_back(
            "announces",
            "Event",
            ["event_announcement", "article_id", "event_id"],
            "Events that it announced beforehand.",
        )
}
