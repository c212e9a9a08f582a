//! People in public roles.

use serde_json::{Value, json};

use crate::random::Random;
use crate::words::{cyrillic, greek};
use crate::world::World;
use crate::{organizations, places};

pub fn slug(number: usize) -> String {
    format!("person-{}", number + 1)
}

pub const POSTS: &[(&str, usize)] = &[
    ("President", 18),
    ("Director", 16),
    ("Cluster manager", 14),
    ("Chair of the board", 8),
    ("Member of the board", 8),
    ("Vice president", 7),
    ("Secretary general", 6),
    ("Executive director", 6),
    ("Project manager", 6),
    ("Minister", 3),
    ("Mayor", 3),
    ("Rector", 2),
    ("Ambassador", 1),
];

pub fn record(world: &World, number: usize) -> Value {
    let mut random = Random::of("person", number);
    let words = &world.words;
    let given = &words.given[random.skewed(words.given.len())];
    let surname = &words.surnames[random.below(words.surnames.len())];
    let latin = match random.below(20) {
        0 => format!("{given} {surname}-{}", words.surnames[random.below(words.surnames.len())]),
        _ => format!("{given} {surname}"),
    };
    // Some are known by their name in their own script.
    let name = match random.below(100) {
        0..6 => cyrillic(&latin),
        6..9 => greek(&latin),
        _ => latin.clone(),
    };
    let names = random.sometimes(20, |random| {
        let (text, kind, language) = match random.below(10) {
            0..6 => (cyrillic(&latin), "LOCAL", Some("sr")),
            6 => (greek(&latin), "LOCAL", Some("el")),
            _ => (latin.replace(['ć', 'č'], "c").replace('š', "sh").replace('ž', "zh"), "VARIANT", None),
        };
        json!([{ "text": text, "kind": kind, "language": language }])
    });
    let organization = organizations::name(world, world.organization(&mut random));
    let city = &world.cities[places::draw(world, &mut random)].name;
    let description = match random.below(10) {
        0..7 => format!("{} of {organization} in {}.", random.weighted(POSTS), random.between(2008, 2026)),
        _ => format!("Entrepreneur from {city}."),
    };
    json!({
        "slug": slug(number), "name": name, "description": description, "names": names,
        "titles": random.sometimes(8, |random| [random.pick(&["Prof.", "Dr.", "Prof. Dr.", "Eng."])]),
        "sources": world.sources(&mut random),
    })
}
