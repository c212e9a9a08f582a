//! Networks, clusters, and all who belong to them.

use serde_json::{Value, json};

use crate::dates::Day;
use crate::random::Random;
use crate::size::Size;
use crate::words::{COMMON, capital, common, cyrillic, greek};
use crate::world::World;
use crate::{articles, places};

/// What other records ask of an organization.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Network,
    Cluster,
    Other(&'static str),
}

const OTHERS: &[(&str, usize)] = &[
    ("COMPANY", 60),
    ("UNIVERSITY", 9),
    ("ASSOCIATION", 8),
    ("PUBLIC_BODY", 7),
    ("NGO", 5),
    ("CHAMBER", 4),
    ("CLUSTER_SUPPORT", 2),
    ("INNOVATION_CENTRE", 2),
    ("TECHNOLOGY_PARK", 1),
    ("INTERNATIONAL_ORGANISATION", 1),
    ("PROGRAMME_OFFICE", 1),
];

/// The networks come first, then a fifth in which every few are clusters, then the rest.
pub fn kind(size: &Size, number: usize) -> Kind {
    let mut random = Random::of("kind", number);
    if number < size.networks {
        Kind::Network
    } else if number < size.organizations / 5 && random.percent(38) {
        Kind::Cluster
    } else {
        Kind::Other(random.weighted(OTHERS))
    }
}

pub fn slug(world: &World, number: usize) -> String {
    let noun = match world.organizations[number] {
        Kind::Network => "network",
        Kind::Cluster => "cluster",
        Kind::Other(_) => "organization",
    };
    format!("{noun}-{}", number + 1)
}

/// Its name, which articles print too.
pub fn name(world: &World, number: usize) -> String {
    let mut random = Random::of("name of organization", number);
    let town = &world.cities[places::draw(world, &mut random)].name;
    let brand = world.words.brand(&mut random);
    let field = capital(common(&mut random));
    match world.organizations[number] {
        Kind::Network => format!("{brand} {field} {}", random.pick(&["Network", "Clusters Network", "Federation"])),
        Kind::Cluster => match random.below(3) {
            0 => format!("{brand} {field} Cluster"),
            1 => format!("{town} {field} Cluster"),
            _ => format!("{field} Cluster {brand}"),
        },
        Kind::Other("COMPANY") => {
            let form = random.pick(&["Ltd", "d.o.o.", "SRL", "AD", "GmbH", "A.E.", "Systems", "Software", "Solutions"]);
            match random.below(3) {
                0 => format!("{brand} {form}"),
                1 => format!("{brand} {} {form}", world.words.brand(&mut random)),
                _ => format!("{brand} {field} {form}"),
            }
        }
        Kind::Other("UNIVERSITY") => match random.below(2) {
            0 => format!("University of {town}"),
            _ => format!("{brand} Faculty of {field} {town}"),
        },
        Kind::Other("PUBLIC_BODY") => {
            format!("{} {town}", random.pick(&["Municipality of", "Ministry of Economy", "Development Agency"]))
        }
        Kind::Other(_) => {
            format!("{brand} {field} {}", random.pick(&["Association", "Chamber", "Centre", "Foundation", "Institute"]))
        }
    }
}

pub fn record(world: &World, number: usize) -> Value {
    let mut random = Random::of("organization", number);
    let name = name(world, number);
    let city = places::draw(world, &mut random);
    let seated = random.percent(60);
    let kind = match world.organizations[number] {
        Kind::Network => "NETWORK",
        Kind::Cluster => "CLUSTER",
        Kind::Other(kind) => kind,
    };
    let founded = random.sometimes(35, |random| Day::within(random, 1950, 2024));
    let known = founded.map(|day| day.as_known(&mut random));
    let claims = known.as_ref().map(|date| {
        let day = founded.map(Day::text);
        let value = date.as_str().map_or(day, |text| Some(text.to_owned()));
        let mut claims = vec![
            json!({ "attribute": "founded", "value": value, "article": world.article(&mut random), "preferred": true }),
        ];
        if random.percent(15) {
            let other = Day::within(&mut random, 1990, 2020);
            let other = json!({
                "attribute": "founded", "value": format!("{}", other.year), "article": world.article(&mut random),
                "note": "Counts from the first meeting.", "preferred": false
            });
            claims.push(other);
        }
        claims
    });
    let sectors = random.sometimes(38, |random| {
        let first = random.skewed(COMMON.len());
        (0..random.between(1, 3)).map(|n| COMMON[(first + n * 3) % COMMON.len()].to_lowercase()).collect::<Vec<_>>()
    });
    let figures = random.sometimes(14, |random| {
        let label = random.pick(&["members", "companies", "employees"]);
        json!([{ "label": label, "value": random.between(3, 900), "asOf": Day::within(random, 2012, 2025).text(),
            "sources": [world.article(random)] }])
    });
    let labels = random.sometimes(3, |random| {
        json!([{ "name": random.pick(&["Bronze Label", "Silver Label", "Gold Label"]),
            "awarded": Day::within(random, 2012, 2025).as_known(random) }])
    });
    json!({
        "slug": slug(world, number), "name": name, "kind": kind, "founded": known,
        "website": random.sometimes(20, |_| format!("https://organization{}.example.org", number + 1)),
        "description": describe(world, &mut random, city),
        "sectors": sectors, "names": names(&mut random, &name), "claims": claims, "figures": figures, "labels": labels,
        "country": (seated || random.percent(60)).then(|| world.cities[city].country.clone()),
        "city": seated.then(|| places::slug(city)),
        "cityBasis": seated.then(|| random.weighted(&[("STATED", 35), ("IMPLIED", 65)])),
        "sources": world.sources(&mut random),
        "note": random.sometimes(10, |random| world.words.sentence(random, 12, "here")),
    })
}

fn describe(world: &World, random: &mut Random, city: usize) -> String {
    let count = random.between(6, 16);
    world.words.sentence(random, count, &world.cities[city].name)
}

fn names(random: &mut Random, name: &str) -> Value {
    let mut names = Vec::new();
    if random.percent(25) {
        let acronym: String = name.split(' ').filter_map(|word| word.chars().next()).collect();
        names.push(json!({ "text": acronym.to_uppercase(), "kind": "ACRONYM" }));
    }
    if random.percent(22) {
        names.push(json!({ "text": cyrillic(name), "kind": "LOCAL", "language": random.pick(&["sr", "bg", "mk"]) }));
    } else if random.percent(7) {
        names.push(json!({ "text": greek(name), "kind": "LOCAL", "language": "el" }));
    }
    json!(names)
}

/// The publisher of an article, by number, name and slug.
pub fn publisher(world: &World, random: &mut Random) -> (String, String) {
    let number = random.skewed(articles::PUBLISHERS.min(world.size.organizations));
    (name(world, number), slug(world, number))
}
