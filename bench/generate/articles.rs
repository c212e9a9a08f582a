//! What the facts rest on.

use serde_json::{Value, json};

use crate::dates::Day;
use crate::random::Random;
use crate::words::{capital, common};
use crate::world::World;
use crate::{events, funding, organizations, people, places};

/// How many organizations publish.
pub const PUBLISHERS: usize = 2_000;

pub fn slug(number: usize) -> String {
    format!("article-{}", number + 1)
}

pub fn record(world: &World, number: usize) -> Value {
    let mut random = Random::of("article", number);
    let (publisher, organization) = organizations::publisher(world, &mut random);
    let day = Day::within(&mut random, 2008, 2026);
    let title = match random.below(3) {
        0 => events::title(world, random.below(world.size.events)),
        1 => format!(
            "{} and {}",
            organizations::name(world, random.skewed(world.size.organizations)),
            common(&mut random)
        ),
        _ => {
            let count = random.between(4, 8);
            world.words.sentence(&mut random, count, "region").trim_end_matches('.').to_owned()
        }
    };
    let city = &world.cities[places::draw(world, &mut random)].name;
    let length = random.between(8, 22);
    json!({
        "slug": slug(number), "title": title, "titleInOwnWords": random.percent(8),
        "kind": random.weighted(&[("NEWS_POST", 45), ("PAGE", 55)]),
        "publisher": publisher, "publisherOrganization": random.sometimes(63, |_| organization),
        "url": format!("https://news{}.example.org/{}/{}", number % 400, day.year, slug(number)),
        "language": random.weighted(&[("en", 60), ("bg", 10), ("sr", 10), ("ro", 8), ("el", 5), ("mk", 4), ("tr", 3)]),
        "published": random.sometimes(78, |random| {
            if random.percent(80) { json!(day.text()) } else { day.as_known(random) }
        }),
        "printedDate": random.sometimes(33, |_| day.text()),
        "dateNote": random.sometimes(60, |_| "No date shown."),
        "readInFull": random.percent(27),
        "summary": capital(&world.words.sentence(&mut random, length, city)),
        "mentions": mentions(world, &mut random), "sources": [slug(number)],
    })
}

/// About five records of all kinds, each once.
fn mentions(world: &World, random: &mut Random) -> Value {
    let count = random.tail(40).max(random.between(1, 6));
    let mut mentions = Vec::with_capacity(count);
    for _ in 0..count {
        let slug = match random.below(100) {
            0..40 => organizations::slug(world, world.organization(random)),
            40..70 => world.event(random),
            70..82 => people::slug(random.skewed(world.size.people)),
            82..92 => places::slug(places::draw(world, random)),
            92..97 => funding::project_slug(random.skewed(world.size.projects)),
            _ => funding::partnership_slug(random.skewed(world.size.partnerships)),
        };
        if !mentions.contains(&slug) {
            mentions.push(slug);
        }
    }
    json!(mentions)
}
