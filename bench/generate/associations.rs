//! Who belongs, who chairs, who holds which post, and when.

use serde_json::{Value, json};

use crate::dates::Day;
use crate::organizations;
use crate::people::POSTS;
use crate::random::Random;
use crate::world::World;

const BASIS: &[(&str, usize)] = &[("STATED", 70), ("IMPLIED", 30)];

/// A quarter belongs to networks, of which the first has thousands; the others are members of clusters.
pub fn membership(world: &World, number: usize) -> Value {
    let mut random = Random::of("membership", number);
    let cluster = |random: &mut Random| world.clusters[random.skewed(world.clusters.len())];
    let in_network = random.percent(25);
    let (member, organization) = if in_network {
        let member = if random.percent(60) {
            world.clusters[random.below(world.clusters.len())]
        } else {
            world.organization(&mut random)
        };
        (member, random.skewed(world.size.networks))
    } else {
        (random.between(world.size.networks, world.size.organizations - 1), cluster(&mut random))
    };
    let begun = Day::within(&mut random, 2000, 2025);
    let since = random.sometimes(64, |random| begun.as_known(random));
    json!({
        "slug": format!("membership-{}", number + 1),
        "kind": random.weighted(&[("MEMBER", 76), ("FOUNDING_MEMBER", 15), ("FULL_MEMBER", 7), ("HONORARY_MEMBER", 2)]),
        "since": since, "until": random.sometimes(18, |random| begun.years_later(random.between(1, 9)).as_known(random)),
        "observedOn": random.sometimes(50, |random| [begun.years_later(random.between(0, 4)).text()]),
        "basis": random.weighted(BASIS),
        "member": organizations::slug(world, member), "organization": organizations::slug(world, organization),
        "admittedAt": random.sometimes(12, |random| world.event(random)),
        "sources": world.sources(&mut random),
    })
}

/// One network after the other is chaired, year by year.
pub fn term(world: &World, number: usize) -> Value {
    let mut random = Random::of("term", number);
    let network = number % world.size.networks;
    let year = 2014 + number / world.size.networks;
    let group = random.percent(10);
    let country = &world.cities[random.skewed(world.cities.len())].country;
    json!({
        "slug": format!("term-{}", number + 1), "role": "CHAIR", "network": organizations::slug(world, network),
        "since": format!("{year}-01-01"), "until": json!({
            "edtf": year.to_string(), "earliest": format!("{year}-12-31"), "latest": format!("{year}-12-31")
        }),
        "basis": random.weighted(BASIS),
        "organization": (!group).then(|| organizations::slug(world, world.clusters[random.skewed(world.clusters.len())])),
        "person": random.sometimes(20, |random| world.person(random)),
        "group": group.then_some("Clusters of one country"), "country": group.then_some(country),
        "electedAt": random.sometimes(60, |random| world.event(random)),
        "objectives": random.sometimes(40, |random| [world.words.sentence(random, 10, "region")]),
        "sources": world.sources(&mut random),
    })
}

pub fn office(world: &World, number: usize) -> Value {
    let mut random = Random::of("office", number);
    let begun = Day::within(&mut random, 2002, 2025);
    json!({
        "slug": format!("office-{}", number + 1), "post": random.weighted(POSTS), "person": world.person(&mut random),
        "organization": organizations::slug(world, world.organization(&mut random)),
        "since": random.sometimes(40, |random| begun.as_known(random)),
        "until": random.sometimes(15, |random| begun.years_later(random.between(1, 6)).as_known(random)),
        "inOfficeBy": random.sometimes(5, |_| begun.text()),
        "observedOn": random.sometimes(60, |_| [begun.years_later(1).text()]),
        "basis": random.weighted(BASIS), "sources": world.sources(&mut random),
    })
}
