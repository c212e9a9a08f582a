//! Agreements and who signed them.

use serde_json::{Value, json};

use crate::dates::Day;
use crate::random::Random;
use crate::words::{capital, common};
use crate::world::World;
use crate::{funding, organizations, places};

const KINDS: &[(&str, &str, usize)] = &[
    ("MEMORANDUM_OF_UNDERSTANDING", "Memorandum of Understanding", 5),
    ("AGREEMENT", "Agreement", 3),
    ("DECLARATION", "Declaration", 2),
    ("CHARTER", "Charter", 1),
    ("CONTRACT", "Contract", 1),
];

pub fn record(world: &World, number: usize) -> Value {
    let mut random = Random::of("agreement", number);
    let (kind, noun, _) = KINDS[random.skewed(KINDS.len())];
    let brand = world.words.brand(&mut random);
    let signed = Day::within(&mut random, 2006, 2026);
    let count = 2 + random.tail(60);
    json!({
        "slug": format!("agreement-{}", number + 1), "kind": kind, "nameInOwnWords": random.percent(45),
        "name": format!("{noun} on {} {}", capital(common(&mut random)), brand),
        "signed": signed.as_known(&mut random), "statedCount": random.sometimes(70, |_| count),
        "description": world.words.sentence(&mut random, 12, "region"),
        "signedAt": random.sometimes(50, |random| world.event(random)),
        "partnership": random.sometimes(10, |random| funding::partnership_slug(random.skewed(world.size.partnerships))),
        "network": random.sometimes(25, |random| organizations::slug(world, random.skewed(world.size.networks))),
        "signatories": (0..count).map(|_| signatory(world, &mut random)).collect::<Vec<_>>(),
        "sources": world.sources(&mut random),
    })
}

fn signatory(world: &World, random: &mut Random) -> Value {
    if random.percent(5) {
        let country = &world.cities[places::draw(world, random)].country;
        return json!({ "group": format!("{} clusters", common(random)), "count": random.between(2, 20), "country": country });
    }
    json!({
        "organization": organizations::slug(world, world.organization(random)),
        "person": random.sometimes(40, |random| world.person(random)),
        "sources": random.sometimes(50, |random| [world.article(random)]),
    })
}
