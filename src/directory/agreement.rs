use crate::resource::{Choice, Resource, boolean, choice, fuzzy, integer, text};

static KIND: Choice = Choice {
    name: "AgreementKind",
    doc: "What sort of paper was signed.",
    values: &[
        ("MEMORANDUM_OF_UNDERSTANDING", "A memorandum of understanding."),
        ("MEMORANDUM", "Any other memorandum."),
        ("DECLARATION", "A declaration."),
        ("AGREEMENT", "An agreement of cooperation."),
        ("CONTRACT", "A contract."),
        ("CHARTER", "A charter."),
        ("MANIFESTO", "A manifesto."),
    ],
};

pub fn resource() -> Resource {
    Resource::new("Agreement", "agreements", "A memorandum, charter, declaration or contract, and who signed it.")
        .named_by("name")
        .belongs(&["partnership", "network", "signedAt"])
        .fact("SIGNED", "signed")
        .told_apart_by(&["kind", "signed", "partnership", "network"])
        .attribute(text("name", "Its title, or what it is in our words.").required().indexed().names_it())
        .attribute(boolean("nameInOwnWords", "True if no source prints a title and ours was given.").required())
        .attribute(choice("kind", &KIND, "What sort of paper it is.").required())
        .attribute(fuzzy("signed", "When it was signed."))
        .attribute(integer("statedCount", "How many signed it, as a source states; the named ones may be fewer."))
        .attribute(text("description", "What it is about, in a sentence.").searched())
        .to_one("signedAt", "Event", "The event at which it was signed.")
        .to_one("partnership", "Partnership", "The partnership that rests on it.")
        .to_one("network", "Organization", "The network that it concerns.")
        .owns_many(
            "signatories",
            "Signatory",
            "agreement",
            "Who signed: organizations, people, or groups that nobody names.",
        )
        .through("organizations", "Organization", ["signatories", "organization"], "The organizations that signed.")
        .through("people", "Person", ["signatories", "person"], "The people who signed.")
        .to_many("partners", "Partner", "agreement", "Partners that joined by signing it.")
}
