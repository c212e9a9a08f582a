use crate::resource::{Choice, Resource, choice, float, text};

static KIND: Choice = Choice {
    name: "PlaceKind",
    doc: "What sort of place it is.",
    values: &[("CITY", "A town or other settlement."), ("VENUE", "A house or ground in which events take place.")],
};

pub fn resource() -> Resource {
    Resource::new("Place", "places", "A city, or a venue in a city.")
        .named_by("name")
        .told_apart_by(&["kind", "country", "city"])
        .attribute(
            text("name", "Its English or usual name; other spellings are in `names`.").required().indexed().names_it(),
        )
        .attribute(choice("kind", &KIND, "City or venue.").required())
        .attribute(float("latitude", "Degrees north (WGS 84); null where not sure."))
        .attribute(float("longitude", "Degrees east (WGS 84); null where not sure."))
        .to_one("country", "Country", "The country it lies in.")
        .to_one("city", "Place", "The city that a venue stands in; null for cities.")
        .owns_many("names", "Name", "record", "Other names and spellings.")
        .to_many("venues", "Place", "city", "The venues in a city.")
        .to_many("events", "Event", "city", "Events in this city.")
        .to_many("venueEvents", "Event", "venue", "Events in this venue.")
        .to_many("organizations", "Organization", "city", "Organizations with their seat in this city.")
}
