//! Cities and venues.

use serde_json::{Value, json};

use crate::random::Random;
use crate::size::Size;
use crate::words::{Words, cyrillic, greek};
use crate::world::World;

/// What other records ask of a city.
pub struct City {
    pub name: String,
    /// The slug of its country.
    pub country: String,
}

/// Where most of it happens, the foremost first; the other countries follow in the order of their codes.
const REGION: &[&str] = &[
    "rs", "bg", "ro", "gr", "mk", "ba", "hr", "tr", "me", "al", "md", "ua", "si", "hu", "xk", "ge", "am", "at", "de",
    "it", "be", "fr", "cz", "sk", "pl", "es", "nl", "cy", "az", "lt", "lv", "ee", "dk", "se", "fi", "pt", "ie", "gb",
    "ch", "us",
];

pub fn cities(size: &Size, words: &Words, countries: &[&str]) -> Vec<City> {
    let rest = countries.iter().filter(|code| !REGION.contains(code));
    let ranked: Vec<&str> = REGION.iter().chain(rest).copied().collect();
    let city = |number: usize| {
        let mut random = Random::of("city", number);
        let town = &words.towns[number % words.towns.len()];
        let name = match number / words.towns.len() {
            0 => town.clone(),
            _ => {
                format!("{} {town}", random.pick(&["Novi", "Stara", "Gornji", "Nea", "Mali", "Vechi", "Yeni", "Dolno"]))
            }
        };
        let country = ranked[random.skewed(ranked.len())].to_owned();
        City { name, country }
    };
    (0..size.cities).map(city).collect()
}

pub fn slug(number: usize) -> String {
    format!("place-{}", number + 1)
}

/// The number of a city; a few capitals have most of what happens.
pub fn draw(world: &World, random: &mut Random) -> usize {
    random.skewed(world.cities.len())
}

/// First the cities, then the venues in them.
pub fn record(world: &World, number: usize) -> Value {
    let mut random = Random::of("place", number);
    let cities = world.cities.len();
    let city = if number < cities { number } else { draw(world, &mut random) };
    let City { name, country } = &world.cities[city];
    let known = random.percent(70);
    let degrees = |random: &mut Random, first: u32, last: u32| {
        let thousandths = u32::try_from(random.between(0, 1000 * (last - first) as usize)).unwrap_or_default();
        f64::from(first) + f64::from(thousandths) / 1000.0
    };
    let latitude = known.then(|| degrees(&mut random, 35, 60));
    let longitude = known.then(|| degrees(&mut random, 3, 45));
    let (name, kind, within) = if number < cities {
        (name.clone(), "CITY", None)
    } else {
        let house = random.pick(&["Hall", "Hotel", "Centre", "Palace", "Park", "University", "Chamber", "Arena"]);
        (format!("{} {house}", world.words.brand(&mut random)), "VENUE", Some(slug(city)))
    };
    let names = random.sometimes(25, |random| {
        let (text, language) = if random.percent(75) { (cyrillic(&name), "sr") } else { (greek(&name), "el") };
        json!([{ "text": text, "kind": "LOCAL", "language": language }])
    });
    json!({
        "slug": slug(number), "name": name, "kind": kind, "country": country, "city": within,
        "latitude": latitude, "longitude": longitude, "names": names, "sources": [world.article(&mut random)],
    })
}
