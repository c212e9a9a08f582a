use crate::resource::{Choice, Format, Resource, choice, fuzzy, text, texts};

use super::BASIS;

static KIND: Choice = Choice {
    name: "OrganizationKind",
    doc: "What sort of organization it is.",
    values: &[
        ("CLUSTER", "Companies, research and public bodies of one field that organize together."),
        ("NETWORK", "Clusters and associations that organize together across places."),
        ("ASSOCIATION", "An association of companies, professionals or associations."),
        ("CHAMBER", "A chamber of commerce or of a profession."),
        ("COMPANY", "A business."),
        ("UNIVERSITY", "A university or one of its institutes."),
        ("PUBLIC_BODY", "A government body, municipality or agency."),
        ("PLATFORM", "A meeting place for clusters, such as a website of the European Commission."),
        ("DONOR_PROJECT", "A project of a donor that acts like an organization of its own."),
        ("CLUSTER_SUPPORT", "A body that helps clusters to form and to work."),
        ("INNOVATION_CENTRE", "A centre that helps new ideas to market."),
        ("TECHNOLOGY_PARK", "A park for technology companies."),
        ("NGO", "A civil society organization."),
        ("INTERNATIONAL_ORGANISATION", "An organization of states."),
        ("PROGRAMME_OFFICE", "The office that runs a programme."),
    ],
};

pub fn resource() -> Resource {
    Resource::new(
        "Organization",
        "organizations",
        "A cluster, network, association, company, public body: whoever belongs, chairs, partners or organizes.",
    )
    .named_by("name")
    .listed()
    .kept_by("id")
    .fact("FOUNDED", "founded")
    .told_apart_by(&["country", "city"])
    .subset("clusters", "kind", "CLUSTER", "Organizations of kind CLUSTER.")
    .subset(
        "networks",
        "kind",
        "NETWORK",
        "Organizations of kind NETWORK, such as the Balkan and Black Sea ICT Clusters Network.",
    )
    .attribute(text("name", "The name it is known by; all others are in `names`.").required().indexed().names_it())
    .attribute(choice("kind", &KIND, "What sort of organization it is.").required())
    .attribute(choice(
        "cityBasis",
        &BASIS,
        "Whether a source prints its seat or the city was inferred; null without city.",
    ))
    .attribute(fuzzy(
        "founded",
        "When it was founded, by the preferred source; see `claims(attribute: \"founded\")` for the others.",
    ))
    .attribute(text("website", "Address of its own site.").of(Format::Address))
    .attribute(text("description", "What it is, in a sentence or two.").searched())
    .attribute(texts("sectors", "Fields it works in, for example `ict`, `automotive`.").indexed())
    .to_one("country", "Country", "Where it belongs; null for bodies of several countries or where no source says.")
    .to_one("city", "Place", "Where it has its seat.")
    .owns_many("names", "Name", "record", "Other names: acronyms, local, former and later ones.")
    .owns_many("labels", "Label", "organization", "Quality labels it was given.")
    .owns_many("figures", "Figure", "record", "Numbers that sources give: members, companies, employees.")
    .to_many("memberships", "Membership", "member", "Its memberships: where it belongs, and since when.")
    .to_many("members", "Membership", "organization", "The memberships in it: who belongs to it, and since when.")
    .through("networks", "Organization", ["memberships", "organization"], "The organizations it belongs to.")
    .through("memberOrganizations", "Organization", ["members", "member"], "The organizations that belong to it.")
    .to_many("terms", "Term", "network", "Who chaired it, and when.")
    .to_many("termsHeld", "Term", "organization", "What it chaired, and when.")
    .to_many("offices", "Office", "organization", "Who held which post in it.")
    .through("officers", "Person", ["offices", "person"], "The people who held a post in it.")
    .to_many("partnerRoles", "Partner", "organization", "Its parts in partnerships and projects.")
    .through("partnerships", "Partnership", ["partnerRoles", "partnership"], "The partnerships it is a partner of.")
    .through("projects", "Project", ["partnerRoles", "project"], "The projects it is a partner of.")
    .to_many("participations", "Participation", "organization", "Its parts in events, by role.")
    .through("events", "Event", ["participations", "event"], "The events it took part in, in whatever role.")
    .to_many("signatures", "Signatory", "organization", "Its signatures under agreements.")
    .through("agreements", "Agreement", ["signatures", "agreement"], "The agreements it signed.")
    .to_many("views", "View", "organization", "Lists that it keeps.")
    .to_many("publications", "Article", "publisherOrganization", "Articles that it published.")
    .to_many("series", "EventSeries", "organizer", "Series of events that it organizes.")
    .linked_back(
        "networkEvents",
        "Event",
        ["event_network", "organization_id", "event_id"],
        "Events that belong to it as a network, such as its meetings.",
    )
    .linked_back(
        "networkPartnerships",
        "Partnership",
        ["partnership_network", "organization_id", "partnership_id"],
        "Partnerships that came out of it as a network.",
    )
    .linked_back(
        "networkProjects",
        "Project",
        ["project_network", "organization_id", "project_id"],
        "Projects that came out of it as a network.",
    )
    .linked_back(
        "funds",
        "Programme",
        ["programme_funder", "organization_id", "programme_id"],
        "Programmes that it pays for.",
    )
    .to_many("networkAgreements", "Agreement", "network", "Agreements that concern it as a network.")
}
