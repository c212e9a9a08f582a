use crate::resource::{Format, Resource, text};

pub fn resource() -> Resource {
    Resource::new("Country", "countries", "A country or territory, by ISO 3166-1.")
        .named_by("name")
        .needs_no_source()
        .attribute(
            text("code", "ISO 3166-1 alpha-2 code, `XK` for Kosovo; for example `ME`.")
                .of(Format::Country)
                .required()
                .indexed(),
        )
        .attribute(text("name", "English short name, for example `Montenegro`.").required().indexed().names_it())
        .to_many("organizations", "Organization", "country", "Organizations that work in or for it.")
        .to_many("places", "Place", "country", "Cities and venues in it.")
        .to_many("events", "Event", "country", "Events that took or take place in it.")
        .to_many(
            "participations",
            "Participation",
            "country",
            "Groups from it that took part in events without being named.",
        )
        .to_many("terms", "Term", "country", "Chairs held by a group from it that nobody names.")
        .to_many("signatures", "Signatory", "country", "Groups from it that signed agreements without being named.")
}
