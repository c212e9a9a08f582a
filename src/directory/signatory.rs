use crate::resource::{Resource, integer, text};

pub fn resource() -> Resource {
    Resource::new(
        "Signatory",
        "signatories",
        "A signature under an agreement: an organization's, a person's for one, or an unnamed group's.",
    )
    .links(&["agreement", "organization", "person"])
    .fact_at("SIGNED", ["agreement", "signed"])
    .attribute(text("group", "Signatories that no source names, for example `ICT clusters and ICT organisations`."))
    .attribute(integer("count", "How many the group has; null where no source says."))
    .to_one_required("agreement", "Agreement", "What was signed.")
    .to_one("organization", "Organization", "Who signed, or for whom the person did.")
    .to_one("person", "Person", "Who signed.")
    .to_one("country", "Country", "Where an unnamed group comes from.")
}
